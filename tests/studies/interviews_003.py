"""Study 003: 348 invented passages of 58 interviews in two rounds, with codes; all made up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from tests.helpers import write_csv

ROUNDS = ("2017-19", "2021")
N_FIRST, N_AGAIN, N_NEW = 40, 10, 8
"""Interviews of the first round; people asked again in the second; people asked there only."""
PASSAGES = 6
N_CODINGS = 681
LEFT_OUT = {"small talk": 21, "repeats the sheet": 11}
"""Passages that were excluded, by the remark they got in reading: 32 of 348."""
KINDS = ("firm", "cluster organization", "university", "public body")
INTERACTION = {
    "interaction-process": (
        "We met every second month, then the exchange became a routine.",
        "First we lent them a machine, a year later they lent us an engineer.",
        "It went step by step, from a visit to an order and from there to a plan.",
    ),
    "interaction-parties": (
        "It depends on who sits at the table and what he may decide.",
        "Two large firms carry it, the small ones come when they have time.",
        "She has worked on both sides and knows what each can give.",
    ),
    "relationship-atmosphere": (
        "You can say no to each other there and still have lunch.",
        "At the start everybody kept his drawings under the arm.",
        "We trust them because they told us when they were late.",
    ),
    "relationship-environment": (
        "The market for such fittings has moved to Asia within ten years.",
        "With the new duties half of our plan was waste paper.",
        "The region has one railway line and one kind of school for it.",
    ),
}
GAPS = {
    "firm-to-firm": "The firms still do not know what the one next door can do.",
    "firm-to-research": "Between the laboratory and our shop floor nobody carries the papers over.",
    "firm-to-education": "The school trains for machines that we scrapped.",
    "firm-to-capital": "No bank here lends on an idea.",
    "firm-to-public": "The municipality writes its calls without asking one firm.",
    "firm-to-other-clusters": "We have never seen the people of the cluster on the other coast.",
    "firm-to-global": "Abroad nobody knows our name, we go there through two agents.",
}
ENDOGENOUS = tuple(GAPS)[:6]
ACTORS = ("Norrby University", "Hammarvik Works", "Lindhaga Invest")
EVENTS = {
    2005: "In 2005 nine firms founded the association.",
    2009: "In 2009 the first stand at a fair abroad was shared with Hammarvik Works.",
    2014: "In 2014 Norrby University opened a test bed with us.",
    2018: "In 2018 Lindhaga Invest bought a share in the agency.",
    2020: "In 2020 the second association joined, and we met on screens.",
}
_CLOSING = ("So it was.", "Ask the others, too.", "We learned from that.", "It is slow.")


@dataclass(frozen=True)
class Passage:
    """A passage with what was agreed about it; `remark` says why it was left out, "" if kept."""

    id: str
    interview: str
    person: str
    kind: str
    round: str
    day: str
    text: str
    interaction: tuple[str, ...]
    gaps: tuple[str, ...]
    remark: str


@cache
def passages() -> tuple[Passage, ...]:
    """All passages, by interview."""
    draw = np.random.default_rng(229)
    talks = _talks()
    kinds = {person: KINDS[int(draw.choice(4, p=(0.5, 0.2, 0.15, 0.15)))] for _, person, _ in talks}
    n = len(talks) * PASSAGES
    remarks = np.array([""] * n, dtype=object)
    out = draw.permutation(n)[: sum(LEFT_OUT.values())]
    remarks[out] = [remark for remark, times in LEFT_OUT.items() for _ in range(times)]
    names = (*INTERACTION, *GAPS)
    scores = draw.random((n, len(names)))
    late = [number for number, (_, _, time) in enumerate(talks) if time == ROUNDS[1]]
    for number in late:  # in the second round more is said of the outside
        scores[number * PASSAGES : (number + 1) * PASSAGES, names.index("firm-to-global")] += 0.3
        scores[number * PASSAGES : (number + 1) * PASSAGES, 3] += 0.2
    scores[remarks != ""] = -1
    first = scores[:, : len(INTERACTION)].argmax(axis=1)
    scores[np.arange(n), first] += np.where(remarks == "", 5, 0)  # one interaction at least
    chosen = np.zeros(scores.size, dtype=bool)
    chosen[np.argsort(-scores, axis=None, kind="stable")[:N_CODINGS]] = True
    rows = chosen.reshape(scores.shape)
    made = []
    for number, (talk, person, time) in enumerate(talks):
        for place in range(PASSAGES):
            at = number * PASSAGES + place
            has = [name for name, one in zip(names, rows[at], strict=True) if one]
            interaction = tuple(name for name in has if name in INTERACTION)
            gaps = tuple(name for name in has if name in GAPS)
            day = f"{2017 + number % 3 if time == ROUNDS[0] else 2021}-03-{1 + number % 28:02d}"
            text = _text(draw, has, str(remarks[at]), at, int(day[:4]))
            made.append(
                Passage(
                    f"{talk}-{place + 1}",
                    talk,
                    person,
                    kinds[person],
                    time,
                    day,
                    text,
                    interaction,
                    gaps,
                    str(remarks[at]),
                )
            )
    return tuple(made)


def kept() -> tuple[Passage, ...]:
    """The passages that were not left out."""
    return tuple(one for one in passages() if not one.remark)


def write_passages(path: Path) -> Path:
    """Write the passages as a table, a row a passage."""
    rows = [
        [one.id, one.interview, one.person, one.kind, one.round, one.day, one.remark, one.text]
        for one in passages()
    ]
    names = ["id", "thread_id", "author", "kind", "round", "date", "remark", "text"]
    return write_csv(path, names, rows)


def write_codes(path: Path) -> Path:
    """Write the codes as a table, a row a passage, a column a dimension, several with ';'."""
    rows = [[one.id, ";".join(one.interaction) or "-", ";".join(one.gaps) or "-"] for one in kept()]
    return write_csv(path, ["id", "interaction", "cluster_gap"], rows)


def people() -> Mapping[str, str]:
    """The kind of each respondent."""
    return {one.person: one.kind for one in passages()}


def _talks() -> list[tuple[str, str, str]]:
    """Interview, person and round of the 58 interviews."""
    again = [f"R{number:02d}" for number in range(1, N_AGAIN + 1)]
    new = [f"R{N_FIRST + number:02d}" for number in range(1, N_NEW + 1)]
    first = [f"R{number:02d}" for number in range(1, N_FIRST + 1)]
    people = [(person, ROUNDS[0]) for person in first]
    people += [(person, ROUNDS[1]) for person in [*again, *new]]
    return [(f"T{number:02d}", *one) for number, one in enumerate(people, 1)]


def _text(draw: np.random.Generator, has: list[str], remark: str, at: int, year: int) -> str:
    if remark:
        return (
            f"That is on the sheet, under {at}." if "sheet" in remark else f"Coffee {at}, thanks."
        )
    said = [INTERACTION[name][int(draw.integers(3))] for name in has if name in INTERACTION]
    said += [GAPS[name] for name in has if name in GAPS]
    past = [event for when, event in EVENTS.items() if when <= year]
    if draw.random() < 0.25:
        said.append(past[int(draw.integers(len(past)))])
    said.append(_CLOSING[int(draw.integers(len(_CLOSING)))])
    return " ".join(said)
