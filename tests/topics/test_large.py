"""Corpora with more units than topics are fitted to, or than are read at once."""

from __future__ import annotations

import numpy as np
import pytest

from tests.helpers import visible_files
from textmine.corpus import load_corpus
from textmine.report.alignment import aligned_section
from textmine.report.topic_quality import sweep_section
from textmine.topics import as_read, fit_topics, load_topic_model, model, place_documents
from textmine.topics.aligning.alignment import align_corpora
from textmine.topics.card import topic_table
from textmine.topics.evaluating.sweep import sweep_topics
from textmine.topics.groups.shares import write_shares
from textmine.topics.sampling import MOST_WORDS, drawn_rows, units_to_fit
from textmine.topics.updating import update_topics

IDS = [f"d{place}" for place in range(200)]


@pytest.fixture
def settings(small):
    return small.settings.override("topics", n_topics=3, sample_units=30)


def test_the_same_units_are_drawn_in_any_order():
    rows = drawn_rows(IDS, 50, 1)
    assert len(rows) == 50
    assert (np.diff(rows) > 0).all()
    turned = drawn_rows(IDS[::-1], 50, 1)
    assert {IDS[row] for row in rows} == {IDS[::-1][row] for row in turned}
    assert {*drawn_rows(IDS, 50, 2)} != {*rows}
    assert drawn_rows(IDS, 0, 1) is None
    assert drawn_rows(IDS, 200, 1) is None


@pytest.mark.parametrize(
    ("asked", "n_units", "words_each", "fitted"),
    [
        (None, 90_000, 5, 100_000),
        (None, 90_000, 40, 25_000),
        (None, 90_000, 4_000, 20_000),
        (50_000, 90_000, 40, 50_000),
        (0, 90_000, 40, 0),
    ],
)
def test_fewer_long_texts_are_drawn_unless_asked_for(settings, asked, n_units, words_each, fitted):
    chosen = type(settings.topics)(**({} if asked is None else {"sample_units": asked}))
    assert MOST_WORDS == 1_000_000
    assert units_to_fit(chosen, n_units, n_units * words_each) == fitted


def test_most_are_drawn_again_when_units_are_added():
    grown = [*IDS, *(f"new{place}" for place in range(20))]
    before = {IDS[row] for row in drawn_rows(IDS, 100, 1)}
    after = {grown[row] for row in drawn_rows(grown, 100, 1)}
    assert 80 <= len(before & after) < 100


def test_topics_are_those_of_the_sample_and_shares_those_of_all(small, settings):
    corpus = load_corpus(small, "small")
    view = fit_topics(small, corpus, "drawn", settings)
    rows = drawn_rows(corpus.ids, 30, settings.seed)
    keep = [row in set(rows.tolist()) for row in range(len(corpus))]
    fit_topics(small, corpus.select(keep, ()), "alone", settings)
    one, two = (load_topic_model(small, name)[0] for name in ("drawn", "alone"))
    assert one.words == two.words
    assert one.topic_word[np.argsort(one.order)].tobytes() == (
        two.topic_word[np.argsort(two.order)].tobytes()
    )
    assert len(view.unit_topic) == len(corpus) == 48
    assert [t.share for t in view.topics] == pytest.approx(view.unit_topic.mean(axis=0))
    assert view.topics[0].share == max(topic.share for topic in view.topics)
    assert view.held_out_units <= 15


def test_the_sample_is_told_wherever_the_topics_are(small, settings):
    corpus = load_corpus(small, "small")
    view = fit_topics(small, corpus, "drawn", settings)
    folder = small.folder("models", "drawn")
    said = "Fitted to a random sample of 30 of 48 units (62.5 %"
    assert view.sampled.sentence.startswith(said)
    assert said in (folder / "README.md").read_text(encoding="utf-8")
    assert topic_table(view).title.endswith("48 units of 'small', fitted to 30 of them")
    assert load_topic_model(small, "drawn")[1].details["sample"] == {"units": 30, "of": 48}
    assert place_documents(small, "drawn").sampled == view.sampled
    assert update_topics(small, "drawn").sampled == view.sampled


@pytest.mark.parametrize("sample", [0, 30])
def test_the_same_bytes_in_whatever_parts_texts_are_read(small, settings, monkeypatch, sample):
    settings = settings.override("topics", sample_units=sample)
    corpus = load_corpus(small, "small")
    views, files, tables = [], [], []
    for at_once in (1_000, 7):
        monkeypatch.setattr(as_read, "AT_ONCE", at_once)
        views.append(fit_topics(small, corpus, "t", settings, fresh=True))
        files.append(visible_files(small.root / "models" / "t"))
        target = small.root / "shares.csv"
        write_shares(place_documents(small, "t"), target, ["thread_id"])
        tables.append([target.read_bytes(), (small.root / "shares.thread_id.csv").read_bytes()])
    assert files[0] == files[1]
    assert tables[0] == tables[1]
    assert views[0].topics == views[1].topics


def test_numbers_of_topics_are_compared_on_the_sample(small, settings):
    corpus = load_corpus(small, "small")
    found = sweep_topics(small, corpus, [2, 3], ["smoothed"], settings)
    rows = drawn_rows(corpus.ids, 30, settings.seed)
    keep = [row in set(rows.tolist()) for row in range(len(corpus))]
    alone = sweep_topics(small, corpus.select(keep, ()), [2, 3], ["smoothed"], settings)
    assert repr(found.rows) == repr(alone.rows)
    said = "They are a random sample of 30 of 48 units (62.5 %, drawn by ids and seed)."
    assert said in sweep_section(found).sentences[0]
    assert alone.sampled is None
    assert said not in sweep_section(alone).sentences[0]


@pytest.mark.parametrize("sample", [0, 30])
def test_two_sides_are_compared_alike_in_whatever_parts(small, settings, monkeypatch, sample):
    corpus = load_corpus(small, "small")
    half = [place % 2 == 0 for place in range(len(corpus))]
    sides = corpus.select(half, ("even",)), corpus.select([not kept for kept in half], ("odd",))
    settings = settings.override("topics", sample_units=sample)
    found = []
    for at_once in (1_000, 7):
        monkeypatch.setattr(as_read, "AT_ONCE", at_once)
        monkeypatch.setattr(model, "PLACED_AT_ONCE", at_once)
        found.append(align_corpora(small, *sides, settings, "document"))
    assert repr(found[0]) == repr(found[1])
    assert found[0].n_units == (24, 24)
    said = (
        "Themes were fitted to a random sample of 30 of 48 units (62.5 %, drawn by ids and seed)."
    )
    assert (said in aligned_section(found[0]).sentences) == bool(sample)
