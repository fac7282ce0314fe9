"""Names of topics: given, kept over a refit, shown everywhere."""

from __future__ import annotations

import csv
import json

import pytest

from tests.helpers import visible_files
from tests.made import add_corpus, filled, run_at, small_documents
from textmine.topics import load_topic_model


@pytest.fixture
def fitted(small, tmp_path_factory):
    words = "topics fit small --topics 3 --name t".split()
    base = tmp_path_factory.getbasetemp()
    return filled(small, base, "of-fitted", lambda space: run_at(space.root, *words))


def test_a_name_stays_with_its_topic_over_a_refit(in_small, fitted, tmp_path):
    named = in_small(*"topics name t T02 Bakers --description bread --reason".split(), "read them")
    assert named.code == 0, named.err
    path = fitted.root / "models" / "t" / "themes.toml"
    path.write_text("# a remark of ours\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    again = in_small("topics", "fit", "small", "--topics", "3", "--name", "t")
    assert again.code == 0, again.err
    assert "T02 · Bakers" in again.out
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
        ("\n[themes.A]\ntopics = []\n", "(line 2) cannot be used: A.topics"),
        ('[themes.A]\ntopics = ["T01"]\n[themes."B"]\ntopics = ["t01"]\n', "(line 3)"),
        ("# ours\nthemes = 3\n", "(line 2) cannot be used: 'themes' is no table"),
        ("history = [3]\n", "(line 1)"),
        ("[theme.A]\n", "'theme' is not known"),
    ):
        path.write_text(text, encoding="utf-8")
        ran = in_small("topics", "show", "t")
        assert ran.code == 1
        assert told in ran.err
        assert in_small("topics", "name", "t", "T01", "X").code == 1
        assert path.read_text(encoding="utf-8") == text


def test_a_fresh_fit_sets_names_aside(in_small, fitted):
    assert in_small("topics", "name", "t", "T02", "Bakers").code == 0
    folder = fitted.root / "models" / "t"
    text = (folder / "themes.toml").read_text(encoding="utf-8")
    fresh = in_small(*"topics fit small --topics 4 --name t --fresh".split())
    assert fresh.code == 0, fresh.err
    assert "set aside in themes-before-1.toml" in fresh.err
    assert "Bakers" not in in_small("topics", "show", "t").out
    assert (folder / "themes-before-1.toml").read_text(encoding="utf-8") == text
    assert in_small("topics", "name", "t", "T01", "Trains").code == 0
    again = in_small(*"topics fit small --topics 3 --name t --fresh".split())
    assert "set aside in themes-before-2.toml" in again.err
    assert (folder / "themes-before-1.toml").read_text(encoding="utf-8") == text


def test_what_refits_did_is_kept_and_a_name_without_topic_is_said(in_small, fitted):
    for topic in ("T01", "T02", "T03"):
        assert in_small("topics", "name", "t", topic, f"Theme {topic}").code == 0
    fewer = in_small(*"topics fit small --topics 2 --name t".split())
    assert fewer.code == 0, fewer.err
    ids = set(load_topic_model(fitted, "t")[0].topic_ids)
    for lost in {"T01", "T02", "T03"} - ids:
        assert f"Theme 'Theme {lost}' names {lost}, which the model has no more" in fewer.err
    more = in_small(*"topics fit small --topics 4 --name t".split())
    told = in_small("topics", "themes", "t", "--history")
    assert told.err.count("Fitted to 48 documents of 'small'") == 2
    assert more.err.split("former one.\n")[1].splitlines()[0] in told.err
    new = set(load_topic_model(fitted, "t")[0].topic_ids) - ids
    assert new
    assert not new & {"T01", "T02", "T03"}


def test_a_name_moves_with_the_topic_written_by_hand(in_small, fitted):
    path = fitted.root / "models" / "t" / "themes.toml"
    path.write_text('[themes.Old]\ntopics = ["t01", "T02"]\n', encoding="utf-8")
    assert in_small("topics", "name", "t", "T01", "New").code == 0
    listed = in_small("topics", "themes", "t", "--format", "csv").out.splitlines()[1:]
    assert [line.split(",")[:2] for line in listed] == [["Old", "T02"], ["New", "T01"]]


def test_models_from_before_ids_were_kept_still_load(in_small, fitted):
    path = fitted.root / "models" / "t" / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    for key in ("ids", "ids_given", "history"):
        del content["details"][key]
    del content["seal"]
    path.write_text(json.dumps(content), encoding="utf-8")
    assert load_topic_model(fitted, "t")[0].topic_ids == ["T01", "T02", "T03"]
    assert in_small(*"topics fit small --topics 3 --name t".split()).code == 0


def test_another_engine_and_phrases_still_keep_ids(in_small, fitted):
    other = in_small(*"topics fit small --topics 3 --name t --engine nmf --phrases".split())
    assert other.code == 0, other.err
    assert "is new" not in other.err


def test_a_corpus_that_has_grown(in_small, fitted, tmp_path):
    assert in_small("topics", "name", "t", "T02", "Bakers").code == 0
    before = visible_files(fitted.root / "models" / "t")
    same = in_small("topics", "update", "t")
    assert same.code == 0, same.err
    assert "fitted again, to 48 documents (+0)" in same.err
    assert "Every topic came back." in same.err
    assert "another main topic" not in same.err
    assert visible_files(fitted.root / "models" / "t") == before
    add_corpus(fitted, "grown", small_documents(70, "abc")[0], tmp_path / "grown.csv")
    grown = in_small("topics", "update", "t", "grown")
    assert grown.code == 0, grown.err
    assert "fitted again, to 70 documents (+22)" in grown.err
    assert "T02 · Bakers" in grown.out
    assert load_topic_model(fitted, "t")[1].details["corpus"] == "grown"


def test_what_cannot_be_updated_is_a_sentence(in_small, fitted):
    before = visible_files(fitted.root / "models")
    assert "There is no model 'gone'" in in_small("topics", "update", "gone").err
    assert "There is no corpus 'gone'" in in_small("topics", "update", "t", "gone").err
    assert visible_files(fitted.root / "models") == before
