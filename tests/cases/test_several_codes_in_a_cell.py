"""Lists and marks in cells are several codes, or an error; never one code."""

from __future__ import annotations

import json

import pytest

from tests.cases.conftest import Agree, codes, figures
from tests.conftest import Run
from tests.helpers import write_csv

HEADER = ["unit", "ann", "bob"]


def counts(run: Run, corpus: str = "forum") -> dict[str, int]:
    ran = run("tabulate", corpus, "--codebook", "found", "-f", "json")
    assert ran.code == 0, ran.err
    return {row["topic"]: row["count"] for row in json.loads(ran.out)}


@pytest.mark.parametrize(
    "both",
    ["rent; late", "rent;late", "rent|late", "rent#late", "rent, late", '["rent", "late"]',
     "['rent', 'late']", '{"choices": ["rent", "late"]}', "rent\nlate", "rent / late"],
)  # fmt: skip
def test_a_codebook_of_the_codes_found_has_no_code_of_two(forum, run, tmp_path, both: str) -> None:
    cells = [both, "rent", "late", "fares", both]
    rows = [[str(place), cell] for place, cell in enumerate(cells, start=1)]
    path = write_csv(tmp_path / "t.csv", ["document", "label"], rows)
    ran = run("coding", "import", path, "--corpus", "forum", "--codebook", "found",
              "--create-codebook", "--coder", "ann", "--dimension", "topic")  # fmt: skip
    assert ran.code == 0, ran.err
    assert "several codes" in ran.err
    assert counts(run) == {"rent": 3, "late": 3, "fares": 1}


def test_an_empty_list_says_that_none_applies(forum, run, tmp_path) -> None:
    lines = [
        {"id": 1, "label": ["rent", "late"]},
        {"id": 2, "label": []},
        {"id": 3, "label": ["rent"]},
    ]
    path = tmp_path / "t.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    ran = run("coding", "import", path, "--corpus", "forum", "--codebook", "found",
              "--create-codebook", "--coder", "ann", "--dimension", "topic")  # fmt: skip
    assert ran.code == 0, ran.err
    assert counts(run) == {"rent": 2, "late": 1}
    assert "n = 3 documents" in run("tabulate", "forum", "--codebook", "found").out


@pytest.mark.parametrize("both", ["rent;late", "rent|late", "rent#late", '["rent", "late"]'])
def test_agreement_compares_sets(agree: Agree, both: str) -> None:
    rows = [["1", both, "rent"], ["2", "late", "late"], ["3", "rent", "rent"], ["4", "rent", both]]
    ran = agree(HEADER, rows)
    assert codes(ran) == {"rent", "late"}
    assert "several codes" in ran.err
    assert "(MASI)" in ran.out


@pytest.mark.parametrize("both", ["rent;late", "rent|late"])
def test_without_evidence_it_is_asked(agree: Agree, both: str) -> None:
    rows = [["1", both, both], ["2", "fares", "fares"], ["3", both, "fares"]]
    ran = agree(HEADER, rows)
    assert ran.code == 1
    assert "--multi" in ran.err
    assert "--exact" in ran.err
    assert codes(agree(HEADER, rows, "--exact")) == {both, "fares"}
    assert codes(agree(HEADER, rows, "--multi")) == {"rent", "late", "fares"}


def test_a_name_with_a_comma_stays_one_code(agree: Agree) -> None:
    rows = [["1", "parks, open space", "housing"], ["2", "housing", "housing"],
            ["3", "parks, open space", "parks, open space"]]  # fmt: skip
    assert codes(agree(HEADER, rows)) == {"parks, open space", "housing"}


def test_rows_that_add_up_say_how_to_take_several(forum, run, tmp_path) -> None:
    rows = [["1", "rent"], ["1", "late"], ["2", "rent"]]
    path = write_csv(tmp_path / "t.csv", ["document", "tag"], rows)
    assert run("codebook", "new", "one", "--dimension", "tag=rent:rent,late:late").code == 0
    ran = run("coding", "import", path, "--corpus", "forum", "--codebook", "one", "--coder", "ann")
    assert ran.code == 1
    assert "--multi tag" in ran.err
    ran = run("coding", "import", path, "--corpus", "forum", "--codebook", "many",
              "--create-codebook", "--coder", "ann", "--dimension", "tag")  # fmt: skip
    assert ran.code == 0, ran.err
    assert "takes several" in ran.err


