"""How well the top words of topics hang together, and how far the topics differ."""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import scipy.sparse as sp

from textmine.arrays import Floats
from textmine.nlp.tokens import Codes, Tokens, spans, starts_of, tokens_of
from textmine.topics.engines.engine import unit_rows

_WINDOW = 110
_SMOOTHING = 1e-12


def c_v(topics: Sequence[Sequence[str]], units: Sequence[Sequence[str]]) -> Floats:
    """Return each topic's C_v coherence (Röder, Both & Hinneburg 2015), as gensim counts it.

    Words that occur in no unit are left out first (they would make the whole score nan); a topic
    with fewer than two words left is nan. Shape (n_topics,), range about 0 to 1.
    """
    column = {word: index for index, word in enumerate(sorted({w for t in topics for w in t}))}
    together, n_windows = _met(units, column)
    single = together.diagonal()
    values = np.full(len(topics), np.nan)
    for index, topic in enumerate(topics):
        known = [column[word] for word in dict.fromkeys(topic) if single[column[word]]]
        if len(known) >= 2:
            values[index] = _alike_contexts(together[np.ix_(known, known)] / n_windows)
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
    tokens = tokens_of(units)
    places = tokens.places_of(list(column))
    n_windows = np.maximum(1, tokens.lengths - _WINDOW + 1)
    whole = _whole(tokens.take(np.flatnonzero(n_windows == 1)), places, len(column))
    columns: list[int] = []
    ends: list[int] = [0]
    weights: list[int] = []
    for row in np.flatnonzero(n_windows > 1).tolist():
        codes = places[tokens.codes[tokens.starts[row] : tokens.starts[row + 1]]]
        word_places = [(index, int(codes[index])) for index in np.flatnonzero(codes >= 0).tolist()]
        for present, n_alike in _alike_windows(word_places, int(n_windows[row])):
            columns += present
            ends.append(len(columns))
            weights.append(n_alike)
    shape = (len(weights), len(column))
    windows = sp.csr_matrix((np.ones(len(columns)), columns, ends), shape=shape)
    together = windows.T @ sp.diags(np.array(weights, dtype=np.float64)) @ windows + whole.T @ whole
    return np.asarray(together.todense(), dtype=np.float64), max(int(n_windows.sum()), 1)


def _whole(units: Tokens, places: Codes, n_words: int) -> sp.csr_matrix:
    """Return which words stand in which units, (n_units, n_words), as 0 and 1."""
    counted_units = units.where(places[units.codes] >= 0)
    cells = (np.ones(len(counted_units.codes)), places[counted_units.codes], counted_units.starts)
    presence = sp.csr_matrix(cells, shape=(len(counted_units), n_words))
    presence.sum_duplicates()
    presence.data[:] = 1
    return presence


def _alike_windows(
    word_places: Sequence[tuple[int, int]], n_windows: int
) -> Iterator[tuple[list[int], int]]:
    """Yield the words of windows, and how many windows running have them: places and columns."""
    changes: dict[int, dict[int, int]] = {}
    for word in sorted({word for _, word in word_places}):
        for begin, end in _heard(
            [index for index, other in word_places if other == word], n_windows
        ):
            changes.setdefault(begin, {})[word] = 1
            changes.setdefault(end, {})[word] = 0
    present: set[int] = set()
    at = 0
    for position in sorted(changes):
        if present:
            yield sorted(present), position - at
        for word, heard in changes[position].items():
            (present.add if heard else present.discard)(word)
        at = position


