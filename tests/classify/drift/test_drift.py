"""Warnings of drift: seldom for the same corpus, surely for another one."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import ks_2samp

from tests.conftest import FORUM, STRATEGIES
from textmine.classify import coding_run
from textmine.classify.drift.drift import compare_batch
from textmine.classify.drift.drift_batch import Batch, length_bin, make_batch, word_lists
from textmine.classify.drift.drift_profile import (
    PROFILE,
    read_profile,
    training_profile,
    write_profile,
)
from textmine.classify.machine_codes import MachineCodes
from textmine.classify.run_manifest import RunRequest
from textmine.corpus import load_corpus
from textmine.errors import InputError

VOCABULARY = [f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(400)]
GERMAN = (
    "Die Ampel an der Kreuzung schaltet für Radfahrer viel zu spät auf Grün und der Radweg endet "
    "dort plötzlich ohne jede Markierung sodass man auf die Fahrbahn ausweichen muss was besonders "
    "im Berufsverkehr gefährlich ist"
).split()


def made_corpus(n_threads=120, seed=0, mean_length=20, shift=0.0, confidence=(6, 2)):
    """Threads of five documents; a thread has a taste of its own, as subjects do.

    `shift` is the share of words from outside the vocabulary.
    """
    draw = np.random.default_rng(seed)
    base = 1 / np.arange(1, 401)
    words, groups = [], []
    for thread in range(n_threads):
        taste = base * draw.lognormal(0, 0.5, 400)
        taste /= taste.sum()
        for _ in range(5):
            n = int(draw.poisson(mean_length)) + 1
            chosen = [VOCABULARY[place] for place in draw.choice(400, n, p=taste)]
            strange = draw.random(n) < shift
            words.append([f"new{w}" if s else w for w, s in zip(chosen, strange, strict=True)])
            groups.append(thread)
    sure = draw.beta(*confidence, len(words))
    return Batch(words, np.array(groups), {"kind": sure}, {"kind": {"a": 0.5, "b": 0.5}})


def part(batch, rows):
    rows = np.asarray(rows)
    vectors = batch.embeddings
    return Batch(
        [batch.words[row] for row in rows],
        batch.groups[rows],
        {name: values[rows] for name, values in batch.confidence.items()},
        batch.codes,
        None if vectors is None else vectors[rows],
    )


@pytest.fixture(scope="module")
def profile():
    return training_profile(made_corpus(), seed=1)


def drifted(drift):
    return {figure.name for figure in drift.figures if figure.drifted}


@pytest.mark.parametrize("size", [20, 50, 200, 1000])
@pytest.mark.parametrize("whole_threads", [False, True])
def test_the_same_corpus_is_seldom_warned_of(profile, size, whole_threads):
    other_half = made_corpus(300, seed=9)
    draw = np.random.default_rng(size)
    warned = 0
    for _ in range(100):
        if whole_threads:
            start = int(draw.integers(len(other_half) - size + 1))
            rows = np.arange(start, start + size)
        else:
            rows = draw.choice(len(other_half), size, replace=False)
        warned += compare_batch(profile, part(other_half, rows)).drifted
    assert warned <= 5


@pytest.mark.parametrize(
    ("made", "figure"),
    [
        ({"shift": 0.3}, "unknown"),
        ({"mean_length": 40}, "length"),
        ({"confidence": (2, 3)}, "confidence: kind"),
    ],
)
def test_another_corpus_is_warned_of_and_the_figure_named(profile, made, figure):
    other = made_corpus(80, seed=4, **made)
    for size in (20, 50, 200, 400):
        for start in range(0, len(other) - size + 1, max(size, 80)):
            drift = compare_batch(profile, part(other, np.arange(start, start + size)))
            assert figure in drifted(drift), (size, start)
            assert drift.drifted


def test_another_mix_of_the_same_words_is_warned_of(profile):
    other = made_corpus(40, seed=4)
    turned = dict(zip(VOCABULARY, VOCABULARY[::-1], strict=True))
    words = [[turned[word] for word in document] for document in other.words]
    drift = compare_batch(profile, replace(other, words=words))
    assert "words" in drifted(drift)
    assert "unknown" not in drifted(drift)
    assert set(drift.more) <= set(VOCABULARY[-8:]) | set(profile.words)


def test_another_language_is_warned_of(profile):
    draw = np.random.default_rng(1)
    words = [list(draw.choice(GERMAN, 20)) for _ in range(20)]
    drift = compare_batch(profile, Batch(words, np.arange(20)))
    assert {"unknown", "words"} <= drifted(drift)
    assert {figure.name for figure in drift.figures} == {"words", "unknown", "length"}


def test_a_difference_that_only_many_documents_show_is_none(profile):
    before, other = made_corpus(), made_corpus(800, seed=4, mean_length=21)
    lengths = [[len(words) for words in batch.words] for batch in (before, other)]
    assert ks_2samp(*lengths).pvalue < 0.01
    assert not compare_batch(profile, other).drifted


def test_other_codes_are_told_and_no_warning(profile):
    batch = replace(made_corpus(60, seed=8), codes={"kind": {"a": 1.0, "b": 0.0}})
    drift = compare_batch(profile, batch)
    assert not drift.drifted
    assert [(one.code, one.before, one.here) for one in drift.codes] == [
        ("a", 0.5, 1.0),
        ("b", 0.5, 0.0),
    ]


def test_one_long_thread_is_judged_as_one_thread():
    """A thread of its own subject differs from others as any thread does."""
    training = made_corpus()
    draw = np.random.default_rng(5)
    taste = 1 / np.arange(1, 401) * draw.lognormal(0, 0.7, 400)
    lengths = draw.poisson(20, 150)
    words = [list(draw.choice(VOCABULARY, n, p=taste / taste.sum())) for n in lengths]
    known = training_profile(training)
    apart = compare_batch(known, Batch(words, np.arange(150)))
    as_one = compare_batch(known, Batch(words, np.zeros(150, dtype=int)))
    levels = [
        next(figure.level for figure in drift.figures if figure.name == "words")
        for drift in (apart, as_one)
    ]
    assert levels[1] > 2 * levels[0]
    assert "words" in drifted(apart)
    assert not as_one.drifted


def test_too_few_documents_are_not_judged(profile):
    drift = compare_batch(profile, part(made_corpus(shift=0.9), np.arange(19)))
    assert (drift.figures, drift.drifted) == ((), False)
    assert "19 documents are too few" in drift.reason
    assert drift.codes


@pytest.mark.parametrize("n_threads", [4, 7])
def test_too_small_a_training_corpus_cannot_judge(n_threads):
    known = training_profile(part(made_corpus(n_threads), np.arange(n_threads * 5)))
    assert known.levels == {}
    drift = compare_batch(known, made_corpus(shift=0.9))
    assert not drift.drifted
    assert f"{n_threads * 5} documents in {n_threads} groups" in drift.reason


def test_no_documents_have_no_profile():
    with pytest.raises(InputError, match="no documents"):
        training_profile(Batch([], np.zeros(0, dtype=int)))


def test_embeddings_are_compared_where_both_have_them():
    training = made_corpus()
    draw = np.random.default_rng(2)
    vectors = draw.normal(1, 1, (len(training), 8))
    known = training_profile(replace(training, embeddings=vectors))
    same = replace(training, embeddings=draw.normal(1, 1, vectors.shape))
    assert drifted(compare_batch(known, part(same, np.arange(100)))) == set()
    other = replace(training, embeddings=draw.normal(1, 1, vectors.shape) * np.tile([1, -1], 4))
    assert drifted(compare_batch(known, part(other, np.arange(100)))) == {"embeddings"}
    narrow = replace(training, embeddings=vectors[:, :3])
    assert "embeddings" not in {one.name for one in compare_batch(known, narrow).figures}


def test_documents_without_words_or_confidence_do_no_harm(profile):
    empty = Batch([["!"]] * 30, np.arange(30), {"kind": np.full(30, np.nan)})
    drift = compare_batch(profile, empty)
    assert drifted(drift) == {"length"}
    known = training_profile(Batch([["!"]] * 60, np.arange(60), {"kind": np.full(60, np.nan)}))
    assert not compare_batch(known, empty).drifted


@pytest.mark.slow
def test_a_profile_comes_back_as_it_was(tmp_path, profile):
    write_profile(tmp_path, profile)
    assert read_profile(tmp_path) == profile
    first = (tmp_path / PROFILE).read_bytes()
    write_profile(tmp_path, training_profile(made_corpus(), seed=1))
    assert (tmp_path / PROFILE).read_bytes() == first
    assert training_profile(made_corpus(), seed=2) != profile


def test_a_profile_that_cannot_be_read(tmp_path, profile):
    assert read_profile(tmp_path) is None
    write_profile(tmp_path, profile)
    content = json.loads((tmp_path / PROFILE).read_text())
    (tmp_path / PROFILE).write_text(json.dumps(content | {"format": 99}))
    with pytest.raises(InputError, match="has format 99; this textmine reads up to 1"):
        read_profile(tmp_path)
    for damaged in ("{", json.dumps(content | {"words": "x"})):
        (tmp_path / PROFILE).write_text(damaged)
        with pytest.raises(InputError, match="is damaged"):
            read_profile(tmp_path)


def test_what_one_document_alone_says_is_not_kept(tmp_path):
    training = made_corpus(40)
    words = [*training.words[:-1], [*training.words[-1], *["Quintessa"] * 50]]
    write_profile(tmp_path, training_profile(replace(training, words=words)))
    assert "quintessa" not in (tmp_path / PROFILE).read_text().lower()


def test_words_are_counted_as_the_classifier_does():
    batch = Batch([["The", "RAIL", "!", "1692i", "www.x.org"], []], np.arange(2))
    assert word_lists(batch.words) == [["the", "rail", "NUM", "URL"], []]
    assert [length_bin(n) for n in (0, 99, 100, 104, 1999)] == [0, 99, 100, 100, 1900]


def test_a_batch_takes_confidence_from_machine_codes():
    p = np.array([[0.7, 0.3], [0.2, 0.8]])
    given = np.array([[True, False], [True, False]])
    said = MachineCodes("kind", "single", ("a", "b"), ("d1", "d3"), p, given)
    batch = make_batch(["d1", "d2", "d3"], [["x"]] * 3, np.arange(3), [said])
    assert batch.confidence["kind"] == pytest.approx([0.7, np.nan, 0.2], nan_ok=True)
    assert batch.codes == {"kind": {"a": 1.0, "b": 0.0}}
    with pytest.raises(InputError, match="There are 3 documents, and groups has 2 rows"):
        make_batch(["d1", "d2", "d3"], [["x"]] * 3, np.arange(2), [said])


def test_the_sample_forum_against_itself_and_the_strategies():
    with (FORUM / "messages.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    words = [re.findall(r"\w+", row["message"]) for row in rows]
    _, threads = np.unique([row["thread_id"] for row in rows], return_inverse=True)
    known = training_profile(Batch(words, threads))
    with (FORUM / "new-messages.csv").open(encoding="utf-8", newline="") as stream:
        later = [re.findall(r"\w+", row["message"]) for row in csv.DictReader(stream)]
    assert not compare_batch(known, Batch(later, np.arange(len(later)))).drifted
    files = sorted(STRATEGIES.glob("*.txt")) or sorted(STRATEGIES.glob("*.md"))
    passages = [
        re.findall(r"\w+", passage)
        for file in files
        for passage in file.read_text(encoding="utf-8").split("\n\n")
        if len(passage.split()) > 20
    ]
    assert len(passages) >= 40
    assert compare_batch(known, Batch(passages[:40], np.arange(40))).drifted


@pytest.mark.slow
def test_documents_that_the_model_knows_are_no_part_of_the_batch(trained, monkeypatch):
    corpus = load_corpus(trained, "forum")
    words = [text.split() for text in corpus.texts]

    def drift(profile, *where):
        monkeypatch.setattr(coding_run, "read_profile", lambda folder: profile)
        return coding_run.run_model(trained, RunRequest("forum-model", "forum", where)).drift

    assert drift(None) is None
    known = training_profile(Batch(words, np.arange(len(words))))
    assert drift(known).n == 91
    one_thread = f"thread_id={corpus.column('thread_id')[0]}"
    assert "0 documents are too few" in drift(known, one_thread).reason
