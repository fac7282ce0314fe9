"""A display of codes by cases: what each cell holds, with a typical and a deviant passage."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from textmine.corpus import Corpus, Level
from textmine.reading.quotation import Quotation


@dataclass(frozen=True)
class Line:
    """A row or a column: its label, the name of a code, and a mean level where rows go by one."""

    label: str
    name: str = ""
    mean: float | None = None


@dataclass(frozen=True)
class BrokenHere:
    """A rule of the codebook that passages of a cell break, and their documents."""

    rule: int
    sentence: str
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: passages, units with one of them, `of` units that were coded, voices.

    `typical` is the passage most like the others of the cell (mean cosine), `deviant` the one least
    like them; of two passages, `deviant` is the other one. Both are None where nothing stands.
    """

    passages: int
    units: int
    of: int
    voices: int
    typical: Quotation | None = None
    deviant: Quotation | None = None
    broken: tuple[BrokenHere, ...] = ()

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        """The passages that are shown."""
        return tuple(
            quotation for quotation in (self.typical, self.deviant) if quotation is not None
        )


@dataclass(frozen=True)
class Block:
    """The columns of one dimension or attribute, and a cell for each row and column.

    `n` units were coded on both sides, and `n_passages` different passages stand in the cells.
    """

    side: str
    columns: tuple[Line, ...]
    cells: Mapping[tuple[str, str], Cell]
    n: int
    n_passages: int


@dataclass(frozen=True)
class Matrix:
    """Rows by the columns of one or several dimensions or attributes, in a stated order.

    `unit` is what is counted beside passages, `who` whose codes these are. Rows go by `order`:
    "codebook", "size" (most passages first), or the ordinal dimension whose mean level they have.
    The codebook has `n_rules` rules; `rows_are_codes` says that the rows are a dimension of it.
    """

    corpus: Corpus
    rows: str
    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]
    unit: Level
    who: str
    order: str
    by_machine: bool = False
    remarks: tuple[str, ...] = ()
    n_rules: int = 0
    rows_are_codes: bool = False

    def every(self) -> Iterator[tuple[Line, Block, Line, Cell]]:
        """Yield every cell with its row, its block and its column, row after row."""
        for line in self.lines:
            for block in self.blocks:
                for column in block.columns:
                    yield line, block, column, block.cells[line.label, column.label]

    @property
    def quotations(self) -> list[Quotation]:
        """Every passage that is shown."""
        return [quotation for *_, cell in self.every() for quotation in cell.quotations]
