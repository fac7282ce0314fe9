"""The review list of 'textmine corpus pseudonymise': written for a person, and read back."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from textmine.errors import InputError
from textmine.privacy import REVIEW_COLUMNS, Decision, read_decisions
from textmine.privacy.key import OWNER_ONLY


def check_review_file(path: Path) -> None:
    """Raise InputError when no list can be written there: decisions may stand in the file."""
    if path.exists():
        raise InputError(
            f"{path} is there already, and decisions may stand in it.",
            hint="Name another file, or take it away.",
        )


def write_review(path: Path, rows: Sequence[Mapping[str, str | int]]) -> None:
    """Write the list as CSV that only its owner may open, for it holds the names themselves."""
    from textmine.cells.spreadsheet import fitted_cell, write_csv_table
    from textmine.store import replacing_file

    cells = (
        [fitted_cell(cell) if isinstance(cell, str) else cell for cell in row.values()]
        for row in ({name: one[name] for name in REVIEW_COLUMNS} for one in rows)
    )
    with (
        replacing_file(path, OWNER_ONLY) as draft,
        draft.open("w", encoding="utf-8-sig", newline="") as stream,
    ):
        write_csv_table(stream, REVIEW_COLUMNS, cells)


def load_decisions(path: Path | None) -> dict[str, Decision]:
    """Read the list again with its column 'decision' filled in; no file decides nothing."""
    from textmine.cells.spreadsheet import restore

    if path is None:
        return {}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} is not in UTF-8.", hint="Save it as 'CSV UTF-8' in the spreadsheet."
        ) from error
    lines = text.splitlines()
    semicolons = bool(lines) and lines[0].count(";") > lines[0].count(",")
    try:
        reader = csv.DictReader(
            text.splitlines(keepends=True), delimiter=";" if semicolons else ",", restval=""
        )
        rows = [
            {name: restore(cell) for name, cell in row.items() if isinstance(cell, str)}
            for row in reader
        ]
    except csv.Error as error:
        raise InputError(f"{path} cannot be read as CSV: {error}.") from error
    return read_decisions(rows, list(reader.fieldnames or ()), str(path))
