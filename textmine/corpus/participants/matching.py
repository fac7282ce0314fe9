"""Which column of a table names the people of a corpus, and which column of it they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from textmine.corpus.corpus import Corpus
from textmine.corpus.joined import WAYS, Way, key_of, meant, parts_of
from textmine.corpus.levels import column_of
from textmine.corpus.reading.raw import RawTable
from textmine.errors import InputError, did_you_mean
from textmine.schema import AUTHOR, GROUP, ID, META, SOURCE, THREAD_ID

_FIRST = (AUTHOR, THREAD_ID, SOURCE, ID, GROUP)
"""Columns that people may stand in, besides those of meta; of two that say the same the first."""

_FILES = (THREAD_ID, SOURCE, ID)
"""Columns whose values may be paths of files."""

_KEY_LIKE = (0.9, 0.5)
"""Shares of rows with a value of their own from which a column may hold the ids: at first one that
seems to be right, else one in which some are wrong."""
_DOUBTFUL = 0.5
_SHOWN = 3


@dataclass(frozen=True)
class Match:
    """A column of a table (`key`) whose values are those of a column of the documents (`on`).

    `people` has the row of the table that each document belongs to, -1 for none; `matched` counts
    the rows that have documents. `alike` are pairs (value, id) that are the same in one of the
    `ways` only.
    """

    key: str
    on: str
    people: tuple[int, ...]
    matched: int
    ways: tuple[Way, ...]
    alike: tuple[tuple[str, str], ...]

    @property
    def covered(self) -> int:
        """How many documents belong to a row."""
        return sum(person >= 0 for person in self.people)

    def contradicts(self, other: Match) -> bool:
        """Whether a document belongs to one row by this and to another by the other."""
        pairs = zip(self.people, other.people, strict=True)
        return any(
            first_row != second_row and first_row >= 0 and second_row >= 0
            for first_row, second_row in pairs
        )


def find_match(
    table: RawTable, corpus: Corpus, key: str | None, on: str | None, *, exact: bool = False
) -> Match:
    """Return how a table is joined to a corpus: as was said, or as most of its rows match.

    Where fewer than half of its rows match, words in names of files are tried, too. With `exact`
    ids match only as they are spelt. Raises InputError for a column that is not there, where
    nothing matches, and where two ways of joining are about as good.
    """
    why: InputError | None = None
    match: Match | None = None
    try:
        match = _best(table, corpus, key, on, exact=exact)
    except InputError as error:
        why = error
    if exact or (match is not None and match.matched >= _DOUBTFUL * len(table.rows)):
        return _said_or_raised(match, why)
    try:
        by_part = _best(table, corpus, key, on, by_part=True)
    except InputError:
        return _said_or_raised(match, why)
    found = 0 if match is None else match.matched
    return by_part if by_part.matched > found else _said_or_raised(match, why)


def _said_or_raised(match: Match | None, why: InputError | None) -> Match:
    if match is None:
        raise why or InputError("Nothing matches.")
    return match


def _best(
    table: RawTable,
    corpus: Corpus,
    key: str | None,
    on: str | None,
    *,
    exact: bool = False,
    by_part: bool = False,
) -> Match:
    """Return the best match, `by_part` of names of files, too; raise InputError for none."""
    if key is not None and key not in table.columns:
        raise InputError(
            f"{table.source} has no column '{key}'.", hint=did_you_mean(key, table.columns)
        )
    own = [column_of(corpus, on)] if on is not None else _own_columns(corpus)
    joined = _joined_columns(table, corpus) if on is None else []
    sides = _sides([_Values(corpus, column, by_part=by_part) for column in own])
    sides.append([_Values(corpus, column) for column in joined])
    matches: list[Match] = []
    keys: list[str] = []
    for filled, values in product(_KEY_LIKE, sides):
        if not matches:
            keys = [key] if key is not None else _like_keys(table, filled)
            tried = [_Ids(table, name) for name in keys]
            every = (
                _match(ids, value_column, exact=exact) for ids in tried for value_column in values
            )
            matches = [match for match in every if match is not None]
    if not matches:
        if key is not None and on is not None:
            return Match(key, own[0], (-1,) * len(corpus), 0, (), ())
        raise InputError(_nothing(table, keys, corpus, [*own, *joined]), hint=_SAY)
    best = max(matches, key=lambda match: (match.matched, match.covered))
    few = best.covered < _DOUBTFUL * len(corpus)
    if best.on == ID and on is None and few:
        raise InputError(
            f"It is not clear how to join {table.source}: {_said(best)}, and most "
            "documents have nobody then.",
            hint=_SAY,
        )
    for other in matches:
        if other.contradicts(best) and other.matched >= _DOUBTFUL * best.matched:
            raise InputError(
                f"It is not clear how to join {table.source}: {_said(best)}, and {_said(other)}.",
                hint=_SAY,
            )
    return best


_SAY = "Say --key COLUMN of the table and --on COLUMN of the corpus."


def ids_of(table: RawTable, key: str) -> list[str]:
    """Return the ids in a column of a table, stripped."""
    return [cell.strip() for cell in table.cells(key)]


class _Ids:
    """The ids in a column of a table, and the row of each."""

    def __init__(self, table: RawTable, key: str) -> None:
        self.key = key
        ids = ids_of(table, key)
        self.row = {identity: row for row, identity in reversed(list(enumerate(ids))) if identity}
        self.known = list(self.row)

    @cached_property
    def keys(self) -> dict[Way, set[str]]:
        """The ids as each way folds them."""
        return {way: {key_of(identity, way) for identity in self.known} - {""} for way in WAYS}


class _Values:
    """The values of a column of the documents."""

    def __init__(self, corpus: Corpus, column: str, *, by_part: bool = False) -> None:
        self.column, self.cells = column, corpus.column(column)
        self.different = list(dict.fromkeys(self.cells))
        files = WAYS if by_part and column != ID else WAYS[:-1]
        self.ways = files if column in _FILES else WAYS[:1]

    @cached_property
    def keys(self) -> dict[Way, set[str]]:
        """The different values as each way folds them, but for whole numbers in columns of meta."""
        values = [
            value
            for value in self.different
            if self.column in _FIRST or not value.lstrip("-").isdigit()
        ]
        return {
            way: {
                key
                for value in values
                for key in (parts_of(value) if way == WAYS[-1] else [key_of(value, way)])
            }
            for way in self.ways
        }

    @property
    def are_numbers(self) -> bool:
        """Whether they are whole numbers in a column of meta: places, counts and years, maybe."""
        values = (value for value in self.different if value)
        return self.column not in _FIRST and all(value.lstrip("-").isdigit() for value in values)

    def meet(self, ids: _Ids, *, exact: bool) -> bool:
        """Whether any of these ids is among the values, in any way."""
        if not ids.row.keys().isdisjoint(self.different):
            return True
        return not exact and any(not self.keys[way].isdisjoint(ids.keys[way]) for way in self.ways)


def _match(ids: _Ids, values: _Values, *, exact: bool) -> Match | None:
    """Return how the rows of a table match a column of the documents, None where none does."""
    if not values.meet(ids, exact=exact):
        return None
    known = ids.known
    different = values.different
    ids_meant = meant(different, known, ())
    ways: list[Way] = []
    alike: list[tuple[str, str]] = []
    for way in () if exact else values.ways:
        now = meant(different, known, (*ways, way))
        more = [
            (value, person)
            for value, before, person in zip(different, ids_meant, now, strict=True)
            if person and not before
        ]
        if more:
            ways.append(way)
            alike += more
            ids_meant = now
    person_of = dict(zip(different, ids_meant, strict=True))
    people = tuple(ids.row.get(person_of[value], -1) for value in values.cells)
    matched = len(set(people) - {-1})
    if not matched:
        return None
    return Match(ids.key, values.column, people, matched, tuple(ways), tuple(alike))


def _own_columns(corpus: Corpus) -> list[str]:
    """Return the columns that people may stand in, but those that a table was joined for."""
    known = [str(name) for name in corpus.documents.columns]
    brought = {column for table in corpus.beside.participants.tables for column in table.columns}
    return [
        *(name for name in _FIRST if name in known),
        *(
            name
            for name in known
            if name.startswith(META)
            and name not in brought
            and not name.startswith(f"{META}duplicate_")
        ),
    ]


def _sides(values: Sequence[_Values]) -> list[list[_Values]]:
    """Return the columns that are asked first, and numbers, which are ids of others by accident."""
    numbers = [column for column in values if column.are_numbers]
    return [[column for column in values if column not in numbers], numbers]


def _joined_columns(table: RawTable, corpus: Corpus) -> list[str]:
    """Return the columns that other tables brought: cases, say, of which this one tells more.

    Those of a table with a column of ids like this one's are none of them: it is the same again.
    """
    return [
        column
        for other in corpus.beside.participants.tables
        if other.key not in table.columns
        for column in other.columns
    ]


def _like_keys(table: RawTable, share: float) -> list[str]:
    """Return the columns in which at least that share of the rows has a value of its own."""
    of_column = {name: ids_of(table, name) for name in table.columns}
    return [name for name, ids in of_column.items() if len({*ids} - {""}) >= share * len(ids)]


def _said(match: Match) -> str:
    return f"'{match.key}' and {match.on} have {match.matched:,} in common"


def _nothing(table: RawTable, keys: Sequence[str], corpus: Corpus, columns: Sequence[str]) -> str:
    theirs = [(name, ids_of(table, name)) for name in keys]
    ours = [(name, corpus.column(name)) for name in columns]
    if not theirs:
        return f"No column of {table.source} has another value in every row."
    return (
        f"Nothing in {table.source} names documents of '{corpus.name}': it has "
        f"{_examples(theirs)}; the corpus has {_examples(ours)}."
    )


def _examples(columns: Sequence[tuple[str, Sequence[str]]]) -> str:
    examples = []
    for name, cells in columns[:_SHOWN]:
        some = list(dict.fromkeys(cell[:40] for cell in cells if cell))[:_SHOWN]
        examples.append(f"{name} ({', '.join(some)}, ...)" if some else f"{name} (empty)")
    return ", ".join(examples)
