"""Turn documents into the columns that a classifier reads: words, clauses, rates, surroundings.

This is all that happens outside the saved scikit-learn pipeline, which therefore holds only stock
parts. Neighbours come from the whole corpus, whichever documents are asked for.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine.arrays import Floats, Ints
from textmine.corpus import Corpus, reading_order
from textmine.nlp import Prepared
from textmine.nlp.clauses import Parsed, clause_marks
from textmine.nlp.grammar import noun_phrases, relation_pairs
from textmine.nlp.rates import RATES, linguistic_rates
from textmine.nlp.tokens import tokens_of
from textmine.nlp.words import normal_word
from textmine.schema import AUTHOR, ID, PARENT_ID, THREAD_ID

_STEPS = (-2, -1, 1, 2)
_WINDOWS = (2, 5, 15)


@dataclass(frozen=True)
class Neighbourhood:
    """Rows in reading order, thread after thread: where the thread of each row begins and ends."""

    begins: Ints
    ends: Ints

    @property
    def alone(self) -> bool:
        """Whether no row has a neighbour."""
        return bool(np.all(self.ends - self.begins == 1))

    def shifted(self, step: int) -> Ints:
        """Return the row that stands `step` places on in the thread of each row, -1 for none."""
        there = np.arange(len(self.begins)) + step
        return np.where((there >= self.begins) & (there < self.ends), there, -1)

    def windows(self, reach: int) -> tuple[Ints, Ints]:
        """Return where the `reach` rows on each side of each row begin and end in its thread."""
        here = np.arange(len(self.begins))
        low, high = here - reach, here + reach + 1
        return np.maximum(low, self.begins), np.minimum(high, self.ends)


def neighbourhood(threads: Sequence[Sequence[str]]) -> Neighbourhood:
    """Return the neighbourhood of the rows of some threads, in their order."""
    lengths = np.array([len(thread) for thread in threads], dtype=np.int64)
    ends = np.cumsum(lengths)
    return Neighbourhood(np.repeat(ends - lengths, lengths), np.repeat(ends, lengths))


def surrounded(scores: Floats, around: Neighbourhood) -> Floats:
    """Return scores with those of the neighbours beside them.

    `scores` is (n_rows, n), the result (n_rows, 9 n): own, the two before and the two after (0 at
    the edges), means of 2, 5 and 15 on each side and of the whole thread, the row itself left out.
    """
    n = len(scores)
    parts = [scores]
    for step in _STEPS:
        there = around.shifted(step)
        part = np.zeros_like(scores)
        part[there >= 0] = scores[there[there >= 0]]
        parts.append(part)
    total = np.vstack([np.zeros((1, scores.shape[1])), np.cumsum(scores, axis=0)])
    for reach in (*_WINDOWS, n):
        low, high = around.windows(reach)
        others = (high - low - 1)[:, None]
        mean = (total[high] - total[low] - scores) / np.maximum(others, 1)
        parts.append(np.where(others > 0, mean, 0.0))
    return np.hstack(parts)


EDGE = "<edge>"
"""Stands where a neighbour would be, before the first and after the last document of a thread."""

EXTRA = ("lemmas", "grammar", "relations")
"""Columns that are made where they are wanted."""

SHIFTED: dict[str, tuple[str, int]] = {
    "before": ("words", -1),
    "after": ("words", 1),
    "before_2": ("words", -2),
    "after_2": ("words", 2),
    "before_clauses": ("clauses", -1),
    "after_clauses": ("clauses", 1),
}
"""Columns of text that are a neighbour's: of which column, and how many places on it stands."""

PARENT_ROW = "parent_row"
"""In `own_columns`: the row of the message that is answered, -1 for none in the thread."""

AROUND = 15
"""How many documents on each side the column `around` reaches."""

_POSITIONS = ("opens", "second", "closes", "place", "log_place", "log_length")
_REPLIES = ("answers", "answers_opening", "answers_itself", "author_before", "author_opened")
NUMERIC: dict[str, tuple[str, ...]] = {
    "rates": tuple(f"rate_{name}" for name in RATES),
    "position": tuple(f"position_{name}" for name in _POSITIONS),
    "replies": tuple(f"replies_{name}" for name in _REPLIES),
}
"""Blocks of numbers -> their columns."""


def threads_of(corpus: Corpus) -> list[list[str]]:
    """Return the documents of each thread in reading order, threads in the order of their ids."""
    order = reading_order(corpus.documents)
    return [list(ids) for _, ids in order.groupby(THREAD_ID, sort=False)[ID]]


def unit_columns(
    corpus: Corpus,
    prepared: Prepared,
    threads: Sequence[Sequence[str]] | None = None,
    extra: Collection[str] = EXTRA,
) -> pd.DataFrame:
    """Return the columns of documents, indexed by id: those of some threads, or of all.

    With `threads` (whole ones, see `threads_of`) rows stand in their order, else in the corpus'.
    `extra` names the columns of EXTRA that are wanted: they take time and few models read them.
    Text columns: `text` (cleaned), `words`, `clauses` and `subclauses` (marks; empty without a
    parser), `lemmas` (with noun phrases), `grammar` and `relations` if wanted, `before`, `after`,
    `before_2`, `after_2` (neighbours in the thread), `before_clauses`, `after_clauses`, `parent`
    (the message that is answered) and `around` (up to 15 documents on each side, with the document
    itself). Numbers: see NUMERIC.
    """
    chosen = threads_of(corpus) if threads is None else threads
    own = own_columns(corpus, prepared, chosen, extra)
    if own.empty:
        return own
    last = [*NUMERIC["position"], *NUMERIC["replies"]]
    nearby = _texts_nearby(own, neighbourhood(chosen))
    table = own.drop(columns=[PARENT_ROW, *last]).join([nearby, own[last]])
    return table.loc[corpus.ids] if threads is None else table


