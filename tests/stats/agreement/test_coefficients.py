"""The registry of coefficients, and a coefficient for each category."""

from __future__ import annotations

import numpy as np
import pytest

from tests.stats.published import K2011_C
from textmine.errors import InputError
from textmine.stats import binarise, fleiss_kappa, gwet_ac1, krippendorff_alpha, per_category
from textmine.stats.agreement.alpha import TOTALS_FORMS, totals_form_of


def test_alpha_by_category_of_krippendorff_2011():
    found = per_category(krippendorff_alpha, K2011_C, 5)
    published = [0.720430, 0.666667, 0.740000, 0.777143, 1.000000]
    assert [round(alpha.value, 6) for alpha in found] == published
    assert [alpha.category for alpha in found] == [0, 1, 2, 3, 4]
    assert [alpha.category_counts[1] for alpha in found] == [9, 13, 11, 5, 3]


@pytest.mark.parametrize("coefficient", [gwet_ac1, fleiss_kappa])
def test_a_category_is_the_binary_coefficient(coefficient):
    for category, found in enumerate(per_category(coefficient, K2011_C, 5)):
        assert found.value == coefficient(binarise(K2011_C, category), 2).value


def test_a_category_that_nobody_used_says_so():
    found = per_category(krippendorff_alpha, K2011_C, 6)[5]
    assert np.isnan(found.value)
    assert found.reason == "Nobody used this category."


def test_codes_outside_the_codebook_are_refused():
    with pytest.raises(InputError, match="outside the codebook of 4 categories"):
        per_category(krippendorff_alpha, K2011_C, 4)


@pytest.mark.parametrize("coefficient", TOTALS_FORMS)
def test_the_design_has_the_name_of_the_function(coefficient):
    options = {"weights": "linear"} if coefficient.__name__ == "gwet_ac2" else {}
    assert totals_form_of(coefficient, 3, **options).name == coefficient.__name__
