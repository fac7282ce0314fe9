"""Read the cells of a table of codes, of any layout, as codings."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from textmine.cells import AS_FOUND, CellRule, find_missing
from textmine.cells.spelling import number_of
from textmine.codebook import Codebook
from textmine.coding.statements import GivenCode
from textmine.coding.tables.code_cells import CellReader, ReadCell
from textmine.coding.tables.code_table import CodeCell, CodeTable
from textmine.coding.tables.coded_at import iso_times, unread_dates
from textmine.coding.tables.document_ids import DocumentIds
from textmine.errors import BadRowsError, RowProblem, did_you_mean
from textmine.schema import ORIGINS, Coding, now


@dataclass(frozen=True)
class FoundCoding:
    """A coding and the cell that it was read from."""

    cell: CodeCell
    coding: Coding


@dataclass
class ReadCodings:
    """Codings of the good rows, the problems of the bad ones, and cells that held nothing.

    `remarks` say what was read as no value and which spellings as which codes.
    """

    found: list[FoundCoding] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    empty: list[CodeCell] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def codings(self) -> list[Coding]:
        """The codings without their cells."""
        return [item.coding for item in self.found]

    @property
    def placed(self) -> list[tuple[int, Coding]]:
        """The codings with their rows."""
        return [(item.cell.row, item.coding) for item in self.found]


def read_codes(
    table: CodeTable,
    codebook: Codebook,
    corpus: str,
    texts: Mapping[str, str],
    round: int = 1,
    rule: CellRule = AS_FOUND,
    *,
    level: str = "",
    empty_is_none: bool = False,
) -> ReadCodings:
    """Read every cell of a table as codings of `corpus`, checking documents, dimensions, codes.

    `texts` maps the ids of the corpus' documents to their texts, `round` is taken where the table
    names none. At a `level` the ids are those of interviews, cases or authors that were coded as a
    whole. An empty cell is a missing code, not a code, unless `empty_is_none`: then somebody looked
    and gave none. A row with a problem gives no coding at all.
    """
    readers = _readers(codebook, table.cells, rule)
    ids = DocumentIds(texts)
    written = [cell.extra.get("created_at", "") for cell in table.cells]
    times = iso_times(written)
    result = ReadCodings(problems=list(table.raw.problems))
    bad = {problem.row for problem in result.problems}
    items: list[FoundCoding] = []
    cut: dict[tuple[str, str, str], int] = {}
    told_of: set[tuple[int, str]] = set()
    for code_cell in table.cells:
        cell = replace(code_cell, document=ids.find(code_cell.document) or code_cell.document)
        whose = cell.document, cell.dimension, cell.coder
        if cell.row in bad:
            cut.setdefault(whose, cell.row)
            continue
        reader = readers.get(cell.dimension)
        none = empty_is_none and not cell.typed
        if (
            not none
            and not cell.wrong
            and (not cell.typed if reader is None else reader.is_missing(cell.typed))
        ):
            result.empty.append(cell)
            continue
        is_known = cell.document in ids.texts
        problem = _problem_of(cell, table, readers, ids, corpus, level)
        read = ReadCell((GivenCode(None),)) if none else ReadCell()
        if reader is not None and not cell.wrong and not none:
            read = reader.read(cell.typed)
        if problem or read.problem or cell.wrong:
            message = problem or read.problem
            result.problems += cell.wrong
            if message and (cell.row, message) not in told_of:
                where = "" if is_known else table.document
                result.problems.append(table.problem(cell, message, where))
                told_of.add((cell.row, message))
            cut.setdefault(whose, cell.row)
            continue
        items += [
            FoundCoding(
                cell,
                _coding(cell, given_code, readers[cell.dimension], corpus, round, level, times),
            )
            for given_code in read.given
        ]
    result.problems += _too_many(items, codebook, table)
    bad = {problem.row for problem in result.problems}
    result.problems += _torn(items, bad, cut, table)
    bad = {problem.row for problem in result.problems}
    result.found = [item for item in items if item.cell.row not in bad]
    result.remarks = [
        *table.remarks,
        *(remark for reader in readers.values() for remark in reader.remarks),
    ]
    result.remarks += ids.remarks + unread_dates(written, times)
    return result


def _readers(
    codebook: Codebook, cells: Iterable[CodeCell], rule: CellRule
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
            hint="Correct the cells, or leave these rows out with --skip-bad-rows FILE.",
        )


def _coding(
    cell: CodeCell,
    given_code: GivenCode,
    reader: CellReader,
    corpus: str,
    round: int,
    level: str,
    times: Mapping[str, str],
) -> Coding:
    start, end = _span(cell)
    return Coding(
        corpus=corpus,
        document=cell.document,
        dimension=cell.dimension,
        code=given_code.code,
        coder=cell.coder,
        origin=cell.extra.get("origin", "").casefold() or "human",
        codebook=reader.codebook.name,
        start=start,
        end=end,
        created_at=times.get(cell.extra.get("created_at", "")) or now(),
        memo=cell.extra.get("memo", ""),
        sampling_probability=_share(cell.extra.get("sampling_probability")),
        role=given_code.role or next(iter(reader.roles_in(_role(cell, reader))), ""),
        round=_count(cell.extra.get("round")) or round,
        codebook_version=reader.codebook.version,
        level=level,
    )


def _problem_of(
    cell: CodeCell,
    table: CodeTable,
    readers: Mapping[str, CellReader],
    ids: DocumentIds,
    corpus: str,
    level: str,
) -> str:
    """Return what is wrong with what a row says of its code, or ""."""
    unit = level[:-1] or "document"
    if cell.document not in ids.texts:
        if not cell.document.strip("."):
            return f"no {unit} is named"
        hint = ids.hint(cell.document)
        if level and not hint:
            hint = f". {did_you_mean(cell.document, ids.texts)}"
        return f"corpus '{corpus}' has no {unit} '{cell.document}'{hint}"
    if level and (cell.extra.get("start") or cell.extra.get("end")):
        return f"it has a span, and {level} are coded as a whole"
    if not cell.dimension:
        return "no dimension is named"
    if cell.dimension not in readers:
        book = next(iter(readers.values())).codebook.name
        known = ", ".join(readers)
        return f"codebook '{book}' has no dimension '{cell.dimension}' (it has {known})"
    reader = readers[cell.dimension]
    if not reader.dimension.coded:
        return f"'{cell.dimension}' is not coded: it follows from '{reader.dimension.derived_from}'"
    role = _role(cell, reader)
    if role and len(reader.roles_in(role)) != 1:
        known = ", ".join(reader.dimension.roles)
        return f"'{role}' is not a role on '{cell.dimension}' ({known})"
    return table.unnamed(cell) or _extra_problem(cell, ids.texts[cell.document])


def _role(cell: CodeCell, reader: CellReader) -> str:
    """Return the role that the row names; it is another's where the dimension has none."""
    role = cell.extra.get("role", "") if reader.dimension.roles else ""
    return "" if role in find_missing({role: 1}).sure else role


