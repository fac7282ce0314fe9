"""Figures with their intervals, and tables as files have them and as people read them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from textmine.cells.markdown import in_markdown
from textmine.in_number import in_number

if TYPE_CHECKING:
    from textmine.stats import Interval, Score

Row = Mapping[str, Any]

VERSIONS: Mapping[str, int] = {}
"""Kinds of tables whose columns have changed since the first version: kind -> version."""

_PLACES = 6
"""Decimals that files keep."""


@dataclass(frozen=True)
class Table:
    """Rows with the same keys; `shown` are the rows as people read them, where they differ.

    `aside` is what a page and a terminal print in the place of rows that only files hold. Where
    `most` is not 0 a terminal shows that many rows, and says how many more there are. Tables of one
    `kind` have the same columns; it is their name, unless that says whose table it is. `unquoted`
    makes it anew without the words of anybody; None where nobody is quoted.
    """

    name: str
    title: str
    rows: Sequence[Row]
    note: str = ""
    shown: Sequence[Row] = ()
    aside: str = ""
    most: int = 0
    kind: str = ""
    unquoted: Callable[[], Table] | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Let words agree with the number before them."""
        object.__setattr__(self, "title", in_number(self.title))
        object.__setattr__(self, "note", in_number(self.note))

    @property
    def schema(self) -> str:
        """What its columns are called and mean, for programs: "textmine/KIND/VERSION"."""
        kind = self.kind or self.name
        return f"textmine/{kind}/{VERSIONS.get(kind, 1)}"

    @property
    def for_people(self) -> Sequence[Row]:
        """The rows as people read them, none where only files hold them."""
        return () if self.aside else self.shown or self.rows

    def shown_as(self, columns: Sequence[Column], items: Iterable[Any]) -> Table:
        """Return the table with rows for people that have other columns, or are of other items."""
        return replace(self, shown=table_of("", "", columns, items).shown)


@dataclass(frozen=True)
class Column:
    """A column: its name in files, and what stands in it for an item.

    For people it is called `heading`, by default its name. A cell that is a `Value` is value
    and limits in one for people, and three columns in files: NAME, NAME_low and NAME_high, or
    value, low and high where the name is "value". `stem` says what else stands before low and high.
    `people` and `files` say who gets the column. Where a cell quotes somebody, `unquoted` is what
    stands there for a reader who is to see no quotation.
    """

    name: str
    cell: Callable[[Any], Any]
    heading: str = ""
    people: bool = True
    files: bool = True
    stem: str | None = None
    unquoted: Callable[[Any], Any] | None = None

    @property
    def limits(self) -> tuple[str, str]:
        """What the limits of a value are called in files."""
        usual = "" if self.name == "value" else f"{self.name}_"
        stem = usual if self.stem is None else self.stem
        return f"{stem}low", f"{stem}high"


def columns_of(*names: str) -> list[Column]:
    """Return a column for each attribute of an item, under the name of the attribute."""
    return [Column(name, attrgetter(name)) for name in names]


def table_of(
    name: str,
    title: str,
    columns: Sequence[Column],
    items: Iterable[Any],
    note: str = "",
    most: int = 0,
    kind: str = "",
) -> Table:
    """Return the table of items, a row each. Columns in which nothing stands are not shown."""
    known = list(items)
    rows = _alike(columns, [_in_files(columns, item) for item in known])
    shown = [
        {
            column.heading or column.name: for_people(column.cell(item))
            for column in columns
            if column.people
        }
        for item in known
    ]
    plain = [
        replace(column, cell=column.unquoted, unquoted=None) if column.unquoted else column
        for column in columns
    ]
    quotes = any(column.unquoted for column in columns)
    return Table(
        name,
        title,
        rows,
        note,
        told(shown),
        most=most,
        kind=kind,
        unquoted=partial(table_of, name, title, plain, known, note, most, kind) if quotes else None,
    )


