"""Columns that say yes or no to one code each, read as one cell that lists the codes."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from textmine.cells import AS_FOUND, CellRule, clean, find_missing, fold, yes_or_no
from textmine.coding.statements import NO_CODE, GivenCode
from textmine.coding.tables.code_cells import CellReader
from textmine.corpus.reading.raw import RawTable


@dataclass(frozen=True)
class Flag:
    """A column that says yes or no to a code; None is the one for none of the codes."""

    header: str
    code: str | None


@dataclass(frozen=True)
class Ticked:
    """What the flags of a row say: the cell that says the same, and the column it is found by.

    `typed` is "" where nothing was coded. `wrong` has the columns of cells that say neither yes nor
    no, and what is wrong.
    """

    column: str
    typed: str = ""
    wrong: tuple[tuple[str, str], ...] = ()


def ticked_rows(
    raw: RawTable, flags: Sequence[Flag], reader: CellReader | None, rule: CellRule = AS_FOUND
) -> tuple[list[Ticked], str]:
    """Return what the flags of each row say, and a remark on cells that were read as no value.

    `reader` knows the codes and roles of the dimension, where there is a codebook. A column may be
    called DIMENSION.CODE, or DIMENSION.CODE.ROLE, too.
    """
    flags = [_without_dimension(flag, reader) for flag in flags]
    columns = [raw.cells(flag.header) for flag in flags]
    counts = Counter(cell.strip() for cells in columns for cell in cells if clean(cell))
    missing = find_missing(counts, rule)
    read = {
        (flag.code, cell): [] if cell in missing.sure or not cell else _given(flag, cell, reader)
        for flag, cells in zip(flags, columns, strict=True)
        for cell in {clean(cell) and cell.strip() for cell in cells}
    }
    rows = [
        _row(flags, [clean(cell) and cell.strip() for cell in row], read, reader)
        for row in zip(*columns, strict=True)
    ]
    return rows, missing.remark if missing.sure else ""


def _without_dimension(flag: Flag, reader: CellReader | None) -> Flag:
    """Return a flag whose code is called as in the codebook, where its column is by more."""
    if reader is None or flag.code is None or not reader.read(flag.code).problem:
        return flag
    code = flag.code.removeprefix(f"{reader.dimension.id}.")
    in_role = ":".join(code.rsplit(".", 1))
    known = (candidate for candidate in (code, in_role) if not reader.read(candidate).problem)
    return replace(flag, code=next(known, flag.code))


def _row(
    flags: Sequence[Flag],
    cells: Sequence[str],
    read: dict[tuple[str | None, str], list[GivenCode] | None],
    reader: CellReader | None,
) -> Ticked:
    codes_of_flags = {flag: read[flag.code, cell] for flag, cell in zip(flags, cells, strict=True)}
    roles = reader.dimension.roles if reader is not None else ()
    wrong = [
        (flag.header, f"'{cell[:40]}' is neither yes nor no{_wanted(flag, roles)}")
        for flag, cell in zip(flags, cells, strict=True)
        if codes_of_flags[flag] is None
    ]
    row_codes = list(
        dict.fromkeys(given_code for codes in codes_of_flags.values() for given_code in codes or ())
    )
    ticked = [flag.header for flag, codes in codes_of_flags.items() if codes]
    codes = [given_code.typed for given_code in row_codes if given_code.code is not None]
    if len(codes) < len(row_codes):
        if codes:
            wrong.append((ticked[-1], f"none is ticked beside {', '.join(codes)}"))
        return Ticked(ticked[0], _no_code(reader), tuple(wrong))
    if codes or wrong:
        column = ticked[0] if ticked else wrong[0][0]
        return Ticked(column, json.dumps(codes, ensure_ascii=False), tuple(wrong))
    refused = [
        (flag.code is not None, yes_or_no(cell) is False)
        for flag, cell in zip(flags, cells, strict=True)
    ]
    if (True, True) not in refused:
        return Ticked(flags[0].header)
    if (True, False) in refused:
        message = (
            "no code is ticked, and some cells say no and others nothing: say no in all of them"
        )
        message += " or tick none" if any(flag.code is None for flag in flags) else ""
        wrong.append((flags[0].header, message))
    return Ticked(flags[0].header, _no_code(reader), tuple(wrong))


def _no_code(reader: CellReader | None) -> str:
    """Return the cell that says that no code applies: not a mark that is a code itself."""
    marks = () if reader is None else reader.read(NO_CODE).given
    return NO_CODE if all(mark.code is None for mark in marks) else "[]"


def _given(flag: Flag, cell: str, reader: CellReader | None) -> list[GivenCode] | None:
    """Return the codes that a cell gives, [] where it says no, None where it says neither."""
    ticked = yes_or_no(cell)
    if ticked is not None:
        return [GivenCode(flag.code)] if ticked else []
    if flag.code is None:
        return None
    if fold(cell) == fold(flag.code):
        return [GivenCode(flag.code)]
    if reader is None:
        return None
    roles = reader.roles_in(cell)
    if roles:
        return [GivenCode(flag.code, role) for role in roles]
    own, read = reader.read(flag.code), reader.read(cell)
    same = {given_code.code for given_code in read.given} == {
        given_code.code for given_code in own.given
    }
    return list(read.given) if same and not read.problem and not own.problem else None


def _wanted(flag: Flag, roles: Sequence[str]) -> str:
    role = f", nor a role ({', '.join(roles)})" if roles and flag.code is not None else ""
    return f" (x or 1, 0 or nothing){role}"
