from __future__ import annotations

import csv
import io

import pytest

from tests.helpers import visible_files
from tests.made import add_corpus, small_documents


def shares_of(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["smoothed", "nmf", "lda"])
def test_fit(in_small, small, engine):
    ran = in_small(*f"topics fit small --topics 3 --engine {engine} --words 4 -f json".split())
    assert ran.code == 0
    rows = ran.rows
    assert [row["topic"] for row in rows] == ["T01", "T02", "T03"]
    assert all(len(row["words"].split(", ")) == 4 for row in rows)
    assert sum(row["share"] for row in rows) == pytest.approx(1, abs=1e-5)
    assert "Saved as model 'small-topics'" in ran.err
    assert (small.root / "models" / "small-topics" / "manifest.json").is_file()


@pytest.mark.slow
def test_show_quotes_the_corpus_it_was_fitted_to_or_another(in_trained):
    own = in_trained("topics", "show", "forum-topics")
    assert own.code == 0
    assert "131 units of 'forum'" in own.out
    assert own.out.count("“") >= 15
    other = in_trained("topics", "show", "forum-topics", "--corpus", "forum-new")
    assert "24 units of 'forum-new'" in other.out
    assert other.out != own.out
    rows = in_trained("topics", "show", "forum-topics", "--format", "json").rows
    assert len(rows) == 5


def test_apply_places_and_refits_nothing(in_trained, trained):
    folder = trained.root / "models" / "forum-topics"
    before = visible_files(folder)
    for name in ("one.csv", "two.csv"):
        ran = in_trained("topics", "apply", "forum-topics", "forum-new", "--out", name)
        assert ran.code == 0
        assert ran.out == ""
        assert "24 of 24 documents of 'forum-new' placed" in ran.err
    assert visible_files(folder) == before
    assert (trained.root / "one.csv").read_bytes() == (trained.root / "two.csv").read_bytes()
    rows = shares_of(trained.root / "one.csv")
    assert len(rows) == 24
    for row in rows:
        shares = {name: float(row[name]) for name in ("T01", "T02", "T03", "T04", "T05")}
        assert sum(shares.values()) == pytest.approx(1, abs=1e-4)
        assert shares[row["topic"]] == max(shares.values())


def test_a_document_without_a_known_word_is_listed(in_trained, trained, tmp_path):
    rows = [{"id": "a", "text": "Zyx wvu."}, {"id": "b", "text": "The council and the studio."}]
    add_corpus(trained, "odd", rows, tmp_path / "odd.csv")
    ran = in_trained("topics", "apply", "forum-topics", "odd", "--out", "o.csv")
    assert "Without a known word: a." in ran.err
    first = shares_of(trained.root / "o.csv")[0]
    assert first["topic"] == ""
    assert float(first["T01"]) == 0


def test_a_part_that_was_fitted_is_the_part_that_is_shown(in_small, small, tmp_path):
    rows = [
        row | {"lang": "en" if i < 30 else "de"}
        for i, row in enumerate(small_documents(48, "abc")[0])
    ]
    add_corpus(small, "part", rows, tmp_path / "part.csv")
    fitted = in_small(*"topics fit part -k 3 --where lang=en --format json".split())
    assert fitted.code == 0
    shown = in_small(*"topics show part-topics --format csv".split())
    assert [row["words"] for row in csv.DictReader(io.StringIO(shown.out))] == [
        row["words"] for row in fitted.rows
    ]
    assert "30 units" in in_small("topics", "show", "part-topics").out


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ("topics fit small --topics 500", 1, "too few for 500 topics"),
        ("topics fit small --topics 1", 1, "Setting 'topics.n_topics'"),
        ("topics fit small --words 1", 1, "Setting 'topics.n_words'"),
        ("topics fit small --engine lsa", 2, "lsa"),
        ("topics fit gone", 1, "There is no corpus 'gone'"),
        ("topics show gone", 1, "There is no model 'gone'"),
        ("topics apply gone small --out x.csv", 1, "There is no model 'gone'"),
        ("topics apply gone small", 2, "Missing option"),
        ("topics fit small --nonsense", 2, "No such option"),
        ("topics nonsense", 2, "No such command"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(in_small, small, arguments, code, sentence):
    before = visible_files(small.root)
    ran = in_small(*arguments.split())
    assert ran.code == code
    assert sentence in ran.err
    assert ran.out == ""
    assert visible_files(small.root) == before
