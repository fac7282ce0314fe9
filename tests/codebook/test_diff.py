"""What differs between two codebooks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.codebook.made import FULL, codebooks
from textmine.codebook import (
    Code,
    add_code,
    diff_codebooks,
    merge_codes,
    move_code,
    redefine_code,
    rename_code,
    retire_code,
)

NEW = Code(id="e", name="E")


def _told(a, b):
    return [(d.kind, d.dimension, d.code, d.detail) for d in diff_codebooks(a, b)]


def _dimension(book, place, **update):
    dimensions = list(book.dimensions)
    dimensions[place] = dimensions[place].model_copy(update=update)
    return book.model_copy(update={"dimensions": tuple(dimensions)})


TONE = FULL.dimensions[1]


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (add_code(FULL, "tone", NEW, reason="r"), [("added", "tone", "e", "E")]),
        (
            redefine_code(FULL, "tone", "p", definition="D.", reason="r"),
            [("redefined", "tone", "p", "definition: nothing -> 'D.'")],
        ),
        (
            move_code(FULL, "theme", "b", parent="a", reason="r"),
            [("moved", "theme", "b", "parent: nothing -> 'a'")],
        ),
        (
            move_code(FULL, "tone", "z", before="p", reason="r"),
            [("moved", "tone", "", "order: z, p, n")],
        ),
        (retire_code(FULL, "tone", "z", reason="rare"), [("retired", "tone", "z", "retire: rare")]),
        (
            rename_code(FULL, "tone", "z", to="y", name="Y", reason="r"),
            [("renamed", "tone", "z", "now 'y'"), ("renamed", "tone", "y", "name: 'Z' -> 'Y'")],
        ),
        (
            FULL.model_copy(update={"rules": FULL.rules[1:]}),
            [("removed", "", "", "rule: a and b are glad")],
        ),
        (FULL.model_copy(update={"attributes": ()}), [("removed", "", "", "attribute: sector")]),
        (FULL.model_copy(update={"product": None}), [("changed", "", "", "product")]),
        (
            _dimension(FULL, 1, scale="ordinal"),
            [("changed", "tone", "", "scale: 'nominal' -> 'ordinal'")],
        ),
        (
            _dimension(FULL, 1, roles=("to", "from")),
            [("changed", "tone", "", "roles: nothing -> to / from")],
        ),
        (
            _dimension(FULL, 1, codes=TONE.codes[:2]),
            [("removed", "tone", "z", "Z")],
        ),
        (
            FULL.model_copy(update={"dimensions": FULL.dimensions[1:]}),
            [("removed", "theme", "", "dimension 'Theme'")],
        ),
        (FULL.model_copy(update={"title": "T"}), [("changed", "", "", "title: nothing -> 'T'")]),
    ],
)
def test_one_difference(new, told):
    assert _told(FULL, new) == told


def test_a_merger_is_told_with_its_reason():
    new = merge_codes(FULL, "theme", ["c", "d"], Code(id="cd", name="CD"), reason="one idea")
    told = _told(FULL, new)
    assert ("retired", "theme", "c", "merge into cd: one idea") in told
    assert ("added", "theme", "cd", "CD") in told


def test_a_step_back_knows_renamings_too():
    new = rename_code(
        rename_code(FULL, "tone", "z", to="y", reason="r"), "tone", "y", to="x", reason="r"
    )
    assert _told(FULL, new) == [("renamed", "tone", "z", "now 'x'")]
    assert _told(new, FULL) == [("renamed", "tone", "x", "now 'z'")]


def test_without_a_record_a_new_id_is_another_code():
    new = rename_code(FULL, "tone", "z", to="y", reason="r").model_copy(update={"changes": ()})
    assert [kind for kind, *_ in _told(FULL, new)] == ["removed", "added"]


@settings(max_examples=40, deadline=None)
@given(codebooks())
def test_a_codebook_does_not_differ_from_itself(book):
    assert diff_codebooks(book, book) == []
