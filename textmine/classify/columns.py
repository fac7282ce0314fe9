"""Turn documents into the columns that a classifier reads: words, clauses, rates, surroundings.

This is all that happens outside the saved scikit-learn pipeline, which therefore holds only stock
parts. Neighbours come from the whole corpus, whichever documents are asked for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from textmine.corpus import Corpus, reading_order
from textmine.nlp import Prepared
from textmine.nlp.clauses import Parsed, clause_marks
from textmine.nlp.rates import RATES, linguistic_rates
from textmine.nlp.words import normal_word
from textmine.schema import ID, THREAD_ID

EDGE = "<edge>"
"""Stands where a neighbour would be, before the first and after the last document of a thread."""

_AROUND = 15
_POSITIONS = ("opens", "second", "closes", "place", "log_place", "log_length")
NUMERIC: dict[str, tuple[str, ...]] = {
    "rates": tuple(f"rate_{name}" for name in RATES),
    "position": tuple(f"position_{name}" for name in _POSITIONS),
}
"""Blocks of numbers -> their columns."""


def unit_columns(corpus: Corpus, prepared: Prepared) -> pd.DataFrame:
    """Return the columns of every document of a corpus, indexed by id, in the corpus' order.

    Text columns: `text` (cleaned), `words`, `clauses` and `subclauses` (marks; empty without a
    parser), `before`, `after`, `before_clauses`, `after_clauses` (the neighbours in the thread) and
    `around` (up to 15 documents on each side, with the document itself). Numbers: see NUMERIC.
    """
    own = _own_columns(corpus.ids, prepared)
    order = reading_order(corpus.documents)
    threads = [list(ids) for _, ids in order.groupby(THREAD_ID, sort=False)[ID]]
    context = [row for thread in threads for row in _context(thread, own)]
    table = own.join(pd.DataFrame(context).set_index(ID))
    return table.loc[corpus.ids]


def _own_columns(ids: Sequence[str], prepared: Prepared) -> pd.DataFrame:
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
        rows.append(
            {
                ID: identity,
                "text": clean[i],
                "words": f"<s> {normal} </s>",
                "clauses": " ".join(marks.root),
                "subclauses": " ".join(marks.subordinate),
                **dict(zip(NUMERIC["rates"], rates, strict=True)),
            }
        )
    return pd.DataFrame(rows).set_index(ID)


def _context(thread: Sequence[str], own: pd.DataFrame) -> list[dict[str, object]]:
    words = [str(text) for text in own.loc[list(thread), "words"]]
    clauses = [str(text) for text in own.loc[list(thread), "clauses"]]
    n = len(thread)
    rows: list[dict[str, object]] = []
    for i, identity in enumerate(thread):
        first, last = i == 0, i == n - 1
        numbers = (
            float(first),
            float(i == 1),
            float(last),
            i / max(n - 1, 1),
            math.log1p(i),
            math.log1p(n),
        )
        rows.append(
            {
                ID: identity,
                "before": EDGE if first else words[i - 1],
                "after": EDGE if last else words[i + 1],
                "before_clauses": EDGE if first else clauses[i - 1],
                "after_clauses": EDGE if last else clauses[i + 1],
                "around": " ".join(words[max(0, i - _AROUND) : i + _AROUND + 1]),
                **dict(zip(NUMERIC["position"], numbers, strict=True)),
            }
        )
    return rows
