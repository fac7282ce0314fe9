"""textmine prevalence, with a model that was trained, and documents that a draw took."""

from __future__ import annotations

import csv
import io
import random
import re

import pytest

from tests.conftest import FORUM
from textmine.coding import open_codings, open_draws
from textmine.coding.sampling.draws import Candidate, Draw
from textmine.corpus import load_corpus
from textmine.schema import Coding

BOOK = "ling-martins-2015"
N = 60


@pytest.fixture
def drawn(trained):
    """The forum, of which 60 messages were drawn and coded by ann."""
    ids = load_corpus(trained, "forum").ids
    chosen = set(random.Random(1).sample(ids, N))
    frame = tuple(Candidate(i, "all", N / len(ids), i in chosen) for i in ids)
    open_draws(trained).add(Draw("forum", "draw-1", "2024-01-01", {}, frame))
    with (FORUM / "codings.csv").open(encoding="utf-8", newline="") as stream:
        agreed = [row for row in csv.DictReader(stream) if row["coder"] == "agreed"]
    open_codings(trained).append(
        [
            Coding("forum", row["message_id"], row["dimension"], row["code"], "ann", codebook=BOOK)
            for row in agreed
            if row["message_id"] in chosen
        ]
    )
    return trained


def test_a_census_says_so(in_trained):
    ran = in_trained("prevalence", "forum-model", "forum")
    assert ran.code == 0
    assert "131 of 131 documents hand-coded" in ran.out
    assert re.search(r"A1 +arguing to share knowledge", ran.out)
    assert "A census" in ran.err
    assert "[95 %]" not in ran.out


def test_nine_cells_of_a_sample(drawn, in_trained):
    ran = in_trained("prevalence", "forum-model", "forum", "--coder", "ann")
    assert ran.code == 0
    assert "60 of 131 documents hand-coded" in ran.out
    assert "corrected % [95 %]" in ran.out
    assert "hand-coded only % [95 %]" in ran.out
    assert "machine count, not an" in ran.out
    assert "60 of 131 documents were drawn at random (draw-1) and coded by ann." in ran.err
    assert "The machine's own counts are no estimate" in ran.err
    assert "synthetic" in ran.err


def test_rows_for_programs(drawn, in_trained):
    arguments = ("prevalence", "forum-model", "forum", "--coder", "ann", "--by", "group")
    rows = in_trained(*arguments, "-f", "json").rows
    told = list(csv.DictReader(io.StringIO(in_trained(*arguments, "-f", "csv").out)))
    assert len(rows) == len(told) > 30
    assert {row["method"] for row in rows} >= {"ppi", "hand"}
    for row in rows:
        if row["low"] is not None:
            assert 0 <= row["low"] <= row["percent"] <= row["high"] <= 100


def test_difference_of_two_groups(drawn, in_trained):
    rows = in_trained(
        "prevalence", "forum-model", "forum", "--coder", "ann", "--by", "group", "-f", "json"
    ).rows
    names = list(dict.fromkeys(row["group"] for row in rows if row["method"] == "ppi"))[:2]
    ran = in_trained(
        *("prevalence", "forum-model", "forum", "--coder", "ann", "--by", "group"),
        *("--difference", ",".join(names), "--dimension", "knowledge_domain"),
    )
    assert ran.code == 0
    assert f"Shares in {names[0]} less shares in {names[1]}" in ran.out


def test_documents_that_nobody_drew_are_refused(trained, in_trained):
    open_codings(trained).append(
        [
            Coding("forum-new", document, dimension, code, "ann", codebook=BOOK)
            for document in load_corpus(trained, "forum-new").ids[:10]
            for dimension, code in (("knowledge_domain", "1"), ("goal_orientation", "A"))
        ]
    )
    ran = in_trained("prevalence", "forum-model", "forum-new")
    assert ran.code == 1
    assert "Nothing says that chance chose them" in ran.err
    assert ran.out == ""
    assumed = in_trained("prevalence", "forum-model", "forum-new", "--assume", "random")
    assert assumed.code == 0
    assert "ASSUMPTION (--assume random)" in assumed.err


def test_without_hand_codes(in_trained):
    ran = in_trained("prevalence", "forum-model", "forum-new")
    assert ran.code == 1
    assert "People coded no document of 'forum-new'" in ran.err
    shifted = in_trained("prevalence", "forum-model", "forum-new", "--assume", "label-shift")
    assert shifted.code == 0
    assert "ASSUME LABEL SHIFT" in shifted.err
    assert "PACC (if label shift)" in shifted.out


def test_all_methods(drawn, in_trained):
    ran = in_trained(
        *("prevalence", "forum-model", "forum", "--coder", "ann", "--method", "all"),
        *("--dimension", "goal_orientation", "--simultaneous", "-f", "csv"),
    )
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert {row["method"] for row in rows} == {"ppi", "hand", "dsl", "acc", "pacc"}
    assert "intervals hold together" in ran.err


@pytest.mark.parametrize("option", [("--method", "magic"), ("--assume", "luck")])
def test_wrong_usage(in_trained, option):
    assert in_trained("prevalence", "forum-model", "forum", *option).code == 2


def test_a_page_of_the_shares(drawn, in_trained):
    ran = in_trained("prevalence", "forum-model", "forum", "--coder", "ann", "--report", "shares")
    assert ran.code == 0
    folder = drawn.root / "reports" / "shares"
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "60 of 131 documents hand-coded" in page and "<svg" in page
    with (folder / "tables" / "prevalence_forum-model.csv").open(encoding="utf-8-sig") as stream:
        assert {row["method"] for row in csv.DictReader(stream)} == {"ppi", "hand"}
