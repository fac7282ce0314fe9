"""Choose documents, or rows of a table, by their columns: split=train, thread_id!=00411."""

import re
from collections.abc import Sequence
from dataclasses import replace

from textmine.corpus.corpus import Corpus
from textmine.corpus.levels import column_of
from textmine.corpus.reading.raw import RawTable
from textmine.errors import InputError, did_you_mean

_CONDITION = re.compile(r"(?P<column>[^!=<>]++)(?P<operator>!=|=)(?P<value>.*)")


def select_documents(corpus: Corpus, conditions: Sequence[str]) -> Corpus:
    """Keep the documents for which every condition COLUMN=VALUE or COLUMN!=VALUE holds.

    A column of the source may be named without "meta.". Raises InputError for a condition of
    another form, a column that is not there, or when no document is left.
    """
    keep = [True] * len(corpus)
    for condition in conditions:
        column, equal, value = _parsed(condition)
        cells = corpus.column(column_of(corpus, column))
        keep = [
            so_far and (cell == value) == equal for so_far, cell in zip(keep, cells, strict=True)
        ]
    if not any(keep):
        raise InputError(
            f"No document of '{corpus.name}' has {' and '.join(conditions)}.",
            hint="Check the values with 'textmine corpus export'.",
        )
    return corpus.select(keep, tuple(conditions)) if conditions else corpus


def select_rows(table: RawTable, conditions: Sequence[str]) -> RawTable:
    """Keep the rows of a table for which every condition COLUMN=VALUE or COLUMN!=VALUE holds.

    Raises InputError for a condition of another form, a column that is not there, or when no row
    is left.
    """
    row_indices = list(range(len(table.rows)))
    for condition in conditions:
        column, equal, value = _parsed(condition)
        if column not in table.columns:
            raise InputError(
                f"{table.source} has no column '{column}'.",
                hint=did_you_mean(column, table.columns),
            )
        cells = table.cells(column)
        row_indices = [row for row in row_indices if (cells[row].strip() == value) == equal]
    if not row_indices:
        raise InputError(
            f"No row of {table.source} has {' and '.join(conditions)}.",
            hint="Look at the spelling of the values there.",
        )
    return replace(
        table,
        rows=[table.rows[row] for row in row_indices],
        numbers=[table.numbers[row] for row in row_indices],
    )


def _parsed(condition: str) -> tuple[str, bool, str]:
    match = _CONDITION.fullmatch(condition.strip())
    if match is None:
        raise InputError(
            f"'{condition}' is not a condition.", hint="Write COLUMN=VALUE or COLUMN!=VALUE."
        )
    return match["column"].strip(), match["operator"] == "=", match["value"].strip()
