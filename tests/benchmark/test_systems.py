"""Where a system's codes come from, and which of them may be counted."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from tests.helpers import write_csv
from tests.made import TRAINED_ON
from textmine.benchmark.systems import find_system
from textmine.codebook import find_codebook, rename_code
from textmine.coding import current_codings
from textmine.corpus import load_corpus
from textmine.corpus.groups import group_labels
from textmine.errors import BadRowsError, InputError

BOOK = find_codebook("ling-martins-2015")
GOAL, DOMAIN = "goal_orientation", "knowledge_domain"


def _find(space, spec, wanted=None):
    corpus = load_corpus(space, "forum")
    codings = current_codings(space, corpus)
    return find_system(spec, space, corpus, BOOK, codings, wanted or corpus.ids)


def test_a_model_is_scored_by_codes_given_while_the_thread_was_held_out(trained):
    system = _find(trained, "forum-model")
    path = trained.root / "models" / "forum-model" / "out_of_fold" / f"{GOAL}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        held = {row["document"]: row for row in csv.DictReader(stream)}
    assert len(held) == TRAINED_ON
    for document, row in held.items():
        assert system.codes[GOAL][document] == frozenset([row["code"]])
        assert system.folds[GOAL][document] == int(row["fold"])


def test_no_thread_stands_in_two_folds(trained):
    corpus = load_corpus(trained, "forum")
    group_of = dict(zip(corpus.ids, group_labels(corpus), strict=True))
    folds: dict[str, set[int]] = {}
    for document, fold in _find(trained, "forum-model").folds[GOAL].items():
        folds.setdefault(group_of[document], set()).add(fold)
    assert all(len(found) == 1 for found in folds.values())


def test_documents_beside_trained_ones_are_left_out(trained):
    corpus = load_corpus(trained, "forum")
    groups = dict(zip(corpus.ids, group_labels(corpus), strict=True))
    seen = set(corpus.ids[:TRAINED_ON])
    touched = {groups[identity] for identity in seen}
    system = _find(trained, "forum-model")
    for identity in corpus.ids[TRAINED_ON:]:
        assert (identity in system.codes[GOAL]) == (groups[identity] not in touched)
    left = [i for i in corpus.ids[TRAINED_ON:] if groups[i] in touched]
    assert any(f"{len(left)} coded documents are left out" in said for said in system.remarks)


def test_a_text_that_changed_since_training_does_not_count_as_held_out(trained):
    corpus = load_corpus(trained, "forum")
    corpus.documents.loc[0, "text"] = "Quite another message."
    codings = current_codings(trained, corpus)
    first = corpus.ids[0]
    system = find_system("forum-model", trained, corpus, BOOK, codings, [first])
    assert first not in system.codes.get(GOAL, {})


@pytest.mark.parametrize("header", [["id", GOAL, DOMAIN], ["document", "dimension", "code"]])
def test_predictions_of_anybody(trained, tmp_path, header):
    rows = [["1", "A", "3"]] if header[0] == "id" else [["1", GOAL, "A"], ["1", DOMAIN, "3"]]
    path = write_csv(tmp_path / "gpt.csv", header, rows)
    for spec, name in ((f"llm={path}", "llm"), (str(path), "gpt")):
        system = _find(trained, spec)
        assert system.name == name
        assert system.codes == {GOAL: {"1": frozenset("A")}, DOMAIN: {"1": frozenset("3")}}
        assert system.folds == {}


def test_predictions_of_several_corpora_in_one_table(trained, tmp_path):
    rows = [["forum", "1", "A"], ["other", "999", "B"]]
    path = write_csv(tmp_path / "gpt.csv", ["corpus", "id", GOAL], rows)
    assert _find(trained, f"llm={path}").codes == {GOAL: {"1": frozenset("A")}}


def test_predictions_that_do_not_fit_are_named_by_row(trained, tmp_path):
    rows = [["1", "A"], ["999", "A"], ["2", "Z"]]
    path = write_csv(tmp_path / "gpt.csv", ["id", GOAL], rows)
    with pytest.raises(BadRowsError) as caught:
        _find(trained, f"llm={path}")
    assert [problem.row for problem in caught.value.problems] == [3, 4]


def test_a_coder_can_be_the_system(trained):
    assert set(_find(trained, "coder-1").codes) == {GOAL, DOMAIN}


@pytest.mark.parametrize(
    ("spec", "sentence"),
    [
        ("forun-model", "no model, file or coder 'forun-model'.*Models: forum-model"),
        ("model:forum-model", "Name the model itself: --system forum-model"),
        ("llm=nothing.csv", "no file"),
    ],
)
def test_systems_that_are_not_there(trained, spec, sentence):
    with pytest.raises((InputError, LookupError), match=sentence):
        _find(trained, spec)


def test_a_text_that_was_trained_on_is_seen_whatever_its_id_is_now(trained):
    known = load_corpus(trained, "forum")
    names = ["m" + identity for identity in known.ids]
    corpus = replace(known, documents=known.documents.assign(id=names))
    system = find_system("forum-model", trained, corpus, BOOK, [], corpus.ids)
    told = set(corpus.ids[:TRAINED_ON])
    assert not told & set(system.codes.get(GOAL, {}))


def test_codes_of_a_model_are_read_in_the_codebook_as_it_is_now(trained):
    corpus = load_corpus(trained, "forum")
    changed = rename_code(BOOK, GOAL, "A", to="sharing", reason="clearer")
    system = find_system("forum-model", trained, corpus, changed, [], corpus.ids)
    said = {code for codes in system.codes[GOAL].values() for code in codes}
    assert "sharing" in said
    assert "A" not in said
