"""Joined, the turns give back every word of the file; whatever is in it, a reader ends well."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.corpus import ReadOptions, read_documents
from textmine.corpus.reading.interviews.files import looks_like_interviews
from textmine.errors import TextmineError

INTERVIEW = ReadOptions(reader="interview")
SPEAKERS = ("INTERVIEWER", "ANNA", "P 7")
PROSE = st.sampled_from(
    [
        "Yes.",
        "note: nothing",
        "at 10:30 we met",
        "http://a.example/b",
        "[laughs] so",
        "(pause)",
        "- first\n- second",
        "a: b: c",
        "> said he",
        "1. one",
        "\u200fשלום: כן\u200e",
        "…",
        "so\n\nand more",
        "x\ty",
        "12:31",
        "WEBVTT",
        "no --> yes",
        "*bold* word",
        "ends with a colon:",
    ]
)
TURNS = st.lists(st.tuples(st.sampled_from(SPEAKERS), PROSE), min_size=1, max_size=12)
FRAGMENTS = st.sampled_from(
    [
        "I: ",
        "Anna: ",
        "[00:00:01] ",
        "#00:01:23-4#",
        "00:00:01.000 --> 00:00:02.000\n",
        "WEBVTT\n\n",
        "<v Ann>",
        "</v>",
        "NOTE ",
        "\n",
        "\n\n",
        "\t",
        "1\n",
        "words ",
        "Anna  0:03\n",
        "[Ben] ",
        "**",
        "Date: x\n",
        "\u202e",
        "\0",
        "&#0;",
        "# ",
    ]
)


def words(said):
    return [word for text in said for word in text.split()]


@settings(max_examples=40)
@given(
    st.lists(PROSE.filter(lambda one: one != "12:31"), max_size=2),
    TURNS,
    st.sampled_from(["{}: {}", "**{}:** {}", "{}:\n{}"]),
)
def test_every_word_of_labelled_turns(before, turns, form):
    turns = [*((who, "Well.") for who in SPEAKERS), *turns, *((who, "End.") for who in SPEAKERS)]
    text = "\n\n".join([*before, *(form.format(who, said) for who, said in turns)])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_text(text, encoding="utf-8")
        found = read_documents(path, INTERVIEW).checked.documents
    assert words(found["text"]) == words([*before, *(said for _, said in turns)])
    merged = [who for n, (who, _) in enumerate(turns) if not n or turns[n - 1][0] != who]
    assert [who for who in found["author"] if who] == merged


@settings(max_examples=25)
@given(TURNS, st.sampled_from([".vtt", ".srt"]), st.booleans())
def test_every_word_of_cues(turns, ending, voices):
    turns = [("INTERVIEWER", "Well."), ("ANNA", "So."), ("P 7", "Yes."), *turns]
    turns = [(who, " ".join(said.replace("-->", "").split())) for who, said in turns]
    form = "<v {}>{}</v>" if voices else "{}: {}"
    cues = [
        f"{n}\n00:{n:02d}:00.000 --> 00:{n:02d}:09.000\n{form.format(who, said)}\n"
        for n, (who, said) in enumerate(turns, 1)
    ]
    text = ("WEBVTT\n\n" if ending == ".vtt" else "") + "\n".join(cues)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        path.write_text(text, encoding="utf-8")
        found = read_documents(path, INTERVIEW).checked.documents
    assert words(found["text"]) == words(said for _, said in turns)
    merged = [who for n, (who, _) in enumerate(turns) if not n or turns[n - 1][0] != who]
    assert list(found["author"]) == merged


@settings(max_examples=60)
@given(
    st.lists(FRAGMENTS.map(str.encode) | st.binary(max_size=6), max_size=25),
    st.sampled_from([".txt", ".md", ".vtt", ".srt", ".docx", ".html", ".zip"]),
    st.sampled_from([(), ("I",), ("-",)]),
)
def test_any_bytes_end_in_turns_or_a_sentence(pieces, ending, named):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        path.write_bytes(b"".join(pieces))
        for target in (path, path.parent):
            try:
                found = read_documents(target, ReadOptions(reader="interview", interviewers=named))
            except TextmineError as error:
                assert str(error)
            else:
                assert found.checked.documents["id"].is_unique
            assert looks_like_interviews(target) in (True, False)


MANY = 4_000
LARGE = {
    "cues.vtt": "WEBVTT\n\n"
    + "".join(f"{n}\n00:00:0{n % 9}.000 --> 00:00:09.000\n<v P{n % 7}>w\n\n" for n in range(MANY)),
    "labels.txt": "I: a\nB: b\n" * MANY,
    "distinct.txt": "".join(f"N{n % MANY}: a\n" for n in range(2 * MANY)),
    "rows.txt": "0:01\tI\twhy so\n0:02\tB\tbecause\n" * MANY,
    "within.txt": "I: a\nB: b\n" + "x. I: y. B: z " * MANY,
    "stamps.txt": "I: a\nB: b\n" + "[00:00:01]\n" * MANY,
    "long.txt": "I: a\nB: b\n" + ("A" * 10_000 + ": b\n") * 50,
    "voices.vtt": "WEBVTT\n\n0:01.000 --> 0:02.000\n<v A>b\n" + "<v " * MANY,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_large_files_take_time_in_proportion(tmp_path, name):
    path = tmp_path / name
    path.write_text(LARGE[name], encoding="utf-8")
    begin = time.process_time()
    reading = read_documents(path, ReadOptions(reader="interview", interviewers=("-",)))
    assert len(reading.checked) > 0
    assert time.process_time() - begin < 4
