"""Study 002 as its researchers had it: transcripts, a table of people, codes of two coders."""

# ruff: noqa: E501

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from tests.helpers import write_csv
from tests.studies.made import CASES_002, CODERS, LEVEL_SENTENCES, PASSAGES, study_002

KINDS = {"firm": 20, "coordinator": 7, "university": 4, "authority": 3, "bank": 1}
QUESTIONS = (
    "How did you come to the cluster?",
    "What do you do there with others?",
    "Whom do you tell what you know?",
    "And what do you get?",
    "Was there something that you did together?",
    "What keeps people apart?",
    "What has changed for your firm?",
    "Is there anything that I forgot to ask?",
)
OPEN_CODES: Mapping[str, str] = {
    "seeing who is in the room": "meeting",
    "knowing faces": "meeting",
    "ringing members": "meeting",
    "sharing the lorry": "sharing",
    "cutting for each other": "sharing",
    "splitting a job": "sharing",
    "signing together": "speaking for all",
    "a second class at school": "speaking for all",
    "being listened to": "speaking for all",
    "owning it together": "making anew",
    "planning as one firm": "making anew",
    "one name for a service": "making anew",
}
"""Open codes, each given to one sentence, and the axial code that it was grouped under."""


@dataclass(frozen=True)
class Answer:
    """An answer: the third one of interview A1 is its turn A1#006."""

    id: str
    interview: str
    case: str
    text: str


@dataclass(frozen=True)
class Mark:
    """A stretch of an answer that a coder marked with an open code; the end is exclusive."""

    answer: str
    start: int
    end: int
    coder: str
    code: str


@cache
def answers() -> tuple[Answer, ...]:
    """The 280 answers of the 35 interviews."""
    return tuple(
        Answer(_turn(row["id"]), row["thread_id"], row["meta.case"], row["text"])
        for row in study_002().rows
    )


def write_transcripts(folder: Path) -> Path:
    """Write a transcript an interview, question and answer by turns."""
    folder.mkdir()
    for talk in dict.fromkeys(one.interview for one in answers()):
        mine = [one for one in answers() if one.interview == talk]
        turns = [
            f"Interviewer: {question}\n\n{talk}: {answer.text}"
            for question, answer in zip(QUESTIONS, mine, strict=True)
        ]
        (folder / f"{talk}.txt").write_text("\n\n".join(turns) + "\n", encoding="utf-8")
    return folder


@cache
def people() -> Mapping[str, Mapping[str, str]]:
    """What is known of each of the 35 people; in every case one or two coordinators."""
    draw = np.random.default_rng(35)
    names = [f"{case}{number}" for case, n in CASES_002.items() for number in range(1, n + 1)]
    kinds = [kind for kind, n in KINDS.items() for _ in range(n)]
    drawn = draw.permutation(len(names))
    found = {name: {"kind": kinds[int(place)]} for name, place in zip(names, drawn, strict=True)}
    for name, facts in found.items():
        facts["case"] = name[0]
        facts["sector"] = "metal" if name[0] in "AB" else "ICT"
        facts["years_in_cluster"] = str(int(draw.integers(1, 12)))
    return found


def write_people(path: Path) -> Path:
    """Write the table of people."""
    names = ["kind", "case", "sector", "years_in_cluster"]
    rows = [[name, *(facts[one] for one in names)] for name, facts in people().items()]
    return write_csv(path, ["respondent", *names], rows)


def write_codes(path: Path) -> Path:
    """Write what both coders said and what was agreed upon, on nine dimensions."""
    rows = [
        [
            _turn(one.document),
            one.coder,
            one.origin,
            one.dimension,
            one.code or "-",
            one.role or "",
        ]
        for one in study_002().codings
    ]
    return write_csv(path, ["document", "coder", "origin", "dimension", "code", "role"], rows)


