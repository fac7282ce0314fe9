"""The append-only store of codings: nothing is changed, a later batch supersedes an earlier one."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import sqlalchemy as sa

from textmine.coding import batch_history, latest, rows
from textmine.coding.database import CODINGS, reading, writing
from textmine.coding.suggested import seen_before
from textmine.coding.texts import CodedTexts, ReadTexts, coded_texts
from textmine.errors import NotFoundError, did_you_mean
from textmine.schema import Coding
from textmine.store import Part, Workspace

EVERY_LEVEL = "*"
"""Stands for codings of documents, interviews, cases and authors together."""
_ASKED_AT_ONCE = 500
_MANY = 100
"""Codings of a batch of which it is worth writing down which texts of a corpus they are of."""


@dataclass(frozen=True)
class _Former:
    """What was said of corpora before, None where it is too much to be read at once."""

    every: list[latest.Entry] | None


class CodingStore:
    """Codings of a workspace, in any database that SQLAlchemy reaches.

    What one coder says of one document on one dimension of one codebook in one round is a
    statement; a later batch with the same key replaces it as a whole, or withdraws it. A batch of
    spans replaces those that its new ones overlap, and leaves the others (`merged`). Of several
    rounds the first one stands: later ones tell how steady a coder is, and settle nothing. Batches
    that were taken back do not count, nor do codings of another text than the corpus has now.

    What is read is what was said of documents, where no other level is asked for: interviews,
    cases, authors, or EVERY_LEVEL.
    """

    def __init__(self, url: str, workspace: Workspace | None = None) -> None:
        self.url = url
        self._workspace = workspace
        self._texts = CodedTexts() if workspace is None else coded_texts(workspace)

    def append(
        self, codings: Sequence[Coding], *, complete: bool = False, key: str | None = None
    ) -> latest.Appended:
        """Add codings as one batch, all or none; a statement that stands already is left out.

        Spans are added to those that the coder marked before, and replace what they overlap; where
        they are `complete`, they are all that the coder marked in these documents.

        With a `key` (1 to 200 characters, made by who sends them) they are entered once: sent again
        under it they are answered as the first time, whatever was entered since. Raises InputError
        where other codings were entered under it. In the history those of a coder, a corpus and a
        day are one change.
        """
        with self._whole(), writing(self.url) as connection:
            if key is None:
                new, answer = self._entered(connection, codings, complete=complete)
                if self._workspace is not None and new:
                    batch_history.record_batch(self._workspace, new, answer.batch)
                return answer
            former = batch_history.answer_to(connection, key, codings)
            if former is not None:
                return former
            new, answer = self._entered(connection, codings, complete=complete)
            sitting = self._sat(connection, new, answer.batch)
            batch_history.remember_answer(connection, key, codings, answer, sitting)
            return answer

    def append_parts(self, parts: Iterable[Sequence[Coding]], texts: ReadTexts) -> latest.Appended:
        """Add codings of one corpus as `append` does, as one batch, all or none.

        They come in parts, of which one is in memory at a time; no statement is in two of them.
        `texts` are those that were coded.
        """
        with self._whole(), writing(self.url) as connection:
            answer, told, former = latest.Appended(0, 0), None, None
            for codings in parts:
                if former is None:
                    former = self._few(connection, _corpora(codings))
                new, part = self._compared(connection, codings, former, complete=False)
                batch = answer.batch
                if new:
                    told = told or batch_history.Tally(new[0].corpus)
                    told.add(new)
                    stamped = [texts.stamped(coding) for coding in new]
                    batch = _insert(connection, stamped, in_part=True, batch=batch)
                answer = replace(answer.beside(part), batch=batch)
            if told is not None:
                if told.n >= _MANY:
                    rows.record_texts(connection, answer.batch, [told.corpus], texts)
                if self._workspace is not None:
                    batch_history.record(self._workspace, answer.batch, told)
            return answer

    def _compared(
        self,
        connection: sa.Connection,
        codings: Sequence[Coding],
        former: _Former | None = None,
        *,
        complete: bool,
    ) -> tuple[list[Coding], latest.Appended]:
        """Return those codings that would be new, and the answer.

        What was said of their documents before is read where it is not among the `former`.
        """
        every = former.every if former else None
        entries = self._read_for(connection, codings) if every is None else every
        new, result = latest.compared(codings, latest.standing_of(entries), complete=complete)
        return seen_before(new, (entry.coding for entry in entries)), result

    def _few(self, connection: sa.Connection, corpora: set[str]) -> _Former:
        """Return every coding of corpora where they are few, else none of them."""
        some = sa.select(CODINGS.c.id).where(CODINGS.c.corpus.in_(corpora)).limit(_ASKED_AT_ONCE)
        few = len(connection.execute(some).all()) < _ASKED_AT_ONCE
        return _Former(self._read(connection, corpora) if few else None)

    def _entered(
        self, connection: sa.Connection, codings: Sequence[Coding], *, complete: bool
    ) -> tuple[list[Coding], latest.Appended]:
        """Enter codings as one batch; return those that were new, and the answer."""
        new, result = self._compared(connection, codings, complete=complete)
        if not new:
            return [], result
        stamped = [self._texts.stamped(coding) for coding in new]
        batch = _insert(connection, stamped, in_part=not complete)
        if len(stamped) >= _MANY:
            rows.record_texts(connection, batch, _corpora(stamped), self._texts)
        return new, replace(result, batch=batch)

    def _sat(self, connection: sa.Connection, new: Sequence[Coding], batch: int) -> int:
        """Record a batch that was sent under a key; return the number of its sitting."""
        if self._workspace is None or not new:
            return 0
        if len({coding.corpus for coding in new}) > 1:
            batch_history.record_batch(self._workspace, new, batch)
            return 0
        sitting = batch_history.sitting_of(connection, new)
        if sitting.begun:
            what = {
                "what": batch_history.said_of_sitting(new, sitting),
                "after": sitting.created_at,
            }
            part = Part(
                where=batch_history.where_of(new), number=sitting.number, sitting=True, **what
            )
            self._workspace.record(part, reads=batch_history.reads_of(new))
        return sitting.number

    def withdraw(self, corpus: str, coder: str, why: str) -> int:
        """Withdraw all that a coder said of a corpus, of former texts too; return how much stood.

        It is a batch of its own, so that it can be taken back. Raises NotFoundError for a coder who
        said nothing.
        """
        with self._whole():
            return self._withdrawn(corpus, coder, why)

    def _withdrawn(self, corpus: str, coder: str, why: str) -> int:
        entries = [entry for entry in self._entries({corpus}) if entry.why != latest.TAKEN]
        mine = [entry.coding for entry in entries if entry.coding.coder == coder]
        if not mine:
            known = {entry.coding.coder for entry in entries}
            raise NotFoundError(
                f"Nothing of '{corpus}' is coded by '{coder}'.", hint=did_you_mean(coder, known)
            )
        stood = sum(coding.coder == coder for coding in latest.standing_of(entries))
        standing = {(latest.key_of(coding), coding.text_digest): coding for coding in mine}
        time = datetime.now(UTC).isoformat(timespec="seconds")
        gone = [
            replace(coding, code=None, role="", created_at=time, memo=why, withdrawn=True)
            for coding in standing.values()
        ]
        with writing(self.url) as connection:
            batch = _insert(connection, gone, in_part=False)
        if self._workspace is not None:
            batch_history.record(
                self._workspace, batch, batch_history.tally(gone), rests_on_all=True
            )
        return stood

    def compare(self, codings: Sequence[Coding], *, complete: bool = False) -> latest.Appended:
        """Return what `append` would do, and do nothing."""
        with reading(self.url, CODINGS) as connection:
            current = latest.standing_of(self._read_for(connection, codings)) if connection else []
            return latest.compared(codings, current, complete=complete)[1]

    def of_codebook(self, codebook: str) -> list[Coding]:
        """Return every current coding that was made with a codebook, of any corpus and level."""
        current = first_rounds(latest.standing_of(self._entries(set(self.corpora()))))
        return [coding for coding in current if coding.codebook == codebook]

    def current(self, corpus: str, level: str = "") -> list[Coding]:
        """Return what stands now for a corpus: the latest batch of each coder's first round."""
        return first_rounds(self.rounds(corpus, level))

    def rounds(self, corpus: str, level: str = "") -> list[Coding]:
        """Return what stands for a corpus in every round in which a coder was asked."""
        return _at(latest.standing_of(self._entries({corpus})), level)

    def corpora(self) -> list[str]:
        """Return the names of the corpora that were ever coded, sorted."""
        with reading(self.url, CODINGS) as connection:
            if connection is None:
                return []
            return sorted(connection.execute(sa.select(CODINGS.c.corpus).distinct()).scalars())

    def set_aside(self, corpus: str) -> list[Coding]:
        """Return what would stand in a first round if the texts of its documents had not changed.

        What was said again of the text as it is now is left out.
        """
        return self.rounds_and_set_aside(corpus)[1]

    def rounds_and_set_aside(self, corpus: str) -> tuple[list[Coding], list[Coding]]:
        """Return what `rounds` at every level and what `set_aside` return, in one reading."""
        entries = self._entries({corpus})
        other = [entry._replace(why="") for entry in entries if entry.why == latest.OTHER_TEXT]
        keys = (
            {latest.key_of(entry.coding) for entry in entries if not entry.why} if other else set()
        )
        left = [coding for coding in latest.standing_of(other) if latest.key_of(coding) not in keys]
        return latest.standing_of(entries), first_rounds(left)

    def history(self, corpus: str, document: str | None = None) -> list[latest.Entry]:
        """Return every coding ever made for a corpus, or for one document of it, oldest first.

        The interview, case or author of that name is meant, too.
        """
        entries = self._entries({corpus}, document)
        stand = {id(coding) for coding in first_rounds(latest.standing_of(entries))}
        return [entry._replace(standing=id(entry.coding) in stand) for entry in entries]

    def _whole(self) -> AbstractContextManager[None]:
        return nullcontext() if self._workspace is None else self._workspace.whole()

    def _entries(self, corpora: set[str], document: str | None = None) -> list[latest.Entry]:
        root = None if self._workspace is None else self._workspace.root
        key = (self.url, root, frozenset(corpora), document)
        return latest.held(key, lambda: self._read_now(corpora, document))

    def _read_now(self, corpora: set[str], document: str | None) -> list[latest.Entry]:
        with reading(self.url, CODINGS) as connection:
            documents = None if document is None else {document}
            return self._read(connection, corpora, documents) if connection else []

    def _read_for(self, connection: sa.Connection, codings: Sequence[Coding]) -> list[latest.Entry]:
        """Return every coding of the documents of codings."""
        corpora, documents = _corpora(codings), _documents(codings)
        return self._read(connection, corpora, documents)

    def _read(
        self, connection: sa.Connection, corpora: set[str], documents: set[str] | None = None
    ) -> list[latest.Entry]:
        """Return every coding of corpora in order, and for what reason one cannot stand."""
        which: sa.ColumnElement[bool] = CODINGS.c.corpus.in_(corpora)
        if documents is not None:
            which = sa.and_(which, CODINGS.c.document.in_(documents))
            return rows.entries_where(connection, which, self._texts)
        return rows.entries_where(
            connection, which, self._texts, *rows.told_fields(connection, which)
        )


