"""Rows under the names of the columns that word the questions of a survey."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.schema import CREATED_AT, ID, LANG

QUALTRICS_FIELDS = ((ID, "ResponseId"), (CREATED_AT, "RecordedDate"), (LANG, "UserLanguage"))
"""Fields of a document and the columns in which Qualtrics keeps them."""

_IMPORT_ID = re.compile(r'\{\s*"ImportId"')
_QUALTRICS = frozenset(
    "StartDate EndDate RecordedDate ResponseId ResponseID ResponseSet IPAddress Status Progress "
    "Finished UserLanguage DistributionChannel RecipientEmail ExternalReference".split()
)
_TYPED = re.compile(r"[-+]?\d[\d.,:/ T+-]*(?:Z|UTC| ?[AP]M)?", re.I)
_SHORTEST_NAME = 4


@dataclass(frozen=True)
class WordingRows:
    """How many rows under the names belong to the header, and what they say of each column."""

    rows: int
    wording: list[str]
    remark: str
    fields: tuple[tuple[str, str], ...] = ()


def wording_rows(rows: Sequence[Sequence[str]]) -> WordingRows | None:
    """Return the rows behind the first that word it, None where the second row is data.

    Qualtrics writes a row of wordings and a row of import ids; others a row of labels, told by
    numbers and dates that stand below it and not in it.
    """
    for number, row in enumerate(rows[1:4], start=1):
        if any(_IMPORT_ID.search(cell) for cell in row):
            wording = _plain(rows[1]) if number > 1 else [""] * len(row)
            named = ": names, wording, import ids" if number > 1 else ": names, import ids"
            remark = f"the first {number + 1} rows are Qualtrics' header{named}"
            return WordingRows(number, wording, remark, QUALTRICS_FIELDS)
    if len(rows) < 3:
        return None
    names, under = rows[0], rows[1]
    of_qualtrics = len(_QUALTRICS.intersection(names)) >= 3
    if _is_wording(under, rows[2:], 1 if of_qualtrics else 2):
        example = next(cell for cell in under if cell.strip()).strip()
        remark = f"the second row words the columns, such as '{example[:60]}', and is no data"
        return WordingRows(1, _plain(under), remark, QUALTRICS_FIELDS if of_qualtrics else ())
    return None


def _is_wording(under: Sequence[str], data: Sequence[Sequence[str]], least: int) -> bool:
    """Tell whether a row has words where all rows below it have numbers or dates, and only there.

    That must be so of `least` columns, and the row must leave hardly a cell empty.
    """
    data = [row for row in data if any(map(str.strip, row))]
    if len(data) < least or sum(bool(cell.strip()) for cell in under) < 0.8 * len(under):
        return False
    if any(_TYPED.fullmatch(cell.strip()) for cell in under):
        return False
    typed = [
        column
        for column in range(len(under))
        if (cells := [row[column].strip() for row in data if row[column].strip()])
        and all(_TYPED.fullmatch(cell) for cell in cells)
    ]
    return len(typed) >= least and all(
        len(under[column].strip()) >= _SHORTEST_NAME for column in typed
    )


def _plain(row: Sequence[str]) -> list[str]:
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]{0,200}>", " ", cell)).strip() for cell in row]
