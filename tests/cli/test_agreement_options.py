"""textmine agreement: closer looks, gates, several tables, scales; figures of real corpora."""

from __future__ import annotations

import csv
import gzip
import io

import pytest

from tests.helpers import write_csv
from tests.test_real_corpora import data_file

GOAL = "goal_orientation"
HERE = ("agreement", "forum", "--coders", "coder-1,coder-2", "--resamples", "100")


def _rows(ran):
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


def _values(ran):
    return {
        row["figure"]: round(float(row["value"]), 3)
        for row in _rows(ran)
        if row["value"] and not row["code"] and not row["who"]
    }


def test_rounds_need_a_second_round(coded, run):
    ran = run(*HERE, "--show", "rounds")
    assert ran.code == 1
    assert "None of coder-1, coder-2 coded a document in a second round." in ran.err
    rows = [[str(number), "coder-1", GOAL, "A"] for number in range(1, 20)]
    write_csv(coded.root / "again.csv", ["id", "coder", "dimension", "code"], rows)
    arguments = ("--corpus", "forum", "--codebook", "ling-martins-2015", "--round", "2")
    assert run("coding", "import", "again.csv", *arguments).code == 0
    ran = run(*HERE, "--show", "rounds", "-f", "csv")
    assert "coder-1, round by round" in {row["who"] for row in _rows(ran)}


@pytest.mark.parametrize(
    ("limit", "on", "code"),
    [("0.6", "value", 0), ("0.6", "lower", 3), ("0.9", "value", 3), ("0.5", "lower", 0)],
)
def test_a_gate(coded, run, limit, on, code):
    ran = run(*HERE, "--fail-under", limit, "--on", on)
    assert ran.code == code
    assert (f"is {limit} or more" in ran.err and not code) == (code == 0)
    if code:
        assert f"wanted: {limit} or more" in ran.err
        assert GOAL in ran.out


def test_a_page_of_what_is_shown(coded, run):
    ran = run(*HERE, "--show", "words", "--report", "agreed")
    assert "0.694 [0.561, 0.783]" in ran.out
    folder = coded.root / "reports" / "agreed"
    made = {path.stem for path in (folder / "tables").iterdir()}
    assert {"agreement_1", "agreement_2", "agreement_3", "words"} <= made
    assert (folder / "figures" / "agreement.svg").exists()
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "0.694 [0.561, 0.783]" in page
    assert "A word is reported only when alpha reaches it" in page
    assert "Intervals take the units of one thread together" in page


def test_no_spans_are_an_empty_list(coded, run):
    ran = run(*HERE, "--show", "spans", "-f", "json")
    assert ran.rows == []
    assert "Nobody marked spans" in ran.err


def test_an_undefined_alpha_does_not_pass_a_gate(run, tmp_path):
    path = write_csv(tmp_path / "t.csv", ["id", "ann", "bob"], [["1", "x", "x"], ["2", "x", "x"]])
    ran = run("agreement", path, "--categories", "x,y", "--fail-under", "0.1")
    assert ran.code == 3
    assert "alpha is undefined" in ran.err


def test_tables_are_read_as_one(run, tmp_path):
    one = write_csv(tmp_path / "a.csv", ["ann", "bob"], [["1", "1"], ["2", "3"]])
    two = write_csv(tmp_path / "b.csv", ["ann", "bob"], [["2", "2"], ["3", "3"]])
    ran = run("agreement", one, two, "-f", "csv")
    assert {row["n"] for row in _rows(ran)} == {"4"}
    assert run("agreement", one, tmp_path / "c.csv").code == 1


def test_a_compressed_table(run, tmp_path):
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress(b"id,ann,bob\n1,x,x\n2,y,x\n"))
    assert _values(run("agreement", path, "-f", "csv"))["per cent agreement"] == 0.5
    path.write_bytes(b"no gzip")
    assert "is not a gzip file" in run("agreement", path).err


def test_sets_of_codes_in_a_table(run, tmp_path):
    rows = [["a", "a;b"], ["b;c", "b;c"], ["a", "c"], ["a;c", "a;b;c"]]
    path = write_csv(tmp_path / "t.csv", ["ann", "bob"], rows)
    values = _values(run("agreement", path, "--multi", "--coders", "ann,bob", "-f", "csv"))
    # Facts 1.4.
    assert values["Krippendorff's alpha (MASI)"] == 0.247
    assert values["Krippendorff's alpha (Jaccard)"] == 0.252


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--scale", "interval"), "The scale 'interval' needs codes that are numbers"),
        (("--scale", "ordinal"), "The order of the codes x, y is not known"),
        (("--repeats", "first", "--unit", "idd"), "no column 'idd'"),
        (("--by", "thread"), "A table of codes has no threads"),
        (("--show", "rounds"), "A table of codes has no rounds"),
        (("--where", "id=9"), "No row of t.csv has id=9"),
    ],
)
def test_what_cannot_be_measured(run, tmp_path, arguments, sentence):
    path = write_csv(tmp_path / "t.csv", ["id", "ann", "bob"], [["1", "x", "y"], ["2", "x", "x"]])
    ran = run("agreement", path, *arguments)
    assert ran.code == 1
    assert sentence in ran.err


def test_two_corpora_cannot_be_measured_together(coded, run):
    ran = run("agreement", "forum", "other")
    assert ran.code == 1
    assert "One command takes one corpus, or several tables. Got forum, other." in ran.err


# Figures of shared/data/README.md and its SOURCE.md files.
@pytest.mark.data
def test_five_coders_of_concreteness(run):
    folder = data_file("cimt_partizipation_de/cimt-argument-concreteness-dataset")
    tables = sorted(folder.glob("*/concreteness_*.csv"))
    ran = run(
        *("agreement", *tables, "--scale", "ordinal", "-f", "csv", "--resamples", "100"),
        *("--coders", "coder1,coder2,coder3,coder4,coder5", "--categories"),
        "low concreteness,intermediate concreteness,high concreteness",
    )
    values = _values(ran)
    assert values["Krippendorff's alpha (ordinal)"] == 0.541
    assert values["Krippendorff's alpha (nominal)"] == 0.379
    assert _rows(ran)[0]["n"] == "1127"


@pytest.mark.data
@pytest.mark.parametrize(("wave", "alpha"), [("1", 0.538), ("2", 0.545)])
def test_immigration_waves_without_gold_and_tainted_rows(run, wave, alpha):
    ran = run(
        "agreement",
        data_file(f"csta_uk_manifestos/immigration{wave}_worker_labels.csv.gz"),
        *("--unit", "_unit_id", "--coder", "_worker_id", "--code", "policy_area"),
        *("--where", "_golden=False", "--where", "_tainted=False", "--resamples", "100"),
        *("-f", "csv"),
    )
    assert _values(ran)["Krippendorff's alpha"] == alpha


@pytest.mark.data
def test_the_coal_debate_where_workers_met_a_sentence_twice(run):
    arguments = (
        "agreement",
        data_file("csta_uk_manifestos/coal_debate_EN_worker_labels.csv.gz"),
        *("--unit", "sentenceid", "--coder", "X_worker_id", "--code", "subsidy_scale"),
        *("--where", "X_golden=False", "--scale", "interval", "--resamples", "100", "-f", "csv"),
    )
    refused = run(*arguments)
    assert refused.code == 1
    assert "--repeats first" in refused.err
    values = _values(run(*arguments, "--repeats", "first"))
    assert values["Krippendorff's alpha (interval)"] == 0.339
    assert values["Krippendorff's alpha (nominal)"] == 0.312
