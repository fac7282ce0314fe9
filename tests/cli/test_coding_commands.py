"""textmine coding import, tabulate, agreement."""

from __future__ import annotations

import csv
import io
import re

import pytest

from tests.conftest import FORUM
from tests.helpers import visible_files, write_csv
from textmine.coding import open_codings

GOAL, DOMAIN = "goal_orientation", "knowledge_domain"

# Krippendorff (2011), Computing Krippendorff's alpha-reliability, example C.
K2011 = {
    "A": "123321412...",
    "B": "1233224125.3",
    "C": ".3332342251.",
    "D": "12332441251.",
}


def _rows(ran):
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


def test_import_tells_what_it_did(forum, run):
    arguments = (
        "coding",
        "import",
        FORUM / "codings.csv",
        "--corpus",
        "forum",
        "--codebook",
        "ling-martins-2015",
    )
    dry = run(*arguments, "--dry-run")
    assert dry.code == 0
    assert "786 codings would be new" in dry.err
    assert not (forum.root / "codings.db").exists()
    ran = run(*arguments)
    assert (ran.code, ran.out) == (0, "")
    assert "0 codings are new, 786 stood there already" in run(*arguments).err


def test_rows_put_aside_are_counted(forum, run):
    write_csv(forum.root / "t.csv", ["id", GOAL], [["1", "A"], ["2", "Z"], ["999", "B"]])
    ran = run(
        "coding",
        "import",
        "t.csv",
        "--corpus",
        "forum",
        "--codebook",
        "ling-martins-2015",
        "--coder",
        "ann",
        "--skip-bad-rows",
        "aside.csv",
    )
    assert ran.code == 0
    assert "1 coding is new" in ran.err
    assert "2 rows were put into aside.csv." in ran.err
    assert len((forum.root / "aside.csv").read_text(encoding="utf-8-sig").splitlines()) == 3


def test_a_codebook_is_made(forum, run):
    write_csv(forum.root / "t.csv", ["id", "asks"], [["1", "yes"], ["2", "no"], ["3", ""]])
    ran = run(
        "coding",
        "import",
        "t.csv",
        "--corpus",
        "forum",
        "--codebook",
        "asking",
        "--create-codebook",
        "--map",
        "asks=asks:ann",
    )
    assert ran.code == 0
    assert "Codebook 'asking' made of 2 codes found in t.csv." in ran.err
    assert "2 codings are new, 0 stood there already, 1 cell is empty; coders: ann." in ran.err
    counts = {row["asks"]: row["count"] for row in _rows(run("tabulate", "forum", "-f", "csv"))}
    assert counts == {"no": "1", "yes": "1"}


def test_tabulate_the_sample(coded, run):
    rows = _rows(run("tabulate", "forum", "--format", "csv"))
    cells = {
        row[GOAL] + row[DOMAIN]: (int(row["count"]), round(float(row["percent"]))) for row in rows
    }
    assert cells == {
        "A1": (34, 26),
        "A2": (3, 2),
        "A3": (45, 34),
        "B1": (18, 14),
        "B2": (4, 3),
        "B3": (13, 10),
        "C1": (5, 4),
        "C2": (5, 4),
        "C3": (4, 3),
        "Aall": (82, 63),
        "Ball": (35, 27),
        "Call": (14, 11),
        "all1": (57, 44),
        "all2": (12, 9),
        "all3": (62, 47),
    }
    assert {row["n"] for row in rows} == {"131"}
    assert {row["low"] for row in rows} == {""}


def test_what_the_cells_mean_is_counted(coded, run):
    ran = run("tabulate", "forum", "--report", "counted")
    assert re.search(r"C3 +manipulative self-presentation to dominate +4 +3 %", ran.out)
    tables = coded.root / "reports" / "counted" / "tables"
    assert {path.stem for path in tables.iterdir()} == {"tabulation", "cells"}


def test_tabulate_a_part_that_nobody_drew_has_no_interval(forum, run):
    rows = [[str(n), "A" if n % 2 else "B", "1"] for n in range(1, 21)]
    write_csv(forum.root / "t.csv", ["id", GOAL, DOMAIN], rows)
    assert (
        run(
            "coding",
            "import",
            "t.csv",
            "--corpus",
            "forum",
            "--codebook",
            "ling-martins-2015",
            "--coder",
            "ann",
        ).code
        == 0
    )
    ran = run("tabulate", "forum", "--format", "json")
    cell = next(row for row in ran.rows if (row[GOAL], row[DOMAIN]) == ("A", "1"))
    assert (cell["count"], cell["low"], cell["high"]) == (10, None, None)
    assert "no interval" in ran.err


