"""What counts as seen in training, and the reason that is told: one answer in every command."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from tests.made import add_codings, add_corpus, quick_workspace, small_documents, train_small
from textmine.classify.trained.seen import (
    COPIES_APART,
    DOCUMENT,
    GROUP,
    TEXT,
    repeated_texts,
    seen_in_training,
    training_marks,
)
from textmine.coding import open_codings
from textmine.corpus import Corpus, CorpusInfo
from textmine.schema import Coding
from textmine.store import sha256_of_text

LONG = "The library on the hill should stay open on Sunday mornings."
OTHER = "A second bridge would spare the old town most of its lorries."
CHINESE = "我们希望图书馆在星期天上午也能开放给大家使用。"


def corpus(name: str, *rows: tuple[str, str, str], by: str = "thread_id") -> Corpus:
    """A corpus of rows: id, thread (or author), text."""
    documents = pd.DataFrame(rows, columns=["id", by, "text"])
    return Corpus(name, documents, CorpusInfo(name=name, source={}, columns={}, counts={}))


def model_of(trained: Corpus, *ids: str) -> SimpleNamespace:
    """A model that knows nothing but what it was trained on."""
    marks = training_marks(trained, ids or trained.ids)
    details = {"corpus": trained.name}
    return SimpleNamespace(name="m", trained_on=marks, manifest=SimpleNamespace(details=details))


TRAINED = corpus(
    "hall",
    ("1", "t1", LONG),
    ("2", "t1", "I agree."),
    ("3", "t2", "Nothing to add from my side."),
)
MODEL = model_of(TRAINED)


@pytest.mark.parametrize(
    ("where", "row", "why"),
    [
        ("hall", ("1", "t1", LONG), DOCUMENT),
        ("hall", ("3", "t2", "Nothing to add from my side."), DOCUMENT),
        ("hall", ("9", "t9", LONG), TEXT),
        ("hall", ("9", "t9", "I agree."), None),
        ("hall", ("1", "t9", OTHER), None),
        ("park", ("1", "t1", LONG), TEXT),
        ("park", ("8", "t8", LONG.upper().replace(" ", "  ")), TEXT),
        ("park", ("8", "t8", f"“{LONG}”\n"), TEXT),
        ("park", ("8", "t8", f"{LONG} And the baths too."), None),
        ("park", ("1", "t1", OTHER), None),
        ("park", ("2", "t1", "I agree."), None),
        ("park", ("7", "t2", "I AGREE!"), None),
        ("park", ("3", "t2", "Nothing to add from my side."), None),
    ],
)
def test_a_document_is_seen_for_one_reason_or_not_at_all(where, row, why):
    found = seen_in_training(MODEL, corpus(where, row))
    assert found.why.get(row[0]) == why


def test_others_of_a_thread_are_seen_in_the_same_corpus_only():
    rows = [("1", "t1", LONG), ("5", "t1", OTHER), ("6", "t6", OTHER)]
    assert seen_in_training(MODEL, corpus("hall", *rows)).why == {"1": DOCUMENT, "5": GROUP}
    assert seen_in_training(MODEL, corpus("park", *rows)).why == {"1": TEXT}


def test_others_of_an_author_are_seen_where_there_are_no_threads():
    trained = corpus("hall", ("1", "ann", LONG), ("2", "ben", OTHER), by="author")
    later = corpus("hall", ("1", "ann", LONG), ("3", "ann", "Quite another thing."), by="author")
    found = seen_in_training(model_of(trained, "1"), later)
    assert found.why == {"1": DOCUMENT, "3": GROUP}
    assert found.told(["3"]) == "1 is by an author who was trained on"


def test_a_text_takes_no_thread_with_it():
    rows = [("1", "t1", LONG), ("9", "t9", LONG), ("10", "t9", OTHER)]
    assert seen_in_training(MODEL, corpus("hall", *rows)).why == {"1": DOCUMENT, "9": TEXT}


def test_short_texts_are_counted_apart():
    rows = [("4", "t1", "I agree."), ("5", "t1", "i agree"), ("6", "t1", "Me too.")]
    assert seen_in_training(MODEL, corpus("park", *rows)).short == {"4", "5"}


def test_scripts_without_blanks_have_long_texts_too():
    model = model_of(corpus("hall", ("1", "t1", CHINESE), ("2", "t2", "同意。")))
    found = seen_in_training(model, corpus("park", ("a", "x", CHINESE), ("b", "y", "同意。")))
    assert (found.why, found.short) == ({"a": TEXT}, {"b"})


def test_models_of_an_earlier_textmine_are_understood():
    marks = frozenset(sha256_of_text(text) for text in (LONG, "I agree."))
    manifest = SimpleNamespace(details={"corpus": "hall"})
    model = SimpleNamespace(name="m", trained_on=marks, manifest=manifest)
    rows = [("a", "x", LONG), ("b", "y", "I agree.")]
    assert seen_in_training(model, corpus("park", *rows)).why == {"a": TEXT}


def test_each_reason_is_told_with_its_count():
    rows = [("1", "t1", LONG), ("2", "t1", "I agree."), ("5", "t1", OTHER), ("9", "t9", LONG)]
    found = seen_in_training(MODEL, corpus("hall", *rows, ("7", "t7", OTHER)))
    assert found.told(["1", "2", "5", "9", "7"], suggested={"1", "7"}) == (
        "2 were trained on, 1 stands in a thread that was trained on, 1 has a text of 8 words or "
        "more that was trained on word for word, 1 was coded with its suggestion in view"
    )
    assert found.told(["7"]) == ""


def test_a_text_that_stands_in_two_threads_flatters_models_of_an_earlier_textmine():
    earlier, model = (
        SimpleNamespace(manifest=SimpleNamespace(details=details))
        for details in ({}, {"copies": COPIES_APART})
    )
    rows = [("1", "t1", LONG), ("2", "t2", LONG.lower()), ("3", "t3", OTHER), ("4", "t3", OTHER)]
    short = [("5", "t4", "I agree."), ("6", "t5", "I agree.")]
    hall = corpus("hall", *rows, *short)
    assert repeated_texts(earlier, hall, set(hall.ids)) == {"1", "2"}
    assert repeated_texts(earlier, hall, {"1", "3", "4"}) == set()
    assert repeated_texts(model, hall, set(hall.ids)) == set()


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """A model of 48 messages; 30 later ones in the same corpus, and the same in another corpus.

    Of the later ones 4 long texts and 5 short ones stand in the training set. A newcomer wrote in
    one of its threads.
    """
    root = tmp_path_factory.mktemp("pair")
    space = quick_workspace(root / "ws")
    rows, codes = small_documents(48, "ab")
    long = [row["text"] for row in rows[::12]]
    for row in rows[5:48:9]:
        row["text"] = "I agree."
    late, truth = small_documents(30, "ab", seed=9)
    for place, row in enumerate(late):
        row["text"] = long[place] if place < 4 else "I agree." if place >= 25 else row["text"]
    more = [row | {"id": f"n{row['id']}", "thread_id": f"n{row['thread_id']}"} for row in late]
    beside = [
        {"id": f"s{n}", "thread_id": "t00", "author": "newcomer", "text": f"{OTHER} {n}"}
        for n in range(3)
    ]
    add_corpus(space, "small", [*rows, *more, *beside], root / "small.csv")
    add_corpus(space, "late", late, root / "late.csv")
    add_codings(space, "small", codes, "ab")
    train_small(space, repeats=1)
    draw = np.random.default_rng(1)
    open_codings(space).append(
        [
            Coding(name, begin + document, "subject", said, coder, codebook="small-book")
            for name, begin in (("late", ""), ("small", "n"))
            for coder in ("ann", "bob")
            for document, code in list(truth.items())[: 30 if coder == "ann" else 29]
            for said in ["ba"["ab".index(code)] if draw.random() < 0.1 else code]
        ]
        + [Coding("small", f"s{n}", "subject", "a", "ann", codebook="small-book") for n in range(3)]
    )
    return space


SENTENCE = "4 have a text of 8 words or more that was trained on word for word"


@pytest.mark.parametrize(
    "command",
    [
        "benchmark late --system m",
        "evaluate m late --coder ann",
        "prevalence m late --coder bob --assume random",
    ],
)
def test_every_command_tells_the_same_reason(pair, run_in, command):
    ran = run_in(pair.root)(*command.split())
    assert ran.code == 0, ran.err
    assert SENTENCE in " ".join(ran.err.split())
    assert "of their thread" not in ran.err


@pytest.mark.slow
def test_only_the_texts_themselves_are_left_out(pair, run_in):
    ran = run_in(pair.root)("evaluate", "m", "late", "--coder", "ann", "--format", "json")
    assert '"n": 26' in ran.out
    assert "5 of the 26 texts are short and were trained on too" in ran.err


def test_the_same_texts_in_the_training_corpus_are_treated_alike(pair, run_in):
    ran = run_in(pair.root)("evaluate", "m", "small", "--coder", "ann", "--format", "json")
    assert ran.code == 0, ran.err
    assert '"n": 26' in ran.out
    assert f"48 were trained on, 3 stand in a thread that was trained on, {SENTENCE}" in ran.err
    assert "5 of the 26 texts are short and were trained on too" in ran.err


def test_a_benchmark_on_the_training_corpus_tells_what_it_leaves_out(pair, run_in):
    ran = run_in(pair.root)("benchmark", "small", "--system", "m")
    assert ran.code == 0, ran.err
    told = "7 coded documents are left out for 'm': 3 stand in a thread that was trained on, "
    assert told + SENTENCE in ran.err
    assert "'m' is scored by its held-out codes" in ran.err
    assert "'m' was applied to 26 documents that it had not seen" in ran.err


def test_a_thread_is_known_where_only_its_other_messages_are_asked_for(pair, run_in):
    ran = run_in(pair.root)(
        "evaluate", "m", "small", "--coder", "ann", "--where", "author=newcomer"
    )
    assert ran.code == 1
    assert "3 stand in a thread that was trained on. A score on them would only flatter" in ran.err


def test_shares_of_the_training_corpus_know_the_same_texts(pair, run_in):
    ran = run_in(pair.root)(*"prevalence m small --coder bob --assume random".split())
    assert ran.code == 0, ran.err
    assert (
        "4 others have a text of 8 words or more that was trained on word for word: they get what "
        "was said of it when it was held out"
    ) in " ".join(ran.err.split())


def test_applying_tells_what_was_seen(pair, run_in):
    run = run_in(pair.root)
    ran = run("apply", "m", "late")
    assert f"Of these documents, {SENTENCE}: the machine is surer of them" in ran.err
    ran = run("apply", "m", "small", "--where", "author=newcomer")
    assert "Of these documents, 3 stand in a thread that was trained on" in ran.err
