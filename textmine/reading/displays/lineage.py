"""Where codes and themes come from: back to every coding or topic, through all that people did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from textmine.codebook import Change, Code, Codebook, Dimension
from textmine.errors import InputError
from textmine.schema import Coding
from textmine.topics.naming.themes_file import ThemeChange, Themes


@dataclass(frozen=True)
class Origin:
    """Codings as they were given: with which code of which version, and the changes since.

    Where it is not `decided`, the last change split or retired the code: the documents have to be
    coded again.
    """

    code: str
    version: int
    codings: tuple[Coding, ...]
    changes: tuple[Change, ...]
    decided: bool


@dataclass(frozen=True)
class Descent:
    """A code as it is now, the codings that came to it, its changes, and what is grouped under it.

    `changes` are those of the code, and of every code that became it.
    """

    dimension: str
    code: Code
    origins: tuple[Origin, ...]
    changes: tuple[Change, ...]
    below: tuple[Descent, ...]

    def every(self) -> Iterator[Descent]:
        """Yield it, and all that is below it."""
        yield self
        for descent in self.below:
            yield from descent.every()

    @property
    def codings(self) -> list[Coding]:
        """Its codings, and those of what is below it."""
        return [
            coding for descent in self.every() for own in descent.origins for coding in own.codings
        ]


@dataclass(frozen=True)
class Lineage:
    """The codes of a codebook that stand at the top, each with all that leads to it.

    `n_codings` codings with a code were made with the codebook, on the dimensions looked at.
    """

    codebook: Codebook
    tops: tuple[Descent, ...]
    n_codings: int
    whole: bool = True

    def every(self) -> Iterator[Descent]:
        """Yield every code, each before what is below it."""
        for top in self.tops:
            yield from top.every()

    @property
    def codings(self) -> list[Coding]:
        """Every coding that is reached."""
        return [coding for top in self.tops for coding in top.codings]


def lineage_of(book: Codebook, codings: Sequence[Coding], code: str | None = None) -> Lineage:
    """Trace every coding made with a codebook to the code that it is now.

    `code` is DIMENSION=CODE: then only that one and what is below it is there. Raises InputError
    for one that is not there.
    """
    given_codings = [coding for coding in codings if coding.code is not None]
    by_code = _origins(book, given_codings)
    if code is not None:
        dimension, equals, name = code.partition("=")
        if not equals:
            raise InputError(f"'{code}' names no code.", hint="Write DIMENSION=CODE.")
        own = book.dimension(dimension.strip())
        top = _descent(book, own, own.code(name.strip()), by_code)
        return Lineage(book, (top,), len(top.codings), whole=False)
    tops = []
    for own in book.coded_dimensions:
        tops += [
            _descent(book, own, own_code, by_code) for own_code in own.codes if not own_code.parent
        ]
    known = {(own.id, own_code.id) for own in book.coded_dimensions for own_code in own.codes}
    tops += [
        Descent(dimension, Code(id=name, name=name, retired=True), tuple(origins), (), ())
        for (dimension, name), origins in by_code.items()
        if (dimension, name) not in known
    ]
    return Lineage(book, tuple(tops), len(given_codings))


def traced(
    book: Codebook, dimension: str, code: str, version: int
) -> tuple[str, tuple[Change, ...], bool]:
    """Return what a code given with a version is now, the changes on the way, and if it is decided.

    A code that was split or retired is followed no further.
    """
    changes: list[Change] = []
    for change in book.changes:
        if change.version <= version or change.dimension != dimension or code not in change.codes:
            continue
        changes.append(change)
        if change.action in ("rename", "merge"):
            code = change.into[0]
        elif change.action in ("split", "retire"):
            return code, tuple(changes), False
    retired = any(
        own_code.id == code and own_code.retired
        for own in book.dimensions
        if own.id == dimension
        for own_code in own.codes
    )
    return code, tuple(changes), not retired


def changes_of(book: Codebook, dimension: str, code: str) -> tuple[Change, ...]:
    """Return the changes of a code, and of every code that became it, the oldest first."""
    names, changes = {code}, []
    for change in reversed(book.changes):
        if change.dimension != dimension or names.isdisjoint({*change.codes, *change.into}):
            continue
        changes.append(change)
        became = not names.isdisjoint(change.into)
        if became and change.action in ("add", "rename", "split"):
            names -= {*change.into}
        if became and change.action in ("rename", "merge", "split"):
            names |= {*change.codes}
    return tuple(reversed(changes))


_ByCode = Mapping[tuple[str, str], Sequence[Origin]]


def _origins(book: Codebook, codings: Sequence[Coding]) -> _ByCode:
    grouped: defaultdict[tuple[str, str, int], list[Coding]] = defaultdict(list)
    for coding in codings:
        grouped[coding.dimension, coding.code or "", coding.codebook_version].append(coding)
    origins: defaultdict[tuple[str, str], list[Origin]] = defaultdict(list)
    for (dimension, code, version), some in sorted(grouped.items()):
        now, changes, decided = traced(book, dimension, code, version)
        origins[dimension, now].append(Origin(code, version, tuple(some), changes, decided))
    return origins


def _descent(book: Codebook, own: Dimension, code: Code, by_code: _ByCode) -> Descent:
    return Descent(
        own.id,
        code,
        tuple(by_code.get((own.id, code.id), ())),
        changes_of(book, own.id, code.id),
        tuple(
            _descent(book, own, below_code, by_code)
            for below_code in own.codes
            if below_code.parent == code.id
        ),
    )


@dataclass(frozen=True)
class TopicWay:
    """A topic, the themes that it was in (the oldest first, the last is that of now), and changes.

    `themes` is empty where people never gave it a name, and ends with "" where it has none now.
    """

    topic: str
    themes: tuple[str, ...]
    changes: tuple[ThemeChange, ...]

    @property
    def theme(self) -> str:
        """The theme that it belongs to now, "" for none."""
        return self.themes[-1] if self.themes else ""


def topic_ways(topics: Sequence[str], themes: Themes) -> list[TopicWay]:
    """Return the way of each topic of a model into the theme that it belongs to now."""
    ways = []
    for topic in topics:
        names: list[str] = []
        changes = []
        for change in themes.history:
            former = change.former.get(topic)
            if former is None:
                if not change.former and any(_speaks_of(change, name) for name in names):
                    changes.append(change)
                continue
            changes.append(change)
            names += [name for name in (former, change.into) if name and name not in names[-1:]]
        now = themes.name_of(topic)
        if now not in names[-1:] and (now or names):
            names.append(now)
        if now and not changes:
            changes = [
                theme_change
                for theme_change in themes.history
                if theme_change.into == now or _speaks_of(theme_change, now)
            ]
        ways.append(TopicWay(topic, tuple(names), tuple(changes)))
    return ways


def _speaks_of(change: ThemeChange, theme: str) -> bool:
    return f"'{theme}'" in change.what
