"""Find out how the positions of a file are counted: every way is tried on its selections.

A selection counts for a way where it begins and ends between words, lies within its text, and says
what the file gives as its words. What is known of the program that wrote the file counts as well.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

from textmine.errors import InputError
from textmine.exchange.positions import (
    ALL_MODELS,
    PROFILES,
    SAFE,
    Converter,
    PositionModel,
    RawText,
)

SURE = 0.95
"""How sure it must be which way is used."""
_AT_MOST = 4_000
"""Selections that are looked at: more tell nothing new."""
_EDGE, _WORDS, _OUTSIDE = math.log(0.9 / 0.1), math.log(0.99 / 0.01), math.log(0.01)
"""What an edge between words, the words themselves, and lying outside of the text count for."""
_KNOWN, _OWN = 0.98, 1 - 1e-9
"""How sure what is known of a program is, and of files that were written here."""
_USUAL = {"bom": {"counted": 0.1}, "end": {"inclusive": 0.02}}
_PROGRAMS: tuple[tuple[str, dict[str, str]], ...] = (
    ("nvivo", {"unit": "utf16", "line_break": "two", "bom": "uncounted"}),
    ("qualcoder", {"unit": "characters", "line_break": "one", "bom": "uncounted"}),
    ("atlas.ti", {"line_break": "one"}),
    ("maxqda", {"line_break": "one"}),
    ("qc ", {"unit": "characters"}),
    *(
        (
            f"textmine{f' for {profile.program.casefold()}' if profile.program else ' '}",
            {part.name: getattr(profile.model, part.name) for part in fields(PositionModel)},
        )
        for profile in (*PROFILES.values(), SAFE)
    ),
)
"""What is known of programs that write projects, by the beginning of their names."""
_OPTIONS = {"unit": "--unit", "line_break": "--line-break", "bom": "--bom", "end": "--end"}


@dataclass(frozen=True)
class CountedSpan:
    """A selection as the file has it: which text, its positions, and its words if it gives them."""

    source: int
    start: int
    end: int
    name: str = ""


@dataclass(frozen=True)
class GivenCounts:
    """What the user said of how positions are counted; None means: find out."""

    unit: str | None = None
    line_break: str | None = None
    bom: str | None = None
    end: str | None = None

    def allows(self, model: PositionModel) -> bool:
        """Whether a way agrees with what was said."""
        values = ((getattr(self, field.name), getattr(model, field.name)) for field in fields(self))
        return all(stated in (None, value) for stated, value in values)


@dataclass(frozen=True)
class ChosenModel:
    """The way that was found, how sure that is (0 to 1), and how the selections fit.

    Of `n` selections `fit` begin and end between words and lie in their texts, and `next_fit` do
    where the next best way is tried; `next_best` is None where no other way gives other spans.
    """

    model: PositionModel
    sure: float
    n: int
    fit: int
    next_best: PositionModel | None = None
    next_fit: int = 0

    def __str__(self) -> str:
        text = f"Positions are read as {self.model}"
        if not self.n:
            return f"{text}; nothing is selected."
        text += f": {self.fit:,} of {self.n:,} selections begin and end between words"
        if self.next_best is None:
            return f"{text}. Every other way gives the same spans, or was ruled out."
        other = self.next_best.unlike(self.model)
        return (
            f"{text}; {100 * self.sure:.1f} % sure. The next best way, {other}: {self.next_fit:,}."
        )


FOUND_OUT = GivenCounts()
"""Nothing was said: everything is found out."""


def choose_model(
    texts: Sequence[RawText],
    spans: Sequence[CountedSpan],
    origin: str = "",
    given: GivenCounts = FOUND_OUT,
) -> ChosenModel:
    """Return the way in which the positions of spans are counted.

    Raises InputError where it cannot be told, naming the options that decide.
    """
    allowed = [model for model in ALL_MODELS if given.allows(model)]
    useful = _different(allowed, texts, spans)
    step = -(-len(spans) // _AT_MOST) or 1
    looked_at = spans[::step]
    weights, fits = {}, {}
    for model in useful:
        converters = _Converters(texts, model)
        score, fit = _prior(model, origin), 0
        for span in looked_at:
            points, good = _judged(texts[span.source], converters.of(span.source), span)
            score += points
            fit += good
        weights[model], fits[model] = score, fit
    order = sorted(useful, key=lambda model: -weights[model])
    best, others = order[0], order[1:]
    same = [other for other in others if _same_spans(best, other, texts, spans)]
    rivals = [other for other in others if other not in same]
    top = weights[best]
    shares = {other: math.exp(weights[other] - top) for other in order}
    sure = sum(shares[other] for other in (best, *same)) / sum(shares.values())
    following = rivals[0] if rivals else None
    if following is not None and sure < SURE:
        raise _undecided(best, following, fits, len(looked_at))
    next_fit = fits[following] if following else 0
    return ChosenModel(best, sure, len(looked_at), fits[best], following, next_fit)


class _Converters:
    def __init__(self, texts: Sequence[RawText], model: PositionModel) -> None:
        self._texts, self._model = texts, model
        self._made: dict[int, Converter] = {}

    def of(self, source: int) -> Converter:
        if source not in self._made:
            self._made[source] = Converter(self._texts[source], self._model)
        return self._made[source]


def _different(
    models: Sequence[PositionModel], texts: Sequence[RawText], spans: Sequence[CountedSpan]
) -> list[PositionModel]:
    """Return the ways that can give different spans in these texts, the usual ones first."""
    used = [texts[index] for index in {span.source for span in spans}]
    matters = {
        "unit": any(raw_text.has_astral for raw_text in used),
        "line_break": any(raw_text.has_crlf for raw_text in used),
        "bom": any(raw_text.has_bom for raw_text in used),
        "end": bool(used),
    }
    models_by_spans: dict[tuple[str, ...], PositionModel] = {}
    for model in models:
        key = tuple(getattr(model, name) for name, does in matters.items() if does)
        models_by_spans.setdefault(key, model)
    return list(models_by_spans.values())


def _prior(model: PositionModel, origin: str) -> float:
    name = origin.casefold()
    known = next((facts for start, facts in _PROGRAMS if name.startswith(start)), {})
    total = 0.0
    for field in fields(model):
        value = getattr(model, field.name)
        if field.name in known:
            strength = _OWN if name.startswith("textmine") else _KNOWN
            share = strength if known[field.name] == value else 1 - strength
        elif field.name in _USUAL:
            rare = _USUAL[field.name]
            share = rare.get(value, 1 - sum(rare.values()))
        else:
            share = 0.5
        total += math.log(share)
    return total


def _judged(raw: RawText, converter: Converter, span: CountedSpan) -> tuple[float, bool]:
    """Return the points of a selection for a way, and whether it fits."""
    start, end = converter.span(span.start, span.end)
    text = raw.text
    if not 0 <= start <= end <= converter.length:
        return _OUTSIDE, False
    first = start < len(text) and _begins(text, start) and not converter.splits(span.start)
    last = end > 0 and _ends(text, end)
    points = _EDGE * (first + last)
    if span.name:
        points += _WORDS * _says(text[start:end], span.name)
    return points, bool(first and last)


def _begins(text: str, at: int) -> bool:
    here = text[at]
    return not here.isspace() and not (at and text[at - 1].isalnum() and here.isalnum())


def _ends(text: str, at: int) -> bool:
    last = text[at - 1]
    if last == "\n":  # whole lines are selected with their ends
        return True
    return not last.isspace() and not (at < len(text) and text[at].isalnum() and last.isalnum())


def _says(words: str, name: str) -> bool:
    """Whether a name gives the words of a selection, or how they begin."""
    cut = name.rstrip("…").removesuffix("...")
    if cut != name:
        return (
            len(cut) > 3
            and words.split() != []
            and " ".join(words.split()).startswith(" ".join(cut.split()))
        )
    return words.split() == name.split() and words[:1] == name[:1] and words[-1:] == name[-1:]


def _same_spans(
    model: PositionModel,
    other: PositionModel,
    texts: Sequence[RawText],
    spans: Sequence[CountedSpan],
) -> bool:
    ours, theirs = _Converters(texts, model), _Converters(texts, other)
    return all(
        ours.of(span.source).span(span.start, span.end)
        == theirs.of(span.source).span(span.start, span.end)
        for span in spans
    )


def _undecided(
    best: PositionModel, other: PositionModel, fits: dict[PositionModel, int], n: int
) -> InputError:
    ways = [
        f"{_OPTIONS[field.name]} {getattr(best, field.name)} or {getattr(other, field.name)}"
        for field in fields(best)
        if getattr(best, field.name) != getattr(other, field.name)
    ]
    return InputError(
        f"It is not clear how this file counts positions. With {best.unlike(other)} {fits[best]:,} "
        f"of {n:,} selections begin and end between words, with {other.unlike(best)} "
        f"{fits[other]:,}.",
        hint=f"Say {' and '.join(ways)}.",
    )
