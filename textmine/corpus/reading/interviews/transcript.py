"""One file as a transcript: its text, its turns and how they were found."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from textmine.corpus.reading.documents.document_text import WholeDocument
from textmine.corpus.reading.interviews.cues import ENDINGS, cues_of
from textmine.corpus.reading.interviews.labels import candidate, like_a_name
from textmine.corpus.reading.interviews.lines import Line, lines_of, stamp_at
from textmine.corpus.reading.interviews.rows import row_marks
from textmine.corpus.reading.interviews.speakers import Mark, label_marks
from textmine.corpus.reading.interviews.turns import Turn, turns_of
from textmine.corpus.reading.interviews.words import (
    folded,
    greets,
    is_fact,
    names_nobody,
    names_people,
)

_WITHIN = re.compile(r"[.?!…\"”’)\]–—-][ \t]{1,3}([^\W\d_][^\n:.?!…]{0,59}):(?=[ \t])")


_MOST_LINES, _SHORT, _NAME = 40, 100, 60

_NEARLY_ALL = 0.8
"""Share of lines of cues with a label at which every label is a speaker, as Zoom writes them."""

Form = str
"""How the speakers are set off: "cues", "rows", or a shape of `labels`."""


@dataclass(frozen=True)
class Transcript:
    """The turns of a file, in its order, and what a person should know of how it was read.

    `machine` are lines that a program wrote and names of columns, `empty` the lines of labels with
    no text below.
    """

    form: Form
    turns: list[Turn]
    machine: list[str]
    empty: list[int]
    remarks: list[str]

    def speakers(self) -> Counter[str]:
        """Return how many turns each speaker has."""
        return Counter(turn.speaker for turn in self.turns if turn.speaker)


def transcript_of(name: str, document: WholeDocument, named: Collection[str] = ()) -> Transcript:
    """Return the turns of a document; `name` is that of its file, `named` are folded labels."""
    if Path(name).suffix.lower() in ENDINGS:
        cues = cues_of(document.text)
        marks = _voices(cues.lines, named)
        taken = turns_of(cues.lines, marks, of_cues=True)
        return Transcript("cues", taken.turns, taken.machine, taken.empty, cues.remarks)
    lines = lines_of(document.text)
    remarks: list[str] = []
    form: Form = "rows"
    marks = row_marks(lines)
    if not marks:
        form, marks = label_marks(lines, named)
        if form == "colon":
            lines, marks, remarks = _with_labels_within(lines, marks)
        marks = without_header(lines, marks)
    headings = _headings(lines, document, marks)
    taken = turns_of(lines, marks, headings)
    return Transcript(form, taken.turns, taken.machine, taken.empty, remarks)


def _with_labels_within(
    lines: list[Line], marks: list[Mark]
) -> tuple[list[Line], list[Mark], list[str]]:
    """Return lines and marks with those of labels that stand within a line, and what to say."""
    speakers = {mark.speaker for mark in marks}
    cut, numbers = cut_at_labels(lines, speakers)
    if not numbers:
        return lines, marks, []
    new_marks = label_marks(cut, {folded(speaker) for speaker in speakers}, ("colon",))[1]
    turns = f"{len(numbers):,} turns begin within a line, at the label of a speaker"
    return cut, new_marks, [f"{turns}, the first in line {numbers[0]:,}"]


def _voices(lines: list[Line], named: Collection[str]) -> list[Mark]:
    """Return where another voice begins in cues: their voice spans, else labels with a colon."""
    if any(line.voice for line in lines):
        return [
            Mark(at, line.voice, 0, line.since, line.until)
            for at, line in enumerate(lines)
            if line.voice
        ]
    heads = [candidate(line.text) for line in lines]
    labels = {head.key for head in heads if head is not None and head.shape == "colon"}
    if sum(head is not None and head.shape == "colon" for head in heads) >= _NEARLY_ALL * len(
        lines
    ):
        named = {*named, *(key for key in labels if not names_nobody(key))}
    return label_marks(lines, named, ("colon",))[1]


def _headings(lines: list[Line], document: WholeDocument, marks: list[Mark]) -> set[int]:
    """Return the lines that are headings, and no labels of speakers."""
    at_mark = {mark.at for mark in marks}
    starts = {heading.start for heading in document.headings if heading.end > heading.start}
    return {
        at
        for at, line in enumerate(lines)
        if line.start in starts and at not in at_mark and stamp_at(line.text.lstrip()) is None
    }


def without_header(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks that are turns: those of a header with facts are left out.

    A header ends with its last fact, or with lines below that name who took part.
    """
    filled: list[int] = []
    for at, line in enumerate(lines):
        if line.text.strip():
            filled.append(at)
        if len(filled) == _MOST_LINES:
            break
    last = -1
    for index, at in enumerate(filled):
        if len(lines[at].text) > _SHORT or lines[at].text.rstrip().endswith("?"):
            break
        last = index if _states(lines[at].text) else last
    counts = Counter(folded(mark.speaker) for mark in marks)
    introduced: set[str] = set()
    for position in range(last + 1, len(filled)):
        key = _introduces(lines[filled[position]].text)
        if key is None or key in introduced or (last < 0 and counts[key] > 1):
            break
        introduced.add(key)
        last = position
    if last < 0:
        return list(marks)
    return [mark for mark in marks if mark.at > filled[last]]


def _states(text: str) -> bool:
    label = candidate(text)
    return label is not None and label.shape == "colon" and is_fact(label.key)


def _introduces(text: str) -> str | None:
    """Return the label of a line such as "Interviewee: Anna Berg", None for a line of speech."""
    label = candidate(text)
    if label is None or label.shape != "colon" or not names_people(label.key):
        return None
    value = text[label.rest :].strip()
    words = value.split()
    if not words or len(value) > _NAME or len(words) > 5 or value[-1] in "?!…" or greets(words[0]):
        return None
    named = like_a_name(value) and (words[-1][0].isdigit() or words[-1][0] == words[-1][0].upper())
    return label.key if named and not (value[-1] == "." and len(words[-1]) > 4) else None


def cut_at_labels(lines: Sequence[Line], speakers: Collection[str]) -> tuple[list[Line], list[int]]:
    """Return the lines cut before every speaker with a colon that follows the end of a sentence.

    `speakers` are as they are spelt. Also returns the numbers of the lines that were cut.
    """
    cut: list[Line] = []
    numbers: list[int] = []
    for line in lines:
        begin = 0
        for match in _WITHIN.finditer(line.text):
            if match[1] in speakers:
                at = match.start(1)
                cut.append(_part(line, begin, at))
                numbers.append(line.number)
                begin = at
        cut.append(_part(line, begin, len(line.text)) if begin else line)
    return cut, numbers


def _part(line: Line, begin: int, end: int) -> Line:
    return line._replace(text=line.text[begin:end], start=line.start + begin, end=line.start + end)
