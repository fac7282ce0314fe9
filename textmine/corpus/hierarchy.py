"""Which passage, document, interview, person or case a row of a corpus belongs to."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import get_args

from textmine.choices import Level
from textmine.corpus.corpus import Corpus
from textmine.errors import InputError, did_you_mean
from textmine.schema import AUTHOR, META, THREAD_ID

LEVELS: tuple[Level, ...] = get_args(Level)
"""Every level, the smallest unit first."""

TURN = META + "turn"
"""The column that tells questions from answers in an interview."""
ANSWER = "answer"
_NOT_SAID = frozenset({"question", "header"})
"""Turns that no respondent speaks."""
CASE = META + "case"
"""The column that says to which case a document belongs."""


def units_at(corpus: Corpus, level: Level) -> list[str]:
    """Return the unit of each document at a level, in their order; "" where it has none.

    A passage is the row itself. So is a document, unless the corpus was cut from files: then it is
    the file. Raises InputError for a level that is none, or one that no document has a unit at.
    """
    if level not in LEVELS:
        raise InputError(f"'{level}' is no level.", hint=did_you_mean(level, LEVELS))
    if level == "passages" or (level == "documents" and not corpus.info.cut_files):
        return corpus.ids
    column, hint = _column_of(corpus.name, level)
    labels = corpus.column(column)
    if labels and not any(labels):
        raise InputError(f"'{corpus.name}' has no {level}.", hint=hint)
    return labels


def talk_level(corpus: Corpus) -> Level:
    """Return what a thread of the corpus is called: interviews, where it has turns or cases."""
    asked = {"question", "answer"} & {*corpus.column(TURN)}
    return "interviews" if asked or CASE in corpus.documents else "threads"


def to_code(corpus: Corpus, coded: Collection[str] = ()) -> list[bool]:
    """Return whether each document is there to be coded, in their order.

    What an interviewer asks is not, and neither is what stands above the first speaker: unless it
    is among the ids `coded`, or the corpus has nothing else.
    """
    turns = corpus.column(TURN)
    if ANSWER not in turns:
        return [True] * len(corpus)
    there = set(coded)
    return [
        turn not in _NOT_SAID or identity in there
        for turn, identity in zip(turns, corpus.ids, strict=True)
    ]


def only_to_code(corpus: Corpus, coded: Collection[str] = ()) -> Corpus:
    """Return the documents of a corpus that are there to be coded (`to_code`)."""
    keep = to_code(corpus, coded)
    return corpus if all(keep) else corpus.select(keep, ())


def where_answered(corpus: Corpus, where: Sequence[str]) -> tuple[list[str], int]:
    """Return conditions that also leave out what no respondent says, and how many turns that are.

    Conditions that speak of turns stay as they are, and so do those of a corpus without answers.
    """
    turns = Counter(corpus.column(TURN))
    spoken_of = any(re.match(rf"(?:{re.escape(META)})?turn\s*!?=", one) for one in where)
    there = [] if spoken_of or not turns[ANSWER] else [kind for kind in _NOT_SAID if turns[kind]]
    conditions = [f"{TURN.removeprefix(META)}!={kind}" for kind in sorted(there)]
    return [*where, *conditions], sum(turns[kind] for kind in there)


def said_of_questions(n: int) -> str:
    """Say that questions, and titles above the first speaker, are no documents that lack a code."""
    if n == 1:
        return "1 turn is a question or a title, and not counted: it is not there to be coded."
    return f"{n:,} turns are questions or titles, and not counted: they are not there to be coded."


def unit_word(level: Level, n: int) -> str:
    """Return a count with its unit: "3 interviews", "1 case"."""
    return f"{n:,} {level[:-1] if n == 1 else level}"


def _column_of(name: str, level: Level) -> tuple[str, str]:
    """Return the column that holds the units of a level, and what to do where it is empty."""
    if level == "authors":
        return AUTHOR, "Import the corpus again with --author."
    if level == "cases":
        return CASE, (
            f"Join a table that has a column 'case': 'textmine participants import {name} FILE'."
        )
    return THREAD_ID, "Import the corpus again with --thread-id."
