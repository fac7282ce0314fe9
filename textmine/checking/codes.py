"""Which documents people coded on which dimension, how often, and which codes are rare."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.checking.finding import Finding
from textmine.coding import FinalDimension, by_people, codebooks_of, codes_of, final_codes
from textmine.corpus import Corpus, to_code
from textmine.schema import Coding

AREA = "codes"
RARE = 8
"""Examples that a code needs before a model's score on it says anything (see the model card)."""


@dataclass(frozen=True)
class Coded:
    """What people said of one dimension: `part` are its final codes.

    `codes` counts the documents that have each of them, or that anybody gave it to where nobody
    can say whose codes stand.
    """

    codebook: str
    dimension: str
    part: FinalDimension
    codes: Counter[str]

    @property
    def twice(self) -> int:
        """Documents that two coders or more coded."""
        return len(self.part.twice)

    @property
    def documents(self) -> set[str]:
        """The documents that have a final code, and those that are open."""
        return {*self.part.codes, *self.part.open}

    @property
    def final(self) -> set[str]:
        """The documents whose codes can be learned: all where a coder has to be named first."""
        return self.documents if self.part.unsettled else set(self.part.codes)


def coded_by_people(codings: Sequence[Coding]) -> list[Coded]:
    """Return what people and adjudication said of each dimension; machine codes stay outside."""
    people = by_people(codings)
    coded_dimensions = []
    for book in codebooks_of(people):
        mine = [coding for coding in people if coding.codebook == book]
        for dimension, part in sorted(final_codes(mine).parts.items()):
            codes = codes_of(mine)[dimension] if part.unsettled else part.codes
            counted = Counter(code for document_codes in codes.values() for code in document_codes)
            coded_dimensions.append(Coded(book, dimension, part, counted))
    return coded_dimensions


def check_codes(corpus: Corpus, coded: Sequence[Coded]) -> list[Finding]:
    """Return for each dimension how many documents are coded, coded twice, and its rare codes."""
    if not coded:
        return [Finding(AREA, "coded by a person", 0, sum(to_code(corpus)), "documents")]
    several = len({coded_dimension.codebook for coded_dimension in coded}) > 1
    findings = []
    for coded_dimension in coded:
        name = (
            f"{coded_dimension.codebook}: {coded_dimension.dimension}"
            if several
            else coded_dimension.dimension
        )
        have = coded_dimension.documents
        there = to_code(corpus, have)
        n = sum(there)
        without = tuple(
            index
            for index, identity in enumerate(corpus.ids)
            if there[index] and identity not in have
        )
        rare = sorted(code for code, count in coded_dimension.codes.items() if count < RARE)
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
            Finding(
                AREA, f"{name}, coded by two or more", coded_dimension.twice, len(have), "documents"
            ),
            Finding(
                AREA,
                f"{name}, codes with fewer than {RARE} documents",
                len(rare),
                len(coded_dimension.codes),
                AREA,
                f"No model learns a code from few examples: code more of them, or merge codes "
                f"({', '.join(rare[:5])}{', …' if len(rare) > 5 else ''})."
                if rare
                else "",
            ),
        ]
    return findings
