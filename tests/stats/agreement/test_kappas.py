"""Agreement coefficients: published figures, properties, and other packages."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from nltk.metrics.agreement import AnnotationTask
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats import inter_rater

from tests.stats.published import (
    ABSTRACTORS,
    ARTSTEIN_POESIO,
    BEN_GERRY,
    COHEN_1960,
    FCE_1969,
    FCE_1969_WEIGHTS,
    FLEISS_1971,
    G1G2,
    GENDER,
    OBSERVERS_5,
    PARADOX,
    RATERS_4,
    WIKIPEDIA_FLEISS,
)
from textmine.arrays import Ints
from textmine.errors import InputError
from textmine.stats import (
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
)
from textmine.stats.counts import count_categories

MANY_CODERS = [
    percent_agreement,
    fleiss_kappa,
    conger_kappa,
    brennan_prediger,
    gwet_ac1,
    krippendorff_alpha,
]


@pytest.mark.parametrize(
    ("coefficient", "codes", "n_categories", "published", "digits"),
    [
        # Cohen (1960), table 1.
        pytest.param(percent_agreement, COHEN_1960, 3, 0.70, 6, id="cohen-1960-po"),
        pytest.param(cohen_kappa, COHEN_1960, 3, 0.491525, 6, id="cohen-1960-kappa"),
        # Fleiss, Cohen and Everitt (1969).
        pytest.param(cohen_kappa, FCE_1969, 3, 0.428571, 6, id="fce-1969-kappa"),
        # Artstein and Poesio (2008), table 1.
        pytest.param(percent_agreement, ARTSTEIN_POESIO, 3, 0.88, 12, id="a-and-p-2008-ao"),
        pytest.param(brennan_prediger, ARTSTEIN_POESIO, 3, 0.82, 12, id="a-and-p-2008-s"),
        pytest.param(scott_pi, ARTSTEIN_POESIO, 3, 0.7995322418977615, 12, id="a-and-p-2008-pi"),
        pytest.param(cohen_kappa, ARTSTEIN_POESIO, 3, 0.8013245033112583, 12, id="a-and-p-2008-k"),
        # Fleiss (1971); Randolph's free-marginal kappa on the same data.
        pytest.param(fleiss_kappa, FLEISS_1971, 5, 0.430245, 6, id="fleiss-1971-kappa"),
        pytest.param(percent_agreement, FLEISS_1971, 5, 0.555556, 6, id="fleiss-1971-pbar"),
        pytest.param(brennan_prediger, FLEISS_1971, 5, 0.444444, 6, id="randolph-on-fleiss-1971"),
        # Wikipedia, Fleiss' kappa.
        pytest.param(fleiss_kappa, WIKIPEDIA_FLEISS, 5, 0.209931, 6, id="wikipedia-fleiss"),
        pytest.param(percent_agreement, WIKIPEDIA_FLEISS, 5, 0.378022, 6, id="wikipedia-pbar"),
        # Gwet (2008), the paradox.
        pytest.param(percent_agreement, PARADOX, 2, 0.944, 12, id="paradox-pa"),
        pytest.param(cohen_kappa, PARADOX, 2, -0.02339, 5, id="paradox-cohen"),
        pytest.param(scott_pi, PARADOX, 2, -0.02881, 5, id="paradox-scott"),
        pytest.param(krippendorff_alpha, PARADOX, 2, -0.02469, 5, id="paradox-alpha"),
        pytest.param(brennan_prediger, PARADOX, 2, 0.888, 12, id="paradox-bp"),
        pytest.param(gwet_ac1, PARADOX, 2, 0.94078, 5, id="paradox-ac1"),
        # Gwet (2014) and irrCAC: table cont3x3abstractors.
        pytest.param(cohen_kappa, ABSTRACTORS, 3, 0.79641, 5, id="abstractors-cohen"),
        pytest.param(scott_pi, ABSTRACTORS, 3, 0.79624, 5, id="abstractors-scott"),
        pytest.param(gwet_ac1, ABSTRACTORS, 3, 0.84933, 5, id="abstractors-ac1"),
        pytest.param(brennan_prediger, ABSTRACTORS, 3, 0.835, 5, id="abstractors-bp"),
        pytest.param(krippendorff_alpha, ABSTRACTORS, 3, 0.79726, 5, id="abstractors-alpha"),
        # Gwet (2014) and irrCAC: raw data with missing codes.
        pytest.param(percent_agreement, RATERS_4, 5, 0.81818, 5, id="raw4raters-pa"),
        pytest.param(gwet_ac1, RATERS_4, 5, 0.77544, 5, id="raw4raters-ac1"),
        pytest.param(fleiss_kappa, RATERS_4, 5, 0.76117, 5, id="raw4raters-fleiss"),
        pytest.param(krippendorff_alpha, RATERS_4, 5, 0.74342, 5, id="raw4raters-alpha"),
        pytest.param(conger_kappa, RATERS_4, 5, 0.76282, 5, id="raw4raters-conger"),
        pytest.param(brennan_prediger, RATERS_4, 5, 0.77273, 5, id="raw4raters-bp"),
        pytest.param(gwet_ac1, OBSERVERS_5, 4, 0.49662, 5, id="raw5observers-ac1"),
        pytest.param(fleiss_kappa, OBSERVERS_5, 4, 0.45762, 5, id="raw5observers-fleiss"),
        pytest.param(krippendorff_alpha, OBSERVERS_5, 4, 0.48053, 5, id="raw5observers-alpha"),
        pytest.param(conger_kappa, OBSERVERS_5, 4, 0.46927, 5, id="raw5observers-conger"),
        pytest.param(brennan_prediger, OBSERVERS_5, 4, 0.48741, 5, id="raw5observers-bp"),
        pytest.param(gwet_ac1, GENDER, 3, 0.20808, 5, id="raw_gender-ac1"),
        pytest.param(fleiss_kappa, GENDER, 3, 0.12889, 5, id="raw_gender-fleiss"),
        pytest.param(krippendorff_alpha, GENDER, 3, 0.14341, 5, id="raw_gender-alpha"),
        pytest.param(conger_kappa, GENDER, 3, 0.16572, 5, id="raw_gender-conger"),
        pytest.param(brennan_prediger, GENDER, 3, 0.18333, 5, id="raw_gender-bp"),
        pytest.param(gwet_ac1, BEN_GERRY, 5, 0.66144, 5, id="ben_gerry-ac1"),
        pytest.param(fleiss_kappa, BEN_GERRY, 5, 0.64935, 5, id="ben_gerry-fleiss"),
        pytest.param(krippendorff_alpha, BEN_GERRY, 5, 0.66489, 5, id="ben_gerry-alpha"),
        pytest.param(conger_kappa, BEN_GERRY, 5, 0.65714, 5, id="ben_gerry-conger"),
        pytest.param(brennan_prediger, BEN_GERRY, 5, 0.65909, 5, id="ben_gerry-bp"),
        pytest.param(gwet_ac1, G1G2, 5, 0.6846, 5, id="g1g2-ac1"),
        pytest.param(fleiss_kappa, G1G2, 5, 0.65725, 5, id="g1g2-fleiss"),
        pytest.param(krippendorff_alpha, G1G2, 5, 0.63181, 5, id="g1g2-alpha"),
        pytest.param(conger_kappa, G1G2, 5, 0.65859, 5, id="g1g2-conger"),
        pytest.param(brennan_prediger, G1G2, 5, 0.67949, 5, id="g1g2-bp"),
    ],
)
def test_published_figure(coefficient, codes, n_categories, published, digits):
    assert round(coefficient(codes, n_categories).value, digits) == pytest.approx(published)


@pytest.mark.parametrize(
    ("weights", "ac2", "fleiss", "conger", "brennan"),
    [
        # irrCAC on raw4raters, values computed with its pinned versions.
        pytest.param("quadratic", 0.914, 0.86494, 0.85771, 0.90152, id="quadratic"),
        pytest.param("linear", 0.85874, 0.81794, 0.81378, 0.84848, id="linear"),
        pytest.param("ordinal", 0.89894, 0.85021, 0.84366, 0.88636, id="ordinal"),
    ],
)
def test_published_weighted_figures_of_raw4raters(weights, ac2, fleiss, conger, brennan):
    assert gwet_ac2(RATERS_4, 5, weights).value == pytest.approx(ac2, abs=5e-6)
    assert fleiss_kappa(RATERS_4, 5, weights).value == pytest.approx(fleiss, abs=5e-6)
    assert conger_kappa(RATERS_4, 5, weights).value == pytest.approx(conger, abs=5e-6)
    assert brennan_prediger(RATERS_4, 5, weights).value == pytest.approx(brennan, abs=5e-6)


@pytest.mark.parametrize(
    ("codes", "weights", "published"),
    [
        # Cohen (1968): disagreement weights 0 1 3 / 1 0 6 / 3 6 0 on the table of 1960.
        (COHEN_1960, 1 - np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]]) / 6, 0.347826),
        # Fleiss, Cohen and Everitt (1969): their own weights; linear and quadratic recomputed.
        (FCE_1969, FCE_1969_WEIGHTS, 0.507065),
        (FCE_1969, "linear", 0.492308),
        (FCE_1969, "quadratic", 0.566667),
    ],
    ids=["cohen-1968", "fce-1969", "fce-1969-linear", "fce-1969-quadratic"],
)
def test_published_weighted_kappa(codes, weights, published):
    # The weights of 1969 are printed with four digits, so the figure is good to five.
    assert cohen_kappa(codes, 3, weights).value == pytest.approx(published, abs=6e-6)


def test_fleiss_1971_reports_chance_and_margins():
    found = fleiss_kappa(FLEISS_1971, 5)
    assert round(found.expected, 6) == 0.219938
    assert found.category_counts == (26, 26, 30, 55, 43)
    assert found.prevalence == pytest.approx(np.array([26, 26, 30, 55, 43]) / 180)
    assert (found.n_units, found.n_pairable, found.n_codings, found.n_coders) == (30, 30, 180, 6)
    assert round(fleiss_kappa(WIKIPEDIA_FLEISS, 5).expected, 6) == 0.212755


@pytest.mark.parametrize("coefficient", [*MANY_CODERS, cohen_kappa, scott_pi])
@pytest.mark.parametrize(
    ("codes", "reason"),
    [
        ([[0, -1], [1, -1]], "Only one coder"),
        ([[0, -1], [-1, 1]], "No unit was coded by two"),
        ([[-1, -1], [-1, -1]], "No unit has a code"),
        (np.zeros((0, 2), dtype=int), "No unit has a code"),
        ([[0], [1]], "Only one coder"),
    ],
)
def test_undefined_has_a_reason(coefficient, codes, reason):
    found = coefficient(codes, 3)
    assert np.isnan(found.value)
    assert not found.defined
    assert reason in found.reason


@pytest.mark.parametrize("coefficient", [fleiss_kappa, conger_kappa, cohen_kappa, scott_pi])
def test_one_category_is_undefined_for_kappas(coefficient):
    found = coefficient([[1, 1], [1, 1], [1, -1]], 3)
    assert np.isnan(found.value)
    assert "one and the same code" in found.reason


@pytest.mark.parametrize("coefficient", [percent_agreement, brennan_prediger, gwet_ac1])
def test_one_category_is_1_with_a_warning_elsewhere(coefficient):
    found = coefficient([[1, 1], [1, 1]], 3)
    assert found.value == pytest.approx(1)
    assert "one and the same code" in found.reason


@pytest.mark.parametrize("coefficient", [cohen_kappa, scott_pi])
def test_two_coder_coefficients_refuse_three(coefficient):
    with pytest.raises(InputError, match=r"compares two coders\. Got 3"):
        coefficient([[0, 1, 1]], 2)


def test_cohen_keeps_half_coded_units_in_the_margins():
    codes = np.array([[0, 0], [1, 1], [0, 1], [1, -1], [-1, 0]])
    assert cohen_kappa(codes, 2).value == pytest.approx(conger_kappa(codes, 2).value)
    assert cohen_kappa(codes, 2).n_units == 5
    assert cohen_kappa(codes, 2).n_pairable == 3


codes_with_gaps = st.integers(2, 4).flatmap(
    lambda q: st.tuples(
        st.just(q),
        hnp.arrays(
            np.int64,
            st.tuples(st.integers(2, 12), st.integers(2, 4)),
            elements=st.integers(-1, q - 1),
        ),
    )
)


@settings(max_examples=40, deadline=None)
@given(codes_with_gaps, st.randoms(use_true_random=False))
def test_order_and_names_do_not_matter(drawn: tuple[int, Ints], random) -> None:
    q, codes = drawn
    rng = np.random.default_rng(random.randrange(2**32))
    shuffled = rng.permutation(rng.permutation(codes, axis=0), axis=1)
    names = np.append(rng.permutation(q), -1)
    for coefficient in MANY_CODERS:
        expected = coefficient(codes, q).value
        found = coefficient(names[shuffled], q).value
        assert found == pytest.approx(expected, abs=1e-9, nan_ok=True)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=2, max_size=20), st.integers(2, 5))
def test_perfect_agreement_on_two_categories_is_1(categories: list[int], n_coders: int) -> None:
    codes = np.repeat(np.array([0, 1, *categories])[:, None], n_coders, axis=1)
    for coefficient in MANY_CODERS:
        found = coefficient(codes, 4)
        assert found.value == pytest.approx(1)
        assert found.reason == ""


@settings(max_examples=40, deadline=None)
@given(codes_with_gaps)
def test_weights_of_0_and_1_change_nothing(drawn: tuple[int, Ints]) -> None:
    q, codes = drawn
    for coefficient in (cohen_kappa, fleiss_kappa, conger_kappa, brennan_prediger):
        pair = codes[:, :2]
        weighted = coefficient(pair, q, np.eye(q)).value
        assert weighted == pytest.approx(coefficient(pair, q).value, nan_ok=True)
    ac1, ac2 = gwet_ac1(codes, q).value, gwet_ac2(codes, q, "identity").value
    assert ac2 == pytest.approx(ac1, nan_ok=True)


@settings(max_examples=40, deadline=None)
@given(codes_with_gaps)
def test_an_unused_category_changes_only_ac1_and_bp(drawn: tuple[int, Ints]) -> None:
    q, codes = drawn
    for coefficient in (percent_agreement, fleiss_kappa, conger_kappa, krippendorff_alpha):
        wider = coefficient(codes, q + 1).value
        assert wider == pytest.approx(coefficient(codes, q).value, nan_ok=True)
    for coefficient in (gwet_ac1, brennan_prediger):
        found, wider = coefficient(codes, q), coefficient(codes, q + 1)
        assert wider.observed == pytest.approx(found.observed, nan_ok=True)
        if found.defined and not found.reason and found.value < 1:
            assert wider.value > found.value


@pytest.mark.parametrize("seed", range(15))
def test_agrees_with_statsmodels_nltk_and_sklearn(seed):
    rng = np.random.default_rng(seed)
    q = int(rng.integers(2, 6))
    codes = rng.choice(q, (40, 3), p=rng.dirichlet(np.full(q, 5.0)))
    codes[:20, 1] = codes[:20, 0]
    counts = count_categories(codes, q)
    assert fleiss_kappa(codes, q).value == pytest.approx(inter_rater.fleiss_kappa(counts))
    assert brennan_prediger(codes, q).value == pytest.approx(
        inter_rater.fleiss_kappa(counts, method="randolph")
    )
    pair = codes[:, :2]
    table = np.bincount(pair @ [q, 1], minlength=q * q).reshape(q, q)
    assert cohen_kappa(pair, q).value == pytest.approx(inter_rater.cohens_kappa(table).kappa)
    for weights in ("linear", "quadratic"):
        assert cohen_kappa(pair, q, weights).value == pytest.approx(
            cohen_kappa_score(pair[:, 0], pair[:, 1], labels=range(q), weights=weights)
        )
    triples = [
        (coder, unit, code) for unit, row in enumerate(pair) for coder, code in enumerate(row)
    ]
    task = AnnotationTask(data=triples)
    assert cohen_kappa(pair, q).value == pytest.approx(task.kappa())
    assert scott_pi(pair, q).value == pytest.approx(task.pi())
    assert percent_agreement(pair, q).value == pytest.approx(task.avg_Ao())