def _heard(places: Sequence[int], n_windows: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of windows, from and before, that have a word said at these places.

    As in gensim, a word said twice in a window is gone when the first of them has left it, until
    it is said once more at the window's end.
    """
    begin = end = -1
    first = 0
    for position in places:
        enters = max(position - _WINDOW + 1, 0)
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


def document_npmi(
    topics: Sequence[Sequence[str]],
    units: Sequence[Sequence[str]],
    window: int | None = None,
    smoothing: float = 0.0,
) -> Floats:
    """Return each topic's mean normalized pointwise mutual information over pairs of top words.

    Probabilities are shares of units, or with `window` of all runs of that many words in them (ten
    words are the field's c_npmi); a pair that never meets counts -1. gensim adds 1e-12 to the share
    of a pair, by which such pairs fare far better: `smoothing` does so, to compare. Words that
    occur in no unit are left out first; a topic with fewer than two words left is nan. Range -1 to
    1, shape (n_topics,). Source: Bouma (2009); Lau, Newman & Baldwin (2014); windows: Röder, Both &
    Hinneburg (2015).

    >>> units = [["tea", "milk"], ["tea", "milk"], ["rail", "bus"], ["rail"]]
    >>> document_npmi([["tea", "milk"], ["rail", "bus"], ["tea", "tram"]], units).round(3).tolist()
    [1.0, 0.5, nan]
    """
    column = {word: index for index, word in enumerate(sorted({w for t in topics for w in t}))}
    presence = _presence(units, list(column), window)
    together = np.asarray((presence.T @ presence).todense(), dtype=np.float64)
    single = together.diagonal()
    n = presence.shape[0]
    means = []
    for topic in topics:
        known = [column[word] for word in dict.fromkeys(topic) if single[column[word]]]
        pairs = combinations(known, 2)
        values = [
            _npmi(together[a, b] / n + smoothing, single[a] / n, single[b] / n) for a, b in pairs
        ]
        means.append(float(np.mean(values)) if values else np.nan)
    return np.array(means)


def _presence(
    units: Sequence[Sequence[str]], words: Sequence[str], window: int | None
) -> sp.csr_matrix:
    """Return which words occur in which units or windows, (n_contexts, n_words), as 0 and 1."""
    tokens = tokens_of(units)
    columns = tokens.places_of(words)[tokens.codes]
    positions = np.flatnonzero(columns >= 0)
    n_contexts = np.ones(len(tokens), dtype=np.int64)
    first = last = np.zeros(len(positions), dtype=np.int64)
    unit = np.searchsorted(tokens.starts, positions, side="right") - 1
    if window is not None:
        n_contexts = np.maximum(1, tokens.lengths - window + 1)
        offset = positions - tokens.starts[unit]
        first = np.maximum(0, offset - window + 1)
        last = np.minimum(offset, n_contexts[unit] - 1)
    begins, several = starts_of(n_contexts), last - first + 1
    rows = spans(begins[unit] + first, several)
    cells = (np.ones(len(rows)), (rows, np.repeat(columns[positions], several)))
    presence = sp.csr_matrix(cells, shape=(int(begins[-1]), len(words)))
    presence.data[:] = 1  # repeated words were summed
    return presence


def _npmi(both: float, first: float, second: float) -> float:
    if both == 0:
        return -1.0
    if both >= 1:
        return 1.0
    return float(np.log(both / (first * second)) / -np.log(both))


def diversity(topics: Sequence[Sequence[str]]) -> float:
    """Return the share of distinct words among all top words, 0 to 1 (Dieng, Ruiz & Blei 2020).

    >>> diversity([["a", "b"], ["a", "c"]])
    0.75
    """
    words = [word for topic in topics for word in topic]
    return len(set(words)) / len(words) if words else np.nan


def exclusivity(topic_word: Floats, words: Sequence[str], tops: Sequence[Sequence[str]]) -> Floats:
    """Return the mean share that each topic has of its top words over all topics, (n_topics,).

    `topic_word` is (n_topics, n_words), `tops` the top words of each. Range 1 / n_topics to 1; nan
    for a topic without words. Source: Bischof & Airoldi (2012).
    """
    place_of = {word: index for index, word in enumerate(words)}
    totals = topic_word.sum(axis=0)
    means = [
        float(np.mean([row[place_of[word]] / totals[place_of[word]] for word in top]))
        if top
        else np.nan
        for row, top in zip(topic_word, tops, strict=True)
    ]
    return np.array(means)


def redundancy(topic_word: Floats) -> Floats:
    """Return the largest cosine of each topic with any other, (n_topics,), 0 to 1.

    `topic_word` is (n_topics, n_words). One topic alone repeats nothing: 0.
    """
    alike = unit_rows(topic_word) @ unit_rows(topic_word).T
    np.fill_diagonal(alike, 0.0)
    largest: Floats = alike.max(axis=1, initial=0.0)
    return largest