@cache
def marks() -> tuple[Mark, ...]:
    """The open codes of both coders; the second one missed some."""
    draw = np.random.default_rng(12)
    code_of = dict(zip(LEVEL_SENTENCES, OPEN_CODES, strict=True))
    found = []
    for answer in answers():
        for sentence, code in code_of.items():
            start = answer.text.find(sentence)
            if start < 0:
                continue
            seen = [coder for coder in CODERS if coder == CODERS[0] or draw.random() < 0.85]
            found += [Mark(answer.id, start, start + len(sentence), coder, code) for coder in seen]
    return tuple(found)


def write_marks(path: Path) -> Path:
    """Write the open codes with the places that they stand at."""
    rows = [[one.answer, str(one.start), str(one.end), one.coder, one.code] for one in marks()]
    return write_csv(path, ["document", "start", "end", "coder", "code"], rows)


@cache
def agreed(dimension: str) -> Mapping[str, Sequence[str]]:
    """The agreed codes of each answer that has any, with the role behind a colon."""
    found: dict[str, list[str]] = {}
    for one in study_002().codings:
        if (one.coder, one.dimension) == ("agreed", dimension) and one.code is not None:
            label = f"{one.code}:{one.role}" if one.role else one.code
            found.setdefault(_turn(one.document), []).append(label)
    return found


def said(coder: str, dimension: str) -> Mapping[str, frozenset[str]]:
    """What one coder said of each answer, without roles."""
    found: dict[str, set[str]] = {}
    for one in study_002().codings:
        if (one.coder, one.dimension) == (coder, dimension):
            found.setdefault(_turn(one.document), set()).update([one.code] if one.code else [])
    return {answer: frozenset(codes) for answer, codes in found.items()}


@cache
def carriers() -> Mapping[str, str]:
    """The selective code of each case: locomotives where there are any, else most members' kind."""
    counted: dict[str, Counter[str]] = {}
    for one in answers():
        found = counted.setdefault(one.case, Counter())
        found.update(agreed("community").get(one.id, ()))
    return {
        case: "locomotives" if found["locomotives"] else found.most_common(1)[0][0]
        for case, found in counted.items()
    }


def write_cases(path: Path) -> Path:
    """Write the selective code of each case as both coders gave it, case by case."""
    rows = [[case, coder, code] for coder in CODERS for case, code in carriers().items()]
    return write_csv(path, ["case", "coder", "community"], rows)


PAPERS = (
    ("minutes-A", "A", "I", "At the general assembly 31 members introduced themselves to each other."),
    ("minutes-A", "A", "II", "The buyers' circle reported that three orders of sheet were put together."),
    ("minutes-B", "B", "II", "Halls 2 and 5 lent each other a press brake for eleven days."),
    ("letter-B", "B", "III", "We ask the county to keep the evening bus that takes our second shift home."),
    ("strategy-C", "C", "III", "The cluster speaks for its members in the council on digital skills."),
    ("strategy-C", "C", "IV", "Members plan their products of the next three years in one calendar."),
    ("strategy-D", "D", "IV", "A joint company holds the rights in the monitoring service."),
    ("newsletter-D", "D", "I", "Who is new: four firms from the harbour joined us in spring."),
)  # fmt: skip
"""Passages of the clusters' own papers: file, case, level, text."""


def write_both_sources(path: Path) -> Path:
    """Write answers and passages of papers as one table, with where each is from."""
    rows = [[one.id, one.case, "interview", one.text] for one in answers()]
    rows += [
        [f"P{place}", case, "paper", text] for place, (_, case, _, text) in enumerate(PAPERS, 1)
    ]
    return write_csv(path, ["id", "case", "material", "text"], rows)


def write_levels_of_both(path: Path) -> Path:
    """Write the level of every answer and of every passage of a paper."""
    rows = [[answer, *codes] for answer, codes in agreed("level").items()]
    rows += [[f"P{place}", level] for place, (_, _, level, _) in enumerate(PAPERS, 1)]
    return write_csv(path, ["id", "level"], rows)


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a table that a command wrote."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _turn(document: str) -> str:
    talk, _, place = document.partition("-")
    assert 1 <= int(place) <= PASSAGES
    return f"{talk}#{2 * int(place):03d}"
