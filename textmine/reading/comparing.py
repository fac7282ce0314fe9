"""Constant comparison: the passages of two codes side by side, and one passage beside others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from textmine.corpus import Corpus
from textmine.errors import InputError, did_you_mean
from textmine.nlp.parting import parted_words
from textmine.reading.likeness import Likeness, cosines
from textmine.reading.order import without_repeats
from textmine.reading.passages import Passage
from textmine.reading.quotation import Quotation
from textmine.reading.quotations import Surroundings, quote_passages

if TYPE_CHECKING:
    from textmine.topics.reading.key_words import KeyWord

N_WORDS = 12
"""Words that are told of each side."""

_FEWEST_TIMES = 3
_ROWS = 1000
"""Passages of one side whose likeness to all of the other is held at once."""


@dataclass(frozen=True)
class Pair:
    """A passage of one code and one of another, and how like they are: a cosine, 0 to 1."""

    one: Quotation
    other: Quotation
    likeness: float

    @property
    def sides(self) -> tuple[Quotation, Quotation]:
        """Both passages."""
        return self.one, self.other


@dataclass(frozen=True)
class Contrast:
    """The passages of two codes that are most alike, and the words that each side has more of.

    `n_both` passages have both codes, or overlap in one text: they are in no pair.
    """

    pairs: tuple[Pair, ...]
    words: tuple[tuple[KeyWord, ...], tuple[KeyWord, ...]]
    n_both: int


def contrast(
    one: Sequence[Quotation], other: Sequence[Quotation], likeness: Likeness, n_pairs: int
) -> Contrast:
    """Return the pairs of passages of two codes that are most alike, and their telling words.

    A passage is in one pair at most. Words are those of the passages as they stand, in small
    letters, that stand there three times or more; their log-odds rank them and test nothing
    (`key_words`). Raises InputError where a side has no passage.
    """
    if not one or not other:
        raise InputError("One of the codes has no passage: there is nothing to compare.")
    mine, theirs = (likeness([quotation.text for quotation in side]) for side in (one, other))
    same = _overlapping(one, other)
    candidates: list[tuple[float, int, int]] = []
    for start in range(0, len(one), _ROWS):
        table = cosines(mine[start : start + _ROWS], theirs)
        for row, column in same:
            if start <= row < start + len(table):
                table[row - start, column] = -1.0
        best = np.argpartition(-table, min(n_pairs, len(other)) - 1, axis=1)[:, :n_pairs]
        candidates += [
            (float(table[row, column]), start + row, int(column))
            for row, columns in enumerate(best)
            for column in columns
            if table[row, column] > 0
        ]
    candidates.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    pairs: list[Pair] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for like, row, column in candidates:
        if len(pairs) < n_pairs and row not in taken[0] and column not in taken[1]:
            pairs.append(Pair(one[row], other[column], like))
            taken[0].add(row)
            taken[1].add(column)
    n_both = len({row for row, _ in same})
    return Contrast(tuple(pairs), _words_apart(one, other), n_both)


def read_place(corpus: Corpus, given: str) -> Passage:
    """Return the passage that DOCUMENT or DOCUMENT:START-END names.

    Raises InputError for a document that is not there, and for places that its text does not have.
    """
    texts = dict(zip(corpus.ids, corpus.texts, strict=True))
    if given in texts:
        return Passage(given, None, ())
    document, _, span = given.rpartition(":")
    start, dash, end = span.partition("-")
    if document not in texts or not (dash and start.isdecimal() and end.isdecimal()):
        raise InputError(
            f"'{corpus.name}' has no document '{document if document in texts else given}'."
            if document not in texts
            else f"'{span}' is no stretch of a text.",
            hint=did_you_mean(given, texts)
            if document not in texts
            else "Write DOCUMENT:START-END, in characters, the end not included.",
        )
    if not int(start) < int(end) <= len(texts[document]):
        raise InputError(
            f"Document '{document}' has {len(texts[document]):,} characters: nothing stands at "
            f"{span}.",
            hint="Write START-END, from 0, the end not included.",
        )
    return Passage(document, (int(start), int(end)), ())


def quote_place(corpus: Corpus, given: str, surroundings: Surroundings) -> Quotation:
    """Return the quotation of a passage that DOCUMENT or DOCUMENT:START-END names."""
    return quote_passages([read_place(corpus, given)], corpus, surroundings).quotations[0]


def most_alike(
    target: Quotation, others: Sequence[Quotation], likeness: Likeness, n: int
) -> tuple[Quotation, ...]:
    """Return the n passages that are most like one, with their cosine as rank.

    What overlaps it in the same text is left out, and so is what repeats another passage.
    """
    fresh = [quotation for quotation in others if not _overlap(target, quotation)]
    if not fresh:
        return ()
    vectors = likeness([target.text, *(quotation.text for quotation in fresh)])
    like = cosines(vectors[:1], vectors[1:])[0]
    order = np.argsort(-like, kind="stable").tolist()
    ranked = [replace(fresh[index], rank=float(like[index])) for index in order]
    return tuple(without_repeats(ranked, n)[0][:n])


def _overlapping(first: Sequence[Quotation], second: Sequence[Quotation]) -> list[tuple[int, int]]:
    """Return the places of passages that share a stretch of a text."""
    there: dict[str, list[int]] = {}
    for index, quotation in enumerate(second):
        there.setdefault(quotation.document, []).append(index)
    return [
        (row, index)
        for row, quotation in enumerate(first)
        for index in there.get(quotation.document, ())
        if _overlap(quotation, second[index])
    ]


def _overlap(quotation: Quotation, other: Quotation) -> bool:
    return (
        quotation.document == other.document
        and quotation.start < other.end
        and other.start < quotation.end
    )


def _words_apart(
    first_quotations: Sequence[Quotation], second_quotations: Sequence[Quotation]
) -> tuple[tuple[KeyWord, ...], tuple[KeyWord, ...]]:
    import scipy.sparse as sp
    from sklearn.feature_extraction.text import CountVectorizer

    from textmine.topics.reading.key_words import key_words

    counter = CountVectorizer(tokenizer=parted_words, token_pattern=None, dtype=np.int64)
    try:
        counts = counter.fit_transform(
            [quotation.text for quotation in (*first_quotations, *second_quotations)]
        )
    except ValueError:  # no text has a word
        return (), ()
    frequent = np.flatnonzero(np.asarray(counts.sum(axis=0)).ravel() >= _FEWEST_TIMES)
    names = counter.get_feature_names_out()
    side = np.zeros((len(first_quotations) + len(second_quotations), 2))
    side[: len(first_quotations), 0] = side[len(first_quotations) :, 1] = 1.0
    words = [str(names[index]) for index in frequent]
    first, second = key_words(sp.csr_matrix(counts[:, frequent]), words, side, N_WORDS)
    return first, second