def test_an_object_of_more_than_codes_is_named_by_row(agree: Agree) -> None:
    rows = [["1", "rent", "rent"], ["2", '{"who": {"name": "x"}}', "late"], ["3", "late", "rent"]]
    ran = agree(HEADER, rows, "--coders", "ann,bob")
    assert ran.code == 1
    assert "row 3" in ran.err
    assert "list or object" in ran.err


SETS = [("rent", "late"), ("rent",), ("fares",), ("late",), ("rent", "late"), ("fares",)]
FORMS = {
    "numpy": lambda codes: "[" + " ".join(f"'{code}'" for code in codes) + "]",
    "no quotes": lambda codes: "[" + ", ".join(codes) + "]",
    "postgres": lambda codes: "{" + ",".join(codes) + "}",
    "and": " and ".join,
    "bullet": " • ".join,
    "tab": "\t".join,
}


@pytest.mark.parametrize("form", FORMS)
def test_other_ways_to_write_several_codes(agree: Agree, forum, run, tmp_path, form: str) -> None:
    cells = [FORMS[form](given) for given in SETS]
    ran = agree(HEADER, [[str(n), cell, cell] for n, cell in enumerate(cells)])
    assert codes(ran) == {"rent", "late", "fares"}, ran.err
    rows = [[str(n), cell] for n, cell in enumerate(cells[:3], start=1)]
    path = write_csv(tmp_path / "t.csv", ["document", "code"], rows)
    assert run("codebook", "new", "k", "--dimension", "topic=rent,late,fares",
               "--multi", "topic").code == 0  # fmt: skip
    ran = run("coding", "import", path, "--corpus", "forum", "--codebook", "k", "--coder", "ann")
    assert "4 codings are new" in ran.err, ran.err


def test_codes_with_a_blank_between_are_asked_for(agree: Agree) -> None:
    rows = [["1", "rent late", "rent"], ["2", "late", "late"], ["3", "rent", "rent late"]]
    ran = agree(HEADER, rows)
    assert ran.code == 1
    assert "'rent late'" in ran.err
    assert "--exact" in ran.err
    assert codes(agree(HEADER, rows, "--exact")) == {"rent late", "late", "rent"}


def test_one_bracket_among_codes_is_a_name(agree: Agree) -> None:
    rows = [["1", "[unclear]", "rent"], ["2", "late", "late"], ["3", "rent", "[unclear]"]]
    assert codes(agree(HEADER, rows)) == {"[unclear]", "late", "rent"}


def test_an_import_that_asks_says_a_way_out(forum, run, tmp_path) -> None:
    rows = [["1", "rent;late"], ["2", "late;fares"], ["3", "fares;rent"]]
    path = write_csv(tmp_path / "t.csv", ["document", "code"], rows)
    ran = run("coding", "import", path, "--corpus", "forum", "--codebook", "k", "--coder", "ann",
              "--create-codebook")  # fmt: skip
    assert ran.code == 1
    assert "--exact" in ran.err
    assert "textmine codebook new" in ran.err
    assert "--multi" not in ran.err


@pytest.mark.parametrize("word", ["-", "–", "none", "None"])
def test_beside_cells_of_several_codes_a_word_says_that_none_applies(agree: Agree, word) -> None:
    rows = [
        ["1", "rent; late", "rent"],
        ["2", "late", "late"],
        ["3", "rent", word],
        ["4", word, word],
    ]
    ran = agree(HEADER, rows)
    assert codes(ran) == {"rent", "late"}
    assert f"Read as none of the codes: '{word}' (3 cells)." in ran.err
    assert figures(ran)["share of equal sets", ""] == 0.5
    ran = agree(HEADER, rows, "--missing", word if word != "-" else "-,.")
    assert "none of the codes" not in ran.err


def test_a_list_without_quotes_is_one_where_its_codes_stand_alone(agree: Agree) -> None:
    rows = [["1", "[rent, late]", "rent"], ["2", "late", "late"], ["3", "rent", "[unclear]"]]
    assert codes(agree(HEADER, rows)) == {"rent", "late", "[unclear]"}
