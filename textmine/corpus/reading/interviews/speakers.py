"""Which labels of a transcript are speakers: those that come again and again in one shape."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from textmine.corpus.reading.interviews.labels import Candidate, Shape, candidate, like_a_name
from textmine.corpus.reading.interviews.lines import Line, only_stamp
from textmine.corpus.reading.interviews.words import (
    is_fact,
    names_nobody,
    says_interviewer,
    stands_above_questions,
)

SHAPES: tuple[Shape, ...] = ("colon", "timed", "bracket", "alone")
_FEW, _NEARLY_ALL, _SOME = 3, 0.9, 0.2
_CODE = re.compile(r"([^\W\d_]{1,4})[ \t._-]{0,2}\d{1,4}")
_MOST_BEFORE_TEXT = 0.8


@dataclass(frozen=True)
class Mark:
    """Where a turn begins: the place of its line, the speaker and the time beside the label.

    What is said on the line stands at line.text[rest:stop]. `beside` holds other cells of a row;
    `names_columns` says that the row has the names of columns.
    """

    at: int
    speaker: str
    rest: int
    since: str = ""
    until: str = ""
    stop: int | None = None
    beside: str = ""
    names_columns: bool = False


def label_marks(
    lines: Sequence[Line], named: Collection[str] = (), shapes: Sequence[Shape] = SHAPES
) -> tuple[Shape, list[Mark]]:
    """Return the shape of the labels of a transcript and a mark for each, in their order.

    A label counts where it recurs, says that somebody asks, is among the `named` (folded), or looks
    like those that recur. Words of prose ("Note:") and labels in another style do not.
    """
    candidates_by_shape: dict[Shape, list[tuple[int, Candidate]]] = defaultdict(list)
    for at, line in enumerate(lines):
        label = candidate(line.text) if line.text.strip() else None
        if label is not None:
            shape: Shape = label.shape
            if shape == "alone" and at > 0 and only_stamp(lines[at - 1].text):
                shape = "timed"
            candidates_by_shape[shape].append((at, label))
    marks: dict[Shape, list[Mark]] = {}
    for shape in shapes:
        speakers = _speakers([labelled for _, labelled in candidates_by_shape[shape]], shape, named)
        if shape == "alone":
            speakers = _above_texts(lines, candidates_by_shape[shape], speakers)
        kept_labels = [
            (at, labelled)
            for at, labelled in candidates_by_shape[shape]
            if labelled.key in speakers
        ]
        spelt: dict[str, str] = {}
        for _, label in kept_labels:
            spelt.setdefault(label.key, label.label)
        marks[shape] = [
            Mark(at, spelt[labelled.key], labelled.rest, labelled.since, labelled.until)
            for at, labelled in kept_labels
        ]
    set_off: list[Shape] = [shape for shape in shapes if shape != "alone"]
    best: Shape = max(set_off, key=lambda shape: len(marks[shape]))
    if len(marks[best]) <= _FEW and len(marks.get("alone", ())) > len(marks[best]):
        best = "alone"
    return best, marks[best]


def _speakers(
    candidates: Sequence[Candidate], shape: Shape, named: Collection[str]
) -> frozenset[str]:
    counts = Counter(label.key for label in candidates)
    examples: dict[str, Candidate] = {}
    for candidate_label in candidates:
        examples.setdefault(candidate_label.key, candidate_label)
    asks = {key for key in counts if says_interviewer(key) and not stands_above_questions(key)}
    keep = {
        key
        for key, n in counts.items()
        if key in named or (key in asks and shape != "alone") or (n > 1 and not _is_prose(key))
    }
    if shape == "alone":
        keep |= {key for key in asks if counts[key] > 1}
    questions = {key for key in keep - set(named) if stands_above_questions(key)}
    n_others = sum(counts[key] for key in keep - questions)
    if len(questions) < 2 and n_others >= _SOME * sum(counts[key] for key in keep):
        # A code that comes again, as A1 or R07, is a person: answers in a list are numbered on.
        wordy = {key for key in questions if len(key) > 1 and not _CODE.fullmatch(key)}
        keep -= wordy
    sure = asks | set(named)
    styles = _Styles.of(keep, counts, examples)
    keep = {key for key in keep if key in sure or styles.fits(examples[key], counts[key])}
    styles = _Styles.of(keep, counts, examples)
    alike = {
        key
        for key, n in counts.items()
        if n == 1 and key not in keep and not _is_prose(key) and styles.alike(examples[key], shape)
    }
    return frozenset(keep | alike)


def _is_prose(key: str) -> bool:
    return names_nobody(key) or is_fact(key)


def _case(label: str) -> str:
    """Return how a label is written; scripts without capitals are a style of their own."""
    letters = [sign for sign in label if sign.upper() != sign.lower()]
    if _CODE.fullmatch(label) or (letters and all(sign == sign.upper() for sign in letters)):
        return "capitals"
    if not letters:
        return "without case"
    return "name" if letters[0] == letters[0].upper() else "small"


@dataclass(frozen=True)
class _Styles:
    """How the labels that recur are written: how many are in capitals, bold, beside a time."""

    total: int
    cases: Counter[str]
    timed: int
    bold: int
    codes: frozenset[str]

    @classmethod
    def of(
        cls, keep: Collection[str], counts: Counter[str], examples: dict[str, Candidate]
    ) -> _Styles:
        cases: Counter[str] = Counter()
        for key in keep:
            cases[_case(examples[key].label)] += counts[key]
        codes = (_CODE.fullmatch(examples[key].label) for key in keep)
        return cls(
            sum(counts[key] for key in keep),
            cases,
            sum(counts[key] for key in keep if examples[key].since),
            sum(counts[key] for key in keep if examples[key].bold),
            frozenset(code[1].casefold() for code in codes if code),
        )

    def fits(self, one: Candidate, n: int) -> bool:
        """Return whether a label that recurs n times is written like most of them."""
        style = _case(one.label)
        if style == "small":
            return 2 * self.cases[style] >= self.total
        if n > _FEW:
            return True
        return like_a_name(one.label) and self.cases[style] > (1 - _NEARLY_ALL) * self.total

    def alike(self, one: Candidate, shape: Shape) -> bool:
        """Return whether a label that stands once looks like those that recur."""
        if self.total < 2 or shape in ("alone", "bracket"):
            return False
        code = _CODE.fullmatch(one.label)
        if code and code[1].casefold() in self.codes:
            return True
        most = _NEARLY_ALL * self.total
        short = len(one.label.split()) <= _FEW
        in_capitals = _case(one.label) == "capitals" and self.cases["capitals"] >= most
        return (
            (bool(one.since) and self.timed >= most)
            or (one.bold and self.bold >= most)
            or (short and in_capitals)
        )


def _above_texts(
    lines: Sequence[Line], candidates: Sequence[tuple[int, Candidate]], speakers: frozenset[str]
) -> frozenset[str]:
    """Keep the labels on lines of their own below which a text stands, not the next label."""
    label_at = {at: label.key for at, label in candidates if label.key in speakers}
    above: Counter[str] = Counter()
    below: str | None = ""
    for at in range(len(lines) - 1, -1, -1):
        if not lines[at].text.strip():
            continue
        key = label_at.get(at)
        if key is not None and below is None:
            above[key] += 1
        below = key
    counts = Counter(label_at.values())
    return frozenset(key for key in speakers if above[key] >= _MOST_BEFORE_TEXT * counts[key])
