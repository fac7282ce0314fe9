"""Draw documents of a corpus for coding, and keep the draw."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from textmine import __version__
from textmine.coding.sampling.design import Allocation, deal, draw_candidates, strata_of
from textmine.coding.sampling.draws import Candidate, Draw, open_draws
from textmine.coding.sampling.strata import stratum_names
from textmine.coding.store import open_codings
from textmine.coding.tables.reading import now
from textmine.corpus import Corpus, load_corpus, select_documents
from textmine.errors import InputError, did_you_mean
from textmine.schema import Coding
from textmine.store import Workspace


@dataclass(frozen=True)
class SampleRequest:
    """What the user asked for: exactly one of `n`, `share` (0 to 1) and `everything`.

    `by` names what is stratified by, `where` the population, `shared` the share of the drawn
    documents that every coder gets (None: all of them). `again` names the coder who is to code
    documents a second time, without seeing what she said.
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


@dataclass(frozen=True)
class _Population:
    """Who can be drawn: `coded` documents are in nobody's frame, for their chance is unknown."""

    corpus: Corpus
    drawn_before: frozenset[str]
    coded: frozenset[str]
    round: int = 1


def draw_sample(workspace: Workspace, request: SampleRequest) -> Draw:
    """Draw documents as the request says, keep the draw and return it.

    What was drawn before is not drawn again but stands in the frame, with the probability of its
    stratum, so that `inclusion_probabilities` holds for all draws together. Raises InputError for
    a request that cannot be met.
    """
    _refuse_unclear(request)
    corpus = select_documents(load_corpus(workspace, request.corpus), request.where)
    store, draws = open_codings(workspace), open_draws(workspace).all(request.corpus)
    name = request.name or _unused_name(draws)
    workspace.folder("draws", name)
    said = store.rounds(request.corpus)
    population = (
        _coded_by(corpus, request.again, said, draws)
        if request.again is not None
        else _to_code(corpus, request, said, draws)
    )
    seed = workspace.settings.seed if request.seed is None else request.seed
    rng = random.Random(f"{seed} {len(draws)}")
    standing = store.current(request.corpus)
    strata = stratum_names(population.corpus, request.by, standing, request.model)
    n = _how_many(request, len(strata), population)
    frame = draw_candidates(strata, population.drawn_before, n, rng, request.allocation)
    frame = _dealt(frame, request, rng)
    draw = Draw(request.corpus, name, now(), {}, tuple(frame))
    draw = replace(draw, design=_design(request, draw, population, seed))
    open_draws(workspace).add(draw)
    return draw


def _to_code(
    corpus: Corpus, request: SampleRequest, said: Sequence[Coding], draws: Sequence[Draw]
) -> _Population:
    drawn = {
        candidate.document
        for draw in draws
        if draw.design.get("purpose") != "again"
        for candidate in draw.drawn
    }
    coded = {coding.document for coding in said if coding.origin != "machine"} - drawn
    coded &= set(corpus.ids)
    if not request.include_coded:
        corpus = corpus.select([identity not in coded for identity in corpus.ids], ())
    return _Population(corpus, frozenset(drawn & set(corpus.ids)), frozenset(coded))


def _coded_by(
    corpus: Corpus, coder: str, said: Sequence[Coding], draws: Sequence[Draw]
) -> _Population:
    """Return what a coder has coded, but for what she was asked again and has not answered yet."""
    human = [coding for coding in said if coding.origin == "human"]
    mine = [coding for coding in human if coding.coder == coder]
    if not mine:
        raise InputError(
            f"Coder '{coder}' has coded nothing in '{corpus.name}' that she could code again.",
            hint=did_you_mean(coder, {coding.coder for coding in human}),
        )
    next_round = max(coding.round for coding in mine) + 1
    pending = {
        document
        for draw in draws
        if draw.design.get("purpose") == "again" and draw.round == next_round
        for document in draw.documents_of(coder)
    }
    again = {coding.document for coding in mine} - pending
    chosen = corpus.select([identity in again for identity in corpus.ids], ())
    return _Population(chosen, frozenset(), frozenset(), next_round)


