"""Invented corpora of the shape of published studies, with codes: every word and figure is made up.

A study is made from a fixed seed, so that tests can name what they find in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from tests.made import add_corpus
from textmine.codebook import Codebook, find_codebook
from textmine.coding import open_codings
from textmine.corpus import About
from textmine.schema import Coding
from textmine.store import Workspace

Draw = np.random.Generator

CASES_002 = {"A": 7, "B": 11, "C": 6, "D": 11}
"""Interviews in each cluster organization; A and B are metal, C and D ICT."""
PASSAGES = 8
CODERS = ("irena", "jonas")
_SLIPS = 0.1
"""How often a coder takes another code than the one that was agreed upon."""


@dataclass(frozen=True)
class Study:
    """Rows of a corpus, its codings and the codebook that they were made with."""

    name: str
    rows: tuple[Mapping[str, str], ...]
    codings: tuple[Coding, ...]
    codebook: Codebook


def add_study(space: Workspace, study: Study, folder: Path) -> None:
    """Import a study into a workspace, declared synthetic."""
    about = About("invented interviews", "MIT", synthetic=True)
    rows = [dict(row) for row in study.rows]
    add_corpus(space, study.name, rows, folder / f"{study.name}.csv", about)
    open_codings(space).append(list(study.codings))


def add_study_002(space: Workspace) -> None:
    """Import the study of interviews in four cases."""
    add_study(space, study_002(), space.root.parent)


@cache
def study_002(seed: int = 2022) -> Study:
    """Passages of 35 interviews in four cases, coded on nine dimensions, one with roles."""
    draw = np.random.default_rng(seed)
    book = find_codebook("rozkwitalska-lis-2022")
    rows: list[Mapping[str, str]] = []
    codings: list[Coding] = []
    for case, n in CASES_002.items():
        for number in range(1, n + 1):
            talk = f"{case}{number}"
            kind = "manager" if number == 1 else str(draw.choice(_KINDS))
            for place in range(1, PASSAGES + 1):
                codes = _codes_002(draw, case)
                rows.append(
                    {
                        "id": f"{talk}-{place}",
                        "thread_id": talk,
                        "author": talk,
                        "meta.case": case,
                        "meta.sector": "metal" if case in "AB" else "ICT",
                        "meta.kind": kind,
                        "text": _answer_002(draw, codes),
                    }
                )
                codings += _given("ix", f"{talk}-{place}", codes, book, draw)
    return Study("ix", tuple(rows), tuple(codings), book)


def themes_000(
    forum: Sequence[str], domains: Mapping[str, str], corpus: str, seed: int = 2017
) -> list[Coding]:
    """Return themes of the messages of a forum, a second codebook on it, that follow the domains.

    `domains` are the codes on knowledge_domain by message. A message has none, one or two themes.
    """
    draw = np.random.default_rng(seed)
    book = find_codebook("martins-ling-2017")
    themes = book.dimension("theme").code_ids
    leaning = dict(zip(sorted(set(domains.values())), themes, strict=False))
    codings: list[Coding] = []
    for message in forum:
        own = leaning.get(domains.get(message, ""), themes[0])
        given = [one for one in themes if draw.random() < (0.7 if one == own else 0.15)]
        said = [(one, "") for one in given]
        codings += _said(corpus, message, "theme", said, "agreed", book.name)
    return codings


Codes = dict[str, list[tuple[str, str]]]
"""The codes of a passage by dimension, each with its role ("" for none)."""


def _codes_002(draw: Draw, case: str) -> Codes:
    """Return codes that keep the rules of the codebook."""
    metal = case in "AB"
    level = _one(draw, ("I", "II", "III", "IV"), (5, 4, 2, 0) if metal else (3, 3, 3, 2))
    high = ("I", "II", "III", "IV").index(level)
    community = {
        "I": _one(draw, ("participants", "dead-souls"), (4, 1)),
        "IV": _one(draw, ("cooperators", "locomotives"), (1, 0) if metal else (1, 2)),
    }.get(level, "cooperators")
    symptoms = [one for one in _SYMPTOMS if draw.random() < 0.22 and one != "educating"]
    if level == "IV" and draw.random() < 0.4:
        symptoms.append("educating")
    roles = [("sender", "recipient")[int(draw.random() < 0.6)] for _ in symptoms]
    codes: Codes = {"learning_symptom": list(zip(symptoms, roles, strict=True))}
    for dimension, ordered in _LADDERS.items():
        step = min(len(ordered) - 1, max(0, high + int(draw.integers(-1, 2))))
        codes[dimension] = [(ordered[step], "")]
    return codes | {"level": [(level, "")], "community": [(community, "")]}


def _answer_002(draw: Draw, codes: Codes) -> str:
    """Return an answer of three or four sentences that speak of its codes."""
    level, kind = codes["level"][0][0], codes["knowledge_type"][0][0]
    sentences = [_any(draw, _OF_LEVEL[level]), _any(draw, _OF_KNOWLEDGE[kind])]
    sentences += [_OF_SYMPTOM[name].format(_WHO[role]) for name, role in codes["learning_symptom"]]
    sentences.append(_any(draw, _CLOSING))
    return " ".join(sentences)


def _given(
    corpus: str, document: str, codes: Codes, book: Codebook, draw: Draw
) -> Iterator[Coding]:
    """Return what both coders said, with slips, and what was agreed upon."""
    for dimension, agreed in codes.items():
        yield from _said(corpus, document, dimension, agreed, "agreed", book.name)
        for coder in CODERS:
            mine = agreed
            if agreed and draw.random() < _SLIPS:
                other = str(draw.choice(book.dimension(dimension).code_ids))
                mine = [(other, agreed[0][1])]
            yield from _said(corpus, document, dimension, mine, coder, book.name)


def _said(
    corpus: str,
    document: str,
    dimension: str,
    codes: Sequence[tuple[str, str]],
    coder: str,
    codebook: str,
) -> Iterator[Coding]:
    origin = "adjudicated" if coder == "agreed" else "human"
    for code, role in codes or ((None, ""),):
        yield Coding(corpus, document, dimension, code, coder, origin, codebook=codebook, role=role)


def _one(draw: Draw, names: Sequence[str], weights: Sequence[float]) -> str:
    shares = np.array(weights, dtype=float)
    return str(draw.choice(list(names), p=shares / shares.sum()))


def _any(draw: Draw, sentences: Sequence[str]) -> str:
    return sentences[int(draw.integers(len(sentences)))]


_KINDS = ("firm", "firm", "firm", "university", "authority")
_SYMPTOMS = (
    "transferring-information",
    "raising-awareness",
    "demonstrating",
    "inspiring",
    "motivating",
    "educating",
)
_LADDERS = {
    "relationship": ("establishing-contacts", "relations-within", "relations-outside", "trust"),
    "knowledge_type": (
        "general-information",
        "detailed-information",
        "socio-economic-information",
        "confidential-information",
        "new-knowledge",
    ),
    "domain": ("meetings-and-events", "task-groups", "lobbying", "project-groups"),
    "meaning": (
        "particularity-of-activities",
        "community-of-action",
        "community-of-goals",
        "community-of-interests",
    ),
    "identity": ("none-or-weak", "weak", "medium", "high"),
    "capability_dynamics": ("unchanged", "low", "medium", "high"),
}
"""Codes that tend to rise with the level of cooperation."""
_WHO = {"sender": "we", "recipient": "the others"}
_OF_LEVEL = {
    "I": (
        "We went to two of the evenings, mostly to see who else was in the room.",
        "So far I know the faces and what each of them makes, no more than that.",
        "When we joined I made a list of members and rang a few of them.",
    ),
    "II": (
        "Last autumn four of us put our steel orders together and shared the lorry.",
        "If my saw is busy I send the plates across the road and they cut them for me.",
        "We split a large job between three halls, and it was delivered on one day.",
    ),
    "III": (
        "Nine firms signed the letter, and after that the town moved the bus stop to the gate.",
        "Together we talked the vocational school into a second class for operators.",
        "At the ministry they listen to a cluster, they would not have seen me alone.",
    ),
    "IV": (
        "The sensor is owned by a company that the five of us set up for it.",
        "We plan the next three years in one room, as if we were a single firm.",
        "None of us had such a service before; now we sell it under one name.",
    ),
}
LEVEL_SENTENCES = tuple(sentence for three in _OF_LEVEL.values() for sentence in three)
"""The sentences that speak of a level, three a level."""
_OF_KNOWLEDGE = {
    "general-information": (
        "You hear there what is on and who has moved to which firm.",
        "The bulletin tells us about fairs and calls.",
    ),
    "detailed-information": (
        "She told me which coolant does not eat the seals.",
        "I got the settings of the oven, down to the degree.",
    ),
    "socio-economic-information": (
        "That is how we learned what the new tariff would mean for the region.",
        "Somebody explained what the school reform does to our apprentices.",
    ),
    "confidential-information": (
        "He showed me his prices and asked me to forget them on the stairs.",
        "We talk about the orders that went wrong, but only among the six of us.",
    ),
    "new-knowledge": (
        "Nobody in the group knew how to bond the two layers before we tried it.",
        "After a winter of trials we had a process that is in no handbook.",
    ),
}
_OF_SYMPTOM = {
    "transferring-information": "In that matter {} passed on all that was known.",
    "raising-awareness": "That day {} made it clear why leftover heat is worth money.",
    "demonstrating": "One morning {} ran the line slowly so that everybody could watch.",
    "inspiring": "The way in which {} pack their tools gave rise to a new idea.",
    "motivating": "When {} entered that market there were no more excuses.",
    "educating": "For a year {} taught a class of young welders every second week.",
}
_CLOSING = (
    "I would do it again.",
    "It takes time, of course.",
    "Whether it lasts, we shall see.",
    "That is how I see it, others may tell you something else.",
)
