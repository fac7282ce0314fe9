"""What no schema checks of a project: that references lead somewhere, places lie in their texts,
and nothing is there twice."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from textmine.exchange.naming import is_guid
from textmine.exchange.project import (
    Loss,
    LossCounter,
    Mark,
    Project,
    Selection,
    SourceText,
    paths_of,
    together,
)


@dataclass(frozen=True)
class Fault:
    """Something that does not hold: what, and where."""

    what: str
    where: str

    def __str__(self) -> str:
        return f"{self.what}: {self.where}"


def faults_of(project: Project) -> list[Fault]:
    """Return everything that does not hold in a project."""
    return [*_guids(project), *_names(project), *_references(project), *_places(project)]


def _guids(project: Project) -> Iterator[Fault]:
    named = [
        *((user.guid, "user", user.name) for user in project.users),
        *((code.guid, "code", code.name) for code in project.codes),
        *((variable.guid, "variable", variable.name) for variable in project.variables),
        *((case.guid, "case", case.name) for case in project.cases),
        *((source.guid, "source", source.name) for source in project.sources),
        *((note.guid, "note", note.name) for note in project.notes),
        *((grouping.guid, "set", grouping.name) for grouping in project.groupings),
    ]
    for source in project.sources:
        named += ((selection.guid, "selection in", source.name) for selection in source.selections)
        named += ((mark.guid, "coding of", source.name) for mark in source.marks)
        named += (
            (mark.guid, "coding in", source.name)
            for selection in source.selections
            for mark in selection.marks
        )
    seen: dict[str, tuple[str, str]] = {}
    for guid, kind, name in named:
        if not is_guid(guid):
            yield Fault("a GUID is none", f"{kind} {name}: '{guid}'")
        elif guid in seen:
            yield Fault("a GUID is there twice", f"{kind} {name} and {' '.join(seen[guid])}")
        else:
            seen[guid] = kind, name


def _names(project: Project) -> Iterator[Fault]:
    kinds: tuple[tuple[str, Iterable[str]], ...] = (
        ("user", (user.name for user in project.users)),
        ("code", (code.name for code in project.codes)),
        ("source", (source.name for source in project.sources)),
        ("variable", (variable.name for variable in project.variables)),
        ("case", (case.name for case in project.cases)),
    )
    for kind, names in kinds:
        for name, n in Counter(names).items():
            if not name.strip():
                yield Fault(f"a {kind} has no name", f"{n} times")
            elif n > 1:
                yield Fault(f"a name of a {kind} is there twice", f"'{name}', {n} times")


def _references(project: Project) -> Iterator[Fault]:
    users, codes = {user.guid for user in project.users}, {code.guid for code in project.codes}
    notes, variables = (
        {note.guid for note in project.notes},
        {variable.guid for variable in project.variables},
    )
    sources = {source.guid for source in project.sources} | {
        source.file_guid for source in project.sources
    }
    for code in project.codes:
        if code.parent and code.parent not in codes:
            yield Fault("a code stands under none", code.name)
        yield from _dangling("note", code.notes, notes, f"code {code.name}")
    for source, _, mark in project.every_mark():
        if mark.code not in codes:
            yield Fault("a code that is given is not in the codebook", source.name)
        if mark.user and mark.user not in users:
            yield Fault("a user who coded is not among the users", source.name)
        yield from _dangling("note", mark.notes, notes, f"a coding of {source.name}")
    for source in project.sources:
        yield from _dangling("note", source.notes, notes, f"source {source.name}")
        variables_used = [variable for variable, _ in source.values]
        yield from _dangling("variable", variables_used, variables, f"source {source.name}")
        for selection in source.selections:
            yield from _dangling("note", selection.notes, notes, f"a selection of {source.name}")
    for case in project.cases:
        variables_used = [variable for variable, _ in case.values]
        yield from _dangling("variable", variables_used, variables, f"case {case.name}")
        yield from _dangling("source", case.sources, sources, f"case {case.name}")


def _dangling(kind: str, guids: Iterable[str], known: set[str], where: str) -> Iterator[Fault]:
    for guid in guids:
        if guid not in known:
            yield Fault(f"a {kind} is referred to that is not there", where)


def _places(project: Project) -> Iterator[Fault]:
    for source in project.sources:
        length = len(source.text)
        for selection in source.selections:
            if not 0 <= selection.start <= selection.end <= length:
                message = (
                    f"{source.name} {selection.start}-{selection.end} of {length:,} characters"
                )
                yield Fault("a selection lies outside of its text", message)
            elif selection.start == selection.end:
                yield Fault("a selection is empty", f"{source.name} at {selection.start}")


def mended(project: Project) -> tuple[Project, tuple[Loss, ...]]:
    """Return a project that was read without what cannot be kept, and what that was.

    Codings of codes that are not there, empty selections and codings that say again what another
    one says are left out. What is only odd (names that are there twice, users who are not listed)
    stays, and is counted.
    """
    lost = LossCounter()
    for fault in faults_of(project):
        if fault.what not in _LEFT_OUT:
            lost.add(f"faults of the file: {fault.what}", fault.where)
    codes = {code.guid for code in project.codes}
    sources = tuple(_mended(source, codes, lost) for source in project.sources)
    losses = together(project.losses, lost.losses)
    return replace(project, sources=sources, losses=losses), lost.losses


_LEFT_OUT = frozenset(
    {
        "a code that is given is not in the codebook",
        "a selection is empty",
        "a source is referred to that is not there",
    }
)
"""What is counted elsewhere."""


def _mended(source: SourceText, codes: set[str], lost: LossCounter) -> SourceText:
    seen: set[tuple[int, int, str, str]] = set()

    def kept(marks: Iterable[Mark], start: int, end: int) -> tuple[Mark, ...]:
        marks_left = []
        for mark in marks:
            key = start, end, mark.code, mark.user
            if mark.code not in codes:
                lost.add("codings with a code that is not in the codebook", source.name)
            elif key in seen:
                lost.add("codings that say again what another one says", source.name)
            else:
                seen.add(key)
                marks_left.append(mark)
        return tuple(marks_left)

    selections: list[Selection] = []
    for selection in source.selections:
        if selection.start >= selection.end:
            lost.add(
                "selections of nothing, with their codes", source.name, max(len(selection.marks), 1)
            )
            continue
        marks = kept(selection.marks, selection.start, selection.end)
        selections.append(
            selection if len(marks) == len(selection.marks) else replace(selection, marks=marks)
        )
    marks = kept(source.marks, -1, -1)
    same = len(marks) == len(source.marks) and selections == list(source.selections)
    return source if same else replace(source, selections=tuple(selections), marks=marks)


def code_names(project: Project) -> dict[str, str]:
    """Return a name for each code, by GUID, that no other code has, whatever the case.

    A name that several codes have gets the names above it in front, then a number.
    """
    paths = paths_of(project.codes)
    shared = Counter(path[-1].strip().casefold() for path in paths.values())
    names: dict[str, str] = {}
    taken: set[str] = set()
    for guid, path in paths.items():
        name = path[-1].strip() or "unnamed"
        if shared[name.casefold()] > 1 and len(path) > 1:
            name = " / ".join(path)
        base, number = name, 2
        while name.casefold() in taken:
            name, number = f"{base} ({number})", number + 1
        taken.add(name.casefold())
        names[guid] = name
    return names
