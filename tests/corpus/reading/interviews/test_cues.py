"""WebVTT and SubRip: what is speech, what is not, and what is wrong with times."""

from __future__ import annotations

from textmine.corpus import ReadOptions, read_documents
from textmine.corpus.reading.interviews.cues import cues_of


def said(text):
    return [(line.voice, line.text) for line in cues_of(text).lines]


def test_what_stands_beside_cues_is_no_speech():
    text = """WEBVTT - made by hand
Kind: captions

NOTE
two lines
of a note

STYLE
::cue { color: red }

first-cue
00:00:01.000 --> 00:00:02.000 align:start position:0%
<v.loud Anna Berg>Fish &amp; <i>chips</i> <00:00:01.500>now &lt;3</v>

REGION
id:one

00:03.000 --> 00:00:04.000
<v Ben>Yes</v> <v Anna Berg>No</v>
"""
    assert said(text) == [("Anna Berg", "Fish & chips now <3"), ("Ben", "Yes"), ("Anna Berg", "No")]
    assert cues_of(text).remarks == [
        "4 blocks beside the cues (NOTE, STYLE, a header), the first in line 1"
    ]


def test_subrip_with_numbers_and_lost_blank_lines():
    text = """1
00:00:01,000 --> 00:00:02,000
{\\an8}One

still one
2
00:00:03,000 --> 00:00:04,000
2
3
00:00:05,000 --> 00:00:06,000
three
"""
    assert [text for _, text in said(text)] == ["One", "still one", "2", "three"]


def test_times_that_are_none_are_said_and_their_words_kept():
    text = """WEBVTT

00:00:05.000 --> 00:00:06.000
<v A>late

00:00:0x.000 --> nowhere
<v B>odd

00:00:02.000 --> 00:00:01.000
<v A>early
"""
    cues = cues_of(text)
    assert [line.text for line in cues.lines] == ["late", "odd", "early"]
    assert cues.remarks == [
        "1 lines with --> hold no two times, the first in line 6",
        "1 cues end before they begin, the first in line 9",
        "1 cues begin before the one above them, the first in line 9",
    ]


def test_cues_of_nobody_are_one_document(tmp_path):
    (tmp_path / "a.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nHello.\n", encoding="utf-8")
    reading = read_documents(tmp_path / "a.srt")
    assert list(reading.checked.documents["text"]) == ["Hello."]
    assert any("1 file without speakers" in one for one in reading.checked.remarks)


def test_a_line_without_a_label_goes_on_with_the_speaker_before(tmp_path):
    cue = "{}\n00:00:0{}.000 --> 00:00:0{}.900\n{}\n"
    lines = ["Ann: So", "I said", "Int: Why?", "Ann: So.", "Int: Oh?"]
    text = "\n".join(cue.format(n, n, n, line) for n, line in enumerate(lines, 1))
    (tmp_path / "a.vtt").write_text(f"WEBVTT\n\n{text}", encoding="utf-8")
    found = read_documents(tmp_path / "a.vtt", ReadOptions()).checked.documents
    assert list(found["text"]) == ["So I said", "Why?", "So.", "Oh?"]
    assert (found["meta.start_time"][0], found["meta.end_time"][0]) == ("00:00:01", "00:00:02.900")
