"""Which labels are speakers, who asks, and what is no speech."""

from __future__ import annotations

import pytest

from textmine.corpus import ReadOptions, read_documents
from textmine.corpus.reading.interviews.labels import candidate
from textmine.corpus.reading.interviews.lines import clock, last_stamp, only_stamp, stamp_at
from textmine.errors import InputError

INTERVIEW = ReadOptions(reader="interview")


def read(tmp_path, text, name="a.txt", *interviewers):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_documents(path, ReadOptions(reader="interview", interviewers=interviewers))


def turns(tmp_path, text, name="a.txt", *interviewers):
    found = read(tmp_path, text, name, *interviewers).checked.documents
    return list(zip(found["author"].fillna(""), found["text"], strict=True))


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("A1: yes", "A1"),
        ("DR. SMITH: yes", "DR. SMITH"),
        ("Smith, Anna: yes", "Smith, Anna"),
        ("\u200eAnna\u200f: yes", "Anna"),
        ("Anna\u00a0Berg : yes", "Anna Berg"),
        ("- **Anna [00:01:02]:** yes", "Anna"),
        ("Anna (Head of unit): yes", "Anna (Head of unit)"),
        ("Участник 2: да", "Участник 2"),
        ("受访者：是", "受访者"),
        ("10:30 we met", None),
        ("10:30: we met", None),
        ("https://a.example/b", None),
        ("He said that it was late. Then: no", None),
        ("What I mean by all of this is: no", None),
        ("A" * 10_000 + ": yes", None),
        ("12: yes", None),
        ("", None),
    ],
)
def test_what_a_label_can_be(line, label):
    found = candidate(line)
    assert (found.label if found and found.shape == "colon" else None) == label


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("[00:12:31]", "00:12:31"),
        ("00:12:31", "00:12:31"),
        ("(12:31)", "00:12:31"),
        ("#00:01:23-4#", "00:01:23.4"),
        ("{1:02:03,250}", "01:02:03.250"),
        ("0:0:5.30", "00:00:05.30"),
        ("[12:31", None),
        ("(12:31]", None),
        ("[99:99:99]", None),
        ("[00:61]", None),
        ("1:2", None),
        ("999999:00:00", None),
    ],
)
def test_times(written, read):
    stamp = only_stamp(written)
    assert (stamp.since if stamp else None) == read


def test_times_of_two_and_at_ends():
    assert stamp_at("[00:00:01 - 00:00:09] Anna: x").until == "00:00:09"
    assert stamp_at("12:31-12:40").until == "00:12:40"
    assert last_stamp("and so on #00:01:23-4#  ").start == len("and so on ")
    assert last_stamp("v1:30") is None
    assert clock("nothing") == ""


def test_prose_with_colons_is_no_speaker(tmp_path):
    text = """Title of the talk

Interviewer: Hello, how did it start?
Anna: Well.
Note: she laughs.
Question: was it any good?
For example: the first year.
For example: the second.
10:30: we met.
http://a.example/x
Interviewer: Note: this is new. And now?
Anna: Now: nothing.
Note: she leaves.
"""
    assert turns(tmp_path, text) == [
        ("", "Title of the talk"),
        ("Interviewer", "Hello, how did it start?"),
        (
            "Anna",
            "Well.\nNote: she laughs.\nQuestion: was it any good?\nFor example: the first year.\n"
            "For example: the second.\n10:30: we met.\nhttp://a.example/x",
        ),
        ("Interviewer", "Note: this is new. And now?"),
        ("Anna", "Now: nothing.\nNote: she leaves."),
    ]


def test_a_header_with_facts_is_no_turn(tmp_path):
    text = """Interview 7

Date: 3 May 2024

Interviewer: Maria Keller

Interviewee: Head of Unit B

Interviewer: Hello Anna, how are you?

Interviewee: Fine.

Interviewer: Good. And else?

Interviewee: Also fine.
"""
    found = turns(tmp_path, text)
    assert found[0][1].endswith("Interviewer: Maria Keller\n\nInterviewee: Head of Unit B")
    assert found[1] == ("Interviewer", "Hello Anna, how are you?")
    assert len(found) == 5


def test_a_speaker_of_one_turn_counts_where_labels_are_alike(tmp_path):
    said = "M: Who?\nP1: Me.\nM: Who else?\nP1: Nobody.\nP2: And me.\nM: So?\nP1: So.\n"
    assert ("P2", "And me.") in turns(tmp_path, said, "a.txt", "M")
    capitals = "ANNA: Who?\nBEN: Me.\nANNA: Who else?\nBEN: Him.\nCARL OTTO: And me.\n"
    assert ("CARL OTTO", "And me.") in turns(tmp_path, capitals, "b.txt", "anna")