def test_codings_of_documents_that_are_gone_are_left_out_and_said(coded, run):
    with (FORUM / "messages.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    write_csv(coded.root / "less.csv", rows[0], [row for row in rows[1:] if row[1] != "T36"])
    gone = sum(row[1] == "T36" for row in rows[1:])
    assert gone
    less = ("corpus", "import", "less.csv", "--name", "forum", "--parent-id", "-")
    ran = run(*less, "--replace")
    assert ran.code == 0, ran.err
    for command in (
        ("tabulate", "forum"),
        ("agreement", "forum", "--by", "thread", "--resamples", "100"),
    ):
        ran = run(*command, "--format", "json")
        assert ran.code == 0, ran.err
        assert f"{gone * 6} codings are left out" in ran.err
        assert {row["n"] for row in ran.rows} == {131 - gone}


def _values(rows):
    return {(row["figure"], row["code"]): row["value"] for row in rows}


def _k2011(layout):
    units = [f"u{n:02d}" for n in range(1, 13)]
    said = {coder: [c if c != "." else "" for c in codes] for coder, codes in K2011.items()}
    if layout == "wide":
        return ["id", *said], [
            [u, *codes] for u, codes in zip(units, zip(*said.values(), strict=True), strict=True)
        ]
    return ["unit", "coder", "code"], [
        [unit, coder, code]
        for coder, codes in said.items()
        for unit, code in zip(units, codes, strict=True)
    ]


@pytest.mark.parametrize("layout", ["wide", "long"])
def test_agreement_of_a_published_table(tmp_path, run_in, layout):
    write_csv(tmp_path / "k.csv", *_k2011(layout))
    ran = run_in(tmp_path)("agreement", "k.csv", "--format", "json", "--resamples", "100")
    assert ran.code == 0, ran.err
    rows = ran.rows
    values = _values(rows)
    assert round(values["Krippendorff's alpha", ""], 3) == 0.743
    alphas = [values["Krippendorff's alpha", code] for code in "12345"]
    assert alphas == pytest.approx([0.720430, 0.666667, 0.74, 0.777143, 1.0], abs=1e-6)
    assert values["Gwet's AC1", ""] == pytest.approx(0.77544, abs=5e-6)
    assert values["Fleiss' kappa", ""] == pytest.approx(0.76117, abs=5e-6)
    assert ("Cohen's kappa", "") not in values
    assert all(
        row["low"] <= row["value"] + 1e-9 and row["value"] - 1e-9 <= row["high"] for row in rows
    )
    assert {row["n"] for row in rows} == {11}
    assert sum(row["codes given"] for row in rows if row["code"]) == 41
    assert "name all with --categories" in ran.err


def test_agreement_of_a_corpus_equals_that_of_its_tables(coded, run):
    """Also the intervals, because units are in the same order and the seed is the same."""
    codings = open_codings(coded).current("forum")
    said = {
        (c.document, c.coder): c.code
        for c in codings
        if c.dimension == GOAL and c.origin == "human"
    }
    units = sorted({document for document, _ in said})
    coders = ["coder-1", "coder-2"]
    write_csv(
        coded.root / "wide.csv",
        ["id", *coders],
        [[u, *(said[u, c] for c in coders)] for u in units],
    )
    write_csv(
        coded.root / "long.csv",
        ["document", "annotator", "code"],
        [[u, c, code] for (u, c), code in said.items()],
    )
    figures = ("figure", "code", "value", "low", "high", "n", "codes given", "prevalence")

    def measured(*arguments):
        ran = run("agreement", *arguments, "--format", "json", "--resamples", "200")
        assert ran.code == 0, ran.err
        return [
            {key: row[key] for key in figures}
            for row in ran.rows
            if row["dimension"] in (GOAL, "code", "codes")
        ]

    stored = measured("forum", "--by", "unit")
    assert _values(stored)["Cohen's kappa", ""] == pytest.approx(0.703, abs=5e-4)
    assert measured("wide.csv") == stored
    assert measured("wide.csv", "--coders", "coder-1,coder-2", "--categories", "A,B,C") == stored
    assert measured("long.csv") == stored


def test_disagreements_are_listed_with_their_texts(coded, run):
    before = visible_files(coded.root)
    ran = run("agreement", "forum", "--resamples", "100", "--disagreements", "d.csv")
    assert ran.code == 0
    assert "44 disagreements written to d.csv." in ran.err
    with (coded.root / "d.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 44
    assert all(row["coder-1"] != row["coder-2"] and row["text"] for row in rows)
    assert visible_files(coded.root).keys() - before.keys() == {"d.csv"}
