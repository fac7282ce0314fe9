"""Transactions in the database of a workspace, which fail in a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa

from textmine.errors import StoreError
from textmine.store.engines import HINT, engine_of, shown_url, sqlite_file

_FINISHED = sa.Table("finished", sa.MetaData(), sa.Column("work", sa.String(32), primary_key=True))
"""Work that was kept as a whole: its files may have to be put in their places still."""

_Stamp = tuple[tuple[int, int, int], ...]
_WHOLE: dict[Path, _Stamp] = {}
"""Files that were found whole, and by what it is seen that they were changed since."""


class Transaction:
    """A transaction that stays open until all that belongs to it is ready.

    With `lock` no other one writes until it ends.
    """

    def __init__(self, url: str, *, lock: bool) -> None:
        self._url = url
        self._whole: Path | None = None
        with told(url):
            self.connection = engine_of(url, lock=lock).connect()
            try:
                self._begun = self.connection.begin()
            except BaseException:
                self.connection.close()
                raise
        file = sqlite_file(url) if lock else None
        if file is not None and _WHOLE.get(file) == _stamp(file):
            self._whole = file

    def commit(self, work: str = "") -> None:
        """Keep what was done, and beside it the name of the work that it is part of, if any."""
        with told(self._url):
            if work:
                _FINISHED.create(self.connection, checkfirst=True)
                self.connection.execute(_FINISHED.insert(), {"work": work})
            self._begun.commit()

    def close(self) -> None:
        """Take back what was not kept."""
        self.connection.close()
        if self._whole is not None:  # what it was changed by was no damage
            _WHOLE[self._whole] = _stamp(self._whole)


@contextmanager
def transaction(url: str, *, lock: bool) -> Iterator[sa.Connection]:
    """Yield a connection whose work is kept as a whole when the block ends well, or not at all."""
    begun = Transaction(url, lock=lock)
    try:
        with told(url):
            yield begun.connection
        begun.commit()
    finally:
        begun.close()


def was_kept(url: str, work: str) -> bool:
    """Whether the transaction that belongs to a piece of work was kept.

    A server may be keeping it still when its client is gone: then it holds the lock.
    """
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return False
    with transaction(url, lock=file is None) as connection:
        if not sa.inspect(connection).has_table(_FINISHED.name):
            return False
        rows = connection.execute(sa.select(_FINISHED).where(_FINISHED.c.work == work))
        return rows.first() is not None


def refuse_damaged(url: str, connection: sa.Connection) -> None:
    """Raise StoreError where a SQLite file is damaged.

    It is looked through once in a process, as long as nobody else changes it.
    """
    file = sqlite_file(url)
    if file is None:
        return
    stamp = _stamp(file)
    if _WHOLE.get(file) == stamp:
        return
    answer = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    if answer != "ok":
        raise StoreError(
            f"The codings in {file} are damaged: {answer.splitlines()[-1]}.",
            hint="Restore the file from a copy.",
        )
    _WHOLE[file] = stamp


@contextmanager
def told(url: str) -> Iterator[None]:
    """Let what the database refuses in the block be said in a sentence."""
    try:
        yield
    except (sa.exc.SQLAlchemyError, UnicodeDecodeError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise StoreError(
            f"The codings at {shown_url(url)} cannot be used: {reason}.", hint=HINT
        ) from error


def _stamp(file: Path) -> _Stamp:
    """Return what a file, and what is not moved into it yet, are told apart by."""
    stamps = []
    for path in (file, Path(f"{file}-wal")):
        with suppress(OSError):
            status = path.stat()
            if status.st_size:
                stamps.append((status.st_size, status.st_mtime_ns, status.st_ctime_ns))
    return tuple(stamps)
