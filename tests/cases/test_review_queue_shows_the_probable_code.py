"""A code that is more probable than the one given is never hidden from whoever reviews it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.classify.fakes import drawn_codes, machine_codes
from textmine.classify.review.queue import make_queue
from textmine.classify.review.queue_sheet import queue_columns
from textmine.classify.review.triage import triage_by_share
from textmine.codebook import Code, Codebook, Dimension
from textmine.coding.suggested import suggests

BOOK = Codebook(
    name="b",
    dimensions=(
        Dimension(
            id="subject",
            name="S",
            codes=tuple(
                Code(id=one, name=name)
                for one, name in (("a", "Fares"), ("b", "b"), ("c", "Cycling"))
            ),
        ),
    ),
)


def queued(probabilities, given, labels="single"):
    """The machine's cell and the one with what is possible, for one document of sixty."""
    rest = np.random.default_rng(0).dirichlet([9, 1, 1], 59).tolist()
    said = machine_codes([probabilities, *rest], labels=labels)
    marks = said.given.copy()
    marks[0] = [code in given for code in "abc"]
    said = said.with_given(marks)
    held = drawn_codes(200, labels=labels)
    queue = make_queue([said], [held], triage_by_share([said], 0.99), [""] * 60)
    item = next(one for one in queue.items if one.document == "d0")
    columns = queue_columns(queue, [said], BOOK)
    return item, columns["machine (subject)"]["d0"], columns["possible (subject)"]["d0"]


@pytest.mark.parametrize(
    ("probabilities", "given", "labels", "cell"),
    [
        ([0.81, 0.02, 0.17], "c", "single", "c Cycling (.17); more probable: a Fares (.81)"),
        (
            [0.45, 0.35, 0.20],
            "c",
            "single",
            "c Cycling (.20); more probable: a Fares (.45), b (.35)",
        ),
        ([0.81, 0.02, 0.17], "a", "single", "a Fares (.81)"),
        ([0.95, 0.04, 0.01], "b", "single", "b (.04); more probable: a Fares (.95)"),
        ([0.9, 0.4, 0.1], "ab", "multi", "a Fares (.90), b (.40)"),
        ([0.9, 0.4, 0.6], "ab", "multi", "a Fares (.90), b (.40); more probable: c Cycling (.60)"),
        ([0.62, 0.1, 0.1], "", "multi", "none; more probable: a Fares (.62)"),
        ([0.4, 0.1, 0.1], "", "multi", "none"),
    ],
)
def test_the_given_code_and_the_more_probable_one_stand_side_by_side(
    probabilities, given, labels, cell
):
    item, shown, possible = queued(probabilities, given, labels)
    assert shown == cell
    for more in cell.partition("more probable: ")[2].split("), "):
        assert more.rstrip(")") in possible
    if "more probable" in cell:
        (question,) = item.questions
        assert question.n_open
        assert set(cell.partition("more probable: ")[2].replace(",", "").split()) & {
            *question.doubtful
        }


def test_a_code_that_rules_gave_is_shown_beside_the_more_probable_one():
    said = machine_codes([[0.7, 0.2, 0.1]])
    assert said.more_probable_at(0) == ()
    changed = replace(said, given=np.array([[False, True, False]]))
    assert changed.more_probable_at(0) == ("a",)


@pytest.mark.parametrize(
    ("cell", "code", "does"),
    [
        ("c Cycling (.17); more probable: a Fares (.81)", "c", True),
        ("c Cycling (.17); more probable: a Fares (.81)", "a", False),
        ("a Fares (.90), b (.40)", "b", True),
        ("a Fares (.90), b (.40)", "Fares", False),
        ("none; more probable: a (.62)", None, True),
        ("b (.40)", None, False),
        ("", "a", False),
    ],
)
def test_what_a_cell_suggests_is_the_code_that_the_machine_gave(cell, code, does):
    assert suggests(cell, code) is does
