"""A display of codes by cases: counts for a terminal, cells with quotations for a page."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from textmine.corpus import unit_word
from textmine.present import Column, Figure, Section, Table, nothing, table_of
from textmine.reading.displays.matrix import Block, Cell, Line, Matrix
from textmine.reading.displays.sides import CODEBOOK, SIZE
from textmine.reading.quotation import Quotation, extract
from textmine.report.figures import Cell as Drawn
from textmine.report.figures import heat_chart
from textmine.report.quoted import told_day
from textmine.report.wording import code_heading, first_of, headings

WORDS = 25
"""Words of a quotation in a cell."""

_WIDEST = 5
"""Columns up to which cells with quotations stand beside each other."""

_DOCUMENTS = 5
_MOST = 40


def matrix_section(found: Matrix, words: int = WORDS, *, quoted: bool = False) -> Section:
    """Return the display: a table of counts for each block, or of cells with quotations too."""
    tables = [
        _quoted(found, block, words) if quoted else _counts(found, block) for block in found.blocks
    ]
    sides = " and ".join(block.side for block in found.blocks)
    return Section(
        "matrix",
        f"{found.rows} by {sides}: {found.corpus.name}",
        _sentences(found, words, quoted=quoted),
        [table for table in tables if table.rows],
        [figure for block in found.blocks for figure in _figure(found, block)],
        records=_records(found),
    )


def cell_lines(cell: Cell, unit: str, words: int) -> list[str]:
    """Return what stands in a cell, line by line: counts, quotations, rules broken."""
    if not cell.passages:
        return [f"0 of {cell.of:,}"]
    lines = [
        f"{_of(cell.passages, 'passage')}; {cell.units:,} of {cell.of:,} {unit}; "
        f"{_of(cell.voices, 'voice')}"
    ]
    if cell.typical is not None:
        few = cell.passages < 3
        lines.append(f"{'' if few else 'Typical: '}{said_briefly(cell.typical, words)}")
    if cell.deviant is not None:
        lines.append(
            f"{'' if cell.passages < 3 else 'Deviant: '}{said_briefly(cell.deviant, words)}"
        )
    return [*lines, *(f"Rule broken: {rule}" for rule in _rules(cell))]


def said_briefly(one: Quotation, words: int) -> str:
    """Return a quotation in a cell: its first words, and where they stand."""
    shown = extract(one, words)
    line = " ".join(str(shown).split())
    source = ", ".join(
        dict.fromkeys(part for part in (one.key, one.author, told_day(one.date)) if part)
    )
    return f"“{line}” ({source})"


def _sentences(matrix: Matrix, words: int, *, quoted: bool) -> list[str]:
    unit = matrix.unit
    sentences = [f"Codes by {'a machine, ' if matrix.by_machine else ''}{matrix.who}."]
    sentences += [
        f"{block.side}: {unit_word(unit, block.n)} coded on both sides, "
        f"{_of(block.n_passages, 'passage')} in the cells."
        for block in matrix.blocks
    ]
    sentences.append(
        f"Each cell has its passages, and how many {unit} have one, of those that were coded and "
        "belong to its row and column. They tell of these, and of no others: so there is no "
        "interval."
    )
    sentences.append(_said_order(matrix))
    if quoted:
        sentences.append(
            "Typical is the passage whose words are most like those of the other passages of its "
            "cell (mean cosine of TF-IDF), deviant the one least like them; passages that are "
            "short for their cell come last, and fewer than three are shown as they are. "
            f"{len(matrix.quotations):,} quotations, each verbatim "
            f"at its offsets, the first {words} words."
        )
    rules = sorted(
        {
            (broken_here.rule, broken_here.sentence)
            for *_, cell in matrix.every()
            for broken_here in cell.broken
        }
    )
    if rules and not quoted:
        sentences.append("! marks cells with passages that break rules of the codebook:")
        sentences += [
            f"rule {rule}: {sentence} ({_documents(matrix, rule)})." for rule, sentence in rules
        ]
    elif not rules and matrix.n_rules:
        sentences.append(f"None of the {matrix.n_rules} rules of the codebook is broken in a cell.")
    return sentences


def _said_order(matrix: Matrix) -> str:
    if matrix.order == CODEBOOK:
        declared = "" if matrix.rows_are_codes else "; values that it does not name are sorted"
        return f"Rows are in the order of the codebook{declared}."
    if matrix.order == SIZE:
        return "Rows with the most passages come first."
    return (
        f"Rows go by the mean level of {matrix.order} (1 is its first code), the lowest first. It "
        f"is the mean over {matrix.unit} of the mean over their passages."
    )


def _documents(matrix: Matrix, rule: int) -> str:
    names = dict.fromkeys(
        name
        for *_, cell in matrix.every()
        for broken_here in cell.broken
        if broken_here.rule == rule
        for name in broken_here.documents
    )
    return first_of([*names], _DOCUMENTS)


def _rules(cell: Cell) -> list[str]:
    return [f"{here.sentence} ({first_of(here.documents, _DOCUMENTS)})" for here in cell.broken]


def _counts(matrix: Matrix, block: Block) -> Table:
    title = f"{matrix.rows} by {block.side}: passages ({matrix.unit} of those coded)"
    name = f"counts_{1 + matrix.blocks.index(block)}"
    if len(block.columns) <= _WIDEST:
        columns = [*_row_columns(matrix), *_each(matrix, block, _count)]
        return table_of(name, title, columns, matrix.lines)
    columns = [*_listed_columns(matrix, block), _BROKEN]
    return table_of(name, f"{title}, cells with any", columns, _listed(matrix, block), most=_MOST)


def _count(cell: Cell) -> str:
    counted = f"{cell.passages:,} ({cell.units:,} of {cell.of:,})"
    return f"{counted}{'!' if cell.broken else ''}" if cell.passages else f"0 of {cell.of:,}"


def _quoted(matrix: Matrix, block: Block, words: int) -> Table:
    title = f"{matrix.rows} by {block.side}"
    name = f"matrix_{1 + matrix.blocks.index(block)}"

    def text(cell: Cell) -> str:
        return "\n".join(cell_lines(cell, matrix.unit, words))

    def plain(cell: Cell) -> str:
        return text(replace(cell, typical=None, deviant=None))

    if len(block.columns) <= _WIDEST:
        columns = [*_row_columns(matrix), *_each(matrix, block, text, plain)]
        return table_of(name, title, columns, matrix.lines)
    columns = [
        *_listed_columns(matrix, block),
        Column("voices", lambda row: row[2].voices),
        Column("typical", lambda row: _brief(row[2].typical, words), unquoted=nothing),
        Column("deviant", lambda row: _brief(row[2].deviant, words), unquoted=nothing),
        _BROKEN,
    ]
    return table_of(name, title, columns, _listed(matrix, block))


def _figure(matrix: Matrix, block: Block) -> list[Figure]:
    """Draw the number of passages of each cell, the darker the more; none of a single cell."""
    lines, columns = matrix.lines[:_MOST], block.columns
    if len(lines) * len(columns) < 2 or not block.n_passages:
        return []
    most = max(cell.passages for cell in block.cells.values())
    sides = ["rows", "columns"]
    rows, heads = (
        headings(((line.label, line.name) for line in axis), sides) for axis in (lines, columns)
    )
    cells = {
        (row, head): Drawn(
            f"{cell.passages:,}{' !' if cell.broken else ''}" if cell.passages else "",
            cell.passages / most,
            bool(cell.broken),
        )
        for row, line in zip(rows, lines, strict=True)
        for head, column in zip(heads, columns, strict=True)
        for cell in (block.cells[line.label, column.label],)
    }
    broken = any(cell.broken for cell in block.cells.values())
    marked = "; !: a rule of the codebook is broken" if broken else ""
    titles = (matrix.rows, f"{block.side} (passages{marked})")
    draw = partial(heat_chart, rows, heads, cells, titles=titles, machine=matrix.by_machine)
    fewer = f" The first {_MOST} rows." if len(matrix.lines) > _MOST else ""
    caption = (
        f"{matrix.rows} by {block.side}: number of passages, of {unit_word(matrix.unit, block.n)} "
        f"coded on both sides.{fewer}"
    )
    return [Figure(f"matrix_{1 + matrix.blocks.index(block)}", caption, draw)]


def _listed(matrix: Matrix, block: Block) -> list[tuple[Line, Line, Cell]]:
    """Return the cells in which anything stands, row after row."""
    cells = [
        (line, column, block.cells[line.label, column.label])
        for line in matrix.lines
        for column in block.columns
    ]
    return [cell for cell in cells if cell[2].passages]


def _listed_columns(matrix: Matrix, block: Block) -> list[Column]:
    return [
        Column(matrix.rows, lambda row: _heading(row[0])),
        Column(block.side, lambda row: _heading(row[1])),
        Column("passages", lambda row: row[2].passages),
        Column(matrix.unit, lambda row: f"{row[2].units:,} of {row[2].of:,}"),
    ]


_BROKEN = Column("rules broken", lambda row: "\n".join(_rules(row[2])))


def _brief(quotation: Quotation | None, words: int) -> str:
    return "" if quotation is None else said_briefly(quotation, words)


def _row_columns(matrix: Matrix) -> list[Column]:
    return [
        Column(matrix.rows, _heading),
        Column(
            f"mean {matrix.order}", lambda line: None if line.mean is None else f"{line.mean:.2f}"
        ),
    ]


def _each(
    matrix: Matrix,
    block: Block,
    tell: Callable[[Cell], str],
    unquoted: Callable[[Cell], str] | None = None,
) -> list[Column]:
    def told(by: Callable[[Cell], str], label: str, line: Line) -> str:
        return by(block.cells[line.label, label])

    taken = [row_column.name for row_column in _row_columns(matrix)]
    heads = headings(((column.label, column.name) for column in block.columns), taken)
    return [
        Column(
            head,
            partial(told, tell, column.label),
            unquoted=None if unquoted is None else partial(told, unquoted, column.label),
        )
        for head, column in zip(heads, block.columns, strict=True)
    ]


def _heading(line: Line) -> str:
    return code_heading(line.label, line.name)


def _records(matrix: Matrix) -> Table:
    columns = [
        Column("rows", lambda _: matrix.rows),
        Column("row", lambda row: row[0].label),
        Column("columns", lambda row: row[1].side),
        Column("column", lambda row: row[2].label),
        Column("mean_level", lambda row: row[0].mean),
        Column("passages", lambda row: row[3].passages),
        Column("unit", lambda _: matrix.unit),
        Column("units", lambda row: row[3].units),
        Column("of", lambda row: row[3].of),
        Column("voices", lambda row: row[3].voices),
        *(column for kind in ("typical", "deviant") for column in _quotation_columns(kind)),
        Column("rules_broken", lambda row: " | ".join(_rules(row[3]))),
    ]
    return table_of("matrix", "Cells of the display", columns, matrix.every())


def _quotation_columns(kind: str) -> list[Column]:
    def part(name: str, row: Any) -> Any:
        quotation: Quotation | None = getattr(row[3], kind)
        return None if quotation is None else getattr(quotation, name)

    return [
        Column(f"{kind}_document", partial(part, "document")),
        Column(f"{kind}_start", partial(part, "start")),
        Column(f"{kind}_end", partial(part, "end")),
        Column(f"{kind}_author", partial(part, "author")),
        Column(kind, partial(part, "text"), unquoted=nothing),
    ]


def _of(n: int, word: str) -> str:
    return f"{n:,} {word}" if n == 1 else f"{n:,} {word}s"
