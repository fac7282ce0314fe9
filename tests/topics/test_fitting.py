"""Topic models of a corpus: fit, folder, view, and placing without refitting."""

from __future__ import annotations

import csv
import random
import re

import numpy as np
import pytest

from tests.conftest import FORUM, STRATEGIES
from tests.helpers import visible_files
from tests.made import SETTINGS, add_corpus, quick_workspace, small_documents
from textmine.corpus import import_corpus, load_corpus, read_documents
from textmine.corpus.reading.reader import ReadOptions
from textmine.errors import InputError, NotFoundError
from textmine.topics import fit_topics, load_topic_model, place_corpus, place_units, view_placed

MESSAGES = 45
"""The first messages of the forum, which are enough to see whether their order matters."""


@pytest.fixture
def view(trained):
    return view_placed(
        place_corpus(trained, "forum-topics", load_corpus(trained, "forum"), trained.settings)
    )


def squeezed(text):
    return re.sub(r"\s+", " ", text)


def test_a_view_has_shares_words_and_figures(view):
    assert [topic.id for topic in view.topics] == ["T01", "T02", "T03", "T04", "T05"]
    shares = [topic.share for topic in view.topics]
    assert sum(shares) == pytest.approx(1)
    assert view.unit_topic.shape == (131, 5)
    assert view.unit_topic.sum(axis=1) == pytest.approx(np.ones(131))
    for topic in view.topics:
        assert len(topic.words) == 10
        assert topic.interval.low <= topic.share <= topic.interval.high
        assert -1 <= topic.npmi <= 1
        assert 0 <= topic.c_v <= 1
    assert view.groups == "thread"
    assert view.synthetic


def test_quotations_stand_in_the_stored_texts(view, trained):
    corpus = load_corpus(trained, "forum")
    texts = dict(zip(corpus.ids, corpus.texts, strict=True))
    for topic in view.topics:
        assert len(topic.quotations) == 3
        assert len({quote.author for quote in topic.quotations}) == 3
        for quote in topic.quotations:
            bare = quote.text.removeprefix("… ").removesuffix(" …")
            assert bare in squeezed(texts[quote.document])
            assert not bare.startswith(">")


def test_placing_the_corpus_again_finds_the_fit(small):
    corpus = load_corpus(small, "small")
    settings = small.settings.override("topics", n_topics=3)
    fitted = fit_topics(small, corpus, "t", settings)
    placed = view_placed(place_corpus(small, "t", corpus, settings))
    assert placed.unit_topic.tobytes() == fitted.unit_topic.tobytes()
    assert [topic.words for topic in placed.topics] == [topic.words for topic in fitted.topics]
    assert [t.npmi for t in placed.topics] == [t.npmi for t in fitted.topics]


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["smoothed", "nmf", "lda"])
def test_twice_the_same_bytes(small, engine):
    corpus = load_corpus(small, "small")
    settings = small.settings.override("topics", n_topics=3, engine=engine)
    fit_topics(small, corpus, "t", settings)
    first = visible_files(small.root / "models" / "t")
    fit_topics(small, corpus, "t", settings)
    assert visible_files(small.root / "models" / "t") == first
    assert "README.md" in first


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["smoothed", "nmf", "lda"])
def test_row_order_changes_nothing(tmp_path, engine):
    with (FORUM / "messages.csv").open(encoding="utf-8", newline="") as stream:
        header, *rows = list(csv.reader(stream))
    rows = rows[:MESSAGES]
    views = []
    for place, order in enumerate((rows, random.Random(3).sample(rows, len(rows)))):
        space = quick_workspace(tmp_path / f"ws{place}")
        add_corpus(
            space,
            "forum",
            [dict(zip(header, row, strict=True)) for row in order],
            tmp_path / "rows.csv",
        )
        settings = space.settings.override("topics", engine=engine, n_topics=4)
        views.append(fit_topics(space, load_corpus(space, "forum"), "t", settings))
    one, two = views
    assert one.ids == two.ids
    assert one.unit_topic.tobytes() == two.unit_topic.tobytes()
    assert one.topics == two.topics


def test_units_without_a_known_word_are_listed(small, tmp_path):
    rows, _ = small_documents(48, "abc")
    odd = {"thread_id": "t99", "author": "z"}
    rows += [{"id": "z1", **odd, "text": "Zyx wvu."}, {"id": "z2", **odd, "text": "!!! 😀"}]
    add_corpus(small, "odd", rows, tmp_path / "odd.csv")
    settings = small.settings.override("topics", n_topics=3)
    view = fit_topics(small, load_corpus(small, "odd"), "t", settings)
    assert view.unplaced == ("z1", "z2")
    assert view.unit_topic[-2:].tolist() == [[0, 0, 0], [0, 0, 0]]
    assert sum(topic.share for topic in view.topics) == pytest.approx(1)


