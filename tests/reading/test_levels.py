"""Levels as a process: counts, what goes with each, an example, and a figure of all of them."""

from __future__ import annotations

import pytest

from tests.made import filled
from tests.studies.made import add_study_002, study_002
from textmine.errors import InputError
from textmine.reading.displays.levels import Levels, find_levels
from textmine.report.displays import levels_section
from textmine.store import Workspace, init_workspace


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = init_workspace(tmp_path_factory.mktemp("levels") / "ws")
    return filled(made, tmp_path_factory.getbasetemp(), "of-study-002", add_study_002)


@pytest.fixture(scope="module")
def found(space: Workspace) -> Levels:
    return find_levels(space, "ix", "level", n_permutations=199)


def test_levels_are_in_the_order_of_the_codebook_with_their_counts(found: Levels) -> None:
    agreed = [
        one.code
        for one in study_002().codings
        if one.origin == "adjudicated" and one.dimension == "level"
    ]
    assert [one.level.label for one in found.steps] == ["I", "II", "III", "IV"]
    for one in found.steps:
        assert one.level.reach.n_passages == agreed.count(one.level.label)
        assert len(one.level.quotations) == 1


def test_a_level_goes_with_the_codes_that_the_study_made_with_it(found: Levels) -> None:
    sure = {
        one.level.label: {(each.dimension, each.code) for each in one.goes_with if each.apart}
        for one in found.steps
    }
    assert ("community", "participants") in sure["I"]
    assert ("community", "locomotives") in sure["IV"]
    assert ("learning_symptom", "educating") in sure["IV"]
    assert ("community", "locomotives") not in sure["I"] | sure["II"] | sure["III"]
    for one in found.steps:
        assert all(each.documents > each.expected for each in one.goes_with if each.apart)


def test_the_figure_has_every_level_and_an_example(found: Levels) -> None:
    svg = levels_section(found).figures[0].svg
    for one in found.steps:
        assert one.level.label in svg and one.level.quotations[0].document in svg


def test_a_dimension_without_an_order_is_refused(space: Workspace) -> None:
    with pytest.raises(InputError, match="'community' have no order"):
        find_levels(space, "ix", "community")
