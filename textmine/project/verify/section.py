"""What came of repeating runs, for people and programs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textmine.present import Column, QuotedTopic, Section, table_of
from textmine.project.verify.verify import Verified

_WIDTH = 74
_MOST = 5


@dataclass(frozen=True)
class _Row:
    run: str
    state: str
    files: int
    file: str = ""
    where: str = ""
    why: str = ""


_COLUMNS = [
    Column("run", lambda one: one.run),
    Column("state", lambda one: one.state),
    Column("files", lambda one: one.files),
    Column("file", lambda one: one.file),
    Column("where", lambda one: one.where),
    Column("why", lambda one: one.why),
]


def verified_section(one: Verified) -> Section:
    """Return what came of repeating a run: its lines, and a row for each file that differs."""
    told = QuotedTopic(_heading(one), [part for line in _lines(one) for part in _wrap(line)], [])
    records = table_of("verify", "", _COLUMNS, _rows(one))
    return Section("verify", "", topics=[told], records=records)


def verdict(found: Sequence[Verified]) -> str:
    """Say of all runs how many came out the same."""
    same = sum(verified.state == "same" for verified in found)
    differ = sum(verified.state == "differs" for verified in found)
    left = len(found) - same - differ
    told = [f"{same} the same"]
    told += [f"{differ} differ" if differ > 1 else "1 differs"] if differ else []
    told += [f"{left} not repeated"] if left else []
    return f"{len(found)} run{'' if len(found) == 1 else 's'}: {', '.join(told)}."


def _heading(one: Verified) -> str:
    if one.state == "same":
        return f"same          {one.where}: {one.files} files, byte by byte"
    if one.state == "differs" and one.files:
        files = len({difference.file for difference in one.differences})
        return f"differs       {one.where}: {files} of {one.files} files"
    return f"{one.state:<13} {one.where}"


def _lines(one: Verified) -> Iterator[str]:
    if one.problem:
        yield one.problem
    for difference in one.differences[:_MOST]:
        yield f"{difference.file}: {difference.where}"
    if len(one.differences) > _MOST:
        yield f"… and {len(one.differences) - _MOST} more: --format csv lists all."
    if one.reasons:
        yield f"known: {'; '.join(one.reasons)}"
    elif one.state == "differs" and one.differences:
        yield "known: nothing that it was made from changed, and no library"


def _wrap(line: str) -> list[str]:
    return textwrap.wrap(
        line, _WIDTH, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False
    )


def _rows(one: Verified) -> Iterator[_Row]:
    why = "; ".join([*([one.problem] if one.problem else []), *one.reasons])
    if not one.differences:
        yield _Row(one.where, one.state, one.files, why=why)
    for difference in one.differences:
        yield _Row(one.where, one.state, one.files, difference.file, difference.where, why)
