"""What Python gives is what the commands give, with the same texts, codes and settings."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd
import pytest

import textmine as tm
from tests.conftest import FORUM
from tests.made import copied, small_codebook, small_root, train_small
from textmine.coding import current_codings, open_codings
from textmine.corpus import load_corpus
from textmine.store import find_workspace, shipped_folder

CODERS = ["coder-1", "coder-2"]
GOAL = "goal_orientation"


@pytest.fixture(scope="module")
def forum() -> tm.Corpus:
    return tm.read(FORUM / "messages.csv", "forum")


@pytest.fixture(scope="module")
def codes(forum: tm.Corpus) -> tm.Codings:
    return tm.read_codes(FORUM / "codings.csv", forum, "ling-martins-2015")


def same(rows: object, printed: object) -> bool:
    """Whether rows are those that a command prints as JSON, where nan is null."""
    return json.loads(json.dumps(rows)) == printed


def without(rows: Iterable[Mapping[str, object]], key: str) -> list[dict[str, object]]:
    """Rows but for the name of a model, which Python has no use for."""
    return [{name: cell for name, cell in row.items() if name != key} for row in rows]


def test_documents_are_those_of_an_import(forum, coded):
    imported = load_corpus(coded, "forum").documents
    assert list(forum.to_frame()) == list(imported)
    assert all(forum.column(name) == load_corpus(coded, "forum").column(name) for name in imported)
    read = tm.read(pd.read_csv(FORUM / "messages.csv"))
    assert read.ids == forum.ids
    assert read.texts == forum.texts
    assert read.column("parent_id") == forum.column("parent_id")
    assert read.column("thread_id") == forum.column("thread_id")


def test_codings_are_those_that_stand_after_an_import(forum, codes, coded):
    current = current_codings(coded, load_corpus(coded, "forum"))
    told = ("document", "dimension", "code", "coder", "origin", "memo")
    assert sorted(tuple(getattr(one, name) for name in told) for one in codes) == sorted(
        tuple(getattr(one, name) for name in told) for one in current
    )
    by_frame = tm.read_codes(pd.read_csv(FORUM / "codings.csv"), forum, "ling-martins-2015")
    assert [(c.document, c.code) for c in by_frame] == [(c.document, c.code) for c in codes]


def test_agreement(codes, coded, run):
    printed = run("agreement", "forum", "--coders", ",".join(CODERS), "--format", "json")
    found = tm.agreement(codes, CODERS)
    assert same(found.rows, printed.rows)
    assert list(found.to_frame().columns) == list(found.rows[0])
    assert found.remarks == (
        "Intervals take the units of one thread together, since coders err on them together; "
        'by="unit" takes each one alone.',
    )
    assert found.remarks[0].replace('by="unit"', "--by unit") in printed.err


def test_agreement_of_a_table(run, workspace, tmp_path):
    table = pd.DataFrame({"ann": ["x", "y", "NA", "x"], "bob": ["x", "x", "y", "X"]})
    table.to_csv(tmp_path / "codes.csv", index=False)
    printed = run("agreement", tmp_path / "codes.csv", "--format", "json")
    assert same(tm.agreement(table).rows, printed.rows)


@pytest.mark.slow
def test_topics(forum, coded, run):
    asked = ("topics", "fit", "forum", "--topics", "4", "--profile", "fast", "--seed", "7")
    printed = run(*asked, "--format", "json")
    topics = tm.TopicModel(n_topics=4, profile="fast", random_state=7).fit(forum)
    rows = topics.to_frame().astype(object)
    assert same(rows.where(rows.notna(), None).to_dict("records"), printed.rows)
    loaded = tm.TopicModel.load(coded.root / "models" / "forum-topics")
    assert loaded.components_.tobytes() == topics.components_.tobytes()
    new = tm.read(FORUM / "new-messages.csv")
    assert loaded.transform(new).tobytes() == topics.transform(new).tobytes()


@pytest.mark.slow
def test_topics_that_were_saved_are_shown_by_the_command(forum, coded, run):
    topics = tm.TopicModel(n_topics=3, profile="fast").fit(forum)
    path = topics.save(coded.root / "models" / "mine")
    shown = run("topics", "show", "mine", "--corpus", "forum", "--format", "json").rows
    assert [row["words"] for row in shown] == topics.to_frame()["words"].tolist()
    assert tm.TopicModel.load(path).get_params()["n_topics"] == 3


@pytest.fixture
def small(tmp_path_factory, tmp_path) -> tuple[tm.Corpus, tm.Codings, Path]:
    """The small corpus and its codings in Python, and the workspace that has the same."""
    base = tmp_path_factory.getbasetemp()
    space = copied(small_root(base), tmp_path / "small")
    corpus = tm.read(base / "of-small" / "small.csv", "small", text="text")
    said = [(one.document, one.code) for one in open_codings(space).current("small")]
    table = pd.DataFrame(said, columns=["document", "subject"])
    codes = tm.read_codes(table, corpus, small_codebook("abc"), coder="ann")
    return corpus, codes, space.root


@pytest.mark.slow
def test_a_classifier_codes_as_the_command_does(small, run_in, tmp_path):
    corpus, codes, root = small
    run = run_in(root)
    train_small(find_workspace(root), blocks=("words", "around"))
    made = tm.CodeClassifier(tm.TextFeatures(["words", "around"], profile="fast"), folds=2).fit(
        corpus, codes
    )
    assert run("apply", "m", "small", "--out", tmp_path / "out.csv").code == 0
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        printed = list(csv.DictReader(stream))
    frame = made.code(corpus).to_frame()
    numbers = [name for name in frame if name.endswith("probability")]
    assert frame[numbers].dtypes.eq(float).all()
    shown = frame[numbers].map("{:.4f}".format)
    mine = frame.assign(**shown).to_dict("records")
    assert without(mine, "coded_by") == without(printed, "coded_by")
    shares = run("prevalence", "m", "small", "--assume", "random", "--format", "json")
    asked = tm.prevalence(made, corpus, codes, assume="random")
    assert same(without(asked.rows, "model"), without(shares.rows, "model"))
    held_out = root / "models" / "m" / "out_of_fold" / "subject.csv"
    saved = made.save(root / "models" / "mine")
    assert run("apply", "mine", "small", "--out", tmp_path / "mine.csv").code == 0
    told = [(tmp_path / name).read_text(encoding="utf-8-sig") for name in ("out.csv", "mine.csv")]
    assert told[0].replace("model:m", "model:mine") == told[1]
    assert (saved / "out_of_fold" / "subject.csv").read_bytes() == held_out.read_bytes()
    again = tm.CodeClassifier.load(saved)
    assert again.predict(corpus).tolist() == made.predict(corpus).tolist()
    shares_again = tm.prevalence(again, corpus, codes, assume="random")
    assert shares_again.rows == asked.rows


@pytest.mark.slow
def test_the_model_that_is_shipped(run_in, tmp_path):
    """Read by spaCy's model, with the vectors of meaning, as `textmine apply` would."""
    shipped = shipped_folder() / "models" / "city-region-forum"
    made = tm.CodeClassifier.load(shipped)
    new = tm.read(FORUM / "new-messages.csv")
    coded = made.code(new).to_frame()
    assert coded["cell"].str.fullmatch("[ABC][123]").all()
    assert made.predict(new).tolist() == coded[made.dimensions_].to_numpy().tolist()
    assert [one.shape for one in made.predict_proba(new)] == [(24, 3), (24, 3)]


