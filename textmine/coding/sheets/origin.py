"""Where a coding sheet comes from: written on it at export, and read again when it comes back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from textmine import __version__
from textmine.cells.spreadsheet import fitted_cell, restore
from textmine.coding.sheets.columns import CONSTANTS, DOCUMENT
from textmine.coding.suggested import NOBODY, SUGGESTIONS_BY
from textmine.corpus.reading.restored import written
from textmine.corpus.reading.tables.open_workbook import WORKBOOKS
from textmine.corpus.reading.tables.read_csv import read_csv
from textmine.corpus.reading.tables.read_xlsx import sheet_cells
from textmine.errors import InputError

ABOUT = "about"
CODING = "coding"
_TITLE = "textmine coding sheet"
APOSTROPHES = 1
"""The format of workbooks in which texts have an apostrophe, as they have in a CSV."""

_FORMAT = 2
_KEYS = (
    "corpus",
    "codebook",
    "codebook version",
    "draw",
    "coder",
    "round",
    "textmine",
    SUGGESTIONS_BY,
)
_TABLES = (".csv", ".tsv", ".tab")


@dataclass(frozen=True)
class SheetOrigin:
    """What a sheet says of itself; `documents` are the ids on it, None where only the draw knows.

    The ids are written as the cells of the sheet show them (`shown_id`). `suggestions_by` names
    the machine whose suggestions the sheet shows, NOBODY, or "" on a sheet that does not say it.
    """

    corpus: str
    codebook: str
    codebook_version: int
    draw: str
    coder: str
    round: int
    documents: tuple[str, ...] | None = None
    textmine: str = __version__
    suggestions_by: str = NOBODY
    format: int = _FORMAT

    @property
    def place(self) -> str:
        """Where on the sheet these facts stand."""
        return "columns at the end" if self.documents is None else f"hidden sheet '{ABOUT}'"

    @property
    def constants(self) -> dict[str, str]:
        """The cells of the columns that are alike in every row."""
        named = f"{self.codebook}@{self.codebook_version}"
        values = (self.coder, self.corpus, named, self.draw, str(self.round))
        same = dict(zip(CONSTANTS, values, strict=True))
        return {**same, SUGGESTIONS_BY: self.suggestions_by} if self.suggestions_by else same


def shown_id(identity: str) -> str:
    """Return an id as the cell of a sheet holds it, without blanks around it."""
    return fitted_cell(identity).strip()


def about_rows(origin: SheetOrigin) -> list[list[str]]:
    """Return the rows of the worksheet 'about': names and values, and the ids beside them."""
    values = (
        origin.corpus,
        origin.codebook,
        str(origin.codebook_version),
        origin.draw,
        origin.coder,
        str(origin.round),
        origin.textmine,
        origin.suggestions_by,
    )
    left = [[_TITLE, str(_FORMAT)], *map(list, zip(_KEYS, values, strict=True))]
    ids = ["documents", *(origin.documents or ())]
    left += [["", ""]] * (len(ids) - len(left))
    ids += [""] * (len(left) - len(ids))
    return [[*row, identity] for row, identity in zip(left, ids, strict=True)]


def sheet_origin(path: Path) -> SheetOrigin | None:
    """Return what a sheet that textmine exported says of itself; None for any other file.

    Raises InputError for a sheet of a later textmine.
    """
    if not path.is_file():
        return None
    if path.suffix.lower() in WORKBOOKS:
        return _from_workbook(path)
    return _from_table(path) if path.suffix.lower() in _TABLES else None


def _from_workbook(path: Path) -> SheetOrigin | None:
    try:
        rows = [[cell.strip() for cell in row] for row in sheet_cells(path, ABOUT)]
    except InputError:  # the reader names the fault
        return None
    if not rows or rows[0][:1] != [_TITLE] or len(rows[0]) < 2:
        return None
    form = rows[0][1]
    if form not in (str(APOSTROPHES), str(_FORMAT)):
        raise InputError(
            f"{path} is a coding sheet of format {form}; this textmine reads up to {_FORMAT}.",
            hint="Update textmine.",
        )
    if form == str(APOSTROPHES):
        rows = [[*map(restore, row)] for row in rows]
    facts = {row[0]: row[1] for row in rows[1:] if row[0]}
    documents = tuple(row[2] for row in rows[1:] if len(row) > 2 and row[2])
    facts["codebook"] = f"{facts.get('codebook', '')}@{facts.get('codebook version', '')}"
    return replace(_origin_of(path, facts, documents), format=int(form))


def refuse_other(path: Path, origin: SheetOrigin, corpus: str | None, codebook: str | None) -> None:
    """Raise InputError for a sheet that is of another corpus or codebook than was said."""
    said = {"corpus": (corpus, origin.corpus), "codebook": (codebook, origin.codebook)}
    for what, (stated, own) in said.items():
        if stated is not None and stated != own:
            raise InputError(
                f"{path} is a coding sheet of the {what} '{own}', not '{stated}'.",
                hint=f"Leave out --{what}: the sheet says itself what it is.",
            )


def _from_table(path: Path) -> SheetOrigin | None:
    table = written(read_csv(path))
    if not {DOCUMENT, *CONSTANTS} <= set(table.columns):
        return None
    columns = [name for name in (*CONSTANTS, SUGGESTIONS_BY) if name in table.columns]
    facts = {name: _first(table.rows, table.columns.index(name)) for name in columns}
    return _origin_of(path, facts | {"round": facts["coding_round"]}, None)


def _origin_of(path: Path, said: dict[str, str], documents: tuple[str, ...] | None) -> SheetOrigin:
    corpus, draw, round, codebook = (
        said.get(key, "") for key in ("corpus", "draw", "round", "codebook")
    )
    name, _, version = codebook.rpartition("@")
    if not name or not version.isdecimal() or not round.isdecimal() or not corpus or not draw:
        raise InputError(
            f"{path} no longer says which codebook, corpus, draw and round it is from "
            f"(codebook '{codebook}', corpus '{corpus}', draw '{draw}', round '{round}').",
            hint="Put back what the exported sheet said, or export it again and copy the codes.",
        )
    coder, made_with = said.get("coder", ""), said.get("textmine", "")
    shown = said.get(SUGGESTIONS_BY, "")
    return SheetOrigin(
        corpus, name, int(version), draw, coder, int(round), documents, made_with, shown
    )


def _first(rows: Sequence[Sequence[str]], index: int) -> str:
    return next((row[index].strip() for row in rows if row[index].strip()), "")
