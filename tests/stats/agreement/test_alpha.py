"""Krippendorff's alpha: published figures, and nltk on random data with gaps."""

from __future__ import annotations

import numpy as np
import pytest
from nltk.metrics.agreement import AnnotationTask

from tests.stats.published import (
    ARTSTEIN_POESIO,
    K2011_A,
    K2011_B,
    K2011_C,
    RATERS_4,
    WIKIPEDIA_ALPHA,
)
from textmine.errors import InputError
from textmine.stats import (
    krippendorff_alpha,
    linear_weights,
    ordinal_weights,
    quadratic_weights,
    scott_pi,
)
from textmine.stats.counts import count_categories, unit_coincidences


@pytest.mark.parametrize(
    ("codes", "n_categories", "metric", "published"),
    [
        pytest.param(K2011_C, 5, "nominal", 0.743421, id="k2011-c-nominal"),
        pytest.param(K2011_C, 5, "ordinal", 0.815388, id="k2011-d-ordinal"),
        pytest.param(K2011_C, 5, "interval", 0.849107, id="k2011-d-interval"),
        pytest.param(K2011_C, 5, "ratio", 0.797403, id="k2011-d-ratio"),
        pytest.param(K2011_A, 2, "nominal", 0.095238, id="k2011-a-binary"),
        pytest.param(K2011_B, 5, "nominal", 0.691964, id="k2011-b-nominal"),
        pytest.param(WIKIPEDIA_ALPHA, 4, "nominal", 0.691358, id="wikipedia-nominal"),
        pytest.param(WIKIPEDIA_ALPHA, 4, "interval", 0.810845, id="wikipedia-interval"),
        pytest.param(WIKIPEDIA_ALPHA, 4, "ordinal", 0.806721, id="wikipedia-ordinal"),
        pytest.param(WIKIPEDIA_ALPHA, 4, "ratio", 0.808944, id="wikipedia-ratio"),
        pytest.param(ARTSTEIN_POESIO, 3, "nominal", 0.8005345806882727, id="a-and-p-2008"),
        # irrCAC on raw4raters with similarity weights; its "ordinal" is not Krippendorff's.
        pytest.param(RATERS_4, 5, 1 - quadratic_weights(5), 0.84911, id="irrcac-quadratic"),
        pytest.param(RATERS_4, 5, 1 - linear_weights(5), 0.80038, id="irrcac-linear"),
        pytest.param(RATERS_4, 5, 1 - ordinal_weights(5), 0.83364, id="irrcac-ordinal"),
    ],
)
def test_published_figure(codes, n_categories, metric, published):
    digits = len(str(published)) - 2
    found = krippendorff_alpha(codes, n_categories, metric).value
    assert found == pytest.approx(published, abs=0.51 * 10.0**-digits)


def test_agreement_on_gwets_scale():
    # irrCAC, raw4raters: alpha's p_a is .805, 1 - (1 - 1 / n) Do with n = 40 pairable codes.
    found = krippendorff_alpha(RATERS_4, 5)
    assert 1 - (1 - 1 / 40) * found.observed == pytest.approx(0.805)
    assert found.value == pytest.approx(1 - found.observed / found.expected)


def test_coincidences_of_krippendorff_2011():
    matrix = unit_coincidences(count_categories(np.asarray(K2011_C), 5)).sum(axis=0)
    assert matrix.diagonal() == pytest.approx([7, 10, 8, 4, 3])
    above = {(0, 1): 4 / 3, (0, 2): 1 / 3, (0, 3): 1 / 3, (1, 2): 4 / 3, (1, 3): 1 / 3}
    above[2, 3] = 1 / 3
    for (row, column), published in above.items():
        assert matrix[row, column] == pytest.approx(published)
    assert matrix == pytest.approx(matrix.T)
    assert matrix.sum() == pytest.approx(40)


def test_difference_from_scott_pi_is_the_small_sample_correction():
    # Artstein and Poesio (2008): alpha = 1 - (1 - pi) (2n - 1) / 2n for two coders, n units.
    pi, alpha = scott_pi(ARTSTEIN_POESIO, 3).value, krippendorff_alpha(ARTSTEIN_POESIO, 3).value
    assert alpha == pytest.approx(1 - (1 - pi) * 199 / 200)


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_nltk_with_missing_codes(seed):
    rng = np.random.default_rng(seed)
    q, n_coders = int(rng.integers(2, 6)), int(rng.integers(2, 5))
    truth = rng.integers(0, q, 25)
    random = rng.integers(0, q, (25, n_coders))
    codes = np.where(rng.random((25, n_coders)) < 0.6, truth[:, None], random)
    codes[rng.random(codes.shape) < 0.2] = -1
    triples = [
        (coder, unit, int(code))
        for unit, row in enumerate(codes)
        for coder, code in enumerate(row)
        if code >= 0 and (row >= 0).sum() >= 2
    ]
    assert krippendorff_alpha(codes, q).value == pytest.approx(AnnotationTask(data=triples).alpha())
    squares = AnnotationTask(data=triples, distance=lambda a, b: (a - b) ** 2)
    assert krippendorff_alpha(codes, q, "interval").value == pytest.approx(squares.alpha())


def test_values_of_categories():
    spaced = krippendorff_alpha(K2011_C, 5, "interval", values=[10, 20, 30, 40, 50])
    assert spaced.value == pytest.approx(krippendorff_alpha(K2011_C, 5, "interval").value)
    uneven = krippendorff_alpha(K2011_C, 5, "interval", values=[1, 2, 3, 4, 50])
    assert uneven.value != pytest.approx(spaced.value)


def test_ordinal_metric_is_not_gwets_ordinal_weights():
    weighted = krippendorff_alpha(K2011_C, 5, 1 - ordinal_weights(5)).value
    assert abs(krippendorff_alpha(K2011_C, 5, "ordinal").value - weighted) > 0.01


def test_one_category_among_pairable_codes_is_undefined():
    found = krippendorff_alpha([[1, 1], [1, 1], [2, -1]], 3)
    assert np.isnan(found.value)
    assert "one and the same code" in found.reason


def test_no_distance_between_the_used_categories_is_undefined():
    distances = [[0, 0, 1], [0, 0, 1], [1, 1, 0]]
    found = krippendorff_alpha([[0, 1], [1, 1]], 3, distances)
    assert np.isnan(found.value)
    assert "expected by chance is 0" in found.reason


def test_unknown_metric_names_the_nearest():
    with pytest.raises(InputError, match=r"no metric called 'ordnal'.*'ordinal'"):
        krippendorff_alpha(K2011_C, 5, "ordnal")
