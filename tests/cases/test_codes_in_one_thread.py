"""Codes that stand in one thread only: no score of held-out threads says anything of them."""

from __future__ import annotations

import numpy as np
import pytest

from tests.made import (
    add_codings,
    add_corpus,
    quick_workspace,
    small_documents,
    train_small,
)
from textmine.classify import gold_codes, train_model
from textmine.classify.learning.problem import assign_folds, in_one
from textmine.codebook import Code, Codebook, Dimension, save_codebook
from textmine.coding import open_codings
from textmine.corpus import load_corpus
from textmine.errors import InputError
from textmine.schema import Coding


def coded(tmp_path, kinds, where):
    """A workspace with twelve documents of each kind, each in the thread (or author) `where` says.

    `where` has, for each kind, as many groups as letters.
    """
    space = quick_workspace(tmp_path / "ws")
    rows, codes = small_documents(12 * len(kinds), kinds)
    for place, row in enumerate(rows):
        groups = where[codes[row["id"]]]
        row["thread_id"] = f"t-{groups[(place // len(kinds)) % len(groups)]}"
    return space, rows, codes


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        (
            {"a": "1", "b": "2"},
            "'a', 'b' stand in one {0} each. With whole {0}s held out, no fold has both",
        ),
        (
            {"a": "1", "b": "2", "c": "3"},
            "'a', 'b', 'c' stand in one {0} each. With whole {0}s held out, no fold has all",
        ),
        (
            {"a": "123", "b": "4"},
            "'b' stands in one {0}. With whole {0}s held out, no fold has both",
        ),
        ({"a": "12", "b": "2", "c": "3"}, "'b', 'c' stand in one {} each"),
    ],
)
@pytest.mark.parametrize("kind", ["thread", "author"])
def test_codes_that_are_never_told_apart_are_refused(tmp_path, run_in, where, sentence, kind):
    space, rows, codes = coded(tmp_path, "".join(where), where)
    if kind == "author":
        for row in rows:
            row["author"] = row.pop("thread_id")
    add_corpus(space, "small", rows, tmp_path / "small.csv")
    add_codings(space, "small", codes, "".join(where))
    ran = run_in(space.root)("train", "small", "--name", "m")
    assert ran.code == 1
    assert ran.out == ""
    assert sentence.format(kind) in ran.err
    assert "would say nothing about the classifier" in ran.err
    assert f"Code documents of more {kind}s" in ran.err
    assert not space.folder("models", "m").exists()


def test_several_codes_a_document_are_refused_alike(tmp_path):
    space, rows, codes = coded(tmp_path, "ab", {"a": "1", "b": "2"})
    add_corpus(space, "small", rows, tmp_path / "small.csv")
    made = tuple(Code(id=code, name=code) for code in "ab")
    dimension = Dimension(id="subject", name="S", labels="multi", codes=made)
    book = Codebook(name="many", dimensions=(dimension,))
    save_codebook(space, book)
    open_codings(space).append(
        [Coding("small", i, "subject", code, "ann", codebook="many") for i, code in codes.items()]
    )
    gold = gold_codes(open_codings(space).current("small"), book)
    whole = load_corpus(space, "small")
    with pytest.raises(InputError, match="'a', 'b' stand in one thread each"):
        train_model(space, whole, whole, gold, book, "m", space.settings)


def test_one_code_of_three_in_one_thread_is_named(tmp_path, run_in):
    space, rows, codes = coded(tmp_path, "abc", {"a": "1234", "b": "1256", "c": "7"})
    add_corpus(space, "small", rows, tmp_path / "small.csv")
    add_codings(space, "small", codes, "abc")
    ran = run_in(space.root)("train", "small", "--name", "m", "--repeats", "1")
    assert ran.code == 0
    told = "Code 'c' on 'subject' stands in one thread: its held-out recall is 0 by construction"
    assert told in ran.err
    assert "Code 'a'" not in ran.err
    assert told in (space.folder("models", "m") / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("sizes", [(5, 5, 5, 5), (9, 1, 5, 5), (1, 1, 20, 2), (3, 8, 2, 7)])
def test_a_code_of_two_threads_stands_in_two_folds(sizes):
    groups = np.repeat(np.arange(4), sizes)
    gold = np.column_stack([groups < 2, groups >= 2])
    assert in_one(gold, groups) == []
    folds = [assign_folds(gold, groups, 2, seed) for seed in range(40)]
    assert [seed for seed, fold in enumerate(folds) if in_one(gold, fold)] == []


def test_threads_that_are_enough_are_still_learned(tmp_path):
    space, rows, codes = coded(tmp_path, "ab", {"a": "12", "b": "34"})
    add_corpus(space, "small", rows, tmp_path / "small.csv")
    add_codings(space, "small", codes, "ab")
    train_small(space, repeats=1, folds=2)
    assert (space.folder("models", "m") / "manifest.json").is_file()
