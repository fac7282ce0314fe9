"""Bring coders' tables into codings: long (a row a coding) or wide (a column a coder)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from textmine.codebook import Code, Codebook, Dimension
from textmine.coding.code_cells import code_key, code_lookup, unknown_code
from textmine.coding.layout import CodingLayout
from textmine.corpus.raw import RawTable
from textmine.errors import BadRowsError, InputError, RowProblem
from textmine.schema import ORIGINS, Coding


@dataclass
class ReadCodings:
    """Codings of the good rows, the problems of the bad ones, and cells that held nothing."""

    codings: list[Coding] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    empty: int = 0


@dataclass(frozen=True)
class _Cell:
    row: int
    column: str
    document: str
    dimension: str
    coder: str
    typed: str
    extra: dict[str, str]


def read_codings(
    table: RawTable,
    layout: CodingLayout,
    codebook: Codebook,
    corpus: str,
    documents: Sequence[str],
) -> ReadCodings:
    """Read every cell of a table as a coding of `corpus`, checking documents, dimensions, codes.

    A code may be given by its id or by its name. An empty cell is a missing code, not a code. A row
    with a problem gives no coding at all.
    """
    known = set(documents)
    lookups = {dimension.id: code_lookup(dimension) for dimension in codebook.dimensions}
    result = ReadCodings(problems=list(table.problems))
    bad = {problem.row for problem in table.problems}
    found: list[tuple[int, Coding]] = []
    for cell in _cells(table, layout):
        if cell.row in bad:
            continue
        if not cell.typed:
            result.empty += 1
            continue
        problem = _problem_of(cell, codebook, lookups, known, corpus)
        if problem:
            result.problems.append(RowProblem(cell.row, cell.column, problem))
            continue
        code = lookups[cell.dimension][code_key(cell.typed)]
        found.append((cell.row, _coding(cell, code, codebook.name, corpus)))
    result.problems += _double_codings([coding for _, coding in found], table, layout)
    bad = {problem.row for problem in result.problems}
    result.codings += [coding for row, coding in found if row not in bad]
    return result


def codebook_from_table(table: RawTable, layout: CodingLayout, name: str) -> Codebook:
    """Make a codebook of the codes that a table uses, those that differ by case only as one.

    Raises InputError when there are too few codes or a name that a codebook cannot have.
    """
    found: dict[str, dict[str, str]] = {}
    for cell in _cells(table, layout):
        if cell.typed:
            codes = found.setdefault(cell.dimension, {})
            codes.setdefault(code_key(cell.typed), cell.typed)
    for dimension, codes in found.items():
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", dimension):
            raise InputError(
                f"'{dimension}' cannot be the name of a dimension.",
                hint="Use letters, digits and '_', and begin with a letter: --map COLUMN=NAME.",
            )
        if len(codes) < 2:
            only = ", ".join(codes.values())
            raise InputError(
                f"{table.source} uses one code only on '{dimension}': '{only}'.",
                hint="A dimension needs two codes or more.",
            )
    if not found:
        raise InputError(f"{table.source} holds no code.", hint="Name its columns with --map.")
    return Codebook(
        name=name,
        title=f"Codes found in {table.source}",
        dimensions=tuple(
            Dimension(
                id=dimension,
                name=dimension.replace("_", " "),
                codes=tuple(Code(id=code, name=code) for code in sorted(codes.values())),
            )
            for dimension, codes in found.items()
        ),
    )


def refuse_bad_rows(path: Path, problems: Sequence[RowProblem]) -> None:
    """Raise BadRowsError when there is a problem."""
    if problems:
        raise BadRowsError(
            str(path),
            sorted(problems, key=lambda problem: problem.row),
            hint="Mend the cells, or put the rows aside with --skip-bad-rows FILE.",
        )


def _cells(table: RawTable, layout: CodingLayout) -> Iterator[_Cell]:
    place = {name: position for position, name in enumerate(table.columns)}
    for number, row in zip(table.numbers, table.rows, strict=True):
        document = ".".join(row[place[name]].strip() for name in layout.document)
        extra = {key: row[place[name]].strip() for key, name in layout.extra.items()}
        for column in layout.codes:
            yield _Cell(
                row=number,
                column=column.column,
                document=document,
                dimension=_fixed_or_cell(column.dimension, layout.dimension, row, place),
                coder=_fixed_or_cell(column.coder, layout.coder, row, place),
                typed=row[place[column.column]].strip(),
                extra=extra,
            )


def _coding(cell: _Cell, code: str, codebook: str, corpus: str) -> Coding:
    return Coding(
        corpus=corpus,
        document=cell.document,
        dimension=cell.dimension,
        code=code,
        coder=cell.coder,
        origin=cell.extra.get("origin") or "human",
        codebook=codebook,
        created_at=cell.extra.get("created_at") or _now(),
        memo=cell.extra.get("memo", ""),
        sampling_probability=_share(cell.extra.get("sampling_probability")),
    )


def _fixed_or_cell(
    fixed: str | None, column: str | None, row: list[str], place: dict[str, int]
) -> str:
    return fixed if fixed is not None else row[place[column or ""]].strip()


def _problem_of(
    cell: _Cell,
    codebook: Codebook,
    lookups: dict[str, dict[str, str]],
    documents: set[str],
    corpus: str,
) -> str:
    if cell.document not in documents:
        return f"corpus '{corpus}' has no document '{cell.document}'"
    if cell.dimension not in lookups:
        return (
            f"codebook '{codebook.name}' has no dimension '{cell.dimension}' "
            f"(it has {', '.join(lookups)})"
        )
    if code_key(cell.typed) not in lookups[cell.dimension]:
        return unknown_code(cell.typed, codebook.dimension(cell.dimension), codebook)
    if not cell.coder:
        return "the coder is empty"
    origin = cell.extra.get("origin") or "human"
    if origin not in ORIGINS:
        return f"origin '{origin}' is none of {', '.join(ORIGINS)}"
    share = cell.extra.get("sampling_probability")
    if share and _share(share) is None:
        return f"sampling probability '{share}' is not a number in (0, 1]"
    return ""


def _double_codings(
    codings: Sequence[Coding], table: RawTable, layout: CodingLayout
) -> Iterator[RowProblem]:
    """One coder gives a document one code a dimension; name the rows that give two."""
    given: dict[tuple[str, str, str], str] = {}
    twice: dict[tuple[str, str, str], str] = {}
    for coding in codings:
        unit = (coding.document, coding.dimension, coding.coder)
        if given.setdefault(unit, coding.code or "") != coding.code:
            twice[unit] = given[unit]
    if not twice:
        return
    for cell in _cells(table, layout):
        unit = (cell.document, cell.dimension, cell.coder)
        if unit in twice and cell.typed:
            yield RowProblem(
                cell.row,
                cell.column,
                f"{cell.coder} gives document '{cell.document}' more than one code on "
                f"'{cell.dimension}', where one is allowed",
            )


def _share(text: str | None) -> float | None:
    try:
        share = float(text or "")
    except ValueError:
        return None
    return share if 0 < share <= 1 else None


def _now() -> str:
    return dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat()
