"""A transcript that is corrected after it was coded: codings follow the words that stayed."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from textmine.coding import open_codings
from textmine.corpus import load_corpus

FIRST = """I: How did it begin?
B: We lent a lathe. It was raining. Nobody said a price.
I: And then?
B: We met on Fridays.
I: And today?
B: It is as it was.
"""
CODED = [
    ("We lent a lathe.", "lending"),
    ("Nobody said a price.", "silent"),
    ("We met on Fridays.", "meeting"),
]


@pytest.fixture
def talks(run, workspace, tmp_path):
    folder = tmp_path / "talks"
    folder.mkdir()
    (folder / "alma.txt").write_text(FIRST, encoding="utf-8")
    (folder / "bela.txt").write_text(FIRST, encoding="utf-8")
    assert run("corpus", "import", folder, "--name", "talks").code == 0
    table = tmp_path / "codes.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = [(name, *row) for name in ("alma", "bela") for row in CODED]
        csv.writer(file).writerows([("interview", "passage", "code"), *rows])
    command = ("--corpus", "talks", "--codebook", "open", "--create-codebook", "--coder", "ana")
    ran = run("coding", "import", table, *command, "--dimension", "practice")
    assert ran.code == 0, ran.err

    def again(text):
        (folder / "alma.txt").write_text(text, encoding="utf-8")
        ran = run("corpus", "import", folder, "--name", "talks", "--replace")
        assert ran.code == 0, ran.err
        return " ".join(ran.err.split())

    return again


def said(workspace, interview="alma"):
    corpus = load_corpus(workspace, "talks")
    texts = dict(zip(corpus.ids, corpus.texts, strict=True))
    return sorted(
        (c.document, texts[c.document][c.start : c.end], c.code)
        for c in open_codings(workspace).current("talks")
        if c.document.startswith(interview) and c.document in texts
    )


def test_turns_that_moved_keep_their_codes(talks, run, workspace):
    before = said(workspace)
    told = talks("I: Thank you for coming.\nB: Yes.\n" + FIRST)
    assert "Of its 6 codings 6 stand" in told
    assert "3 codings of them were carried along" in told
    assert "set aside" not in told
    assert said(workspace) == [
        ("alma#004", "Nobody said a price.", "silent"),
        ("alma#004", "We lent a lathe.", "lending"),
        ("alma#006", "We met on Fridays.", "meeting"),
    ]
    assert len(said(workspace, "bela")) == 3
    ran = run("tabulate", "talks", "--count", "passages")
    assert "set aside" not in ran.err
    ran = run("undo")
    assert ran.code == 0, ran.err
    assert said(workspace) == before


def test_passages_beside_a_corrected_word_keep_theirs(talks, workspace):
    told = talks(FIRST.replace("It was raining", "It was pouring"))
    assert "2 codings of them were carried along" in told
    assert [code for _, _, code in said(workspace)] == ["silent", "lending", "meeting"]


def test_a_corrected_passage_is_set_aside_with_what_was_said_beside_it(talks, workspace):
    told = talks(FIRST.replace("a lathe", "the lathe"))
    assert "carried along" not in told
    assert "2 codings are set aside" in told
    assert [code for _, _, code in said(workspace)] == ["meeting"]


def test_words_that_stand_twice_are_not_guessed(talks, workspace):
    friday = "I: Hm?\nB: We met on Fridays.\n"
    talks(f"I: So?\nB: Well.\nI: And?\nB: No.\n{friday}I: Again?\nB: We met on Fridays.\n")
    assert "We met on Fridays." not in {words for _, words, _ in said(workspace)}


def test_a_turn_said_twice_is_known_by_its_neighbours(talks, workspace):
    talks("I: Thank you.\nB: We met on Fridays.\n" + FIRST)
    assert ("alma#006", "We met on Fridays.", "meeting") in said(workspace)


def test_a_turn_that_is_gone_leaves_its_codes(talks, workspace):
    told = talks(FIRST.replace("I: And then?\nB: We met on Fridays.\n", ""))
    assert "1 coding is set aside" in told
    assert {code for _, _, code in said(workspace)} == {"lending", "silent"}


def test_words_of_a_turn_that_is_gone_are_not_those_of_one_that_stayed(talks, workspace):
    talks(FIRST + "I: Really?\nB: We met on Fridays. Nobody said a price. Nobody said a price.\n")
    [friday] = [c for c in open_codings(workspace).current("talks") if c.document == "alma#004"]
    doubted = replace(friday, document="alma#008", code="lending", start=0, end=18)
    open_codings(workspace).append([doubted])
    before = said(workspace)
    talks(FIRST)
    assert said(workspace) == [row for row in before if row[0] != "alma#008"]


def test_a_passage_that_stands_twice_in_a_turn_moves_with_it(talks, workspace):
    text = FIRST.replace("We met on Fridays.", "We met on Fridays. Fridays.")
    talks(text)
    [friday] = [c for c in open_codings(workspace).current("talks") if c.document == "alma#004"]
    twice = replace(friday, start=19, end=27)
    open_codings(workspace).append([twice], complete=True)
    talks("I: Thank you.\nB: Yes.\n" + text)
    assert ("alma#006", "Fridays.", "meeting") in said(workspace)
