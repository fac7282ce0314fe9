"""Spellings of one code: case, blanks, invisible marks, curly quotes, forms of a number."""

from __future__ import annotations

import pytest

from tests.cases.conftest import Agree, alpha, codes, figures
from tests.conftest import Run
from tests.helpers import write_csv

HEADER = ["unit", "ann", "bob"]


@pytest.mark.parametrize(
    ("plain", "other"),
    [
        ("yes", "Yes"),
        ("yes", "YES "),
        ("yes", "yes\u200b"),
        ("don't know", "don’t know"),
        ("don't know", "don't\u00a0know"),
        ("co-op", "co–op"),
        ("für", "fu\u0308r"),
        ("1", "1.0"),
        ("1", "01"),
        ("1", "１"),
    ],
)
def test_two_spellings_are_one_code_and_it_is_said(agree: Agree, plain: str, other: str) -> None:
    rows = [["1", plain, other], ["2", "2", "2"], ["3", plain, plain], ["4", "2", plain]]
    same = agree(HEADER, [["1", plain, plain], *rows[1:]])
    folded = agree(HEADER, rows)
    assert alpha(folded) == alpha(same)
    assert codes(folded) == {plain, "2"}
    if other.strip() != plain:
        assert "Read as one code" in folded.err or not other.isascii()


def test_exact_keeps_them_apart(agree: Agree) -> None:
    rows = [["1", "a", "A"], ["2", "b", "b"], ["3", "a", "a"]]
    assert codes(agree(HEADER, rows)) == {"a", "b"}
    assert codes(agree(HEADER, rows, "--exact")) == {"a", "A", "b"}


def test_sections_ten_and_one_are_two_codes(agree: Agree) -> None:
    assert codes(agree(HEADER, [["1", "1.1", "1.10"], ["2", "1.10", "1.10"]])) == {"1.1", "1.10"}


def test_a_blank_within_a_number_is_no_other_number(agree: Agree) -> None:
    rows = [["1", "1 .00", "1"], ["2", "2", "2"], ["3", "2", "1.00"], ["4", "1\u00a0.0", "1"]]
    assert codes(agree(["unit", "ann", "bob"], rows)) == {"1", "2"}


def test_both_commands_give_one_answer(forum, run: Run, agree: Agree, tmp_path) -> None:
    cells = [("Yes", "yes"), ("no", "NO"), ("yes ", "yes"), ("no", "yes"), ("No", "no")]
    rows = [[str(place), *pair] for place, pair in enumerate(cells, start=1)]
    path = write_csv(tmp_path / "t.csv", ["document", "ann", "bob"], rows)
    ran = run("coding", "import", path, "--corpus", "forum", "--codebook", "asks",
              "--create-codebook", "--map", "ann=asks:ann", "--map", "bob=asks:bob")  # fmt: skip
    assert ran.code == 0, ran.err
    stored = run("agreement", "forum", "-f", "csv", "--resamples", "100", "--codebook", "asks")
    table = run("agreement", path, "-f", "csv", "--resamples", "100")
    assert figures(stored) == figures(table)


@pytest.mark.parametrize(("typed", "code"), [("1", "01"), ("1.0", "01"), ("10", "10"), ("2", "02")])
def test_a_number_is_read_as_the_code_that_equals_it(forum, run, tmp_path, typed, code) -> None:
    assert run("codebook", "new", "nums", "--dimension", "topic=01:rent,02:fares,10:late").code == 0
    path = write_csv(tmp_path / "t.csv", ["document", "coder", "code"], [["1", "ann", typed]])
    assert run("coding", "import", path, "--corpus", "forum", "--codebook", "nums").code == 0
    assert code in run("coding", "history", "forum", "1", "-f", "csv").out


@pytest.mark.parametrize("typed", ["3", "7", "x", "11"])
def test_no_hint_would_recode(forum, run, tmp_path, typed: str) -> None:
    assert run("codebook", "new", "nums", "--dimension", "topic=01:rent,13:fares,17:late").code == 0
    path = write_csv(tmp_path / "t.csv", ["document", "coder", "code"], [["1", "ann", typed]])
    ran = run("coding", "import", path, "--corpus", "forum", "--codebook", "nums")
    assert ran.code == 1
    assert "Did you mean" not in ran.err
    assert "Known: " in ran.err


@pytest.mark.parametrize(
    ("one", "other"), [("fares", "fares."), ("bus_stop", "bus stop"), ("café", "cafe")]
)
def test_codes_that_look_alike_and_stay_apart_are_said(agree: Agree, one: str, other: str) -> None:
    rows = [["1", one, other], ["2", "late", "late"], ["3", one, one], ["4", "late", other]]
    ran = agree(["unit", "ann", "bob"], rows)
    assert codes(ran) == {one, other, "late"}
    assert "Different codes, though they look alike" in ran.err
    assert "alike" not in agree(["unit", "ann", "bob"], [["1", "a", "b"], ["2", "a", "a"]]).err


def test_on_a_scale_a_decimal_comma_is_a_decimal_point(agree: Agree) -> None:
    pairs = [("2,5", "2.5"), ("1,0", "1"), ("3,5", "3.50"), ("2", "2.0"), ("1", "2,5")]
    ran = agree(["unit", "ann", "bob"], [[str(n), *pair] for n, pair in enumerate(pairs)],
                "--scale", "interval")  # fmt: skip
    assert figures(ran)["per cent agreement", ""] == pytest.approx(4 / 5)
    assert "Read as one code" in ran.err


@pytest.mark.parametrize("date", ["2-Jan", "Feb-13", "2024-02-01", "01.02.2024"])
def test_a_date_among_codes_is_no_code(agree: Agree, date: str) -> None:
    rows = [["1", date, "1-13"], ["2", "1-13", "1-13"], ["3", "1-14", "1-14"], ["4", date, date]]
    ran = agree(["unit", "ann", "bob"], rows)
    assert ran.code == 1
    assert f"'{date}'" in ran.err
    assert date in codes(agree(["unit", "ann", "bob"], rows, "--exact"))
    ran = agree(["unit", "ann", "bob"], [["1", date, date], ["2", date, "3-Mar"]])
    assert "All codes are dates" in ran.err


def test_numbers_on_a_scale_have_points_or_commas_and_all_their_digits(agree: Agree) -> None:
    rows = [["1", "2.5", "2.5"], ["2", "1", "1.0"], ["3", "1", "2.5"], ["4", "10", "10"]]
    commas = [[cell.replace(".", ",") for cell in row] for row in rows]
    scale = ("--scale", "interval")
    points = [*figures(agree(HEADER, rows, *scale)).values()]
    assert [*figures(agree(HEADER, commas, *scale)).values()] == points
    long = [["1", "1234567", "1234568"], ["2", "1234568", "1234568"]]
    assert codes(agree(HEADER, long, *scale)) == {"1234567", "1234568"}