def told(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Leave out the columns in which nothing stands."""
    names = list(rows[0]) if rows else []
    filled = [name for name in names if any(row[name] not in ("", None) for row in rows)]
    return [{name: row[name] for name in filled} for row in rows]


def number(value: float) -> float | None:
    """Return a figure rounded to six places, None where it is undefined."""
    return None if math.isnan(value) else round(value, _PLACES)


def for_people(cell: Any) -> Any:
    """Return what people read in a cell: a value with its interval in one."""
    if isinstance(cell, Value):
        return str(cell)
    return number(cell) if isinstance(cell, float) else cell


def written(cell: Any) -> str:
    """Return a cell as people read it in a terminal, on a page and in a card."""
    if isinstance(cell, float):
        return f"{cell:.3f}"
    return "" if cell is None else str(cell)


def beginning(text: str, length: int) -> str:
    """Return a text on one line, cut after so many characters."""
    line = " ".join(text[: 2 * length].split())
    return line if len(line) <= length else f"{line[:length].rstrip()} …"


def _alike(columns: Sequence[Column], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows that have the same columns: limits are empty where a row has no value."""
    if len({len(row) for row in rows}) < 2:
        return rows
    there = {name for row in rows for name in row}
    names = [name for column in columns for name in (column.name, *column.limits) if name in there]
    return [{name: row.get(name) for name in dict.fromkeys(names)} for row in rows]


def _in_files(columns: Sequence[Column], item: Any) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for file_column in (column for column in columns if column.files):
        cell = file_column.cell(item)
        if not isinstance(cell, Value):
            row[file_column.name] = number(cell) if isinstance(cell, float) else cell
            continue
        row[file_column.name] = number(cell.value)
        row |= zip(file_column.limits, (number(cell.low), number(cell.high)), strict=True)
    return row


_FIGURES = re.compile(r"\\\[([-+\d., %]+)\\\](?![(:]|\\?\[)")
"""Limits of an interval as they are escaped: no link follows them, and so they need not be."""


def markdown_lines(table: Table) -> list[str]:
    """Return a table as people read it and an empty line; nothing in a cell is a mark.

    >>> rows = [{"code": "[a](b)", "F1 [95 %]": "0.500 [0.250, 0.750]"}]
    >>> print(*markdown_lines(Table("f1", "", rows)), sep="\\n")
    | code | F1 [95 %] |
    |---|---|
    | \\[a\\](b) | 0.500 [0.250, 0.750] |
    <BLANKLINE>
    """
    heads = [*(table.for_people[0] if table.for_people else ())]
    rows = [heads, *(row.values() for row in table.for_people)]
    lines = [f"| {' | '.join(map(_cell, row))} |" for row in rows]
    return [lines[0], "|" + "---|" * len(heads), *lines[1:], ""] if heads else []


def _cell(cell: Any) -> str:
    return _FIGURES.sub(r"[\1]", in_markdown(written(cell)))


UNDEFINED = "undefined"


@dataclass(frozen=True)
class Value:
    """A figure, the limits of its interval (nan where there is none), and how it is written.

    Written with `places` decimals after it was multiplied by `factor`, with a sign if `signed`.
    """

    value: float
    low: float = math.nan
    high: float = math.nan
    signed: bool = False
    factor: float = 1.0
    places: int = 3

    def __str__(self) -> str:
        """Return value [low, high], the value alone, or "undefined"."""
        if math.isnan(self.value):
            return UNDEFINED
        if math.isnan(self.low):
            return self._written(self.value)
        return (
            f"{self._written(self.value)} [{self._written(self.low)}, {self._written(self.high)}]"
        )

    def _written(self, value: float) -> str:
        return f"{self.factor * value:{'+' if self.signed else ''}.{self.places}f}"


def value_of(score: Score, *, signed: bool = False) -> Value:
    """Return a score as a value."""
    return with_interval(score.value, score.interval, signed=signed)


def with_interval(value: float, interval: Interval | None, *, signed: bool = False) -> Value:
    """Return a value and its interval, which may be undefined, as a value."""
    if interval is None or not interval.defined:
        return Value(value, signed=signed)
    return Value(value, interval.low, interval.high, signed=signed)


def value_in(row: Mapping[str, Any]) -> Value:
    """Return the value that the cells value, low and high of a row in a file hold."""
    value, low, high = (
        math.nan if row[name] is None else float(row[name]) for name in ("value", "low", "high")
    )
    return Value(value, low, high)
