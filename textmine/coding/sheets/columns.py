"""The layout of a coding sheet, shared by export and import: a column a question or a code."""

from dataclasses import dataclass, replace
from typing import Literal

from textmine.cells.spreadsheet import visible
from textmine.codebook import Code, Codebook, Dimension, how_to_answer, outline
from textmine.coding.suggested import SUGGESTIONS_BY
from textmine.coding.tables.code_cells import label
from textmine.coding.tables.layout import MEMO
from textmine.errors import InputError

DOCUMENT = "document"
CONSTANTS = ("coder", "corpus", "codebook", "draw", "coding_round")
"""Columns at the end of a sheet whose cells are alike in every row: where it comes from."""

KNOWN_SUFFIX = " of the document"
"""Put after the name of a column that a dimension is called like, too."""

TICK = "x"
NONE = "none"

Kind = Literal["code", "flag", "none", "memo"]


@dataclass(frozen=True)
class CodeColumn:
    """A column that a coder fills in; `code` is the one that a flag stands for.

    `choices` is what a spreadsheet offers to choose from, `help` what it says at the cell.
    """

    header: str
    kind: Kind
    dimension: Dimension
    code: Code | None = None
    choices: tuple[str, ...] = ()
    help: str = ""


def code_columns(book: Codebook) -> list[CodeColumn]:
    """Return the columns of a codebook's coded dimensions, in its order.

    A dimension with one code a document is one column, another one a column a code and one for
    none, because an empty row is a row that is not coded yet. Raises InputError when a dimension
    has the name of a column that the sheet needs.
    """
    columns: list[CodeColumn] = []
    needed = (DOCUMENT, *CONSTANTS, SUGGESTIONS_BY)
    for dimension in book.coded_dimensions:
        if dimension.id.casefold() in needed:
            raise InputError(
                f"Dimension '{dimension.id}' of codebook '{book.name}' has the name of a column "
                "that every coding sheet has.",
                hint=f"Give the dimension another id than {', '.join(needed)}.",
            )
        columns += _flags(dimension) if dimension.labels == "multi" else [_single(dimension)]
        columns.append(CodeColumn(f"{MEMO}{dimension.id}", "memo", dimension))
    return [replace(column, header=visible(column.header)) for column in columns]


def list_choices(dimension: Dimension) -> tuple[str, ...]:
    """Return what a list offers to choose from, where a document has one code."""
    shown = [label(code) for _, code in outline(dimension) if code.given]
    return tuple(f"{code} : {role}" for code in shown for role in dimension.roles) or tuple(shown)


def role_choices(dimension: Dimension) -> tuple[str, ...]:
    """Return what can be ticked for a code: an x, or its roles, and both where there are two."""
    both = ("; ".join(dimension.roles),) if len(dimension.roles) == 2 else ()
    return (*dimension.roles, *both) or (TICK,)


def _single(dimension: Dimension) -> CodeColumn:
    help_text = f"{dimension.question} {how_to_answer(dimension)}".strip()
    return CodeColumn(
        dimension.id, "code", dimension, choices=list_choices(dimension), help=help_text
    )


def _flags(dimension: Dimension) -> list[CodeColumn]:
    flags = [
        CodeColumn(
            f"{dimension.id} = {code.id}",
            "flag",
            dimension,
            code,
            role_choices(dimension),
            f"{code.name}: {code.definition}" if code.definition else code.name,
        )
        for _, code in outline(dimension)
        if code.given
    ]
    none = CodeColumn(
        f"{dimension.id} = {NONE}",
        "none",
        dimension,
        choices=(TICK,),
        help="Tick this when none of the codes applies. An empty row is not coded yet.",
    )
    if none.header.casefold() in {flag.header.casefold() for flag in flags}:
        raise InputError(
            f"Dimension '{dimension.id}' has a code '{NONE}': its column would look like the "
            "one for no code at all.",
            hint="Give the code another id, such as 'other'.",
        )
    return [*flags, none]
