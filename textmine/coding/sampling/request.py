"""What is asked for when documents are drawn, and who can be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.choices import Allocation
from textmine.coding.sampling.draws import Draw
from textmine.coding.statements import by_coders, by_people, coder_names
from textmine.corpus import Corpus, only_to_code
from textmine.errors import InputError, UsageError, did_you_mean
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


LEAST_RANDOM = 0.3
"""The share of a draw that chance takes, at the least, when a model chooses the rest."""


@dataclass(frozen=True)
class SampleRequest:
    """What the user asked for: exactly one of `n`, `share` (0 to 1) and `everything`.

    `by` names what is stratified by, `where` the population, `shared` the share of the drawn
    documents that every coder gets (None: all of them). `again` names the coder who is to code
    documents a second time, without seeing what she said. `active` names the model that chooses
    documents beside the random ones, which are `random_share` of the draw.
    """

    corpus: str
    n: int | None = None
    share: float | None = None
    everything: bool = False
    by: tuple[str, ...] = ()
    allocation: Allocation = "proportional"
    model: str | None = None
    where: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    shared: float | None = None
    again: str | None = None
    include_coded: bool = False
    name: str | None = None
    seed: int | None = None
    active: str | None = None
    random_share: float | None = None


def refuse_unclear(request: SampleRequest) -> None:
    """Raise UsageError for a request that means nothing, or two things."""
    asked = [request.n is not None, request.share is not None, request.everything]
    if sum(asked) != 1:
        raise UsageError(
            f"It is not clear how many documents to draw: got {sum(asked)} of --n, --share and "
            "--all.",
            hint="Give one of them.",
        )
    if request.n is not None and request.n < 1:
        raise UsageError(f"--n must be 1 or more. Got {request.n} instead.")
    if request.share is not None and not 0 < request.share <= 1:
        raise UsageError(f"--share must be above 0 and at most 1. Got {request.share} instead.")
    _refuse_coders(request)
    if request.again is not None and (request.coders or request.include_coded):
        raise UsageError(
            "--again draws for one coder what she has coded.",
            hint="Leave --coders and --include-coded out.",
        )
    _refuse_choice(request)


def _refuse_coders(request: SampleRequest) -> None:
    if request.shared is not None and not 0 <= request.shared <= 1:
        raise UsageError(f"--shared must be in [0, 1]. Got {request.shared} instead.")
    if request.shared is not None and len(request.coders) < 2:
        raise UsageError(
            "--shared is the part that several coders have in common. You named fewer than two.",
            hint="Name them: --coders ann,bob.",
        )
    folded = [coder.casefold() for coder in request.coders]
    for coder in request.coders:
        if not coder.strip() or folded.count(coder.casefold()) > 1:
            raise UsageError(
                f"Coder '{coder}' is there twice or has no name.", hint="Name each coder once."
            )


def _refuse_choice(request: SampleRequest) -> None:
    share = request.random_share
    if request.active is None:
        if share is not None:
            raise UsageError(
                "--random-share has no meaning where no model chooses.",
                hint="Name a model with --active, or leave it out.",
            )
        return
    if request.again is not None or request.everything:
        raise UsageError(
            "--active lets a model choose what people code next.",
            hint="Say with --n or --share how many; leave --all and --again out.",
        )
    if share is not None and not LEAST_RANDOM <= share < 1:
        raise UsageError(
            f"--random-share must be in [{LEAST_RANDOM}, 1). Got {share} instead. A model "
            "chooses its hard cases: only documents that chance took give shares and scores. "
            f"With less than {100 * LEAST_RANDOM:.0f} % of them there are too few.",
            hint="Leave it out, or draw without --active for random documents alone.",
        )
