"""The review list as a file: written for a person, and read back with what they decided."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from textmine.corpus import ReadOptions, read_raw, written
from textmine.errors import InputError
from textmine.privacy.decisions import REVIEW_COLUMNS, Decision, read_decisions
from textmine.store.tables import write_table


def check_review_file(path: Path) -> None:
    """Raise InputError when no list can be written there: decisions may stand in the file."""
    if path.exists():
        raise InputError(
            f"{path} is there already, and decisions may stand in it.",
            hint="Name another file, or take it away.",
        )


def write_review(path: Path, rows: Sequence[Mapping[str, str | int]]) -> None:
    """Write the list, which only its owner may open, for it holds the names themselves."""
    write_table(path, REVIEW_COLUMNS, rows, private=True)


def load_decisions(path: Path | None) -> dict[str, Decision]:
    """Read the list again with its column 'decision' filled in; no file decides nothing.

    A CSV has to be in UTF-8: a name of which a letter is guessed would not be found in the texts.
    """
    if path is None:
        return {}
    if path.suffix.lower() != ".xlsx":
        try:
            path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise InputError(
                f"{path} is not in UTF-8.", hint="Save it as 'CSV UTF-8' in the spreadsheet."
            ) from error
    return read_decisions(written(read_raw(path, ReadOptions(header_rows=1))))
