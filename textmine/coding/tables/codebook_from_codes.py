"""Make a codebook of the codes that a table uses."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from textmine.cells import AS_FOUND, CellRule, ReadColumn, clean, read_code_column
from textmine.codebook import Code, Codebook, Dimension
from textmine.coding.tables.code_table import CodeCell
from textmine.errors import InputError


@dataclass(frozen=True)
class FoundCodebook:
    """A codebook made of the codes found, and what was folded or read as several codes."""

    codebook: Codebook
    remarks: tuple[str, ...]


def codebook_from_cells(
    cells: Iterable[CodeCell],
    source: str,
    name: str,
    multi: Collection[str] = (),
    rule: CellRule = AS_FOUND,
) -> FoundCodebook:
    """Make a codebook of the codes that cells hold, spellings of one code as one.

    The dimensions in `multi` take several codes a document, and so does one whose cells hold
    several or on which a coder gives a document several. Cells without a dimension are left to the
    reader, who names their rows. Raises InputError when there are too few codes or a name that a
    codebook cannot have.
    """
    cells_by_dimension: dict[str, list[CodeCell]] = {}
    for cell in cells:
        if cell.dimension and cell.coder and clean(cell.typed) and not cell.wrong:
            cells_by_dimension.setdefault(cell.dimension, []).append(cell)
    remarks: list[str] = []
    dimensions = []
    for dimension, mine in cells_by_dimension.items():
        counts = Counter(cell.typed for cell in mine)
        try:
            column = read_code_column(counts, rule, source=source, multi=dimension in multi)
        except InputError as error:
            hint = f"{error.hint} A codebook made before settles it too: 'textmine codebook new'."
            raise InputError(error.message, hint=hint) from error
        codes = sorted({code for cell in column.codes.values() for code in cell or ()})
        if not codes:
            continue
        _refuse_unfit(dimension, codes, source)
        several = _gives_several(mine, column)
        if several and not column.multi:
            remarks.append(
                f"Documents have several codes on '{dimension}': it takes several in the codebook."
            )
        remarks += column.remarks
        dimensions.append(
            Dimension(
                id=dimension,
                name=dimension.replace("_", " "),
                labels="multi" if column.multi or several else "single",
                codes=tuple(Code(id=code, name=code) for code in codes),
            )
        )
    if not dimensions:
        raise InputError(f"{source} holds no code.", hint="Name its columns with --map.")
    book = Codebook(name=name, title=f"Codes found in {source}", dimensions=tuple(dimensions))
    return FoundCodebook(book, tuple(remarks))


def _gives_several(cells: Iterable[CodeCell], column: ReadColumn) -> bool:
    """Return whether a coder gives a document different codes in different cells."""
    codes_of_coders: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for cell in cells:
        codes = column.codes.get(cell.typed)
        if codes is not None:
            codes_of_coders.setdefault((cell.document, cell.coder), set()).add(codes)
    return any(len(codes) > 1 for codes in codes_of_coders.values())


def _refuse_unfit(dimension: str, codes: list[str], source: str) -> None:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", dimension):
        raise InputError(
            f"'{dimension}' cannot be the name of a dimension.",
            hint="Use letters, digits and '_', and begin with a letter: --map COLUMN=NAME, or "
            "--dimension NAME.",
        )
    if len(codes) < 2:
        raise InputError(
            f"{source} uses one code only on '{dimension}': '{codes[0]}'.",
            hint="A dimension needs two codes or more.",
        )
