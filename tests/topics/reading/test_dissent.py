"""Which strong units of a topic are quoted as standing apart."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from textmine.topics.reading.atypical import dissenting
from textmine.topics.reading.sources import Source

N = 6
WORDS = ["studio", "rent", *(f"word{i}" for i in range(8))]
TEXTS = [Source(f"d{i}", f"person {i}", "", "The studio rent is high.") for i in range(N)]
SHARES = np.linspace(0.9, 0.5, N)


def counts(odd: int) -> sp.csr_matrix:
    """All units have the topic's two words; the odd one shares no other word with the rest."""
    table = np.zeros((N, len(WORDS) + 6))
    table[:, :8] = 1
    table[odd, 2:8] = 0
    table[odd, len(WORDS) :] = 1
    return sp.csr_matrix(table)


def apart(meaning=None, quoted=()):
    found = dissenting(
        SHARES, [0, 1], counts(3), TEXTS, [["the"]] * N, WORDS[:2], False, meaning, quoted
    )
    return [one.quotation.document for one in found], [one.why for one in found]


def test_by_words_where_meaning_is_not_known():
    documents, (why,) = apart()
    assert documents == ["d3"]
    assert why == "least typical of its 6 strong units: likeness 0.00, median 0.97"


def test_by_meaning_where_it_is_known():
    vectors = np.tile([1.0, 0.0], (N, 1))
    vectors[4] = [0.0, 1.0]
    documents, (why,) = apart(lambda units: vectors[units])
    assert documents == ["d4"]
    assert "likeness 0.00, median 0.9" in why


def test_what_is_quoted_as_typical_does_not_stand_apart():
    documents, _ = apart(quoted={"d3"})
    assert documents != ["d3"]
    assert apart(quoted={one.document for one in TEXTS}) == ([], [])


@pytest.mark.parametrize(("n", "compared"), [(300, 200), (20_001, 50)])
def test_only_the_strongest_are_compared(n, compared):
    texts = [Source(f"d{i}", f"person {i}", "", "The studio rent.") for i in range(n)]
    vectors = np.tile([1.0, 0.0], (n, 1))
    vectors[250] = [0.0, 1.0]
    table = sp.csr_matrix(np.ones((n, 8)))
    asked: list[int] = []

    def meaning(units):
        asked.extend(units)
        return vectors[units]

    shares = np.linspace(1, 0.5, n)
    dissenting(shares, [0, 1], table, texts, [[]] * n, WORDS[:2], False, meaning)
    assert asked == list(range(compared))
