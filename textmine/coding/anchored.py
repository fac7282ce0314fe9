"""How far coders follow the suggestions they are shown: sheets of which a share, by lot, has none.

What a machine suggested for every document, shown or not, is kept with the draw, so that it stays
known when the machine has learned something else.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textmine.codebook import Codebook, current_code, find_codebook
from textmine.coding.codings import Codings
from textmine.coding.current import current_codings
from textmine.coding.sampling.draws import Draw, open_draws
from textmine.coding.statements import by_coders, codes_in, statements_of
from textmine.corpus import Corpus, group_kind, group_numbers
from textmine.errors import InputError
from textmine.schema import Coding
from textmine.stats.groups.anchoring import AnchoringEffect, anchoring
from textmine.store import Workspace

NO_CODE = "(none)"
"""Stands for a suggestion that no code applies."""


@dataclass(frozen=True)
class ToldOrNot:
    """What a coder said of a document on a dimension, and whether the suggestion was shown.

    `suggested` are the codes suggested; `equal` says that the coder gave one of them, where a
    document takes one code, or just these, where it takes several.
    """

    draw: str
    document: str
    dimension: str
    coder: str
    suggested: tuple[str, ...]
    equal: bool
    shown: bool

    @property
    def label(self) -> str:
        """The suggestion in one word: its first code where it ranks several."""
        return self.suggested[0] if self.suggested else NO_CODE


@dataclass(frozen=True)
class EffectOf:
    """The effect of showing suggestions in one part of the codings.

    `kind` is "all", "draw", "dimension", "coder" or "suggested code"; `name` says which.
    """

    kind: str
    name: str
    effect: AnchoringEffect


@dataclass(frozen=True)
class Anchored:
    """The effect over all, and by part; `given` are the codings behind it.

    `machines` suggested, intervals take whole `groups` as independent. Of the `n_drawn` documents
    that were given out `n_coded` are coded; `left_out` codings of documents without a suggestion
    are by coders who had seen it before, or coded them on other sheets.
    """

    corpus: str
    draws: tuple[str, ...]
    machines: tuple[str, ...]
    groups: str
    given: tuple[ToldOrNot, ...]
    effects: tuple[EffectOf, ...]
    n_drawn: int
    n_coded: int
    left_out: int

    @property
    def overall(self) -> AnchoringEffect:
        """The effect over all codings."""
        return self.effects[0].effect


def measure_anchoring(
    workspace: Workspace,
    corpus: Corpus,
    draw: str | None = None,
    codebook: str | None = None,
    *,
    level: float = 0.95,
) -> Anchored:
    """Measure how much oftener coders give what was suggested when they are shown it.

    Of one draw, or of all whose sheets had a blind share. Raises InputError where no sheet had one,
    or none of them is coded, and NotFoundError for a draw that is not there.
    """
    store = open_draws(workspace)
    asked = [store.find(corpus.name, draw)] if draw else store.all(corpus.name)
    draws = [asked_draw for asked_draw in asked if asked_draw.blind and asked_draw.suggested]
    if not draws:
        raise InputError(_no_blind_share(corpus.name, draw, asked), hint=_how_to_get_one(corpus))
    name = codebook or str(draws[-1].design["codebook"]).rpartition("@")[0]
    book = find_codebook(name, workspace)
    codings = current_codings(workspace, corpus, book.name)
    return anchored(codings, draws, corpus, level=level)


def anchored(
    codings: Codings, draws: Sequence[Draw], corpus: Corpus, *, level: float = 0.95
) -> Anchored:
    """Measure as `measure_anchoring` does, with codings and draws that are at hand."""
    answers: list[ToldOrNot] = []
    left_out = 0
    for draw in draws:
        mine, others = _given(codings, draw)
        answers += mine
        left_out += others
    if not answers:
        raise InputError(
            f"No sheet of '{corpus.name}' with a blind share came back: there is nothing to "
            f"compare in {', '.join(repr(draw.name) for draw in draws)}.",
            hint="Import it with 'textmine coding import FILE --coder NAME'.",
        )
    names = list(dict.fromkeys(or_not.document for or_not in answers))
    places = dict(zip(names, group_numbers(corpus, names).tolist(), strict=True))
    drawn = {candidate.document for draw in draws for candidate in draw.drawn}

    def effect(kind: str, name: str, chosen: Sequence[ToldOrNot]) -> EffectOf:
        measured = anchoring(
            [int(or_not.equal) for or_not in chosen],
            [int(or_not.shown) for or_not in chosen],
            clusters=np.array([places[or_not.document] for or_not in chosen]),
            level=level,
        )
        return EffectOf(kind, name, measured.effect)

    effects = [effect("all", "", answers)]
    kinds = {
        "draw": [or_not.draw for or_not in answers],
        "dimension": [or_not.dimension for or_not in answers],
        "coder": [or_not.coder for or_not in answers],
        "suggested code": [f"{or_not.dimension}: {or_not.label}" for or_not in answers],
    }
    for kind, labels in kinds.items():
        known = sorted(set(labels))
        paired = list(zip(answers, labels, strict=True))
        if len(known) > 1:
            effects += [
                effect(kind, name, [or_not for or_not, own in paired if own == name])
                for name in known
            ]
    return Anchored(
        corpus.name,
        tuple(draw.name for draw in draws),
        tuple(sorted({draw.suggestions_by for draw in draws})),
        group_kind(corpus),
        tuple(answers),
        tuple(effects),
        len(drawn),
        len(names),
        left_out,
    )


def _given(codings: Codings, draw: Draw) -> tuple[list[ToldOrNot], int]:
    """Return what the coders of a draw's sheets said, and how much of it has to be left out."""
    by, blind, book = draw.suggestions_by, draw.blind, codings.codebook
    answers: list[ToldOrNot] = []
    left_out = 0
    by_dimension = statements_of(by_coders(codings))
    for dimension, suggested in draw.suggested.items():
        one_code = book.dimension(dimension).labels == "single"
        statements = {
            (document, coder): statement
            for document, by_coder in by_dimension.get(dimension, {}).items()
            if document in suggested
            for coder, statement in by_coder.items()
        }
        shown_coders = {
            coder for (_, coder), statement in statements.items() if _saw(statement, by)
        }
        for (document, coder), coder_statement in statements.items():
            if coder not in shown_coders:
                continue
            saw = _saw(coder_statement, by)
            if saw == (document in blind):
                left_out += 1
                continue
            codes = _current_codes(book, draw, dimension, suggested[document])
            gave = codes_in(coder_statement)
            equal = bool(gave & set(codes)) or (not gave and not codes)
            if not one_code and by.startswith("model:"):
                equal = gave == set(codes)
            answers.append(ToldOrNot(draw.name, document, dimension, coder, codes, equal, saw))
    return answers, left_out


