"""Names of topics: given, kept over a refit, shown everywhere."""

from __future__ import annotations

import csv

import pytest

from textmine.topics import load_topic_model


@pytest.fixture
def fitted(in_small, small):
    ran = in_small("topics", "fit", "small", "--topics", "3", "--name", "t")
    assert ran.code == 0, ran.err
    return small


def test_a_name_stays_with_its_topic_over_a_refit(in_small, fitted, tmp_path):
    named = in_small(*"topics name t T02 Bakers --description bread --reason".split(), "read them")
    assert named.code == 0, named.err
    path = fitted.root / "models" / "t" / "themes.toml"
    path.write_text("# a remark of ours\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    again = in_small("topics", "fit", "small", "--topics", "3", "--name", "t")
    assert again.code == 0, again.err
    assert "T02  Bakers" in again.out
    assert "is new" not in again.err
    assert load_topic_model(fitted, "t")[0].topic_ids == ["T01", "T02", "T03"]
    out = tmp_path / "t.csv"
    assert in_small("topics", "apply", "t", "small", "--out", str(out)).code == 0
    first = out.read_bytes()
    assert in_small("topics", "apply", "t", "small", "--out", str(out)).code == 0
    assert out.read_bytes() == first
    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["theme"] for row in rows if row["topic"] == "T02"} == {"Bakers"}
    assert {row["theme"] for row in rows if row["topic"] == "T01"} == {""}
    assert in_small("topics", "name", "t", "T01", "Bakers").code == 0
    assert "# a remark of ours" in path.read_text(encoding="utf-8")
    listed = in_small("topics", "themes", "t", "--history", "--format", "csv")
    assert next(line.split(",")[1] for line in listed.out.splitlines()[1:]) == "T02 named 'Bakers'"


def test_merging_and_finishing(in_small, fitted):
    assert in_small("topics", "name", "t", "T01", "Old").code == 0
    merged = in_small("topics", "merge", "t", "T01", "t03", "--into", "Both")
    assert merged.code == 0, merged.err
    assert "Theme 'Both': T01, T03 (prototype)." in merged.err
    final = in_small("topics", "themes", "t", "--final", "Both", "--format", "csv")
    assert final.out.splitlines()[1:] == ['Both,"T01, T03",final,']


def test_what_cannot_be_done_is_a_sentence(in_small, fitted):
    assert "no topic 'T09'" in in_small("topics", "name", "t", "T09", "X").err
    assert "no theme 'X'" in in_small("topics", "themes", "t", "--final", "X").err
    path = fitted.root / "models" / "t" / "themes.toml"
    for text, told in (
        ("[themes\n", "line 1"),
        ("[themes.A]\ntopics = []\n", "A.topics"[2:]),
        ('[themes.A]\ntopics = ["T01"]\n[themes.B]\ntopics = ["T01"]\n', "two themes"),
    ):
        path.write_text(text, encoding="utf-8")
        ran = in_small("topics", "show", "t")
        assert ran.code == 1
        assert told in ran.err
        assert in_small("topics", "name", "t", "T01", "X").code == 1
        assert path.read_text(encoding="utf-8") == text
