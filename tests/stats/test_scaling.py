"""Classical scaling keeps distances that fit into a plane, and refuses what are none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import InputError
from textmine.stats.distance import classical_scaling

PLACES = st.lists(
    st.tuples(*[st.integers(-50, 50).map(float)] * 2), min_size=1, max_size=9, unique=True
)


def distances(places):
    return np.linalg.norm(places[:, None] - places[None], axis=2)


@given(PLACES)
def test_distances_in_a_plane_come_back(places):
    given_ = distances(np.array(places))
    assert distances(classical_scaling(given_)) == pytest.approx(given_, abs=1e-6)


def test_what_fits_in_no_plane_is_as_near_as_it_can_be():
    """A tetrahedron with edges of 1: no edge comes out longer (Torgerson 1952)."""
    found = distances(classical_scaling(1 - np.eye(4)))
    assert (found <= 1 + 1e-9).all()
    assert found.max() > 0.5


@pytest.mark.parametrize("bad", [[[0, 1]], [[0, 1], [2, 0]], [1, 2]])
def test_other_tables_are_refused(bad):
    with pytest.raises(InputError, match="square and symmetric"):
        classical_scaling(bad)