def _saw(statement: Sequence[Coding], by: str) -> bool:
    return any(coding.suggested_by == by for coding in statement)


def _current_codes(
    book: Codebook, draw: Draw, dimension: str, codes: Sequence[str]
) -> tuple[str, ...]:
    """Return what was suggested as the codebook calls it now."""
    version = int(str(draw.design["codebook"]).rpartition("@")[2])
    now = [current_code(book, dimension, code, version).code or code for code in codes]
    return tuple(dict.fromkeys(now))


def _no_blind_share(corpus: str, draw: str | None, asked: Sequence[Draw]) -> str:
    if draw is not None:
        return f"Draw '{draw}' of '{corpus}' has no blind share: its sheets are all alike."
    showing = [sheet_draw.name for sheet_draw in asked if sheet_draw.suggestions_by]
    if not showing:
        return f"No sheet of '{corpus}' was written that shows suggestions."
    return (
        f"Beside every document of the sheets of '{corpus}' a suggestion was shown "
        f"({', '.join(showing)}): nothing says what coders would have said without."
    )


def _how_to_get_one(corpus: Corpus) -> str:
    return (
        "Leave a share of the next sheet blind, by lot: 'textmine apply MODEL "
        f"{corpus.name} --review 0.3 --queue FILE --blind-share 0.3'. Or: 'textmine suggest "
        f"{corpus.name} --codebook BOOK --sheets FOLDER --blind-share 0.3'."
    )
