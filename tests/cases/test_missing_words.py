"""Words that programs and people write for "nothing was coded"."""

from __future__ import annotations

import pytest

from tests.cases.conftest import Agree, alpha, codes
from tests.conftest import Run
from tests.helpers import write_csv

# fmt: off
ROWS = [["u1", "rent", "rent"], ["u2", "fares", "fares"], ["u3", "rent", "fares"],
        ["u4", "rent", "rent"], ["u5", "", "fares"], ["u6", "rent", ""], ["u7", "", ""]]
# fmt: on
HEADER = ["unit", "ann", "bob"]


@pytest.mark.parametrize(
    "word",
    ["NA", "na", "N/A", "n/a", "NULL", "null", "NaN", "nan", "<NA>", ".", "-", "-99", "99", "None",
     "(missing)", "k.A."],
)  # fmt: skip
def test_a_word_for_nothing_is_as_an_empty_cell_and_is_said(agree: Agree, word: str) -> None:
    blank = agree(HEADER, ROWS)
    filled = agree(HEADER, [[cell or word for cell in row] for row in ROWS])
    assert alpha(filled) == alpha(blank)
    assert codes(filled) == {"rent", "fares"}
    assert f"Read as no value: '{word}' (4 cells)" in filled.err


@pytest.mark.parametrize(
    ("cells", "word"),
    [
        (["EU", "US"], "NA"),
        (["1", "2"], "99"),
        (["1", "5"], "999"),
        (["Rent", "Fares"], "None"),
        (["-2", "2"], "-99"),
    ],
)
def test_a_word_that_may_be_a_code_is_asked_for(agree: Agree, cells: list[str], word: str) -> None:
    one, two = cells
    rows = [["1", one, one], ["2", two, two], ["3", one, two], ["4", two, word]]
    ran = agree(HEADER, rows)
    assert ran.code == 1
    assert f"'{word}' (1 cell)" in ran.err
    assert f"--missing {word}" in ran.err
    assert codes(agree(HEADER, rows, "--missing", word)) == {one, two}
    assert codes(agree(HEADER, rows, "--missing", "-")) == {one, two, word}


def test_two_coders_who_left_a_unit_out_do_not_agree_on_it(agree: Agree) -> None:
    rows = [["1", "1", "1"], ["2", "2", "2"], ["3", ".", "."], ["4", "-99", "-99"], ["5", "1", "2"]]
    assert alpha(agree(HEADER, rows)) == pytest.approx(alpha(agree(HEADER, [*rows[:2], rows[4]])))


def test_a_scale_settles_ninety_nine(agree: Agree) -> None:
    rows = [["1", "1", "2"], ["2", "3", "3"], ["3", "5", "99"], ["4", "2", "2"], ["5", "4", "5"]]
    ran = agree(HEADER, rows, "--scale", "interval")
    assert "'99' (1 cell)" in ran.err
    assert "99" not in codes(ran)


def test_the_word_is_no_coder_and_no_code_of_a_corpus(forum, run: Run, tmp_path) -> None:
    rows = [["1", "ann", "yes"], ["2", "ann", "NA"], ["3", "ann", "no"], ["4", "ann", "NULL"]]
    path = write_csv(tmp_path / "t.csv", ["document", "coder", "code"], rows)
    ran = run("coding", "import", path, "--corpus", "forum", "--codebook", "new",
              "--create-codebook", "--dimension", "asks")  # fmt: skip
    assert ran.code == 0, ran.err
    assert "2 cells are empty" in ran.err
    assert "made of 2 codes" in ran.err
    nobody = write_csv(tmp_path / "n.csv", ["document", "coder", "code"], [["1", "NULL", "yes"]])
    ran = run("coding", "import", nobody, "--corpus", "forum", "--codebook", "new")
    assert ran.code == 1
    assert "row 2" in ran.err
    assert "no coder is named (NULL)" in ran.err


def test_a_code_of_the_codebook_is_never_missing(forum, run: Run, tmp_path) -> None:
    assert (
        run("codebook", "new", "areas", "--dimension", "area=NA:north,EU:europe,99:other").code == 0
    )
    rows = [["1", "ann", "NA"], ["2", "ann", "EU"], ["3", "ann", "99"], ["4", "ann", "."]]
    path = write_csv(tmp_path / "t.csv", ["document", "coder", "code"], rows)
    ran = run("coding", "import", path, "--corpus", "forum", "--codebook", "areas")
    assert ran.code == 0, ran.err
    assert "3 codings are new" in ran.err
    assert "Read as no value: '.' (1 cell)" in ran.err


SIGNS = [("+", "-"), ("-", "-"), ("0", "0"), ("+", "+"), ("−", "-"), ("0", "-")]


def test_a_minus_sign_beside_a_plus_sign_is_asked_for(agree: Agree) -> None:
    rows = [[str(n), *pair] for n, pair in enumerate(SIGNS)]
    ran = agree(["unit", "ann", "bob"], rows)
    assert ran.code == 1
    assert "'-' (5 cells)" in ran.err
    assert codes(agree(["unit", "ann", "bob"], rows, "--missing", "-")) == {"'+", "'-", "0"}
    assert codes(agree(["unit", "ann", "bob"], rows, "--missing", "-,.")) == {"'+", "0"}


def test_a_sign_of_the_codebook_is_a_code(forum, run: Run, tmp_path) -> None:
    assert run("codebook", "new", "tone", "--dimension", "tone=+:for,-:against,0:none").code == 0
    rows = [["1", "ann", "+"], ["2", "ann", "-"], ["3", "ann", "0"]]
    path = write_csv(tmp_path / "t.csv", ["document", "coder", "code"], rows)
    ran = run("coding", "import", path, "--corpus", "forum", "--codebook", "tone")
    assert "3 codings are new" in ran.err, ran.err


@pytest.mark.parametrize("mark", ["9", "8", "-1"])
def test_a_single_figure_that_may_mean_nothing_is_said(agree: Agree, mark: str) -> None:
    rows = [["1", "1", "1"], ["2", "2", "2"], ["3", "3", "3"], ["4", mark, "1"], ["5", "3", mark]]
    ran = agree(["unit", "ann", "bob"], rows)
    assert f"Read as a value: '{mark}' (2 cells)" in ran.err
    assert mark in codes(ran)
    full = [[str(n), str(n), str(n)] for n in range(1, 10)]
    assert "Read as" not in agree(["unit", "ann", "bob"], full).err
