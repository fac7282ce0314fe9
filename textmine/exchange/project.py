"""A project of coding software: texts, codes, coders, selections, cases; the same for every format.

Everything is known by its GUID, lower case and without braces. Positions are code points into texts
with LF line ends, end exclusive.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

VariableKind = Literal["Text", "Boolean", "Integer", "Float", "Date", "DateTime"]


@dataclass(frozen=True)
class User:
    """Somebody who codes, or a program that does."""

    guid: str
    name: str


@dataclass(frozen=True)
class ProjectCode:
    """A code; `parent` is the GUID of the code that it stands under, "" at the top.

    `colour` is #rrggbb or "". One that is not `codable` is a folder.
    """

    guid: str
    name: str
    parent: str = ""
    description: str = ""
    colour: str = ""
    codable: bool = True
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mark:
    """A code given by a user; `user` is "" where the file names none."""

    guid: str
    code: str
    user: str = ""
    created_at: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Selection:
    """A stretch of a text with the codes that were given to it."""

    guid: str
    start: int
    end: int
    marks: tuple[Mark, ...] = ()
    name: str = ""
    description: str = ""
    user: str = ""
    created_at: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceText:
    """A text with its selections, the codes of the whole of it, and its values by variable.

    `file_guid` is the GUID in the name of its file, by which some programs refer to it.
    """

    guid: str
    name: str
    text: str
    selections: tuple[Selection, ...] = ()
    marks: tuple[Mark, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    description: str = ""
    user: str = ""
    created_at: str = ""
    notes: tuple[str, ...] = ()
    file_guid: str = ""


@dataclass(frozen=True)
class Variable:
    """A property of sources or cases."""

    guid: str
    name: str
    kind: VariableKind = "Text"


@dataclass(frozen=True)
class Case:
    """Somebody or something that sources belong to, with values by variable."""

    guid: str
    name: str
    description: str = ""
    sources: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Note:
    """A memo; what it is about refers to it."""

    guid: str
    name: str
    text: str
    user: str = ""
    created_at: str = ""


@dataclass(frozen=True)
class Grouping:
    """A set of sources, codes or notes that was given a name."""

    guid: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Loss:
    """Something of a file that has no place here: how often, and examples."""

    what: str
    n: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Project:
    """All of a project that has a place here; `losses` is what has none, `remarks` how it was read.

    `notes_on` are notes on the project itself.
    """

    name: str = ""
    origin: str = ""
    users: tuple[User, ...] = ()
    codes: tuple[ProjectCode, ...] = ()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: tuple[SourceText, ...] = ()
    notes: tuple[Note, ...] = ()
    groupings: tuple[Grouping, ...] = ()
    description: str = ""
    notes_on: tuple[str, ...] = ()
    losses: tuple[Loss, ...] = ()
    remarks: tuple[str, ...] = ()

    @cached_property
    def user_names(self) -> dict[str, str]:
        """The name of each user by GUID."""
        return {user.guid: user.name for user in self.users}

    @property
    def n_codings(self) -> int:
        """How many codes were given, to selections and to whole sources."""
        return sum(
            len(source.marks) + sum(len(selection.marks) for selection in source.selections)
            for source in self.sources
        )

    def every_mark(self) -> Iterator[tuple[SourceText, Selection | None, Mark]]:
        """Yield every code that was given, with its selection, None for that of a whole source."""
        for source in self.sources:
            for mark in source.marks:
                yield source, None, mark
            for selection in source.selections:
                for mark in selection.marks:
                    yield source, selection, mark


@dataclass
class LossCounter:
    """Counts what has no place here, with the first examples of each kind."""

    most: int = 5
    counts: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, what: str, example: str = "", n: int = 1) -> None:
        """Count something that is lost."""
        self.counts[what] = self.counts.get(what, 0) + n
        shown = self.examples.setdefault(what, [])
        if example and len(shown) < self.most:
            shown.append(example)

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What was counted, in the order in which it was met."""
        return tuple(Loss(what, n, tuple(self.examples[what])) for what, n in self.counts.items())


def together(*parts: Iterable[Loss]) -> tuple[Loss, ...]:
    """Return losses of several steps, each kind once."""
    counter = LossCounter()
    for loss in (loss_of_part for part in parts for loss_of_part in part):
        counter.add(loss.what, n=loss.n)
        shown = counter.examples[loss.what]
        shown += loss.examples[: counter.most - len(shown)]
    return counter.losses


def paths_of(codes: Sequence[ProjectCode]) -> dict[str, tuple[str, ...]]:
    """Return the names from the top down to each code, by GUID; a circle is cut."""
    by_guid = {code.guid: code for code in codes}
    paths = {}
    for code in codes:
        names, at, seen = [code.name], code, {code.guid}
        while at.parent in by_guid and at.parent not in seen:
            at = by_guid[at.parent]
            seen.add(at.guid)
            names.append(at.name)
        paths[code.guid] = tuple(reversed(names))
    return paths


def parents_first(codes: Mapping[str, ProjectCode]) -> list[ProjectCode]:
    """Return codes, which are by GUID, each behind the one that it stands under."""
    below: dict[str, list[ProjectCode]] = {}
    for one in codes.values():
        below.setdefault(one.parent if one.parent in codes else "", []).append(one)
    found: list[ProjectCode] = []
    waiting = list(reversed(below.get("", [])))
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += reversed(below.get(one.guid, []))
    return found
