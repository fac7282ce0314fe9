"""The index of actors: names by their passages, people, dates and codes; aliases stay aliases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.made import add_corpus
from textmine.coding import open_codings
from textmine.privacy.kinds import ORGANISATION
from textmine.reading.displays.actors import Actor, find_actors
from textmine.schema import Coding
from textmine.store import Workspace

TEXTS = {
    "a1": "Maren Holt asked whether Dunley Foundry Ltd will pay for the sensors.",
    "a2": "I told Maren Holt that nobody pays before the winter is over.",
    "b1": "The Dunley Foundry Ltd has paid its share, and [organisation 3] has not.",
    "b2": "We wait for [organisation 3] and for the rain to stop.",
}
DAYS = {"a1": "2020-03-01", "a2": "2020-01-05", "b1": "2020-02-02", "b2": ""}


@pytest.fixture
def space(workspace: Workspace, tmp_path: Path) -> Workspace:
    rows = [
        {
            "id": one,
            "thread_id": one[0],
            "author": {"a": "Maren Holt", "b": "Ines Dale"}[one[0]],
            "created_at": DAYS[one],
            "text": text,
        }
        for one, text in TEXTS.items()
    ]
    add_corpus(workspace, "talks", rows, tmp_path / "talks.csv")
    return workspace


def named(space: Workspace, **options: object) -> dict[str, Actor]:
    found = find_actors(space, "talks", rules_only=True, **options)  # type: ignore[arg-type]
    return {one.name: one for one in found.actors}


def test_names_have_their_passages_interviews_and_days(space: Workspace) -> None:
    person = named(space)["Maren Holt"]
    assert (person.kind, person.passages, person.units, person.voices) == ("person", 2, 1, 1)
    assert (person.first, person.last) == ("2020-01-05", "2020-03-01")
    assert person.documents == ("a1", "a2")


def test_a_name_is_one_with_or_without_its_article_and_placeholders_are_names(
    space: Workspace,
) -> None:
    found = named(space)
    firm = next(one for name, one in found.items() if "Dunley Foundry" in name)
    assert firm.passages == 2 and firm.units == 2
    assert found["[organisation 3]"].documents == ("b1", "b2")
    assert {*named(space, kinds=frozenset({ORGANISATION}))} == {"[organisation 3]"}


def test_codes_of_the_passages_stand_beside_a_name(space: Workspace) -> None:
    book = "ling-martins-2015"
    codings = [
        Coding("talks", one, "goal_orientation", code, "ann", "human", codebook=book)
        for one, code in {"a1": "A", "a2": "A", "b1": "C", "b2": "B"}.items()
    ]
    open_codings(space).append(codings)
    assert named(space)["Maren Holt"].codes == (("goal_orientation", "A", 2),)


def test_names_in_fewer_passages_are_counted_and_left_out(space: Workspace) -> None:
    found = find_actors(space, "talks", rules_only=True, fewest=3)
    assert not found.actors and found.n_left >= 2
