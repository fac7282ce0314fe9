"""Codes that are a machine's own: few are scored and said so, many are refused or stated blind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from textmine.coding.copied import copied_codes
from textmine.schema import Coding

SAID = {f"d{place}": ["ab"[place % 2]] for place in range(40)}


def by(coder, documents, *, other=(), **more):
    return [
        Coding("c", f"d{n}", "x", "z" if n in other else SAID[f"d{n}"][0], coder, **more)
        for n in documents
    ]


@pytest.mark.parametrize(
    ("codings", "refused", "says"),
    [
        (by("ann", range(14)), False, "All 14 codes of ann"),
        (by("ann", [3]), False, "The 1 code of ann"),
        (by("ann", range(0, 38, 2)), False, "if they were taken from it, this is no test of it"),
        (by("ann", range(0, 40, 2)), False, "All 20 codes of ann"),  # one code: nothing strange
        (by("ann", range(20)), True, "All 20 codes of ann"),
        (by("ann", range(20), stated_blind=True), False, "ann did not see them was stated"),
        (by("ann", range(15)) + by("bob", range(15, 30)), True, "All 30 codes of people"),
        (by("ann", range(9)) + by("bob", range(9, 18)), False, "All 18 codes of ann and bob"),
        (
            by("ann", range(20), stated_blind=True) + by("bob", range(20)),
            True,
            "All 20 codes of bob",
        ),
    ],
)
def test_what_is_known_decides(codings, refused, says):
    found = copied_codes(codings, SAID, "x", "'m'")
    assert found.refused == refused
    assert says in found.sentence


def test_one_that_differs_is_no_case():
    assert copied_codes(by("ann", range(30), other=[7]), SAID, "x", "'m'") is None
    seen = [replace(one, suggested_by="model:m") for one in by("ann", range(30))]
    assert copied_codes(seen, SAID, "x", "'m'") is None


def test_what_came_before_the_machine_is_no_case():
    assert copied_codes(by("ann", range(30)), SAID, "x", "'m'", lambda codings: []) is None
