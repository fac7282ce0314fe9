"""A transcript that is corrected after it was coded: codings follow the words that stayed."""

from __future__ import annotations

import csv

import pytest

from textmine.coding import open_codings

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
    texts = {}
    from textmine.corpus import load_corpus

    corpus = load_corpus(workspace, "talks")
    texts = dict(zip(corpus.ids, corpus.texts, strict=True))
    return sorted(
        (c.document, texts[c.document][c.start : c.end], c.code)
        for c in open_codings(workspace).current("talks")
        if c.document.startswith(interview)
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
    talks("I: Thank you.\nB: We met on Fridays.\n" + FIRST)
    assert "meeting" not in {code for _, _, code in said(workspace)}


def test_a_turn_that_is_gone_leaves_its_codes(talks, workspace):
    told = talks(FIRST.replace("I: And then?\nB: We met on Fridays.\n", ""))
    assert "1 coding is set aside" in told
    assert {code for _, _, code in said(workspace)} == {"lending", "silent"}
