"""What a project says beside what stands in the workspace: what is new, and what is gone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from textmine.exchange.codings import FoundCodings
from textmine.schema import Coding

Statement = tuple[str, str, str, str]
"""Document, dimension, coder and origin."""


def statement_of(coding: Coding) -> Statement:
    """Return the statement that a coding is part of."""
    return coding.document, coding.dimension, coding.coder, coding.origin


def said_in(coding: Coding) -> tuple[object, ...]:
    """Return what a coding says within its statement: code, role and place."""
    return coding.code, coding.role, coding.start, coding.end


@dataclass(frozen=True)
class Changes:
    """What a project says that does not stand: whole statements to append, and counts.

    `missing` statements stand and are not in the file at all; they are withdrawn where that is
    asked for. `machine` codings differ from what the machine gave here, and are not taken.
    """

    statements: tuple[Coding, ...]
    new: int
    gone: int
    unchanged: int
    missing: tuple[Coding, ...]
    machine: int = 0


def changes_to(
    standing: Iterable[Coding], found: FoundCodings, documents: Iterable[str]
) -> Changes:
    """Compare what a project says with what stands, in the documents that the project has.

    A statement that is in both is as the project has it, save where some of it was lost in reading:
    there what stands stays. What a machine said is never changed by a file.
    """
    here = set(documents)
    stood: dict[Statement, dict[tuple[object, ...], Coding]] = {}
    for coding in standing:
        if coding.document in here:
            stood.setdefault(statement_of(coding), {})[said_in(coding)] = coding
    by_statement: dict[Statement, dict[tuple[object, ...], Coding]] = {}
    for coding in found.codings:
        by_statement.setdefault(statement_of(coding), {}).setdefault(said_in(coding), coding)
    machines = {(key[2], key[3]) for key in stood if key[3] == "machine"}
    whole: list[Coding] = []
    new = gone = unchanged = machine = 0
    for key, theirs in by_statement.items():
        ours = stood.get(key, {})
        if (key[2], key[3]) in machines:
            machine += len(theirs.keys() - ours.keys())
            unchanged += len(theirs.keys() & ours.keys())
            continue
        merged = {
            identity: _remembered(ours.get(identity), coding) for identity, coding in theirs.items()
        }
        if (key[0], key[2]) in found.uncertain:
            merged = {
                **{identity: coding for identity, coding in ours.items() if coding.code},
                **merged,
            }
        fresh = [
            identity for identity, coding in merged.items() if coding is not ours.get(identity)
        ]
        new += len(fresh)
        unchanged += len(merged) - len(fresh)
        lost = ours.keys() - merged.keys()
        gone += len(lost)
        if fresh or lost:
            whole += merged.values()
    missing = [
        coding
        for key, ours in stood.items()
        if key not in by_statement and key[3] != "machine"
        for coding in ours.values()
        if coding.code is not None
    ]
    return Changes(tuple(whole), new, gone, unchanged, tuple(missing), machine)


def _remembered(ours: Coding | None, theirs: Coding) -> Coding:
    """Return the coding that stands, with the remark that the file has of it if it has one."""
    if ours is None:
        return theirs
    if theirs.memo and theirs.memo != ours.memo.strip():
        return replace(ours, memo=theirs.memo)
    return ours
