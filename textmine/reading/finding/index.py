"""A full-text index of texts: in memory, or kept in a file beside the workspace's for next time.

It holds words and never a result: what it finds is read from the texts themselves. A kept index is
found by the digest of the corpus, made anew where the corpus is another one or the file is
damaged, and may be deleted whenever no command runs.
"""

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path

from textmine.corpus import Corpus
from textmine.errors import StoreError
from textmine.reading.finding.sought import Sought, for_sqlite, words_of
from textmine.store import Workspace, replacing_file, sha256_of_text

FOLDER = "found"
"""The folder of kept indexes in the scratch folder of a workspace."""

_FORMAT = 1
_BREAK = "\ue000"
"""Stands between the parts of what is indexed: no phrase goes over it."""
_TABLE = "CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize=ascii)"
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
_BATCH = 5_000


class Index:
    """An index in which texts are found by their places, from 0."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find(self, sought: Sought) -> list[int]:
        """Return the places of the texts in which it stands, the best first, by BM25."""
        query = "SELECT rowid - 1 FROM words WHERE words MATCH ? ORDER BY rank, rowid"
        return [int(row[0]) for row in self._connection.execute(query, (for_sqlite(sought),))]

    def find_in_order(self, sought: Sought) -> list[int]:
        """Return the places of the texts in which it stands, in order: quicker than the best first.

        Of 100,000 texts it is the difference between a tenth of a second and one.
        """
        query = "SELECT rowid - 1 FROM words WHERE words MATCH ? ORDER BY rowid"
        return [int(row[0]) for row in self._connection.execute(query, (for_sqlite(sought),))]

    def stands_in_more_than(self, n: int, sought: Sought) -> bool:
        """Whether it stands in more than so many texts."""
        query = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)"
        row = self._connection.execute(query, (for_sqlite(sought), n + 1)).fetchone()
        return int(row[0]) > n

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def index_of(texts: Iterable[Sequence[str]]) -> Index:
    """Return an index in memory of texts, each in parts that no phrase goes across."""
    connection = sqlite3.connect(":memory:")
    _fill(connection, texts)
    return Index(connection)


def corpus_index(workspace: Workspace, corpus: Corpus) -> Index:
    """Return the index of a whole corpus, kept for the next search where it can be.

    In a folder where nothing may be written it is made in memory.
    """
    path = workspace.scratch / FOLDER / f"{corpus.name}.{_digest(corpus)}.sqlite"
    stored_index = _opened(path, len(corpus))
    if stored_index is not None:
        return stored_index
    with suppress(OSError, sqlite3.Error):
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing_file(path) as draft, closing(sqlite3.connect(draft)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            _fill(connection, ([text] for text in corpus.texts))
        _remove_stale(path, corpus.name)
    return _opened(path, len(corpus)) or index_of([text] for text in corpus.texts)


def _fill(connection: sqlite3.Connection, texts: Iterable[Sequence[str]]) -> None:
    try:
        connection.execute(_TABLE)
    except sqlite3.OperationalError as error:
        if "fts5" not in str(error):
            raise
        raise StoreError(
            "The SQLite of this Python cannot search full texts: it has no FTS5.",
            hint="Use a Python from python.org, conda-forge or your system's packages.",
        ) from error
    rows = ((_indexed(parts),) for parts in texts)
    number = 0
    while batch := [row for _, row in zip(range(_BATCH), rows, strict=False)]:
        numbered = [(number + index + 1, text) for index, (text,) in enumerate(batch)]
        connection.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", numbered)
        number += len(batch)
    connection.execute("CREATE TABLE filled (n INTEGER)")
    connection.execute("INSERT INTO filled VALUES (?)", (number,))
    connection.commit()


def _indexed(parts: Sequence[str]) -> str:
    """Return the words of a text as FTS5 tells them apart: by signs of ASCII alone."""
    return f" {_BREAK} ".join(
        _UNREADABLE.sub(" ", part) if part.isascii() else " ".join(words_of(part)) for part in parts
    )


def _opened(path: Path, n: int) -> Index | None:
    """Return a kept index, None where there is none or it is damaged."""
    if not path.is_file():
        return None
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error:
        return None
    try:
        whole = connection.execute("SELECT n FROM filled").fetchone() == (n,)
        connection.execute("SELECT rowid FROM words LIMIT 1").fetchone()
    except sqlite3.Error:
        whole = False
    if whole:
        return Index(connection)
    connection.close()
    return None


def _digest(corpus: Corpus) -> str:
    """Return what tells the documents, the form of the index and the folding of words apart."""
    saved = sorted(corpus.info.files.items())
    return sha256_of_text(f"{_FORMAT} {unicodedata.unidata_version} {saved}")[:16]


def _remove_stale(index_path: Path, name: str) -> None:
    pattern = re.compile(rf"{re.escape(name)}\.[0-9a-f]{{16}}\.sqlite")
    for path in index_path.parent.iterdir():
        if path != index_path and pattern.fullmatch(path.name):
            with suppress(OSError):
                path.unlink()
