"""Bring coders' tables into codings: long (a row a coding) or wide (a column a coder)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from textmine.cells import AS_FOUND, CellRule, is_program_word
from textmine.codebook import Codebook
from textmine.coding.tables.cells import TypedCell, problem_at, typed_cells
from textmine.coding.tables.code_cells import CellReader, GivenCode
from textmine.coding.tables.document_ids import DocumentIds
from textmine.coding.tables.layout import CodingLayout
from textmine.corpus.reading.raw import RawTable
from textmine.errors import BadRowsError, RowProblem
from textmine.schema import ORIGINS, Coding


@dataclass(frozen=True)
class FoundCoding:
    """A coding and the cell that it was read from."""

    row: int
    column: str
    coding: Coding


@dataclass
class ReadCodings:
    """Codings of the good rows, the problems of the bad ones, and cells that held nothing.

    `remarks` say what was read as no value and which spellings as which codes.
    """

    found: list[FoundCoding] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    empty: int = 0
    remarks: list[str] = field(default_factory=list)

    @property
    def codings(self) -> list[Coding]:
        """The codings without their cells."""
        return [found.coding for found in self.found]


def read_codings(
    table: RawTable,
    layout: CodingLayout,
    codebook: Codebook,
    corpus: str,
    texts: Mapping[str, str],
    round: int = 1,
    rule: CellRule = AS_FOUND,
) -> ReadCodings:
    """Read every cell of a table as a coding of `corpus`, checking documents, dimensions, codes.

    `texts` maps the ids of the corpus' documents to their texts, `round` is taken where the table
    names none. A code may be given by its id or by its name. An empty cell is a missing code, not
    a code. A row with a problem gives no coding at all.
    """
    cells = list(typed_cells(table, layout))
    readers = cell_readers(codebook, cells, rule)
    ids = DocumentIds(texts)
    result = ReadCodings(problems=list(table.problems))
    bad = {problem.row for problem in table.problems}
    found: list[FoundCoding] = []
    cut: dict[tuple[str, str, str], int] = {}
    for given in cells:
        cell = replace(given, document=ids.find(given.document) or given.document)
        if cell.row in bad:
            cut.setdefault((cell.document, cell.dimension, cell.coder), cell.row)
            continue
        reader = readers.get(cell.dimension)
        if not cell.typed if reader is None else reader.is_missing(cell.typed):
            result.empty += 1
            continue
        problem = _problem_of(cell, codebook, readers, ids, corpus)
        read = readers[cell.dimension].read(cell.typed) if not problem else None
        if read is None or read.problem:
            problem = problem or (read.problem if read else "")
            result.problems.append(problem_at(table, cell.row, cell.column, problem))
            cut.setdefault((cell.document, cell.dimension, cell.coder), cell.row)
            continue
        found += [
            FoundCoding(cell.row, cell.column, _coding(cell, given, codebook, corpus, round))
            for given in read.given
        ]
    result.problems += _too_many(found, codebook, table)
    bad = {problem.row for problem in result.problems}
    result.problems += _torn(found, bad, cut, table)
    bad = {problem.row for problem in result.problems}
    result.found = [item for item in found if item.row not in bad]
    result.remarks = [remark for reader in readers.values() for remark in reader.remarks]
    result.remarks += ids.remarks
    return result


def cell_readers(
    codebook: Codebook, cells: Iterable[TypedCell], rule: CellRule = AS_FOUND
) -> dict[str, CellReader]:
    """Return a reader a dimension, which knows all cells that are typed on it."""
    typed: dict[str, Counter[str]] = {}
    for cell in cells:
        typed.setdefault(cell.dimension, Counter())[cell.typed] += 1
    return {d.id: CellReader(d, codebook, rule, typed.get(d.id)) for d in codebook.dimensions}


def refuse_bad_rows(source: Path | str, problems: Sequence[RowProblem]) -> None:
    """Raise BadRowsError when there is a problem."""
    if problems:
        raise BadRowsError(
            str(source),
            sorted(problems, key=lambda problem: problem.row),
            hint="Mend the cells, or put the rows aside with --skip-bad-rows FILE.",
        )


def now() -> str:
    """Return the time at which a coding is entered, in UTC."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat()


def _coding(
    cell: TypedCell, given: GivenCode, codebook: Codebook, corpus: str, round: int
) -> Coding:
    start, end = _span(cell)
    return Coding(
        corpus=corpus,
        document=cell.document,
        dimension=cell.dimension,
        code=given.code,
        coder=cell.coder,
        origin=cell.extra.get("origin") or "human",
        codebook=codebook.name,
        start=start,
        end=end,
        created_at=cell.extra.get("created_at") or now(),
        memo=cell.extra.get("memo", ""),
        sampling_probability=_share(cell.extra.get("sampling_probability")),
        role=given.role or _role(cell, codebook),
        round=_count(cell.extra.get("round")) or round,
        codebook_version=codebook.version,
    )


