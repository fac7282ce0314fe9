"""How far the coding of a corpus is: who coded how much, how far coders agree, what is open.

Texts are read only where the corpus was changed since it was made: codings of documents that have
another text now, or are gone or left out, are not counted, as in every other table.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import sqlalchemy as sa

from textmine.codebook.files import find_codebook
from textmine.coding.database import DRAW, DRAWS, reading, taken_back
from textmine.coding.migrate import migrate_codings, refuse_misfits
from textmine.coding.sheets.written import WrittenSheet, written_sheets
from textmine.coding.statements import (
    by_coders,
    by_people,
    codebooks_of,
    coder_names,
    settled,
    statements_of,
)
from textmine.coding.store import EVERY_LEVEL, CodingStore, open_codings
from textmine.coding.suggested import How, how_given
from textmine.errors import TextmineError
from textmine.schema import ID, Coding
from textmine.store import Workspace

if TYPE_CHECKING:
    from textmine.coding.agreement.reliability import Estimate
    from textmine.coding.code_matrix import CodeMatrix

MOST = 40_000
"""With more codings of a corpus agreement is not measured in passing."""


@dataclass(frozen=True)
class CoderProgress:
    """How many documents a coder coded on a dimension, by how it came about."""

    codebook: str
    dimension: str
    coder: str
    documents: int
    how: Mapping[How, int]

    @property
    def seen(self) -> int:
        """How many were coded with a suggestion in view."""
        return self.how.get("after", 0) + self.how.get("confirmed", 0)

    @property
    def settled(self) -> int:
        """How many of the codings settle what coders said, by people or by majority."""
        return self.how.get("settled", 0) + self.how.get("majority", 0)


@dataclass(frozen=True)
class AlphaSoFar:
    """Krippendorff's alpha of all who coded on a dimension, and on how many they differ.

    `open` are the documents on which coders differ and nobody settled it.
    """

    codebook: str
    dimension: str
    coders: tuple[str, ...]
    alpha: Estimate
    open: int


@dataclass(frozen=True)
class SheetOut:
    """A sheet that was written, how many of its documents its coder has coded since."""

    sheet: WrittenSheet
    coded: int

    @property
    def left(self) -> int:
        """How many of its documents have no code yet."""
        return max(self.sheet.documents - self.coded, 0)


@dataclass(frozen=True)
class CodingProgress:
    """How far the coding of a corpus is.

    `no_sheets` are draws that were dealt to coders and of which no sheet was written. `too_many`
    codings are why agreement was not measured, 0 where it was. `misread` are the codebooks that
    codings cannot be read with, and why. `of_whole` is who coded interviews, cases or authors as a
    whole, whose level stands behind the dimension.
    """

    corpus: str
    coders: tuple[CoderProgress, ...]
    alphas: tuple[AlphaSoFar, ...]
    sheets: tuple[SheetOut, ...]
    codebooks: tuple[str, ...]
    no_sheets: tuple[str, ...] = ()
    too_many: int = 0
    misread: Mapping[str, str] = field(default_factory=dict)
    of_whole: tuple[CoderProgress, ...] = ()

    @property
    def remarks(self) -> list[str]:
        """What a person should know of codings that are not counted."""
        return [
            f"Agreement on '{self.corpus}' is not known: {why}" for why in self.misread.values()
        ]

    @property
    def people(self) -> tuple[CoderProgress, ...]:
        """What people said, nothing of machines."""
        return tuple(coder for coder in self.coders if not coder.how.get("machine"))


@dataclass(frozen=True)
class _Read:
    """The codings of documents of a corpus, and the groups that these are in."""

    workspace: Workspace
    corpus: str
    codings: Sequence[Coding]

    @cached_property
    def groups(self) -> Mapping[str, str]:
        from textmine.corpus.groups import stored_groups

        return stored_groups(self.workspace.root / "corpora" / self.corpus)


def coding_progress(workspace: Workspace, corpus: str) -> CodingProgress:
    """Return how far the coding of a corpus is; raise StoreError where the store is damaged."""
    store, here = _store_and_documents(workspace, corpus)
    every = store.current(corpus, EVERY_LEVEL)
    current = [coding for coding in every if not coding.level]
    if here is not None:
        current = [coding for coding in current if coding.document in here]
    read = _Read(workspace, corpus, current)
    people = by_people(read.codings)
    books = sorted({person.codebook for person in people})
    alphas: list[AlphaSoFar] = []
    misread: dict[str, str] = {}
    few = len(people) <= MOST
    for book in books if few else ():
        try:
            alphas += _alphas(read, [person for person in people if person.codebook == book], book)
        except TextmineError as error:
            misread[book] = error.message
    return CodingProgress(
        corpus,
        tuple(_by_coder(read.codings)),
        tuple(alphas),
        tuple(_sheets(workspace, corpus, store)),
        tuple(book for book in books if book),
        tuple(_draws_without_sheets(workspace.codings_url, corpus, read.codings)),
        0 if few else len(people),
        misread,
        tuple(_of_whole([coding for coding in every if coding.level])),
    )


def _store_and_documents(
    workspace: Workspace, corpus: str
) -> tuple[CodingStore, Collection[str] | None]:
    """Return the store and the documents that count; None and no texts where none can differ."""
    from textmine.store.history import changes

    where = f"corpora/{corpus}"
    touched = sum(part.where == where for one in changes(workspace.root) for part in one.parts)
    if touched < 2:
        return CodingStore(workspace.codings_url), None
    from textmine.corpus.stored_documents import open_documents

    ids = open_documents(workspace, corpus).light([ID])[ID].to_pylist()
    return open_codings(workspace), set(map(str, ids))


def _by_coder(codings: Sequence[Coding]) -> list[CoderProgress]:
    kinds: dict[tuple[str, str, str], list[How]] = {}
    for book in codebooks_of(codings):
        of_book = statements_of(coding for coding in codings if coding.codebook == book)
        for dimension, statements in of_book.items():
            for by_coder in statements.values():
                for coder, statement in by_coder.items():
                    kinds.setdefault((book, dimension, coder), []).append(how_given(statement[-1]))
    return [CoderProgress(*key, len(hows), Counter(hows)) for key, hows in sorted(kinds.items())]


def _of_whole(codings: Sequence[Coding]) -> Iterator[CoderProgress]:
    for level in sorted({coding.level for coding in codings}):
        for progress in _by_coder([coding for coding in codings if coding.level == level]):
            yield replace(progress, dimension=f"{progress.dimension} of {level}")


def _alphas(read: _Read, codings: Sequence[Coding], codebook: str) -> list[AlphaSoFar]:
    """Return the alpha of each dimension that two coders or more share documents on."""
    if not codebook:
        return []
    book = find_codebook(codebook, read.workspace)
    here = [coding for coding in codings if coding.document in read.groups]
    migrated = migrate_codings(here, book).codings
    refuse_misfits(migrated, book)
    hands = coder_names(by_coders(codings))
    if len(hands) < 2:
        return []
    from textmine.coding.agreement import reliability
    from textmine.coding.agreement.measures import alpha_of
    from textmine.coding.code_matrix import matrices_of

    matrices = matrices_of(by_coders(migrated), book, hands)
    clusters = reliability.clusters_between(_numbers(read.groups), matrices)
    alphas = []
    for matrix in matrices:
        if not reliability.n_shared(matrix) or matrix.crossed:
            continue
        try:
            alpha = reliability.estimated(
                alpha_of(matrix), matrix, reliability.Resampling(clusters)
            )
        except TextmineError:
            continue
        done = {
            coding.document for coding in settled(migrated) if coding.dimension == matrix.dimension
        }
        n = len(_differing(matrix) - done)
        alphas.append(AlphaSoFar(codebook, matrix.dimension, _who(matrix), alpha, n))
    return alphas


def _numbers(groups: Mapping[str, str]) -> dict[str, int]:
    number = {label: index for index, label in enumerate(sorted(set(groups.values())))}
    return {document: number[label] for document, label in groups.items()}


def _who(matrix: CodeMatrix) -> tuple[str, ...]:
    coded = (matrix.codes >= 0).sum(axis=0).tolist()
    return tuple(coder for coder, n in zip(matrix.coders, coded, strict=True) if n)


def _differing(matrix: CodeMatrix) -> set[str]:
    """Return the documents that two coders or more coded, and not alike."""
    return {
        unit
        for unit, row in zip(matrix.units, matrix.codes, strict=True)
        if len({int(code) for code in row if code >= 0}) > 1
    }


def _draws_without_sheets(url: str, corpus: str, codings: Sequence[Coding]) -> list[str]:
    """Return the draws that wait for sheets: nobody has coded since."""
    with reading(url, DRAWS) as connection:
        if connection is None:
            return []
        gone = taken_back(connection, DRAW)
        rows = connection.execute(sa.select(DRAWS).where(DRAWS.c.corpus == corpus)).mappings().all()
    drawn = [(row, json.loads(row["design"])) for row in rows if row["id"] not in gone]
    written = {sheet.draw for sheet in written_sheets(url) if sheet.corpus == corpus}
    return [
        str(row["name"])
        for row, design in drawn
        if design.get("coders")
        and design.get("purpose") in ("code", "again")
        and row["name"] not in written
        and not any(
            coding.created_at >= row["created_at"] and coding.coder in design["coders"]
            for coding in codings
        )
    ]


def _sheets(workspace: Workspace, corpus: str, store: CodingStore) -> list[SheetOut]:
    """Return the sheets that lie with coders: of draws that count, with documents not coded yet."""
    mine = [
        written_sheet
        for written_sheet in written_sheets(workspace.codings_url)
        if written_sheet.corpus == corpus
    ]
    if not mine:
        return []
    from textmine.coding.sampling.draws import open_draws

    draws = {draw.name: draw for draw in open_draws(workspace).all(corpus)}
    hand_codings = by_coders(store.rounds(corpus, EVERY_LEVEL))
    sheets = []
    for sheet in mine:
        draw = draws.get(sheet.draw)
        if draw is None and not sheet.level:
            continue
        wanted = None
        if draw is not None:
            own = draw.documents_of(sheet.coder) if draw.coders else ()
            wanted = set(own or [candidate.document for candidate in draw.drawn])
        coded = {
            coding.document
            for coding in hand_codings
            if (coding.coder == sheet.coder or not sheet.coder)
            and (coding.round == sheet.round or not sheet.draw)
            and coding.level == sheet.level
            and coding.codebook == sheet.codebook
            and (wanted is None or coding.document in wanted)
        }
        sheets.append(SheetOut(sheet, len(coded)))
    return sheets
