"""The append-only store of codings: nothing is changed, a later batch supersedes an earlier one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from textmine.errors import StoreError
from textmine.schema import Coding
from textmine.store import Workspace

_METADATA = sa.MetaData()
_CODINGS = sa.Table(
    "codings",
    _METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("batch", sa.Integer, nullable=False),
    sa.Column("corpus", sa.String(80), nullable=False, index=True),
    sa.Column("document", sa.String(500), nullable=False),
    sa.Column("dimension", sa.String(80), nullable=False),
    sa.Column("code", sa.String(200)),
    sa.Column("coder", sa.String(200), nullable=False),
    sa.Column("origin", sa.String(20), nullable=False),
    sa.Column("codebook", sa.String(80), nullable=False),
    sa.Column("start", sa.Integer),
    sa.Column("end", sa.Integer),
    sa.Column("model", sa.String(200)),
    sa.Column("probability", sa.Float),
    sa.Column("created_at", sa.String(40), nullable=False),
    sa.Column("memo", sa.Text, nullable=False),
    sa.Column("sampling_probability", sa.Float),
)
_FIELDS = tuple(field.name for field in fields(Coding))
_UNIT = ("corpus", "document", "start", "end", "dimension", "coder")


@dataclass(frozen=True)
class Appended:
    """How many codings were new, and how many stood in the store already just so."""

    new: int
    unchanged: int


class CodingStore:
    """Codings of a workspace, in any database that SQLAlchemy reaches."""

    def __init__(self, url: str) -> None:
        self.url = url

    def append(self, codings: Sequence[Coding]) -> Appended:
        """Add codings as one batch, all or none; a coding that is already current is left out."""
        with self._begin() as connection:
            _METADATA.create_all(connection)
            current = self._current(connection, {coding.corpus for coding in codings})
            new, result = _compared(codings, current)
            if new:
                last = connection.execute(sa.select(sa.func.max(_CODINGS.c.batch))).scalar() or 0
                connection.execute(
                    _CODINGS.insert(), [{"batch": last + 1, **asdict(coding)} for coding in new]
                )
        return result

    def compare(self, codings: Sequence[Coding]) -> Appended:
        """Return what `append` would do, and do nothing."""
        with self._reading() as connection:
            corpora = {coding.corpus for coding in codings}
            current = self._current(connection, corpora) if connection else []
            return _compared(codings, current)[1]

    def of_codebook(self, codebook: str) -> list[Coding]:
        """Return every current coding that was made with a codebook, of any corpus."""
        with self._reading() as connection:
            if connection is None:
                return []
            corpora = set(connection.execute(sa.select(_CODINGS.c.corpus).distinct()).scalars())
            current = self._current(connection, corpora)
        return [coding for coding in current if coding.codebook == codebook]

    def current(self, corpus: str) -> list[Coding]:
        """Return what stands now for a corpus: for each unit and coder the latest batch."""
        with self._reading() as connection:
            return self._current(connection, {corpus}) if connection else []

    def history(self, corpus: str) -> list[Coding]:
        """Return every coding ever made for a corpus, oldest first."""
        query = sa.select(_CODINGS).where(_CODINGS.c.corpus == corpus).order_by(_CODINGS.c.id)
        with self._reading() as connection:
            if connection is None:
                return []
            return [_coding(row) for row in connection.execute(query).mappings()]

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection | None]:
        """Yield a connection, or None where nothing was stored yet; looking makes no file."""
        if self._file is not None and not self._file.exists():
            yield None
            return
        with self._begin() as connection:
            yield connection if sa.inspect(connection).has_table(_CODINGS.name) else None

    @property
    def _file(self) -> Path | None:
        prefix = "sqlite:///"
        name = self.url.removeprefix(prefix)
        return Path(name) if self.url.startswith(prefix) and name not in ("", ":memory:") else None

    @contextmanager
    def _begin(self) -> Iterator[sa.Connection]:
        hint = "Check 'codings' in textmine.toml, and that no other program holds the file."
        try:
            engine = sa.create_engine(self.url)
        except (sa.exc.ArgumentError, ImportError) as error:
            message = f"The codings cannot be reached: {str(error).splitlines()[0]}."
            raise StoreError(message, hint=hint) from error
        try:
            with engine.begin() as connection:
                yield connection
        except sa.exc.SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise StoreError(
                f"The codings at {engine.url.render_as_string()} cannot be used: {reason}.",
                hint=hint,
            ) from error
        finally:
            engine.dispose()

    def _current(self, connection: sa.Connection, corpora: set[str]) -> list[Coding]:
        unit = [_CODINGS.c[name] for name in _UNIT]
        latest = sa.func.max(_CODINGS.c.batch).over(partition_by=unit).label("latest")
        rows = sa.select(_CODINGS, latest).where(_CODINGS.c.corpus.in_(corpora)).subquery()
        query = sa.select(rows).where(rows.c.batch == rows.c.latest).order_by(rows.c.id)
        return [_coding(row) for row in connection.execute(query).mappings()]


def open_codings(workspace: Workspace) -> CodingStore:
    """Return the store that the workspace's settings name."""
    return CodingStore(workspace.codings_url)


def _coding(row: Any) -> Coding:
    return Coding(**{name: row[name] for name in _FIELDS})


def _compared(
    codings: Sequence[Coding], current: Sequence[Coding]
) -> tuple[list[Coding], Appended]:
    known = {_said(coding) for coding in current}
    new = {_said(coding): coding for coding in codings if _said(coding) not in known}
    return list(new.values()), Appended(len(new), len(codings) - len(new))


def _said(coding: Coding) -> tuple[Any, ...]:
    """What a coding says, apart from when it was entered."""
    return tuple(getattr(coding, name) for name in _FIELDS if name != "created_at")