def _refuse_unclear(request: SampleRequest) -> None:
    asked = [request.n is not None, request.share is not None, request.everything]
    if sum(asked) != 1:
        raise InputError(
            f"It is not clear how many documents to draw: {sum(asked)} of --n, --share and --all "
            "are given.",
            hint="Give one of them.",
        )
    if request.n is not None and request.n < 1:
        raise InputError(f"--n must be 1 or more. Got {request.n} instead.")
    if request.share is not None and not 0 < request.share <= 1:
        raise InputError(f"--share must be above 0 and at most 1. Got {request.share} instead.")
    if request.shared is not None and not 0 <= request.shared <= 1:
        raise InputError(f"--shared must be in [0, 1]. Got {request.shared} instead.")
    if request.shared is not None and len(request.coders) < 2:
        raise InputError(
            "--shared says what several coders have in common, and fewer than two are named.",
            hint="Name them: --coders ann,bob.",
        )
    folded = [coder.casefold() for coder in request.coders]
    for coder in request.coders:
        if not coder.strip() or folded.count(coder.casefold()) > 1:
            raise InputError(
                f"Coder '{coder}' is named twice or has no name.", hint="Name each coder once."
            )
    if request.again is not None and (request.coders or request.include_coded):
        raise InputError(
            "--again draws for one coder what she has coded.",
            hint="Leave --coders and --include-coded out.",
        )


def _how_many(request: SampleRequest, size: int, population: _Population) -> int:
    available = size - len(population.drawn_before)
    left_out = 0 if request.include_coded else len(population.coded)
    why = (
        f"{size + left_out:,} documents, {len(population.drawn_before):,} of them drawn before, "
        f"{left_out:,} left out because they are coded and were never drawn"
    )
    if not available:
        raise InputError(
            f"Nothing is left to draw from '{request.corpus}': {why}.",
            hint="Say --include-coded to draw among those that are coded too."
            if left_out
            else "Widen --where, or ask a coder again with --again.",
        )
    if request.n is not None and request.n > available:
        raise InputError(
            f"{request.n:,} documents were asked for, and {available:,} can be drawn ({why}).",
            hint="Ask for fewer, or for --all.",
        )
    if request.n is not None:
        return request.n
    return available if request.everything else max(1, int((request.share or 0) * available + 0.5))


def _dealt(
    frame: Sequence[Candidate], request: SampleRequest, rng: random.Random
) -> list[Candidate]:
    drawn = {one.document: one.stratum for one in frame if one.drawn}
    coders = request.coders if request.again is None else (request.again,)
    dealt = deal(drawn, coders, 1.0 if request.shared is None else request.shared, rng)
    return [replace(one, coders=dealt.get(one.document, ())) for one in frame]


def _design(
    request: SampleRequest, draw: Draw, population: _Population, seed: int
) -> dict[str, str | int | float | list[str]]:
    shared = 1.0 if request.shared is None else request.shared
    return {
        "purpose": "code" if request.again is None else "again",
        "round": population.round,
        "method": "stratified random" if request.by else "simple random",
        "by": list(request.by),
        "allocation": request.allocation,
        "model": request.model or "",
        "where": list(request.where),
        "population": len(draw.frame),
        "drawn_before": len(population.drawn_before),
        "coded_and_never_drawn": len(population.coded),
        "include_coded": int(request.include_coded),
        "n": len(draw.drawn),
        "strata": [
            f"{one.name}: {one.n} of {one.available} ({one.size} in all)" for one in strata_of(draw)
        ],
        "coders": draw.coders,
        "shared": shared if len(draw.coders) > 1 else 0.0,
        "seed": seed,
        "textmine": __version__,
    }


def _unused_name(draws: Sequence[Draw]) -> str:
    taken = {draw.name for draw in draws}
    return next(
        name for place in range(1, len(draws) + 2) if (name := f"draw-{place}") not in taken
    )
