"""Which documents people coded on which dimension, how often, and which codes are rare."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.checking.finding import Finding
from textmine.corpus import Corpus
from textmine.schema import Coding

AREA = "codes"
RARE = 8
"""Examples that a code needs before a model's score on it says anything (see the model card)."""


@dataclass(frozen=True)
class Coded:
    """What people said of one dimension: who coded each document, and how often each code stands.

    `settled` are the documents with an adjudicated code.
    """

    codebook: str
    dimension: str
    coders_of: dict[str, set[str]]
    settled: set[str]
    codes: Counter[str]

    @property
    def twice(self) -> int:
        """Documents that two coders or more coded."""
        return sum(len(coders) >= 2 for coders in self.coders_of.values())

    @property
    def coders(self) -> set[str]:
        """Everyone who coded."""
        return set().union(*self.coders_of.values())

    @property
    def documents(self) -> set[str]:
        """The documents that somebody coded or that were settled."""
        return set(self.coders_of) | self.settled


def coded_by_people(codings: Sequence[Coding]) -> list[Coded]:
    """Return what people and adjudication said of each dimension; machine codes stay outside."""
    made: dict[tuple[str, str], Coded] = {}
    seen: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for coding in codings:
        if coding.origin == "machine":
            continue
        key = (coding.codebook, coding.dimension)
        one = made.setdefault(key, Coded(*key, {}, set(), Counter()))
        if coding.origin == "adjudicated":
            one.settled.add(coding.document)
        else:
            one.coders_of.setdefault(coding.document, set()).add(coding.coder)
        if coding.code is not None and (coding.document, coding.code) not in seen[key]:
            seen[key].add((coding.document, coding.code))
            one.codes[coding.code] += 1
    return [made[key] for key in sorted(made)]


def check_codes(corpus: Corpus, coded: Sequence[Coded]) -> list[Finding]:
    """Return for each dimension how many documents are coded, coded twice, and its rare codes."""
    n = len(corpus)
    if not coded:
        return [Finding(AREA, "coded by a person", 0, n, "documents")]
    several = len({one.codebook for one in coded}) > 1
    findings = []
    for one in coded:
        name = f"{one.codebook}: {one.dimension}" if several else one.dimension
        have = one.documents
        without = tuple(place for place, identity in enumerate(corpus.ids) if identity not in have)
        rare = sorted(code for code, count in one.codes.items() if count < RARE)
        findings += [
            Finding(
                AREA,
                f"{name}, coded by a person",
                len(have),
                n,
                "documents",
                f"{len(without):,} documents have no code on '{name}': a table of codes is about "
                "the coded ones alone, unless chance chose them (coding sample)."
                if without
                else "",
                without,
            ),
            Finding(AREA, f"{name}, coded by two or more", one.twice, len(have), "documents"),
            Finding(
                AREA,
                f"{name}, codes with fewer than {RARE} documents",
                len(rare),
                len(one.codes),
                AREA,
                f"No model learns a code from so few examples: code more of them, or merge codes "
                f"({', '.join(rare[:5])}{', …' if len(rare) > 5 else ''})."
                if rare
                else "",
            ),
        ]
    return findings
