"""Open a database that another program wrote, to read only, and from a copy that nobody shares."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from textmine.errors import InputError, NotFoundError

_HEADER = b"SQLite format 3\x00"
_LARGEST = 2**31
_MOST_ROWS = 5_000_000


def is_sqlite(path: Path) -> bool:
    """Whether a file begins as a SQLite database does."""
    try:
        with path.open("rb") as stream:
            return stream.read(len(_HEADER)) == _HEADER
    except OSError:
        return False


class Tables:
    """The tables of a database, whose rows are asked for by columns that are there."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        query = "select name from sqlite_master where type = 'table'"
        names = [str(row[0]) for row in connection.execute(query)]
        self.columns = {
            name: [str(row[1]) for row in connection.execute(f"pragma table_info({_quoted(name)})")]
            for name in names
        }

    def has(self, table: str, *columns: str) -> bool:
        """Whether there is such a table with these columns."""
        return {*columns} <= {*self.columns.get(table, ())} and table in self.columns

    def rows(self, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """Yield rows of a table in the order in which they were entered.

        A column that is not there is None in each.
        """
        known = self.columns.get(table)
        if known is None:
            return
        asked = ", ".join(_quoted(column) if column in known else "null" for column in columns)
        query = f"select {asked} from {_quoted(table)} order by rowid limit {_MOST_ROWS}"
        yield from self._connection.execute(query)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def open_tables(path: Path, what: str) -> Iterator[Tables]:
    """Open a database to read it; raise NotFoundError, or InputError where it cannot be read.

    `what` names what it should be. The file is never changed, and nothing is written beside it.
    """
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", hint="Check the name and the folder.")
    if path.stat().st_size > _LARGEST:
        raise InputError(f"{path} is too large for {what}.")
    if not is_sqlite(path):
        raise InputError(f"{path} is no {what}, or it is damaged.", hint="Save it again.")
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.execute("pragma trusted_schema = off")
            yield Tables(connection)
    except (sqlite3.Error, OverflowError) as error:
        raise InputError(f"{path} is damaged: {error}.", hint="Save it again.") from error


def text_of(cell: object) -> str:
    """Return a cell as text, "" for none."""
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    return "" if cell is None else str(cell)


def number_of(cell: object) -> int:
    """Return a cell as a whole number, -1 for none."""
    return cell if isinstance(cell, int) else -1
