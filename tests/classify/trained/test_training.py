"""Training on small corpora: what is learned, what is refused, and that it is the same twice."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.helpers import visible_files
from tests.made import (
    FILLER,
    TRAINED_ON,
    add_codings,
    add_corpus,
    quick_workspace,
    small_documents,
    train_small,
)
from textmine.classify import gold_codes, load_model, train_model
from textmine.classify.scoring.score_table import UNGROUPED, read_scores
from textmine.codebook import find_codebook
from textmine.coding import open_codings
from textmine.corpus import load_corpus
from textmine.errors import InputError


def trained_on(tmp_path, rows, codes, every, settings=None, **chosen):
    space = quick_workspace(tmp_path / "ws", **({"settings": settings} if settings else {}))
    add_corpus(space, "small", rows, tmp_path / "rows.csv")
    add_codings(space, "small", codes, every)
    train_small(space, **({"repeats": 1} | chosen))
    return space


def report_of(space, corpus="small", **chosen):
    book = find_codebook("small-book", space)
    whole = load_corpus(space, corpus)
    gold = gold_codes(open_codings(space).current(corpus), book)
    settings = space.settings.override("train", **({"repeats": 1} | chosen))
    return train_model(space, whole, whole, gold, book, "m", settings)


@pytest.mark.slow
def test_words_that_tell_the_code_are_learned(small):
    (part,) = report_of(small, folds=4).dimensions
    assert part.classes == ("a", "b", "c")
    assert part.n == 48
    assert part.n_groups == 16
    assert part.n_folds == 4
    assert part.grouped.macro_f1.value > 0.9
    assert part.majority == pytest.approx(1 / 3)
    assert part.candidates[part.candidate] == max(part.candidates.values())
    assert not part.rare


@pytest.mark.slow
def test_grouping_shows_the_leak(tmp_path):
    """Each thread has words of its own and one code: only a model that saw the thread knows it."""
    draw = np.random.default_rng(0)
    rows, codes = [], {}
    for place in range(90):
        thread = place // 6
        words = [*draw.choice(FILLER, 5), *(f"{'abcdefghijklmno'[thread] * 4}{i}z" for i in "pqr")]
        rows.append({"id": f"d{place}", "thread_id": f"t{thread}", "text": " ".join(words)})
        codes[f"d{place}"] = (
            "abc"[int(draw.integers(3))] if place % 6 == 0 else codes[f"d{place - 1}"]
        )
    space = trained_on(tmp_path, rows, codes, "abc")
    scores = {
        row["protocol"]: row["value"]
        for row in read_scores(space.root / "models" / "m")
        if row["score"] == "macro-F1"
    }
    assert scores[UNGROUPED] > 0.8
    assert scores["threads held out"] < scores[UNGROUPED] - 0.3


@pytest.mark.parametrize(
    ("coded", "sentence"),
    [
        (3, "3 of 48 documents have a code on 'subject' by ann; training needs 10 at the least."),
        (9, "9 of 48 documents have a code on 'subject' by ann; training needs 10 at the least."),
    ],
)
def test_too_few_codes_are_refused(tmp_path, coded, sentence):
    rows, codes = small_documents(48, "abc")
    some = dict(list(codes.items())[:coded])
    with pytest.raises(InputError) as caught:
        trained_on(tmp_path, rows, some, "abc")
    assert sentence in str(caught.value)
    assert not (tmp_path / "ws" / "models" / "m").exists()


def test_a_corpus_of_three_documents_is_refused(tmp_path):
    rows, codes = small_documents(3, "abc")
    with pytest.raises(InputError, match=r"^3 of 3 documents have a code"):
        trained_on(tmp_path, rows, codes, "abc")


def test_one_code_only_is_refused(tmp_path):
    rows, codes = small_documents(20, "abc")
    with pytest.raises(InputError, match="All 20 documents have the same code on 'subject': 'a'"):
        trained_on(tmp_path, rows, dict.fromkeys(codes, "a"), "abc")


def test_as_many_codes_as_documents_are_refused(tmp_path):
    rows, _ = small_documents(12, "abc")
    codes = {row["id"]: f"c{place}" for place, row in enumerate(rows)}
    with pytest.raises(InputError, match="No code on 'subject' has two documents"):
        trained_on(tmp_path, rows, codes, list(codes.values()))


def test_one_thread_only_is_refused(tmp_path):
    """Nothing can be held out of one thread."""
    rows, codes = small_documents(20, "ab")
    alone = [row | {"thread_id": "t"} for row in rows]
    with pytest.raises(InputError, match="are all of one thread: none can be held out"):
        trained_on(tmp_path, alone, codes, "ab")


@pytest.mark.slow
def test_a_code_with_one_example_is_flagged(tmp_path):
    rows, codes = small_documents(40, "ab")
    codes["d007"] = "c"
    space = quick_workspace(tmp_path / "ws")
    add_corpus(space, "small", rows, tmp_path / "rows.csv")
    add_codings(space, "small", codes, ["a", "b", "c", "never"])
    (part,) = report_of(space).dimensions
    assert part.rare == {"c": 1, "never": 0}
    assert part.classes == ("a", "b", "c")
    card = (space.root / "models" / "m" / "README.md").read_text(encoding="utf-8")
    assert (
        "Codes on 'subject' with fewer than 8 examples, not to be relied on: c (1), never (0)."
        in card
    )


@pytest.mark.slow
def test_two_codes(tmp_path):
    rows, codes = small_documents(40, "ab")
    space = trained_on(tmp_path, rows, codes, "ab")
    assert load_model(space, "m").dimensions[0].classes == ("a", "b")


@pytest.mark.parametrize("kept", [("id", "text"), ("id", "author", "text"), ("text",)])
def test_columns_may_be_missing(tmp_path, kept):
    rows, codes = small_documents(30, "ab")
    if "id" not in kept:
        codes = {str(place): code for place, code in enumerate(codes.values(), start=1)}
    space = quick_workspace(tmp_path / "ws")
    add_corpus(space, "small", [{k: row[k] for k in kept} for row in rows], tmp_path / "rows.csv")
    codes = dict(zip(load_corpus(space, "small").ids, codes.values(), strict=True))
    add_codings(space, "small", codes, "ab")
    report = report_of(space)
    assert report.groups == ("author" if "author" in kept else "document")
    assert report.dimensions[0].n_groups == (7 if "author" in kept else 30)


@pytest.mark.parametrize(
    "texts",
    [
        [f"{'qwertyuiopasdfghjklz'[i] * 5}" for i in range(20)],
        ["😀" * (i + 1) for i in range(20)],
        ["same words every time"] * 20,
        ["?"] * 20,
    ],
    ids=["no word twice", "emoji", "all alike", "no words"],
)
def test_texts_that_teach_nothing_train_or_are_refused(tmp_path, texts):
    rows = [{"id": f"d{i}", "text": text} for i, text in enumerate(texts)]
    codes = {f"d{i}": "ab"[i % 2] for i in range(20)}
    try:
        trained_on(tmp_path, rows, codes, "ab")
    except InputError as error:
        assert "words" in str(error)


@pytest.mark.slow
def test_another_language_says_how_it_was_read(tmp_path):
    rows, codes = small_documents(30, "ab")
    settings = '[nlp]\nlang = "de"\n[train]\nfolds = 2\nn_resamples = 100\n'
    space = quick_workspace(tmp_path / "ws", settings)
    add_corpus(space, "small", rows, tmp_path / "rows.csv")
    add_codings(space, "small", codes, "ab")
    report = report_of(space)
    assert "no model is set for 'de'" in report.remark
    assert "look-up lemmas (de)" in report.nlp


@pytest.mark.slow
def test_twice_the_same_bytes(small):
    train_small(small, "m", repeats=2)
    first = visible_files(small.root / "models" / "m")
    train_small(small, "m", repeats=2)
    assert visible_files(small.root / "models" / "m") == first
    assert {"features-1.skops", "manifest.json", "README.md", "codebook.toml", "scores.csv"} <= set(
        first
    )


@pytest.mark.slow
def test_row_order_of_the_corpus_changes_no_pipeline(small, tmp_path):
    from tests.made import add_corpus as import_rows

    train_small(small, "m", repeats=2)
    rows, _ = small_documents(48, "abc")
    numbered = [row | {"position": str(place)} for place, row in enumerate(rows)]
    space = quick_workspace(tmp_path / "mixed")
    import_rows(space, "small", numbered[::-1], tmp_path / "mixed.csv")
    add_codings(space, "small", small_documents(48, "abc")[1], "abc")
    train_small(space, "m", repeats=2)
    one, two = (
        {file.name: file.read_bytes() for file in sorted((root / "models" / "m").glob("*.skops"))}
        for root in (small.root, space.root)
    )
    assert one == two


@pytest.mark.slow
def test_the_seed_is_kept(small):
    book = find_codebook("small-book", small)
    whole = load_corpus(small, "small")
    gold = gold_codes(open_codings(small).current("small"), book)
    settings = small.settings.override("", seed=7)
    train_model(small, whole, whole, gold, book, "other", settings)
    assert load_model(small, "other").manifest.seed == 7


def test_the_manifest_says_what_was_done(trained):
    manifest = json.loads((trained.root / "models" / "forum-model" / "manifest.json").read_bytes())
    assert manifest["kind"] == "classifier"
    assert manifest["synthetic"] is True
    assert manifest["details"]["groups"] == "thread"
    assert manifest["settings"]["folds"] == 2
    assert manifest["settings"]["nlp"]["profile"] == "fast"
    assert len(manifest["inputs"]["corpora/forum"]) == 64
    for part in manifest["details"]["dimensions"]:
        assert part["coder"] == "agreed"
        assert part["n"] == TRAINED_ON


def test_the_card_says_what_the_figures_do_not(trained):
    card = (trained.root / "models" / "forum-model" / "README.md").read_text(encoding="utf-8")
    assert "Trained on a synthetic corpus" in card
    assert "no grouping (leaks)" in card
    assert "not prevalence" in card
    assert "Expected calibration error" in card
