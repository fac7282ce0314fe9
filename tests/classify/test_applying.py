"""A trained model and its folder: what it says, and what a damaged folder says."""

from __future__ import annotations

import pytest

from textmine.classify import apply_model, load_model, machine_codings
from textmine.classify.trained.prediction_table import prediction_rows
from textmine.corpus import load_corpus
from textmine.errors import InputError, NotFoundError


def applied(space, model="forum-model", corpus="forum-new"):
    whole = load_corpus(space, corpus)
    loaded = load_model(space, model)
    return loaded, whole, apply_model(space, loaded, whole, whole)


def test_predictions_are_probabilities_and_one_code_each(trained):
    model, corpus, predictions = applied(trained)
    assert list(predictions) == ["knowledge_domain", "goal_orientation"]
    for part in model.dimensions:
        said = predictions[part.dimension]
        assert list(said.documents) == corpus.ids
        assert said.classes == part.classes
        assert said.probabilities.sum(axis=1) == pytest.approx(1)
        assert ((said.probabilities >= 0) & (said.probabilities <= 1)).all()
        assert (said.given.sum(axis=1) == 1).all()
        assert all(len(codes) == 1 for codes in said.codes)


def test_loading_twice_says_the_same(trained):
    first, second = applied(trained)[2], applied(trained)[2]
    for dimension, said in first.items():
        assert (said.probabilities == second[dimension].probabilities).all()


def test_neighbours_come_from_the_whole_corpus(trained):
    """A part of the corpus is coded as it is within the whole."""
    model, whole, predictions = applied(trained)
    part = whole.select([place % 3 == 1 for place in range(len(whole))], ())
    alone = apply_model(trained, model, whole, part)
    for dimension, said in alone.items():
        expected = predictions[dimension]
        places = [expected.documents.index(identity) for identity in part.ids]
        assert list(said.documents) == part.ids
        assert said.probabilities == pytest.approx(expected.probabilities[places])
        assert said.codes == expected.take(places).codes


def test_a_part_is_coded_batch_by_batch_as_the_whole(trained, monkeypatch):
    from textmine.classify import thread_runs

    _, _, whole = applied(trained)
    monkeypatch.setattr(thread_runs, "_SIZE", 3)
    _, _, pieces = applied(trained)
    for dimension, said in whole.items():
        assert pieces[dimension].probabilities == pytest.approx(said.probabilities)


def test_machine_codings_name_their_model(trained):
    model, corpus, predictions = applied(trained)
    codings = machine_codings(predictions, "forum-new", model)
    assert len(codings) == 2 * len(corpus)
    assert {coding.origin for coding in codings} == {"machine"}
    assert {coding.coder for coding in codings} == {"model:forum-model"}
    assert {coding.model for coding in codings} == {"forum-model"}
    assert all(0 <= (coding.probability or -1) <= 1 for coding in codings)


def test_rows_have_the_cell_and_the_names(trained):
    model, corpus, predictions = applied(trained)
    for row in prediction_rows(model, corpus, predictions):
        assert row["cell"] == row["goal_orientation"] + row["knowledge_domain"]
        dimension = model.codebook.dimension("goal_orientation")
        names = {code.id: code.name for code in dimension.codes}
        assert row["goal_orientation_name"] == names[row["goal_orientation"]]


def test_there_is_no_such_model(trained):
    with pytest.raises(NotFoundError, match="Did you mean 'forum-model'"):
        load_model(trained, "forum-modle")


def test_a_topic_model_is_no_classifier(trained):
    with pytest.raises(InputError, match="'forum-topics' is a topics folder"):
        load_model(trained, "forum-topics")


@pytest.mark.parametrize("file", ["features-1.skops", "codebook.toml", "trained_on.txt"])
def test_a_missing_file_is_named(trained, file):
    (trained.root / "models" / "forum-model" / file).unlink()
    with pytest.raises(InputError, match=rf"incomplete: {file} is missing"):
        load_model(trained, "forum-model")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", None])
def test_a_damaged_pipeline_is_a_sentence(trained, content):
    path = trained.root / "models" / "forum-model" / "features-1.skops"
    path.write_bytes(path.read_bytes()[:20_000] if content is None else content)
    with pytest.raises(InputError, match=r"features-1\.skops is damaged"):
        load_model(trained, "forum-model")