def test_a_corpus_of_unknown_words_is_refused(small, tmp_path):
    fit_topics(
        small, load_corpus(small, "small"), "t", small.settings.override("topics", n_topics=3)
    )
    add_corpus(small, "odd", [{"id": "1", "text": "Zyx wvu tsr."}] * 1, tmp_path / "odd.csv")
    with pytest.raises(
        InputError, match="No document of 'odd' has a word that the model 't' knows"
    ):
        view_placed(place_corpus(small, "t", load_corpus(small, "odd"), small.settings))


@pytest.mark.parametrize(
    ("n", "topics", "sentence"),
    [
        (1, 2, "'few' has 1 unit with content words, too few for 2 topics"),
        (4, 5, "'few' has 4 units with content words, too few for 5 topics"),
        (40, 400, "'few' has 40 units with content words, too few for 400 topics"),
    ],
)
def test_too_few_units_or_too_many_topics(small, tmp_path, n, topics, sentence):
    add_corpus(small, "few", small_documents(n, "abc")[0], tmp_path / "few.csv")
    settings = small.settings.override("topics", n_topics=topics)
    with pytest.raises(InputError, match=sentence):
        fit_topics(small, load_corpus(small, "few"), "t", settings)
    assert not (small.root / "models" / "t").exists()


def test_too_few_shared_words(small, tmp_path):
    rows = [{"id": str(i), "text": f"rent studio {'qwertyuiop'[i] * 4}"} for i in range(10)]
    add_corpus(small, "few", rows, tmp_path / "few.csv")
    settings = small.settings.override("topics", n_topics=5, max_df=1.0)
    with pytest.raises(InputError, match="'few' has 2 words that two units share, too few for 5"):
        fit_topics(small, load_corpus(small, "few"), "t", settings)


@pytest.mark.parametrize("n_topics", [1, 501])
def test_a_number_of_topics_out_of_range(small, n_topics):
    with pytest.raises(InputError, match=r"Setting 'topics\.n_topics'"):
        small.settings.override("topics", n_topics=n_topics)


def test_another_corpus_is_placed_and_nothing_is_refitted(trained):
    folder = trained.root / "models" / "forum-topics"
    before = visible_files(folder)
    new = load_corpus(trained, "forum-new")
    one = view_placed(place_corpus(trained, "forum-topics", new, trained.settings))
    two = view_placed(place_corpus(trained, "forum-topics", new, trained.settings))
    assert one.corpus == "forum-new"
    assert one.unit_topic.tobytes() == two.unit_topic.tobytes()
    assert one.topics == two.topics
    assert visible_files(folder) == before
    texts = dict(zip(new.ids, new.texts, strict=True))
    for quote in (quote for topic in one.topics for quote in topic.quotations):
        assert quote.text.removeprefix("… ").removesuffix(" …") in squeezed(texts[quote.document])


def test_model_folder_round_trip(trained):
    model, manifest = load_topic_model(trained, "forum-topics")
    assert model.n_topics == 5
    assert model.topic_word.sum(axis=1) == pytest.approx(np.ones(5))
    assert list(model.words) == sorted(model.words)
    assert manifest.details["vocabulary"] == len(model.words)
    tops = model.top_words(3)
    placed = place_units(model, [tops[0], ["unheard-of"]])
    assert placed[0].argmax() == 0
    assert placed[1].sum() == 0


@pytest.mark.parametrize("file", ["topic_word.npy", "vocabulary.txt", "order.npy"])
def test_a_damaged_folder_is_a_sentence(trained, file):
    path = trained.root / "models" / "forum-topics" / file
    path.unlink()
    with pytest.raises(InputError, match="is incomplete"):
        load_topic_model(trained, "forum-topics")


def test_garbled_arrays_are_a_sentence(trained):
    (trained.root / "models" / "forum-topics" / "topic_word.npy").write_bytes(b"nothing")
    with pytest.raises(InputError, match=r"topic_word\.npy is damaged"):
        load_topic_model(trained, "forum-topics")


def test_a_classifier_has_no_topics(trained):
    with pytest.raises(InputError, match="'forum-model' is a classifier folder"):
        load_topic_model(trained, "forum-model")
    with pytest.raises(NotFoundError, match="Did you mean 'forum-topics'"):
        load_topic_model(trained, "forum-topic")


@pytest.mark.slow
def test_passages_of_long_documents(tmp_path):
    space = quick_workspace(tmp_path / "ws", SETTINGS)
    reading = read_documents(STRATEGIES, ReadOptions(split="paragraphs"))
    corpus = import_corpus(space, "strategies", reading).corpus
    view = fit_topics(space, corpus, "t", space.settings)
    assert len(view.ids) > 100
    texts = dict(zip(corpus.ids, corpus.texts, strict=True))
    for quote in (quote for topic in view.topics for quote in topic.quotations):
        assert quote.text.removeprefix("… ").removesuffix(" …") in squeezed(texts[quote.document])