@pytest.mark.parametrize("code", ["A1", "R07", "A 12", "a-3"])
def test_a_code_that_begins_like_an_answer_is_a_person(tmp_path, code):
    said = "".join(f"Interviewer: Why {n}?\n\n{code}: So {n}.\n\n" for n in range(3))
    found = read(tmp_path, said).checked.documents
    assert list(found["meta.turn"]) == ["question", "answer"] * 3
    assert set(found["author"]) == {"Interviewer", code}


def test_questions_and_answers_as_labels(tmp_path):
    text = "Q: Who?\nA: Me.\nQ: Why?\nA: So.\n"
    found = read(tmp_path, text).checked.documents
    assert list(found["meta.turn"]) == ["question", "answer", "question", "answer"]


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ("Interviewer", "Anna"),
        ("I", "B"),
        ("INT 2", "P"),
        ("Moderatorin", "Befragte"),
        ("Forscher", "Anna"),
        ("Enquêtrice", "Enquêtée"),
        ("Chercheur", "Jean"),
        ("Entrevistadora", "Entrevistado"),
        ("Intervjuare", "IP"),
        ("Badaczka", "Rozmówca"),
        ("Dan", "Participant"),
        ("RESEARCHER", "ANNA"),
    ],
)
def test_who_asks_is_told_by_the_labels(tmp_path, asks, answers):
    text = f"{asks}: Eins zwei?\n{answers}: Drei.\n" * 3
    found = read(tmp_path, text).checked.documents
    assert list(found["meta.turn"]) == ["question", "answer"] * 3


NAMES = "Maria: Why is it so?\nBen: Because.\nMaria: And then?\nBen: Nothing.\n"


def test_it_is_asked_where_names_do_not_tell_who_asks(tmp_path):
    with pytest.raises(InputError) as caught:
        read(tmp_path, NAMES)
    said = str(caught.value)
    assert "Nothing says who asks and who answers" in said
    assert "'Maria' (2 of 2 turns end with a question mark)" in said
    assert "--interviewer NAME" in said
    with pytest.raises(InputError, match="Nothing says who asks"):
        read_documents(tmp_path / "a.txt")


def test_who_asks_is_named(tmp_path):
    reading = read(tmp_path, NAMES, "a.txt", "MARIA")
    assert list(reading.checked.documents["meta.turn"]) == ["question", "answer"] * 2
    assert any("'Maria' as named" in one for one in reading.checked.remarks)
    nobody = read(tmp_path, NAMES, "a.txt", "-").checked.documents
    assert set(nobody["meta.turn"]) == {"answer"}
    with pytest.raises(InputError, match=r"'Marie' speaks in no interview. Did you mean 'Maria'"):
        read(tmp_path, NAMES, "a.txt", "Marie")


def test_a_named_interviewer_stands_before_the_label(tmp_path):
    text = "I: It was hard.\nR: Why was it?\nI: No money.\nR: And why that?\n"
    reading = read(tmp_path, text * 3)
    assert any("6 of 6 turns of 'R' end with a question" in one for one in reading.checked.remarks)
    found = read(tmp_path, text * 3, "a.txt", "R").checked.documents
    assert list(found["meta.turn"][:2]) == ["answer", "question"]


def test_interviews_without_the_named_one_are_said(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(NAMES, encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text(NAMES.replace("Maria", "Carl"), encoding="utf-8")
    reading = read_documents(tmp_path / "in", ReadOptions(interviewers=("Maria",)))
    assert any(
        "1 interview has no interviewer, all turns are answers: b" in one
        for one in reading.checked.remarks
    )


def test_turns_within_a_line_are_cut(tmp_path):
    text = "I: So why? B: Because. I: And then?\nB: I said to Ann: go. Nothing.\nI: Oh.\nB: Yes.\n"
    assert turns(tmp_path, text)[:4] == [
        ("I", "So why?"),
        ("B", "Because."),
        ("I", "And then?"),
        ("B", "I said to Ann: go. Nothing."),
    ]


def test_labels_with_nothing_below_are_said(tmp_path):
    reading = read(tmp_path, "I: Why?\nB:\nI: No answer?\nB: Well.\n")
    assert list(reading.checked.documents["author"]) == ["I", "B"]
    assert any(
        "1 label with no text below, left out: a.txt, line 2" in one
        for one in reading.checked.remarks
    )


def test_times_within_a_turn_are_kept_beside_it(tmp_path):
    text = "I: Why? #0:10-0#\n\nB: First. #0:20-0#\n\nThen. #0:30-0#\n\nI: So? \n\nB: So.\n"
    found = read(tmp_path, text).checked.documents
    assert list(found["text"]) == ["Why?", "First.\n\nThen.", "So?", "So."]
    assert found["meta.end_time"][1] == "00:00:30"
    assert found["meta.times"][1] == "00:00:20"
