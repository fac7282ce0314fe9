"""Turn documents into the columns that a classifier reads: words, clauses, rates, surroundings.

This is all that happens outside the saved scikit-learn pipeline, which therefore holds only stock
parts. Neighbours come from the whole corpus, whichever documents are asked for.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from textmine.corpus import Corpus, reading_order
from textmine.nlp import Prepared
from textmine.nlp.clauses import Parsed, clause_marks
from textmine.nlp.grammar import noun_phrases, relation_pairs
from textmine.nlp.rates import RATES, linguistic_rates
from textmine.nlp.words import normal_word
from textmine.schema import AUTHOR, ID, PARENT_ID, THREAD_ID

EDGE = "<edge>"
"""Stands where a neighbour would be, before the first and after the last document of a thread."""

EXTRA = ("lemmas", "grammar", "relations")
"""Columns that are made where they are wanted."""

_AROUND = 15
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
    row_of = {identity: row for row, identity in enumerate(corpus.ids)}
    ids = [identity for thread in chosen for identity in thread]
    own = _own_columns(ids, prepared.take([row_of[identity] for identity in ids]), extra)
    if not ids:
        return own
    authors = _cells(corpus, AUTHOR, ids, row_of)
    parents = _cells(corpus, PARENT_ID, ids, row_of)
    words, clauses = list(own["words"]), list(own["clauses"])
    context: list[dict[str, object]] = []
    for thread in chosen:
        here = slice(len(context), len(context) + len(thread))
        context += _context(thread, words[here], clauses[here], authors, parents)
    table = own.join(pd.DataFrame(context, index=own.index))
    return table.loc[corpus.ids] if threads is None else table


def _cells(
    corpus: Corpus, column: str, ids: Collection[str], row_of: dict[str, int]
) -> dict[str, str]:
    cells = corpus.column(column)
    return {identity: cells[row_of[identity]] for identity in ids}


def _own_columns(ids: Sequence[str], prepared: Prepared, extra: Collection[str]) -> pd.DataFrame:
    clean, words, lemmas = prepared.clean, prepared.layer("words"), prepared.layer("lemmas")
    known = set(prepared.table.column_names)
    blank: list[list[Any]] = [[] for _ in words]
    pos, tags, deps = (
        prepared.layer(name) if name in known else blank for name in ("pos", "tags", "deps")
    )
    heads: list[list[int]] = (
        prepared.table.column("heads").to_pylist() if "heads" in known else blank
    )
    rows = []
    for i, identity in enumerate(ids):
        normal = " ".join(map(normal_word, words[i]))
        marks = clause_marks(Parsed(words[i], lemmas[i], pos[i], tags[i], deps[i], heads[i]))
        rates = linguistic_rates(clean[i], words[i], pos[i], tags[i])
        row = {
            ID: identity,
            "text": clean[i],
            "words": f"<s> {normal} </s>",
            "clauses": " ".join(marks.root),
            "subclauses": " ".join(marks.subordinate),
            **dict(zip(NUMERIC["rates"], rates, strict=True)),
        }
        if "lemmas" in extra:
            plain = map(normal_word, lemmas[i])
            row["lemmas"] = " ".join([*plain, *noun_phrases(lemmas[i], pos[i])])
        if "grammar" in extra:
            row["grammar"] = " ".join(tags[i])
        if "relations" in extra:
            row["relations"] = " ".join(relation_pairs(pos[i], deps[i], heads[i]))
        rows.append(row)
    return pd.DataFrame(rows).set_index(ID) if rows else pd.DataFrame(columns=[ID]).set_index(ID)


def _context(
    thread: Sequence[str],
    own_words: Sequence[str],
    own_clauses: Sequence[str],
    authors: dict[str, str],
    parents: dict[str, str],
) -> list[dict[str, object]]:
    n = len(thread)
    words = [EDGE, EDGE, *own_words, EDGE, EDGE]
    clauses = [EDGE, *own_clauses, EDGE]
    place_of = {identity: place for place, identity in enumerate(thread)}
    rows: list[dict[str, object]] = []
    for i, identity in enumerate(thread):
        numbers = (
            float(i == 0),
            float(i == 1),
            float(i == n - 1),
            i / max(n - 1, 1),
            math.log1p(i),
            math.log1p(n),
        )
        parent = place_of.get(parents[identity])
        author = authors[identity]
        replies = (
            float(parent is not None),
            float(parent == 0),
            float(parent is not None and bool(author) and authors[thread[parent]] == author),
            float(i > 0 and bool(author) and authors[thread[i - 1]] == author),
            float(i > 0 and bool(author) and authors[thread[0]] == author),
        )
        rows.append(
            {
                "before": words[i + 1],
                "after": words[i + 3],
                "before_2": words[i],
                "after_2": words[i + 4],
                "before_clauses": clauses[i],
                "after_clauses": clauses[i + 2],
                "parent": EDGE if parent is None else words[parent + 2],
                "around": " ".join(words[2 + max(0, i - _AROUND) : 2 + min(n, i + _AROUND + 1)]),
                **dict(zip(NUMERIC["position"], numbers, strict=True)),
                **dict(zip(NUMERIC["replies"], replies, strict=True)),
            }
        )
    return rows
