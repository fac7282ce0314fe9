"""How the texts of a corpus were read: of few texts all is at hand, of many what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from textmine.arrays import Ints
from textmine.config import NlpSettings, Progress
from textmine.corpus import Corpus
from textmine.nlp import ModelChoice, Prepared, prepare_texts
from textmine.spread import HERE, Where

if TYPE_CHECKING:
    from textmine.nlp.cache import Keep

AT_ONCE = 50_000
"""Texts whose layers are in memory together."""


@dataclass(frozen=True)
class AsRead:
    """The texts of a corpus, by row. `take` returns some of them, in the order asked for.

    `remark` is what a reader should know of how they were read; of many texts that is known of the
    first ones. Those that are not `at_hand` are taken from what the workspace keeps of them.
    """

    model: ModelChoice
    remark: str
    n_texts: int
    take: Callable[[Sequence[int]], Prepared]
    at_hand: Prepared | None = None

    @cached_property
    def whole(self) -> Prepared:
        """All texts at once."""
        return self.take(range(self.n_texts)) if self.at_hand is None else self.at_hand


def at_hand(prepared: Prepared) -> AsRead:
    """Return texts that were read, all of them at hand."""
    return AsRead(prepared.model, prepared.remark, len(prepared), prepared.take, prepared)


def some_of(corpus: Corpus, read: AsRead, rows: Ints) -> tuple[Corpus, AsRead]:
    """Return some of the documents of a corpus, by row, and their texts at hand."""
    documents = corpus.documents.iloc[rows].reset_index(drop=True)
    return replace(corpus, documents=documents), at_hand(read.take(rows.tolist()))


def read_in_parts(
    workspace: Keep, corpus: Corpus, settings: NlpSettings, progress: Progress, spread: Where = HERE
) -> Iterator[tuple[Prepared, AsRead]]:
    """Yield the texts of a corpus in parts, each with what is known of all of them by then."""
    n, first = len(corpus), None
    for start in range(0, max(n, 1), AT_ONCE):
        texts = _texts(corpus, slice(start, start + AT_ONCE))
        tell_part = partial(_told, progress, start, n)
        prepared = prepare_texts(texts, settings, (), workspace, tell_part, spread)
        if n <= AT_ONCE:
            first = at_hand(prepared)
        elif first is None:
            take = partial(_taken, workspace, corpus, settings)
            first = AsRead(prepared.model, prepared.remark, n, take)
        yield prepared, first


def _told(progress: Progress, start: int, n: int, step: str, done: int, total: int) -> None:
    progress(step, start + done, start + total if n <= AT_ONCE else n)


def _taken(workspace: Keep, corpus: Corpus, settings: NlpSettings, rows: Sequence[int]) -> Prepared:
    return prepare_texts(_texts(corpus, list(rows)), settings, (), workspace)


def _texts(corpus: Corpus, rows: slice | list[int]) -> list[str]:
    return replace(corpus, documents=corpus.documents.iloc[rows]).texts