def own_columns(
    corpus: Corpus,
    prepared: Prepared,
    threads: Sequence[Sequence[str]],
    extra: Collection[str] = EXTRA,
) -> pd.DataFrame:
    """Return the columns of `unit_columns` without the texts of other documents.

    Who is answered stands in PARENT_ROW. Rows are those of whole threads, in their order.
    """
    row_of = {identity: row for row, identity in enumerate(corpus.ids)}
    ids = [identity for thread in threads for identity in thread]
    if not ids:
        return pd.DataFrame(columns=[ID]).set_index(ID)
    rows = [row_of[identity] for identity in ids]
    own = _text_columns(prepared.take(rows), extra)
    around = neighbourhood(threads)
    authors, parents = corpus.column(AUTHOR), corpus.column(PARENT_ID)
    parent = _parent_rows(ids, [parents[row] for row in rows], around)
    numbers = {
        "position": _positions(around),
        "replies": _replies([authors[row] for row in rows], parent, around),
    }
    for block, arrays in numbers.items():
        own |= dict(zip(NUMERIC[block], arrays, strict=True))
    columns = {name: pd.Series(column, dtype=column.dtype) for name, column in own.items()}
    return pd.DataFrame({**columns, PARENT_ROW: parent}).set_axis(pd.Index(ids, name=ID))


def _text_columns(prepared: Prepared, extra: Collection[str]) -> dict[str, NDArray[Any]]:
    """Return what the texts alone say: an array a column, an item a document."""
    clean, words, lemmas = prepared.clean, prepared.tokens("words"), prepared.tokens("lemmas")
    known = set(prepared.table.column_names)
    blank = tokens_of([[]] * len(clean))
    pos, tags, deps = (
        prepared.tokens(name) if name in known else blank for name in ("pos", "tags", "deps")
    )
    heads = prepared.heads() if "heads" in known else np.zeros(0, dtype=np.int64)
    marks = clause_marks(Parsed(words, lemmas, pos, tags, deps, heads))
    rates = linguistic_rates(clean, words, pos, tags)
    columns: dict[str, list[str]] = {
        "text": clean,
        "words": [f"<s> {' '.join(mine)} </s>" for mine in words.by_unit(words.each(normal_word))],
        "clauses": [" ".join(mark.root) for mark in marks],
        "subclauses": [" ".join(mark.subordinate) for mark in marks],
    }
    columns |= {name: _extra_column(name, prepared) for name in EXTRA if name in extra}
    texts = {name: np.array(cells, dtype=object) for name, cells in columns.items()}
    return {**texts, **dict(zip(NUMERIC["rates"], rates.T, strict=True))}


def _extra_column(name: str, prepared: Prepared) -> list[str]:
    known = set(prepared.table.column_names)
    blank: list[list[Any]] = [[] for _ in range(len(prepared))]
    lemmas, pos, tags, deps, heads = (
        prepared.layer(layer) if layer in known else blank
        for layer in ("lemmas", "pos", "tags", "deps", "heads")
    )
    if name == "lemmas":
        return [
            " ".join([*map(normal_word, mine), *noun_phrases(mine, kinds)])
            for mine, kinds in zip(lemmas, pos, strict=True)
        ]
    if name == "grammar":
        return [" ".join(tag) for tag in tags]
    pairs = zip(pos, deps, heads, strict=True)
    return [" ".join(relation_pairs(*document)) for document in pairs]


def _parent_rows(ids: Sequence[str], parents: Sequence[str], around: Neighbourhood) -> Ints:
    row_of = {identity: row for row, identity in enumerate(ids)}
    rows = np.array([row_of.get(parent, -1) for parent in parents], dtype=np.int64)
    return np.where((rows >= around.begins) & (rows < around.ends), rows, -1)


def _positions(around: Neighbourhood) -> list[Floats]:
    """Return the numbers of the block "position", in the order of NUMERIC."""
    lengths = around.ends - around.begins
    position = np.arange(len(lengths)) - around.begins
    # math.log1p once a number: numpy's differs in the last digit
    logs = np.array([math.log1p(i) for i in range(int(lengths.max(initial=0)) + 1)])
    numbers = (
        *(position == 0, position == 1, position == lengths - 1),
        *(position / np.maximum(lengths - 1, 1), logs[position], logs[lengths]),
    )
    return [np.asarray(number, dtype=np.float64) for number in numbers]


def _replies(authors: Sequence[str], parent: Ints, around: Neighbourhood) -> list[Floats]:
    """Return the numbers of the block "replies", in the order of NUMERIC."""
    who = np.array(authors, dtype=object)
    named = np.array([bool(author) for author in authors])
    later = np.arange(len(who)) > around.begins
    numbers = (
        parent >= 0,
        parent == around.begins,
        (parent >= 0) & named & (who[parent] == who),
        later & named & (np.roll(who, 1) == who),
        later & named & (who[around.begins] == who),
    )
    return [np.asarray(number, dtype=np.float64) for number in numbers]


def _texts_nearby(own: pd.DataFrame, around: Neighbourhood) -> pd.DataFrame:
    """Return the columns of text that are other documents'."""
    cells = {name: np.array([*own[name], EDGE], dtype=object) for name in ("words", "clauses")}
    nearby = {column: cells[name][around.shifted(step)] for column, (name, step) in SHIFTED.items()}
    words = cells["words"]
    nearby["parent"] = words[own[PARENT_ROW].to_numpy()]
    low, high = around.windows(AROUND)
    nearby["around"] = np.array(
        [" ".join(words[i:j]) for i, j in zip(low.tolist(), high.tolist(), strict=True)],
        dtype=object,
    )
    return pd.DataFrame(nearby, index=own.index)
