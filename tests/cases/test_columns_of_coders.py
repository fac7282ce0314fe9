"""Which columns are coders; which files and sheets are."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.cases.conftest import Agree, alpha, figures
from tests.conftest import Run
from tests.helpers import write_csv

CODES = [
    ("1", "1"),
    ("2", "2"),
    ("3", "3"),
    ("1", "2"),
    ("2", "2"),
    ("3", "3"),
    ("1", "1"),
    ("3", "2"),
]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("likes", "01230123"),
        ("votes", "12312312"),
        ("year", ["2020", "2021"] * 4),
        ("replies", "11223311"),
        ("agreed", "12312312"),
        ("prediction", "12312312"),
        ("date", ["2024-01-02"] * 8),
        ("text", ["a long text on rents and fares that nobody would take for a code"] * 8),
        ("url", ["https://example.org/1"] * 8),
    ],
)
def test_a_column_of_another_kind_is_no_coder(agree: Agree, name: str, cells: list[str]) -> None:
    rows = [[str(n), a, b, cell] for n, ((a, b), cell) in enumerate(zip(CODES, cells, strict=True))]
    ran = agree(["id", "ann", "bob", name], rows)
    assert ran.code == 0, ran.err
    assert "Coders: ann, bob (" in ran.err
    assert alpha(ran) == alpha(agree(["id", "ann", "bob"], [row[:3] for row in rows]))


def test_numbers_that_only_one_column_has_are_asked_for(agree: Agree) -> None:
    rows = [[str(n), a, b, str(n)] for n, (a, b) in enumerate(CODES)]
    ran = agree(["id", "ann", "bob", "k"], rows)
    assert ran.code == 1 or "Coders: ann, bob (" in ran.err


@pytest.mark.parametrize(
    "cells", [("x", "p"), ("rent", "2020"), ("a", "b")], ids=["letters", "kinds", "apart"]
)
def test_where_nothing_is_alike_the_command_asks(agree: Agree, cells: tuple[str, str]) -> None:
    rows = [[str(n), cells[0], cells[1]] for n in range(4)]
    ran = agree(["id", "ann", "bob"], rows)
    assert ran.code == 1
    assert "--coders A,B" in ran.err


def test_a_file_a_coder(run: Run, tmp_path: Path) -> None:
    codes = {"ann": "xyxyxy", "bob": "xyxyxx", "cem": "xyxxxy"}
    paths = [
        write_csv(tmp_path / f"{name}.csv", ["unit", "code"], list(enumerate(given)))
        for name, given in codes.items()
    ]
    ran = run("agreement", *paths, "-f", "csv", "--resamples", "100")
    assert figures(ran)["per cent agreement", ""] == pytest.approx(7 / 9, abs=1e-6)
    assert "Each file holds the codes of one coder" in ran.err
    two = run("agreement", *paths[:2], "-f", "csv", "--resamples", "100")
    assert figures(two)["per cent agreement", ""] == pytest.approx(5 / 6, abs=1e-6)


def test_a_file_a_coder_as_doccano_exports_it(run: Run, tmp_path: Path) -> None:
    for name, labels in {"ann": "xyx", "bob": "xxx"}.items():
        lines = [f'{{"id": {n}, "text": "t {n}", "label": ["{c}"]}}' for n, c in enumerate(labels)]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    ran = run("agreement", tmp_path / "ann.jsonl", tmp_path / "bob.jsonl", "-f", "csv")
    assert figures(ran)["per cent agreement", ""] == pytest.approx(2 / 3, abs=1e-6)


def test_files_whose_rows_have_no_name_are_asked_for_it(run: Run, tmp_path: Path) -> None:
    paths = [write_csv(tmp_path / f"{n}.csv", ["code"], [["x"], ["y"]]) for n in ("ann", "bob")]
    ran = run("agreement", *paths)
    assert ran.code == 1
    assert "--unit" in ran.err
    ran = run("agreement", *paths, "--unit", "-", "-f", "csv", "--resamples", "100")
    assert figures(ran)["per cent agreement", ""] == 1


def test_a_sheet_a_coder(run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, given in {"ann": "xyxy", "bob": "xyyy"}.items():
        sheet = book.create_sheet(name)
        sheet.append(["unit", "code"])
        for place, code in enumerate(given):
            sheet.append([f"u{place}", code])
    book.save(tmp_path / "codes.xlsx")
    ran = run("agreement", tmp_path / "codes.xlsx", "-f", "csv", "--resamples", "100")
    assert figures(ran)["per cent agreement", ""] == pytest.approx(3 / 4, abs=1e-6)
    assert "Each sheet holds the codes of one coder" in ran.err


def test_flags_are_used_up(forum, run: Run, tmp_path: Path) -> None:
    header = ["record_id", "coder", "topic___1", "topic___2", "topic_complete"]
    rows = [["1", "ann", "1", "0", "2"], ["2", "ann", "0", "1", "2"], ["3", "ann", "1", "1", "0"]]
    path = write_csv(tmp_path / "redcap.csv", header, rows)
    ran = run("coding", "import", path, "--corpus", "forum", "--codebook", "found",
              "--create-codebook", "--document", "record_id",
              "--flags", "topic=topic___1,topic___2")  # fmt: skip
    assert ran.code == 0, ran.err
    assert "coders: ann." in ran.err
    assert "made of 2 codes" in ran.err


def test_a_column_of_other_values_is_no_coder_of_the_dimension(forum, run, tmp_path) -> None:
    assert run("codebook", "new", "asks", "--dimension", "asks=yes:yes,no:no").code == 0
    header = ["document", "asks_ann", "asks_bob", "asks_complete"]
    rows = [["1", "yes", "no", "2"], ["2", "no", "no", "2"]]
    path = write_csv(tmp_path / "t.csv", header, rows)
    ran = run("coding", "import", path, "--corpus", "forum", "--codebook", "asks")
    assert ran.code == 0, ran.err
    assert "coders: ann, bob." in ran.err
    assert "'asks_complete'" in ran.err


def test_a_column_named_as_the_dimension_whose_cells_are_codes(forum, run, tmp_path) -> None:
    assert run("codebook", "new", "asks", "--dimension", "asks=yes:yes,no:no").code == 0
    path = write_csv(tmp_path / "t.csv", ["document", "asks"], [["1", "yes"], ["2", "no"]])
    ran = run("coding", "import", path, "--corpus", "forum", "--codebook", "asks",
              "--dimension", "asks", "--coder", "ann")  # fmt: skip
    assert ran.code == 0, ran.err
    assert "2 codings are new" in ran.err


@pytest.mark.parametrize("create", [True, False])
def test_columns_of_coders_are_found_on_import_too(forum, run, tmp_path, create: bool) -> None:
    header = ["document", "ann", "bob", "likes"]
    rows = [["1", "yes", "no", "3"], ["2", "no", "no", "0"], ["3", "yes", "yes", "1"]]
    path = write_csv(tmp_path / "t.csv", header, rows)
    options = ["--create-codebook", "--dimension", "asks"]
    if not create:
        assert run("codebook", "new", "asks", "--dimension", "asks=yes:yes,no:no").code == 0
        options = []
    ran = run("coding", "import", path, "--corpus", "forum", "--codebook", "asks", *options)
    assert ran.code == 0, ran.err
    assert "6 codings are new" in ran.err
    assert "coders: ann, bob." in ran.err


@pytest.mark.parametrize("name", ["n_words", "thread", "region", "agree?", "WordCount", "Group"])
def test_a_fact_of_the_unit_is_no_coder_and_is_said(agree: Agree, forum, run, tmp_path, name):
    rows = [[str(n), a, b, a] for n, (a, b) in enumerate(CODES, start=1)]
    ran = agree(["id", "ann", "bob", name], rows)
    assert "Coders: ann, bob (" in ran.err
    assert f"for what they are called: '{name}'" in ran.err
    path = write_csv(tmp_path / "t.csv", ["document", "ann", "bob", name], rows[:3])
    ran = run("coding", "import", path, "--corpus", "forum", "--codebook", "k",
              "--create-codebook")  # fmt: skip
    assert "coders: ann, bob." in ran.err
    assert f"'{name}'" in ran.err


def test_a_coder_of_few_values_who_is_left_out_is_said(agree: Agree) -> None:
    rows = [[str(n), a, b, "1"] for n, (a, b) in enumerate(CODES)]
    assert "Not read as coders, for their values: 'cem'" in agree(["id", "ann", "bob", "cem"],
                                                                  rows).err  # fmt: skip


def test_flags_of_which_a_row_has_one_are_codes(agree: Agree) -> None:
    rows = [[str(n), *("1" if place == n % 3 else "0" for place in range(3))] for n in range(9)]
    ran = agree(["id", "rent", "fares", "late"], rows)
    assert ran.code == 1
    assert "look like codes" in ran.err
    assert agree(["id", "rent", "fares", "late"], rows, "--coders", "rent,fares,late").code == 0


def test_a_header_of_dimension_and_coder_makes_the_codebook(forum, run, tmp_path) -> None:
    header = ["document", "tone:ann", "tone:bob", "topic:ann", "topic:bob"]
    rows = [["1", "a", "b", "x", "x"], ["2", "b", "b", "y", "x"]]
    path = write_csv(tmp_path / "t.csv", header, rows)
    ran = run("coding", "import", path, "--corpus", "forum", "--codebook", "k",
              "--create-codebook")  # fmt: skip
    assert "tone:ann = tone by ann" in ran.err
    assert "topic:bob = topic by bob" in ran.err
    assert "coders: ann, bob." in ran.err


def test_a_long_table_without_a_column_called_code_is_asked_for_it(agree: Agree) -> None:
    rows = [[str(n), who, "x", "p"] for n in range(3) for who in ("ann", "bob")]
    ran = agree(["item", "annotator", "topic", "tone"], rows)
    assert ran.code == 1
    assert "--code COLUMN" in ran.err
