"""Macro-F1 says which rare code it hangs on, and how far."""

from __future__ import annotations

import re

import numpy as np
import pytest

from textmine.classify.scoring.scoring import hangs_on
from textmine.stats import classification_scores


def scored(counts: list[int], wrong: int = 4):
    """Return the scores of a machine that takes every `wrong`-th document for the next code."""
    gold = np.repeat(np.arange(len(counts)), counts)
    said = np.where(np.arange(len(gold)) % wrong == 0, (gold + 1) % len(counts), gold)
    return classification_scores(gold, said, len(counts))


@pytest.mark.parametrize(
    ("counts", "code"),
    [([60, 40, 4], "c"), ([60, 1, 50], "b"), ([80, 70, 60, 3], "d"), ([9, 70, 70], "a")],
)
def test_the_rare_code_is_named_with_its_documents(counts, code):
    (sentence,) = hangs_on("level", "abcd", scored(counts))
    rare = min(counts)
    assert f"hangs most on {code}, which {rare} scored document" in sentence


@pytest.mark.parametrize("counts", [[60, 40], [50, 50, 50], [200, 90, 40, 31]])
def test_nothing_is_said_where_no_code_is_rare(counts):
    assert hangs_on("level", "abcd", scored(counts)) == []


def test_the_figures_are_macro_f1_with_that_f1_replaced():
    scores = scored([60, 40, 5])
    (sentence,) = hangs_on("level", "abc", scores)
    ends = [float(each) for each in re.findall(r"\d\.\d\d", sentence)]
    others = [one.f1.value for one in scores.classes[:2]]
    assert ends[2] == pytest.approx(np.mean([*others, ends[0]]), abs=0.01)
    assert ends[3] == pytest.approx(np.mean([*others, ends[1]]), abs=0.01)


def test_a_rare_code_that_was_always_right_may_be_much_worse():
    gold = np.repeat([0, 1, 2], [50, 40, 2])
    said = gold.copy()
    said[:10] = 1
    (sentence,) = hangs_on("level", "abc", classification_scores(gold, said, 3))
    assert "were the F1 of that code 0.38 or 1.00" in sentence