def _extra_problem(cell: CodeCell, text: str) -> str:
    extra = cell.extra
    if extra.get("origin") and extra["origin"].casefold() not in ORIGINS:
        return f"origin '{extra['origin']}' is none of {', '.join(ORIGINS)}"
    share = extra.get("sampling_probability")
    if share and _share(share) is None:
        return f"sampling probability '{share}' is not a number in (0, 1]"
    if extra.get("round") and _count(extra["round"]) is None:
        return f"round '{extra['round']}' is not a number of 1 or more"
    if extra.get("start") or extra.get("end"):
        start, end = _span(cell)
        if start is None or end is None or not 0 <= start < end <= len(text):
            span = f"{extra.get('start') or '?'} to {extra.get('end') or '?'}"
            return (
                f"the span {span} is not within the {len(text)} characters of document "
                f"'{cell.document}' (counted from 0, end exclusive)"
            )
    return ""


def _too_many(
    items: Sequence[FoundCoding], codebook: Codebook, table: CodeTable
) -> Iterator[RowProblem]:
    """Name the cells in which a coder gives more than a dimension takes: a second code, or none."""
    single = {dimension.id for dimension in codebook.dimensions if dimension.labels == "single"}

    def unit(coding: Coding) -> Coding:
        """Make what must not differ between two codings of one unit by one coder."""
        return replace(
            coding, code=None, role="", memo="", created_at="", sampling_probability=None
        )

    codes_of_unit: dict[Coding, set[str | None]] = {}
    for item in items:
        codes_of_unit.setdefault(unit(item.coding), set()).add(item.coding.code)
    for item in items:
        coding = item.coding
        codes = codes_of_unit[unit(coding)]
        who = f"{coding.coder} gives document '{coding.document}'"
        if coding.dimension in single and len(codes) > 1:
            yield table.problem(
                item.cell,
                f"{who} more than one code on "
                f"'{coding.dimension}', where one is allowed: mend it, or use a codebook in which "
                f"it takes several (textmine codebook new NAME --multi {coding.dimension})",
            )
        elif coding.code is None and len(codes) > 1:
            beside = ", ".join(sorted(code for code in codes if code is not None))
            yield table.problem(item.cell, f"{who} none of the codes beside {beside}")


def _torn(
    items: Sequence[FoundCoding],
    bad: Collection[int],
    cut: Mapping[tuple[str, str, str], int],
    table: CodeTable,
) -> Iterator[RowProblem]:
    """Name the rows that are part of a statement of which another row cannot be used.

    Without that row they would say that the coder gave the other codes only.
    """
    named = set(bad)
    for item in items:
        row = cut.get((item.coding.document, item.coding.dimension, item.coding.coder))
        if row is not None and item.cell.row not in named:
            named.add(item.cell.row)
            what = f"row {row}, which says more of the same document, cannot be used"
            yield table.problem(item.cell, what)


def _span(cell: CodeCell) -> tuple[int | None, int | None]:
    return _whole(cell.extra.get("start")), _whole(cell.extra.get("end"))


def _whole(text: str | None) -> int | None:
    number = number_of(text or "")
    return int(number) if number is not None and number.is_integer() else None


def _count(text: str | None) -> int | None:
    number = _whole(text)
    return number if number is not None and number >= 1 else None


def _share(text: str | None) -> float | None:
    share = number_of(text or "")
    return share if share is not None and 0 < share <= 1 else None
