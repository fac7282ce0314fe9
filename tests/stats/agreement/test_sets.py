"""Sets of codes: MASI and Jaccard distances beside nltk, and alpha with them."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import jaccard_distance, masi_distance

from textmine.errors import InputError
from textmine.stats import binarise, bootstrap_interval, krippendorff_alpha
from textmine.stats.agreement.weights import distinct_sets, set_distances

# Two coders, four units: our own figures (.247312, .252427), and nltk's in the tests below.
FIRST = [{1}, {2, 3}, {1}, {1, 3}]
SECOND = [{1, 2}, {2, 3}, {3}, {1, 2, 3}]
CELLS = [[frozenset(a), frozenset(b)] for a, b in zip(FIRST, SECOND, strict=True)]

ORACLES = {"masi": masi_distance, "jaccard": jaccard_distance}
SETS = st.frozensets(st.integers(0, 5), min_size=1)


def random_cells(seed: int, n_units: int, n_coders: int, n_codes: int):
    rng = np.random.default_rng(seed)
    cells = []
    for truth in rng.random((n_units, n_codes)) < 0.3:
        flips = rng.random((n_coders, n_codes)) < 0.15
        cells.append([frozenset(np.flatnonzero(truth ^ flip).tolist()) for flip in flips])
    return cells


@pytest.mark.parametrize(("how", "value"), [("masi", 0.247312), ("jaccard", 0.252427)])
def test_alpha_of_sets(how, value):
    codes, sets = distinct_sets(CELLS)
    found = krippendorff_alpha(codes, len(sets), set_distances(sets, how))
    assert found.value == pytest.approx(value, abs=5e-7)
    triples = [(c, u, row[c]) for u, row in enumerate(CELLS) for c in range(2)]
    assert found.value == pytest.approx(AnnotationTask(triples, ORACLES[how]).alpha())


@pytest.mark.parametrize("how", ORACLES)
@given(st.lists(SETS, min_size=2, max_size=8))
def test_distances_are_those_of_nltk(how, sets):
    found = set_distances(sets, how)
    expected = [[ORACLES[how](a, b) for b in sets] for a in sets]
    assert found == pytest.approx(np.array(expected))


@pytest.mark.parametrize("how", ORACLES)
def test_empty_sets(how):
    empty = frozenset()
    found = set_distances([empty, empty, frozenset({3})], how)
    assert found.tolist() == [[0, 0, 1], [0, 0, 1], [1, 1, 0]]


@pytest.mark.parametrize("how", ORACLES)
@given(st.lists(st.frozensets(st.integers(0, 5)), max_size=8))
def test_distances_are_symmetric_within_0_and_1_and_0_for_equal_sets(how, sets):
    found = set_distances(sets, how)
    assert (found == found.T).all()
    assert ((found >= 0) & (found <= 1)).all()
    equal = np.array([[a == b for b in sets] for a in sets]).reshape(found.shape)
    assert ((found == 0) == equal).all()


@pytest.mark.parametrize("how", ORACLES)
def test_sets_of_one_code_are_nominal_codes(how):
    rng = np.random.default_rng(1)
    codes = rng.integers(0, 4, (30, 3))
    cells = [[frozenset({int(code)}) for code in row] for row in codes]
    numbered, sets = distinct_sets(cells)
    found = krippendorff_alpha(numbered, len(sets), set_distances(sets, how)).value
    assert found == pytest.approx(krippendorff_alpha(codes, 4).value)


@pytest.mark.parametrize("how", ORACLES)
def test_alpha_does_not_depend_on_the_order_of_coders_and_units_or_the_names_of_codes(how):
    cells = random_cells(2, 40, 3, 4)

    def alpha(rows):
        codes, sets = distinct_sets(rows)
        return krippendorff_alpha(codes, len(sets), set_distances(sets, how)).value

    renamed = [[frozenset(9 - code for code in cell) for cell in row] for row in cells]
    turned = [row[::-1] for row in cells[::-1]]
    assert alpha(renamed) == pytest.approx(alpha(cells))
    assert alpha(turned) == pytest.approx(alpha(cells))


def test_alpha_of_one_label_against_the_others():
    codes, sets = distinct_sets(CELLS)
    labels = np.array([[int(1 in sets[code]) for code in row] for row in codes])
    assert krippendorff_alpha(labels, 2).value == pytest.approx(
        krippendorff_alpha(binarise(labels, 1), 2).value
    )
    # Label 1: 11, 00, 10, 11; n_0 = 3, n_1 = 5, so alpha = 1 - 7 * 2 / (2 * 3 * 5) = .5333.
    assert krippendorff_alpha(labels, 2).value == pytest.approx(1 - 7 / 15)


def test_missing_cells_and_sorted_sets():
    a, b, c = frozenset({5}), frozenset({0, 9}), frozenset()
    codes, sets = distinct_sets([[b, None], [a, c]])
    assert sets == (c, a, b)
    assert codes.tolist() == [[2, -1], [1, 0]]
    again, same = distinct_sets([[a, c], [b, None]])
    assert same == sets
    assert again.tolist() == [[1, 0], [2, -1]]


def test_no_units_and_no_sets():
    codes, sets = distinct_sets([])
    assert (codes.shape, sets) == ((0, 0), ())
    codes, sets = distinct_sets([[None, None]])
    assert (codes.tolist(), sets) == ([[-1, -1]], ())
    assert set_distances((), "masi").shape == (0, 0)


def test_one_set_has_a_matrix_and_alpha_needs_another():
    codes, sets = distinct_sets([[frozenset({1}), frozenset({1})]] * 3)
    assert set_distances(sets, "masi").tolist() == [[0]]
    padded = (*sets, frozenset())
    found = krippendorff_alpha(codes, 2, set_distances(padded, "masi"))
    assert np.isnan(found.value)
    assert "one and the same code" in found.reason


def test_unknown_distance_and_ragged_units():
    with pytest.raises(InputError, match=r"called 'massi'.*'masi'"):
        set_distances([frozenset()], "massi")
    with pytest.raises(InputError, match=r"Unit 1 .* has 1 cell, and unit 0 has 2"):
        distinct_sets([[None, None], [None]])


def test_the_bootstrap_is_fast_with_hundreds_of_sets():
    codes, sets = distinct_sets(random_cells(3, 700, 3, 9))
    assert len(sets) > 250
    start = time.process_time()
    distances = set_distances(sets, "masi")
    interval = bootstrap_interval(krippendorff_alpha, codes, len(sets), metric=distances)
    assert time.process_time() - start < 3
    value = krippendorff_alpha(codes, len(sets), distances).value
    assert interval.low < value < interval.high