def open_codings(workspace: Workspace) -> CodingStore:
    """Return the store that the workspace's settings name."""
    return CodingStore(workspace.codings_url, workspace)


def _at(codings: Sequence[Coding], level: str) -> list[Coding]:
    return [coding for coding in codings if level in (EVERY_LEVEL, coding.level)]


def _corpora(codings: Sequence[Coding]) -> set[str]:
    return {coding.corpus for coding in codings}


def _documents(codings: Sequence[Coding]) -> set[str] | None:
    """Return the documents of a few codings, None for more than a database is asked for at once."""
    documents = {coding.document for coding in codings}
    return documents if len(documents) <= _ASKED_AT_ONCE else None


def first_rounds(codings: Sequence[Coding]) -> list[Coding]:
    """Return the codings of each coder's first round."""
    if len({coding.round for coding in codings}) < 2:
        return list(codings)
    first: dict[latest.Key, int] = {}
    for coding in codings:
        unit = latest.key_of(coding)[:-1]
        first[unit] = min(coding.round, first.get(unit, coding.round))
    return [coding for coding in codings if coding.round == first[latest.key_of(coding)[:-1]]]


def _insert(
    connection: sa.Connection, codings: Sequence[Coding], *, in_part: bool, batch: int = 0
) -> int:
    """Add codings to a batch, 0 for a new one, and return its number.

    Its spans leave those that they do not touch where `in_part`.
    """
    if not batch:
        batch = (connection.execute(sa.select(sa.func.max(CODINGS.c.batch))).scalar() or 0) + 1
    rows.insert_codings(connection, codings, batch, in_part=in_part)
    latest.forget()
    return int(batch)
