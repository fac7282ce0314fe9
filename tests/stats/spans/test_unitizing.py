"""Agreement on segments: published figures, alpha of codes as a special case, and properties."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from textmine.errors import InputError
from textmine.stats import krippendorff_alpha, per_category
from textmine.stats.spans.unitizing import Segment, unitizing_alpha
from textmine.stats.spans.unitizing_2004 import unitizing_alpha_2004

# Krippendorff (2004), Content Analysis, page 254: a continuum of 300 from 150 on, (start, length,
# category); c is 0, k is 1. Segments of c and k of one coder overlap.
PAGE_254 = (
    ((225, 70, 0), (370, 30, 0), (180, 60, 1), (300, 50, 1)),
    ((220, 80, 0), (355, 20, 0), (400, 20, 0), (180, 60, 1), (300, 50, 1)),
)
# The same, cut so that they do not.
APART = (
    ((225, 70, 0), (370, 30, 0), (180, 45, 1), (300, 50, 1)),
    ((220, 80, 0), (355, 20, 0), (400, 20, 0), (180, 40, 1), (300, 50, 1)),
)


def segments_of(coders, document=0, begin=150):
    return [
        Segment(document, coder, start - begin, start - begin + length, category)
        for coder, own in enumerate(coders)
        for start, length, category in own
    ]


def random_segments(rng, n_documents, n_coders, q, length=60, shift=3):
    """Segments that coders place around common places, none of one coder overlapping."""
    found = []
    for document in range(n_documents):
        edges = np.sort(rng.choice(np.arange(5, length - 5, 6), 4, replace=False))
        for coder in range(n_coders):
            moved = edges + rng.integers(0, shift, 4)
            for start, end in moved.reshape(2, 2):
                found.append(Segment(document, coder, int(start), int(end), int(rng.integers(q))))
    return found


def values(found):
    return [figure.value for figure in (found.overall, found.binary, found.coding)]


def test_published_figures_of_2004():
    found = unitizing_alpha_2004(segments_of(PAGE_254), [300], 2, 2)
    c, k = found.per_category
    assert (c.observed, c.expected) == pytest.approx((0.014444, 0.053222), abs=6e-7)
    assert c.value == pytest.approx(0.728599, abs=5e-7)
    assert (k.observed, k.expected, k.value) == pytest.approx((0, 0.048979, 1), abs=6e-7)
    assert found.overall.value == pytest.approx(0.858665, abs=5e-7)
    assert found.category_segments == (5, 4)


def test_figures_of_2016():
    found = unitizing_alpha(segments_of(APART), [300], 2, 2)
    assert values(found) == pytest.approx([0.670321, 0.536104, 0.950562], abs=6e-7)
    assert found.category_lengths == (220, 185, 195)


def unit_segments(codes):
    return [
        Segment(0, coder, unit, unit + 1, int(code))
        for unit, row in enumerate(codes)
        for coder, code in enumerate(row)
    ]


def test_one_place_segments_without_gaps_are_codes():
    x, y = "123322412513", "123323422512"
    codes = np.array([[int(a) - 1, int(b) - 1] for a, b in zip(x, y, strict=True)])
    found = unitizing_alpha(unit_segments(codes), [12], 5, 2)
    assert found.overall.value == pytest.approx(0.676056338, abs=5e-10)


@pytest.mark.parametrize("n_coders", [2, 3, 4])
def test_codes_of_more_coders_overall_coding_and_by_category(n_coders):
    codes = np.random.default_rng(n_coders).integers(0, 3, (30, n_coders))
    found = unitizing_alpha(unit_segments(codes), [30], 3, n_coders)
    expected = krippendorff_alpha(codes, 3).value
    assert found.overall.value == found.coding.value == pytest.approx(expected)
    categories = [one.value for one in per_category(krippendorff_alpha, codes, 3)]
    assert [one.value for one in found.per_category] == pytest.approx(categories)


@pytest.mark.parametrize("compute", [unitizing_alpha, unitizing_alpha_2004])
def test_equal_segments_agree_fully_and_order_does_not_matter(compute):
    rng = np.random.default_rng(0)
    one = random_segments(rng, 6, 1, 2, shift=1)
    same = one + [replace(s, coder=1) for s in one] + [replace(s, coder=2) for s in one]
    assert compute(same, [60] * 6, 2, 3).overall.value == pytest.approx(1)
    mixed = random_segments(rng, 6, 3, 2)
    value = compute(mixed, [60] * 6, 2, 3).overall.value
    turned = [replace(s, document=5 - s.document, coder=(s.coder + 1) % 3) for s in mixed[::-1]]
    assert compute(turned, [60] * 6, 2, 3).overall.value == pytest.approx(value)


@pytest.mark.parametrize("compute", [unitizing_alpha, unitizing_alpha_2004])
def test_random_segments_agree_as_chance_has_it(compute):
    rng = np.random.default_rng(1)
    found = []
    for document in range(400):
        for coder in range(2):
            start = int(rng.integers(0, 90))
            found.append(Segment(document, coder, start, start + 10, int(rng.integers(2))))
    assert compute(found, [100] * 400, 2, 2, n_resamples=1).overall.value == pytest.approx(
        0, abs=0.06
    )


def test_several_documents_are_one_continuum():
    # With gaps at every edge, laying documents end to end changes nothing that is counted, as a
    # gap counts by its length.
    rng = np.random.default_rng(2)
    apart = random_segments(rng, 5, 3, 3)
    joined = [
        replace(s, document=0, start=s.start + 60 * s.document, end=s.end + 60 * s.document)
        for s in apart
    ]
    first = unitizing_alpha(apart, [60] * 5, 3, 3)
    second = unitizing_alpha(joined, [300], 3, 3)
    assert values(first) == pytest.approx(values(second))
    assert first.overall.interval.low < first.overall.value < first.overall.interval.high
    assert (first.overall.interval.n, first.overall.interval.resampled) == (5, "documents")
    assert second.overall.interval.reason == "There are fewer than two documents to draw from."


@pytest.mark.parametrize("compute", [unitizing_alpha, unitizing_alpha_2004])
def test_same_seed_same_interval_and_a_resample_is_the_figure_of_its_documents(compute):
    rng = np.random.default_rng(3)
    twice = [replace(s, document=0) for s in random_segments(rng, 1, 2, 2)]
    both = twice + [replace(s, document=1) for s in twice]
    found = compute(both, [60, 60], 2, 2, n_resamples=50)
    # Two equal documents: every resample is the data.
    assert found.overall.interval.low == pytest.approx(found.overall.value)
    assert found.overall.interval.high == pytest.approx(found.overall.value)
    many = random_segments(rng, 8, 2, 2)
    assert compute(many, [60] * 8, 2, 2, seed=4) == compute(many, [60] * 8, 2, 2, seed=4)


@pytest.mark.parametrize("compute", [unitizing_alpha, unitizing_alpha_2004])
def test_only_documents_read_by_two_take_part(compute):
    rng = np.random.default_rng(5)
    common = random_segments(rng, 4, 2, 2)
    value = compute(common, [60] * 4, 2, 2).overall.value
    alone = [Segment(4, 2, 0, 20, 1)]
    read = np.zeros((5, 3), dtype=bool)
    read[:4, :2] = True
    read[4, 2] = True
    found = compute(common + alone, [60] * 5, 2, 3, read=read)
    assert found.n_documents == 4
    assert found.overall.value == pytest.approx(value)
    # A reader who marked nothing disagrees; someone who did not read has no say.
    read[:4, 2] = True
    assert compute(common + alone, [60] * 5, 2, 3, read=read).overall.value < value


@pytest.mark.parametrize("compute", [unitizing_alpha, unitizing_alpha_2004])
def test_undefined_has_a_reason(compute):
    nothing = compute([], [10, 10], 2, 2)
    assert np.isnan(nothing.overall.value)
    assert "expected by chance is 0" in nothing.overall.reason
    nobody = compute([], [10], 2, 1)
    assert nobody.overall.reason == "No document was read by two coders or more."


def test_overlaps_are_legal_across_categories_in_2004_only():
    with pytest.raises(InputError, match=r"coder 0 overlap in document 0, at 75: .*_2004"):
        unitizing_alpha(segments_of(PAGE_254), [300], 2, 2)
    same = [Segment(0, 0, 0, 10, 1), Segment(0, 0, 9, 12, 1)]
    with pytest.raises(InputError, match="overlap in document 0, at 9"):
        unitizing_alpha_2004(same, [20], 2, 2)


@pytest.mark.parametrize(
    ("segment", "message"),
    [
        (Segment(2, 0, 0, 1, 0), "document of .* must be 0 to 1"),
        (Segment(0, 2, 0, 1, 0), "coder of .* must be 0 to 1"),
        (Segment(0, 0, 0, 1, 2), "category of .* must be 0 to 1"),
        (Segment(0, 0, 3, 3, 0), "does not lie in its document"),
        (Segment(0, 0, 5, 11, 0), "which is 10 long"),
        (Segment(1, 1, 0, 1, 0), "did not read"),
    ],
)
def test_bad_segment(segment, message):
    with pytest.raises(InputError, match=message):
        unitizing_alpha([segment], [10, 10], 2, 2, read=[[True, True], [True, False]])


@pytest.mark.parametrize(
    ("lengths", "options", "message"),
    [
        ([0], {}, "must be 1 or more"),
        ([10], {"read": [[1, 1]]}, "must be bool"),
        ([10], {"n_resamples": 0}, "n_resamples"),
        ([10], {"level": 95}, "between 0 and 1"),
    ],
)
def test_bad_input(lengths, options, message):
    with pytest.raises(InputError, match=message):
        unitizing_alpha([], lengths, 2, 2, **options)
