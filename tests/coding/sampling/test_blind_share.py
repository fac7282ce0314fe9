"""The blind share of a sheet is drawn by lot, texts alike together, whatever the machine says."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.coding.sampling.blind_share import blind_by_lot, places_by_lot
from textmine.errors import InputError


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.9])
def test_about_the_share_is_blind_in_whole_groups(share):
    groups = np.repeat(np.arange(60), np.resize([1, 1, 1, 2, 5], 60))
    blind = np.array(blind_by_lot(groups, share, 7))
    assert abs(blind.mean() - share) <= 5 / len(groups)
    for group in range(60):
        assert len(set(blind[groups == group])) == 1
    assert blind_by_lot(groups, share, 7) == blind.tolist()
    assert blind_by_lot(groups, share, 8) != blind.tolist()


def test_every_group_is_as_likely_to_be_blind():
    sizes = np.resize([1, 1, 1, 1, 4], 50)
    groups = np.repeat(np.arange(50), sizes)
    drawn = np.mean([blind_by_lot(groups, 0.3, seed) for seed in range(600)], axis=0)
    large = sizes[groups] == 4
    assert drawn[large].mean() == pytest.approx(0.3, abs=0.03)
    assert drawn[~large].mean() == pytest.approx(0.3, abs=0.03)


@pytest.mark.parametrize("share", [0.001, 0.5, 0.999])
def test_one_is_blind_and_one_is_not(share):
    assert sorted(blind_by_lot([4, 2], share, 1)) == [False, True]


@pytest.mark.parametrize("share", [0, 1, -0.5, 2, float("nan")])
def test_other_shares_are_refused(share):
    with pytest.raises(InputError, match="above 0 and below 1"):
        blind_by_lot([1, 2, 3], share, 1)


@pytest.mark.parametrize("groups", [[], [1], [3, 3, 3]])
def test_what_is_all_alike_has_no_share(groups):
    with pytest.raises(InputError, match="cannot be drawn"):
        blind_by_lot(groups, 0.5, 1)


def test_blind_blocks_change_places_among_themselves():
    blind = [bool(n % 3 == 0) for n in range(30)]
    order = places_by_lot(blind, 5)
    assert sorted(order) == list(range(30))
    assert [blind[place] for place in order] == blind
    assert [n for n in order if not blind[n]] == [n for n in range(30) if not blind[n]]
    assert [n for n in order if blind[n]] != [n for n in range(30) if blind[n]]
