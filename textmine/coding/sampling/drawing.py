"""Draw documents of a corpus for coding, and keep the draw."""

import random
from collections.abc import Sequence
from dataclasses import replace

from textmine import __version__
from textmine.coding.sampling.choosing import CHOSEN, Measure, MixedFrame, add_choice, random_part
from textmine.coding.sampling.design import deal, draw_candidates, strata_of
from textmine.coding.sampling.draws import Candidate, Draw, open_draws
from textmine.coding.sampling.request import (
    LEAST_RANDOM,
    Population,
    SampleRequest,
    how_many,
    population_coded_by,
    population_to_code,
    refuse_unclear,
)
from textmine.coding.sampling.strata import stratum_names
from textmine.coding.store import open_codings
from textmine.corpus import Corpus, load_corpus, select_documents
from textmine.corpus.duplicates.near import near_duplicate_groups
from textmine.schema import now
from textmine.store import Workspace


def draw_sample(
    workspace: Workspace, request: SampleRequest, measure: Measure | None = None
) -> Draw:
    """Draw documents as the request says, keep the draw and return it.

    What chance took before is not drawn again but stands in the frame, with the probability of its
    stratum, so that `inclusion_probabilities` holds for all draws together. Where the request names
    a model that chooses (`active`), `measure` asks it for its doubt. Raises InputError for a
    request that cannot be met.
    """
    with workspace.whole():
        return keep_draw(workspace, *make_draw(workspace, request, measure))


def keep_draw(workspace: Workspace, draw: Draw, known: int) -> Draw:
    """Keep a draw that was made when the corpus had `known` draws; raise InputError if not now."""
    open_draws(workspace).add(draw, known)
    return draw


def models_that_chose(workspace: Workspace, corpus: str) -> list[str]:
    """Return the models that chose in the draws of a corpus and are still there, in order."""
    named = [str(draw.design.get("active", "")) for draw in open_draws(workspace).all(corpus)]
    return [
        name for name in dict.fromkeys(named) if name and workspace.folder("models", name).is_dir()
    ]


def make_draw(
    workspace: Workspace, request: SampleRequest, measure: Measure | None = None
) -> tuple[Draw, int]:
    """Draw documents as `draw_sample` does, and keep nothing; also return how many draws are there.

    Raises as `draw_sample` does.
    """
    refuse_unclear(request)
    whole = load_corpus(workspace, request.corpus)
    corpus = select_documents(whole, request.where)
    store, draws = open_codings(workspace), open_draws(workspace).all(request.corpus)
    name = request.name or _unused_name(draws)
    workspace.folder("draws", name)
    rounds = store.rounds(request.corpus)
    population = (
        population_coded_by(corpus, request.again, rounds, draws)
        if request.again is not None
        else population_to_code(corpus, request, rounds, draws)
    )
    seed = workspace.settings.seed if request.seed is None else request.seed
    rng = random.Random(f"{seed} {len(draws)}")
    standing = store.current(request.corpus)
    strata = stratum_names(population.corpus, request.by, standing, request.model)
    n = how_many(request, population)
    n_random = n if request.active is None else random_part(n, request.random_share)
    frame = draw_candidates(strata, population.drawn_before, n_random, rng, request.allocation)
    mixed = MixedFrame(tuple(frame), (), 0)
    if request.active is not None:
        if measure is None:
            raise ValueError("'active' needs 'measure'")
        mixed = _with_choice(frame, n, population, whole, measure, rng)
    draw = Draw(request.corpus, name, now(), _choice_facts(mixed, population), mixed.candidates)
    draw = _dealt(draw, request, rng)
    asked = {} if request.active is None else {"asked": n}
    draw = replace(
        draw, design={**_design(request, draw, population, seed), **draw.design, **asked}
    )
    return draw, len(draws)


def _with_choice(
    frame: Sequence[Candidate],
    n: int,
    population: Population,
    whole: Corpus,
    measure: Measure,
    rng: random.Random,
) -> MixedFrame:
    corpus = population.corpus
    groups = near_duplicate_groups(corpus.texts)
    group_of = dict(zip(corpus.ids, map(int, groups), strict=True))
    doubt = measure(whole, corpus)
    return add_choice(frame, n, population.given_out, population.coded, doubt, group_of, rng)


def _choice_facts(mixed: MixedFrame, population: Population) -> dict[str, int | list[str]]:
    """Return what the design says of a choice, this one or an earlier one, and else nothing."""
    drawn = {candidate.document for candidate in mixed.candidates if candidate.drawn}
    before = sorted(drawn & population.given_out)
    facts: dict[str, int | list[str]] = {"given_before": before} if before else {}
    if mixed.chosen:
        facts |= {"chosen": list(mixed.chosen), "set_aside": mixed.set_aside}
    return facts


def _dealt(draw: Draw, request: SampleRequest, rng: random.Random) -> Draw:
    """Deal what is to be coded; the random and the chosen documents are each dealt evenly."""
    to_code = {
        candidate.document: CHOSEN if candidate.document in draw.chosen else candidate.stratum
        for candidate in draw.drawn
    }
    coders = request.coders if request.again is None else (request.again,)
    dealt = deal(to_code, coders, 1.0 if request.shared is None else request.shared, rng)
    frame = tuple(
        replace(candidate, coders=dealt.get(candidate.document, ())) for candidate in draw.frame
    )
    return replace(draw, frame=frame)


def _design(
    request: SampleRequest, draw: Draw, population: Population, seed: int
) -> dict[str, str | int | float | list[str]]:
    shared = 1.0 if request.shared is None else request.shared
    design: dict[str, str | int | float | list[str]] = {
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
            f"{stratum.name}: {stratum.n} of {stratum.available} ({stratum.size} in all)"
            for stratum in strata_of(draw)
        ],
        "coders": draw.coders,
        "shared": shared if len(draw.coders) > 1 else 0.0,
        "seed": seed,
        "textmine": __version__,
    }
    if population.n_questions:
        design["questions"] = population.n_questions
    if request.active is not None:
        share = LEAST_RANDOM if request.random_share is None else request.random_share
        design |= {"active": request.active, "random_share": share}
    return design


def _unused_name(draws: Sequence[Draw]) -> str:
    taken = {draw.name for draw in draws}
    return next(
        name for number in range(1, len(draws) + 2) if (name := f"draw-{number}") not in taken
    )
