"""What a table calls its columns: one row of names, none, or several rows that belong together."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from textmine.corpus.reading.tables.survey_header import wording_rows
from textmine.errors import InputError, UsageError

HEADER_OPTIONS = frozenset({"no-header", "header-rows"})
"""The options that speak of the header."""

_JOINT = " / "

HEADER_SAMPLE = 16
"""Rows of which the header is told."""

_MOST_ROWS = 7
"""Rows that name the columns together at most."""

_LONGEST_UNDER = 120
"""Characters that a name in a second row has at most; more is an answer."""


@dataclass(frozen=True)
class Header:
    """The names of the columns, how many rows they took, and what to say of that.

    `labels` maps names to their wording where a row of its own has it; `named` counts the columns
    up to the last one that has a name; `fields` maps fields of a document to columns where the
    format says so.
    """

    names: list[str]
    rows: int
    remarks: tuple[str, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    named: int = 0
    fields: dict[str, str] = field(default_factory=dict)


def read_header(
    rows: Sequence[Sequence[str]],
    source: str,
    *,
    has_header: bool = True,
    header_rows: int | None = None,
    merged: Sequence[int] = (),
) -> Header:
    """Name the columns of a table by its first rows.

    A title above the header is passed over, and so are rows that word the questions of a survey.
    `merged` says in which rows (from 1) the format itself has cells merged across. Raises
    InputError for a table without a header, for two columns of one name, and for a number of rows
    that cannot be.
    """
    _refuse_odd(rows, source, has_header, header_rows)
    if not has_header:
        width = len(rows[0]) if rows else 0
        return Header(place_names(width), 0, named=width)
    above = 0 if header_rows else _title_rows(rows, merged)
    remarks = [_of_title(rows[:above])] if above else []
    rows = rows[above:]
    is_guessed = header_rows is None and len(rows) > 1 and (above + 1 in merged or _is_double(rows))
    n = 2 if is_guessed else header_rows or 1
    if n > 1:
        joined = _joined(rows[:n])
        if is_guessed:
            example = next((name for name in joined if _JOINT in name), joined[0])
            remarks.append(
                f"the first two rows name the columns together, such as '{example[:60]}'; if the "
                "second is data, say --header-rows 1"
            )
        return Header(header_names(joined, source), above + n, tuple(remarks), named=len(joined))
    top = list(rows[0]) if rows else []
    names = header_names(top, source)
    named = max((at for at, cell in enumerate(top, start=1) if cell.strip()), default=0)
    under = None if header_rows else wording_rows([fitted(row, len(names)) for row in rows])
    if under is None:
        return Header(names, above + 1, tuple(remarks), named=named)
    remarks.append(under.remark)
    labels = {
        name: label
        for name, label in zip(names, under.wording, strict=True)
        if label and label != name
    }
    fields = {known: name for known, name in under.fields if name in names}
    return Header(names, above + 1 + under.rows, tuple(remarks), labels, named, fields)


def header_names(cells: Sequence[str], source: str) -> list[str]:
    """Return stripped, unique column names; raise InputError when a name is used twice."""
    names = [cell.strip() or f"column {number}" for number, cell in enumerate(cells, start=1)]
    twice = [name for name, times in Counter(names).items() if times > 1]
    if not names:
        raise InputError(
            f"{source} has no header row.", hint="The first row must name the columns."
        )
    if twice:
        raise InputError(
            f"{source} has two columns called '{twice[0]}'.", hint="Give each column its own name."
        )
    return names


def place_names(width: int) -> list[str]:
    """Return names for the columns of a table that has no header."""
    return [f"column {number}" for number in range(1, width + 1)]


def fitted(row: Sequence[str], width: int) -> list[str]:
    """Return the row with exactly `width` cells."""
    return [*row[:width], *[""] * (width - len(row))]


def _refuse_odd(
    rows: Sequence[Sequence[str]], source: str, has_header: bool, header_rows: int | None
) -> None:
    if header_rows is None:
        return
    if not has_header:
        raise UsageError("--no-header and --header-rows contradict each other.", hint="Say one.")
    if not 1 <= header_rows <= _MOST_ROWS:
        raise UsageError(
            f"--header-rows must be from 1 to {_MOST_ROWS}. Got {header_rows} instead.",
            hint="Say --no-header for a table without a header.",
        )
    if len(rows) < header_rows:
        raise InputError(
            f"{source} has {len(rows)} rows, and --header-rows says {header_rows}.",
            hint="Give a smaller number.",
        )


def _title_rows(rows: Sequence[Sequence[str]], merged: Sequence[int]) -> int:
    """Return how many rows stand above the header: a title, notes of the export, empty rows.

    They fill the first cell, or the first two of many, where the row behind them names every column
    that the rows below it fill, be it with names of groups in merged cells above them.
    """
    filled = [[at for at, cell in enumerate(row) if cell.strip()] for row in rows]
    sizes = [len(places) for places in filled]
    if len(rows) < 2 or _is_double(rows):
        return 0
    for at, size in enumerate(sizes[:-1]):
        below = [size for size in sizes[at + 1 :] if size]
        usual = sorted(below)[len(below) // 2] if below else 0
        if at and at + 1 in merged and _names_columns(_joined(rows[at : at + 2]), rows[at + 2 :]):
            return at
        is_note = at + 1 not in merged and (size == 0 or _fills_first(filled[at], usual))
        if not is_note:
            return at if at and _names_columns(rows[at], rows[at + 1 :]) else 0
    return 0


def _fills_first(filled: Sequence[int], usual: int) -> bool:
    size = len(filled)
    return list(filled) == list(range(size)) and (size == 1 < usual or size == 2 < usual - 1)


def _names_columns(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    cells = [cell.strip() for cell in row if cell.strip()]
    usual = Counter(
        sum(bool(cell.strip()) for cell in other_row) for other_row in below
    ).most_common(1)
    has_words = not any(re.fullmatch(r"[\d.,:/% -]+", cell) for cell in cells)
    is_even = (
        len({len(some_row) for some_row in (row, *below) if any(map(str.strip, some_row))}) == 1
    )
    is_full = len(cells) >= (usual or [(0, 0)])[0][0]
    return has_words and is_even and is_full and len(set(cells)) == len(cells)


def _of_title(rows: Sequence[Sequence[str]]) -> str:
    title = next((cell.strip() for row in rows for cell in row if cell.strip()), "")
    what = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
    return (
        f"{what} above the header left out: '{title[:60]}'"
        if title
        else (f"{what} without a cell above the header left out")
    )


def _is_double(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the second row names parts of what the first row names, as surveys export it.

    The first row leaves gaps (its cells were merged), under each of which the second has a short
    name; under the first column, that of the ids, the second row has none. Or the second row says
    of every question alone that it is answered in words.
    """
    top, under = _evened([[cell.strip() for cell in row] for row in rows[:2]])
    names = [cell for cell in under if cell]
    if not top or not top[0] or under[0] or not names:
        return False
    if all(name.casefold() in _ANSWERS for name in names):
        return True
    gaps = [index for index, cell in enumerate(top) if not cell]
    if not gaps or not all(under[index] for index in gaps):
        return False
    return not any(
        len(name) > _LONGEST_UNDER or re.fullmatch(r"[\d.,:/ -]+", name) for name in names
    )


_ANSWERS = frozenset(
    [
        *("response", "open-ended response", "antwort", "offene antwort", "réponse"),
        *("réponse ouverte", "respuesta", "respuesta abierta", "resposta", "resposta aberta"),
        *("risposta", "risposta aperta", "antwoord", "open antwoord"),
    ]
)
"""What SurveyMonkey writes under a question that has one column."""


def _evened(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    width = max(map(len, rows))
    return [fitted(row, width) for row in rows]


def _joined(rows: Sequence[Sequence[str]]) -> list[str]:
    """Join the rows of a header; a gap in an upper row belongs to the cell on its left."""
    evened = _evened(rows)
    parts: list[list[str]] = [[] for _ in evened[0]]
    for depth, row in enumerate(evened, start=1):
        over = ""
        for index, cell in enumerate(row):
            over = cell.strip() or ("" if depth == len(evened) else over)
            if over and over not in parts[index]:
                parts[index].append(over)
    return [_JOINT.join(names) for names in parts]