def _problem_of(
    cell: TypedCell,
    codebook: Codebook,
    readers: Mapping[str, CellReader],
    ids: DocumentIds,
    corpus: str,
) -> str:
    if cell.document not in ids.texts:
        if not cell.document.strip("."):
            return "no document is named"
        return f"corpus '{corpus}' has no document '{cell.document}'{ids.hint(cell.document)}"
    if not cell.dimension:
        return "no dimension is named"
    if cell.dimension not in readers:
        return (
            f"codebook '{codebook.name}' has no dimension '{cell.dimension}' "
            f"(it has {', '.join(readers)})"
        )
    dimension = readers[cell.dimension].dimension
    if not dimension.coded:
        return f"'{dimension.id}' is not coded: it follows from '{dimension.derived_from}'"
    if not cell.coder or is_program_word(cell.coder):
        return f"no coder is named{f' ({cell.coder})' if cell.coder else ''}"
    return _extra_problem(cell, ids.texts[cell.document], dimension.roles)


def _extra_problem(cell: TypedCell, text: str, roles: Sequence[str]) -> str:
    extra = cell.extra
    if extra.get("origin") and extra["origin"] not in ORIGINS:
        return f"origin '{extra['origin']}' is none of {', '.join(ORIGINS)}"
    share = extra.get("sampling_probability")
    if share and _share(share) is None:
        return f"sampling probability '{share}' is not a number in (0, 1]"
    if extra.get("round") and _count(extra["round"]) is None:
        return f"round '{extra['round']}' is not a number of 1 or more"
    if roles and extra.get("role") and extra["role"] not in roles:
        return f"'{extra['role']}' is not a role on '{cell.dimension}' ({', '.join(roles)})"
    if extra.get("start") or extra.get("end"):
        start, end = _span(cell)
        if start is None or end is None or not 0 <= start < end <= len(text):
            given = f"{extra.get('start') or '?'} to {extra.get('end') or '?'}"
            return (
                f"the span {given} is not within the {len(text)} characters of document "
                f"'{cell.document}' (counted from 0, end exclusive)"
            )
    return ""


def _too_many(
    found: Sequence[FoundCoding], codebook: Codebook, table: RawTable
) -> Iterator[RowProblem]:
    """Name the cells in which a coder gives a second code where a dimension takes one."""
    single = {dimension.id for dimension in codebook.dimensions if dimension.labels == "single"}

    def unit(coding: Coding) -> Coding:
        """Make what must not differ between two codings of one unit by one coder."""
        return replace(
            coding, code=None, role="", memo="", created_at="", sampling_probability=None
        )

    given: dict[Coding, set[str | None]] = {}
    for item in found:
        if item.coding.dimension in single:
            given.setdefault(unit(item.coding), set()).add(item.coding.code)
    for item in found:
        coding = item.coding
        if coding.dimension in single and len(given[unit(coding)]) > 1:
            yield problem_at(
                table,
                item.row,
                item.column,
                f"{coding.coder} gives document '{coding.document}' more than one code on "
                f"'{coding.dimension}', where one is allowed: mend it, or use a codebook in which "
                f"it takes several (textmine codebook new NAME --multi {coding.dimension})",
            )


def _torn(
    found: Sequence[FoundCoding],
    bad: Collection[int],
    cut: Mapping[tuple[str, str, str], int],
    table: RawTable,
) -> Iterator[RowProblem]:
    """Name the rows that are part of a statement of which another row cannot be used.

    Without that row they would say that the coder gave the other codes only.
    """
    named = set(bad)
    for item in found:
        row = cut.get((item.coding.document, item.coding.dimension, item.coding.coder))
        if row is not None and item.row not in named:
            named.add(item.row)
            what = f"row {row}, which says more of the same document, cannot be used"
            yield problem_at(table, item.row, item.column, what)


def _role(cell: TypedCell, codebook: Codebook) -> str:
    """Return the role named in the row, where the dimension has roles; else it is another's."""
    roles = codebook.dimension(cell.dimension).roles
    return cell.extra.get("role", "") if roles else ""


def _span(cell: TypedCell) -> tuple[int | None, int | None]:
    return _whole(cell.extra.get("start")), _whole(cell.extra.get("end"))


def _whole(text: str | None) -> int | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return int(number) if number.is_integer() else None


def _count(text: str | None) -> int | None:
    number = _whole(text)
    return number if number is not None and number >= 1 else None


def _share(text: str | None) -> float | None:
    try:
        share = float(text or "")
    except ValueError:
        return None
    return share if 0 < share <= 1 else None
