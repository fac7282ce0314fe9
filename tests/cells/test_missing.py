"""Words for "no value" are known where that is sure, and asked for where it is not."""

from collections import Counter

import pytest

from textmine.cells import CellRule, find_missing, is_program_word


def words(*cells: str, missing: str = "", ordered: bool = False) -> tuple[set[str], set[str]]:
    found = find_missing(Counter(cells), CellRule.said((missing,)), ordered=ordered)
    return set(found.sure), set(found.doubtful)


@pytest.mark.parametrize(
    ("cells", "sure", "doubtful"),
    [
        (("rent", "fares", "NA"), {"NA"}, set()),
        (("rent", "n/a", "N/A", "NaN", "nan", "NULL", "<NA>", "."),
         {"n/a", "N/A", "NaN", "nan", "NULL", "<NA>", "."}, set()),
        (("EU", "US", "NA"), set(), {"NA"}),
        (("A", "B", "C", "NA"), {"NA"}, set()),
        (("rent", "fares", "None"), {"None"}, set()),
        (("Rent", "Fares", "None"), set(), {"None"}),
        (("rent", "none"), set(), set()),
        (("1", "2", "3", "-99"), {"-99"}, set()),
        (("1", "2", "3", "99"), set(), {"99"}),
        (("1", "2", "99", "."), {"99", "."}, set()),
        (("1", "2", "99", "-99"), {"99", "-99"}, set()),
        (("rent", "fares", "99"), {"99"}, set()),
        (("-1", "0", "1"), set(), set()),
        (("-2", "0", "2", "-99"), set(), {"-99"}),
        (("11", "45", "99"), set(), set()),
        (("97", "98", "99"), set(), set()),
        (("1", "9"), set(), set()),
    ],
)  # fmt: skip
def test_what_is_missing_follows_from_the_other_values(
    cells: tuple[str, ...], sure: set[str], doubtful: set[str]
) -> None:
    assert words(*cells) == (sure, doubtful)


def test_a_scale_makes_ninety_nine_sure() -> None:
    assert words("1", "5", "99", ordered=True) == ({"99"}, set())


def test_the_user_decides() -> None:
    assert words("rent", "NA", "99", missing="99") == ({"99"}, set())
    assert words("rent", "NA", missing="-") == (set(), set())
    assert words("EU", "na", "NA", missing="NA") == ({"na", "NA"}, set())


def test_what_is_kept_is_said() -> None:
    remark = find_missing(Counter(["rent", "none", "NA"])).remark
    assert remark == "Read as no value: 'NA' (1 cell); read as a value: 'none' (1 cell)"


def test_people_may_answer_none() -> None:
    assert [is_program_word(word) for word in ("NA", " NULL ", "none", "n/a", "")] == [
        True, True, False, False, False,
    ]  # fmt: skip
