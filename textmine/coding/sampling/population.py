"""Who can be drawn: the documents of the corpus, and what became of them in earlier draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.coding.sampling.draws import Draw
from textmine.coding.sampling.request import SampleRequest
from textmine.coding.statements import by_coders, by_people, coder_names
from textmine.corpus import Corpus, only_to_code
from textmine.errors import InputError, did_you_mean
from textmine.schema import Coding


@dataclass(frozen=True)
class Population:
    """The documents that stand in the frame of a draw.

    Of them `drawn_before` were taken by chance, and `given_out` by chance or because a model chose
    them: the latter can still be drawn, and need not be coded again then. `coded` documents were
    never drawn and are in nobody's frame unless the user says so, for their chance is unknown.
    `n_questions` turns of interviewers are left out.
    """

    corpus: Corpus
    drawn_before: frozenset[str]
    given_out: frozenset[str]
    coded: frozenset[str]
    round: int = 1
    n_questions: int = 0


def population_to_code(
    corpus: Corpus, request: SampleRequest, said: Sequence[Coding], draws: Sequence[Draw]
) -> Population:
    """Return what can be drawn for coding; `said` are all codings of the corpus.

    What was coded from a machine's review queue stays in the frame: were it left out, the rest
    would hold fewer of the machine's hard cases than the corpus.
    """
    to_code = [draw for draw in draws if draw.purpose == "code"]
    sampled = {candidate.document for draw in to_code for candidate in draw.sampled}
    given_out = sampled | {candidate.document for draw in to_code for candidate in draw.drawn}
    reviewed = {
        candidate.document for draw in draws if draw.purpose == "review" for candidate in draw.drawn
    }
    coded = {coding.document for coding in by_people(said)}
    coded = (coded - given_out - reviewed) & set(corpus.ids)
    if not request.include_coded:
        corpus = corpus.select([identity not in coded for identity in corpus.ids], ())
    n = len(corpus)
    corpus = only_to_code(corpus, sampled | given_out | coded)
    here = frozenset(corpus.ids)
    drawn, given_before = here & sampled, here & given_out
    return Population(corpus, drawn, given_before, frozenset(coded), n_questions=n - len(corpus))


def population_coded_by(
    corpus: Corpus, coder: str, said: Sequence[Coding], draws: Sequence[Draw]
) -> Population:
    """Return what a coder has coded, but for what she was asked again and has not answered yet.

    Raises InputError when she coded nothing.
    """
    human = by_coders(said)
    mine = [coding for coding in human if coding.coder == coder]
    if not mine:
        raise InputError(
            f"Coder '{coder}' has coded nothing in '{corpus.name}' that she could code again.",
            hint=did_you_mean(coder, coder_names(human)),
        )
    next_round = max(coding.round for coding in mine) + 1
    pending = {
        document
        for draw in draws
        if draw.purpose == "again" and draw.round == next_round
        for document in draw.documents_of(coder)
    }
    again = {coding.document for coding in mine} - pending
    chosen = corpus.select([identity in again for identity in corpus.ids], ())
    return Population(chosen, frozenset(), frozenset(), frozenset(), next_round)


def how_many(request: SampleRequest, population: Population) -> int:
    """Return how many documents to draw; raise InputError when there are not so many.

    Beside a model's choice that is how many to code; else how many chance is to take.
    """
    size = len(population.corpus)
    left_out = 0 if request.include_coded else len(population.coded)
    why = (
        f"{size + left_out:,} documents, {len(population.given_out):,} of them drawn before, "
        f"{left_out:,} left out because they are coded and were never drawn"
    )
    if size == len(population.given_out):
        raise InputError(
            f"Nothing is left to draw from '{request.corpus}': {why}.",
            hint="Say --include-coded to draw among coded documents too."
            if left_out
            else "Widen --where, or ask a coder again with --again.",
        )
    gone = population.drawn_before if request.active is None else population.given_out
    available = size - len(gone)
    if request.n is not None and request.n > available:
        raise InputError(
            f"{request.n:,} documents are too many: only {available:,} are left to draw ({why}).",
            hint="Ask for fewer, or for --all.",
        )
    if request.n is not None:
        return request.n
    return available if request.everything else max(1, int((request.share or 0) * available + 0.5))
