"""C_v coherence: are the top words of a topic used beside the same words?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from textmine.topics.engines.engine import Floats, unit_rows

_WINDOW = 110
_SMOOTHING = 1e-12


def c_v(topics: Sequence[Sequence[str]], units: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """Return each topic's C_v coherence (Röder, Both & Hinneburg 2015), as gensim counts it.

    Words that occur in no unit are left out first (they would make the whole score nan); a topic
    with fewer than two words left is nan. Shape (n_topics,), range about 0 to 1.
    """
    column = {word: place for place, word in enumerate(sorted({w for t in topics for w in t}))}
    together, n_windows = _met(units, column)
    single = together.diagonal()
    values = np.full(len(topics), np.nan)
    for place, topic in enumerate(topics):
        known = [column[word] for word in dict.fromkeys(topic) if single[column[word]]]
        if len(known) >= 2:
            values[place] = _alike_contexts(together[np.ix_(known, known)] / n_windows)
    return values


def _alike_contexts(share: Floats) -> float:
    """Return the mean cosine of each word's context with that of all, from shares of windows."""
    single = share.diagonal()
    context = np.log((share + _SMOOTHING) / np.outer(single, single)) / -np.log(share + _SMOOTHING)
    return float((unit_rows(context) @ unit_rows(context.sum(axis=0)[None, :]).T).mean())


def _met(units: Sequence[Sequence[str]], column: dict[str, int]) -> tuple[Floats, int]:
    """Return in how many windows words meet (n_words, n_words), and how many windows there are.

    A window is a run of 110 words, or a whole unit that has fewer.
    """
    rows: list[int] = []
    columns: list[int] = []
    weights: list[int] = []
    n_windows = 0
    for unit in units:
        n_here = max(1, len(unit) - _WINDOW + 1)
        n_windows += n_here
        said = [(place, column[word]) for place, word in enumerate(unit) if word in column]
        for present, n_alike in _alike_windows(said, n_here):
            rows += [len(weights)] * len(present)
            columns += present
            weights.append(n_alike)
    found = sp.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(weights), len(column)))
    together = found.T @ sp.diags(np.array(weights, dtype=np.float64)) @ found
    return np.asarray(together.todense(), dtype=np.float64), max(n_windows, 1)


def _alike_windows(
    said: Sequence[tuple[int, int]], n_windows: int
) -> Iterator[tuple[list[int], int]]:
    """Yield the words of windows, and how many windows running have them: places and columns."""
    if n_windows == 1 and said:
        yield sorted({word for _, word in said}), 1
        return
    changes: dict[int, dict[int, int]] = {}
    for word in sorted({word for _, word in said}):
        for begin, end in _heard([place for place, one in said if one == word], n_windows):
            changes.setdefault(begin, {})[word] = 1
            changes.setdefault(end, {})[word] = 0
    present: set[int] = set()
    at = 0
    for place in sorted(changes):
        if present:
            yield sorted(present), place - at
        for word, heard in changes[place].items():
            (present.add if heard else present.discard)(word)
        at = place


def _heard(places: Sequence[int], n_windows: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of windows, from and before, that have a word said at these places.

    As in gensim, a word said twice in a window is gone when the first of them has left it, until
    it is said once more at the window's end.
    """
    begin = end = -1
    first = 0
    for place in places:
        enters = max(place - _WINDOW + 1, 0)
        while places[first] < enters:
            first += 1
        leaves = min(places[first] + 1, n_windows)
        if enters > end:
            if end > begin:
                yield begin, end
            begin, end = enters, leaves
        else:
            end = max(end, leaves)
    if end > begin:
        yield begin, end
