"""Spellings of one value are folded, and other values are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.cells import clean, fold, same_number


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yes", "yes "),
        ("no  answer", "No\u00a0Answer"),
        ("don't know", "don’t know"),
        ("co-op", "co‑op"),
        ("caf\u00e9", "cafe\u0301"),
        ("rent", "ren\u200bt"),
        ("rent", "\ufeffrent"),
        ("1", "1.0"),
        ("1", "01"),
        ("1", "１"),
        ("2", "2,0"),
        ("-1", "−1"),
        ("straße", "STRASSE"),
    ],
)
def test_spellings_of_one_value_are_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("1.1", "1.10"), ("1", "10"), ("rent", "rents"), ("A1", "A 1"), ("1", "-1"), ("a.b", "ab")],
)
def test_other_values_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=30))
def test_cleaning_and_folding_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean(text) == clean(text).strip()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("7", "007", True), ("1.00E+05", "100000", True), ("2,5", "2.5", True), ("a", "a", False),
     ("1", "2", False), ("1e999999999", "1", False)],
)  # fmt: skip
def test_numbers_are_compared_by_size(one: str, other: str, same: bool) -> None:
    assert same_number(one, other) is same