def test_a_benchmark(codes, forum, coded, run, tmp_path):
    agreed = codes.on(GOAL).by("agreed").codes()
    guess = {
        one: "A" if place % 5 == 0 else min(said)
        for place, (one, said) in enumerate(agreed.items())
    }
    table = pd.DataFrame({"document": guess.keys(), GOAL: guess.values()})
    table.to_csv(tmp_path / "llm.csv", index=False)
    asked = ("benchmark", "forum", "--coders", ",".join(CODERS), "--dimension", GOAL)
    printed = run(*asked, "--system", f"llm={tmp_path / 'llm.csv'}", "--format", "json")
    found = tm.run_benchmark({"llm": table}, forum, codes, coders=CODERS, dimensions=[GOAL])
    assert same(found.rows, printed.rows)
    assert found.remarks[-1] in printed.err


def test_alpha_is_that_of_agreement(codes):
    table = pd.DataFrame(
        {
            coder: {one: min(said) for one, said in codes.on(GOAL).by(coder).codes().items()}
            for coder in CODERS
        }
    )
    alpha = tm.krippendorff_alpha(table)
    (found,) = (one for one in tm.agreement(codes, CODERS) if one.dimension == GOAL)
    assert math.isclose(alpha.value, found.alpha.coefficient.value)
