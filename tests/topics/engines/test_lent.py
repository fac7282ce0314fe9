"""A table held as a product gives what the table written out gives."""

import numpy as np
import pytest
import scipy.sparse as sp

from textmine.topics.engines import smoothed
from textmine.topics.engines.engine import Guide
from textmine.topics.engines.lent import Lent
from textmine.topics.engines.smoothed import fit_smoothed, neighbours, place_smoothed


@pytest.fixture
def counts():
    draw = np.random.default_rng(4)
    themes = draw.dirichlet(np.full(500, 0.03), size=4)
    return sp.csr_matrix(
        np.array([draw.multinomial(12, themes[unit % 4]) for unit in range(450)], dtype=float)
    )


def test_products_are_those_of_the_table():
    draw = np.random.default_rng(2)
    own = sp.random(30, 20, 0.3, format="csr", random_state=draw)
    near = sp.random(20, 20, 0.2, format="csr", random_state=draw)
    lent = Lent(own, near, 1.5)
    table = own.toarray() + 1.5 * own.toarray() @ near.toarray()
    assert lent.written_out().toarray() == pytest.approx(table)
    assert lent.times(np.eye(20)) == pytest.approx(table)
    assert lent.turned_times(np.eye(30)) == pytest.approx(table.T)
    assert lent.mean() == pytest.approx(table.mean())


@pytest.mark.parametrize("guide", [Guide(), Guide(seeds=((3, 5), (8, 9)))])
def test_a_fit_is_the_same_either_way(counts, monkeypatch, guide):
    found = []
    for most in (0, 10**9):
        monkeypatch.setattr(smoothed, "_WRITTEN_OUT", most)
        words, parameters = fit_smoothed(counts, 4, 1, guide)
        found.append((words, place_smoothed(counts, parameters, 1, guide)))
    for one, other in zip(*found, strict=True):
        assert one == pytest.approx(other, abs=1e-9)


def test_blocks_of_words_change_no_neighbour(counts, monkeypatch):
    whole = neighbours(counts)
    monkeypatch.setattr(smoothed, "_AT_ONCE", 500)
    assert (whole != neighbours(counts)).nnz == 0
