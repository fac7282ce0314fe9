"""Prevalence as it was estimated: shares with intervals, by method, and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textmine.stats import Interval

METHODS: dict[str, str] = {
    "ppi": "hand codes and machine probabilities (PPI++)",
    "hand": "hand codes alone",
    "dsl": "hand codes and machine probabilities, by chances (DSL)",
    "acc": "machine counts adjusted by its errors (ACC)",
    "pacc": "machine probabilities adjusted by their errors (PACC)",
}
"""Method -> what it is. `acc` and `pacc` assume label shift only; the others need a sample."""

SAMPLED = ("ppi", "hand", "dsl")
SHIFTED = ("acc", "pacc")


@dataclass(frozen=True)
class MethodShare:
    """A share of the documents, 0 to 1, by one method.

    `interval` is None where all documents are coded. `gain` is how many times as many hand codes
    would have given the same variance, None where that is not defined. `remark` says why an
    interval is so wide.
    """

    value: float
    interval: Interval | None
    gain: float | None = None
    remark: str = ""


@dataclass(frozen=True)
class CodePrevalence:
    """The shares of one code (or cell, or margin) among the documents of one group.

    `n_coded` documents have it by hand; `few` says that these are too few to correct a machine
    with, so that its share is left to the hand codes. `machine_count` is how many documents the
    machine gives it (None where none was asked): not an estimate.
    """

    code: str
    name: str
    n_coded: int
    few: bool
    machine_count: int | None
    shares: Mapping[str, MethodShare]


@dataclass(frozen=True)
class GroupPrevalence:
    """The shares among the documents of one group, or of all (`group` "").

    `n_sampled` of the `n_documents` are hand-coded and count as a sample, `n_coded` are hand-coded
    at all. `gain` is that of all codes together, `tuning` the weight of the machine, 0 to 1 (None
    where each code has its own). `reason` says why there are no shares.
    """

    group: str
    n_documents: int
    n_coded: int
    n_sampled: int
    codes: tuple[CodePrevalence, ...]
    gain: float | None = None
    tuning: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class Difference:
    """The share of a code in one group less that in another, by one method."""

    first: str
    second: str
    code: str
    method: str
    value: float
    interval: Interval


@dataclass(frozen=True)
class Prevalence:
    """How common the codes of one question are in a corpus.

    `sampling` is how the hand-coded documents came to be coded: "census", "drawn", "chances",
    "assumed", or "none" where only the machine's errors elsewhere are known. `n_simultaneous`
    intervals hold together at `level`. `sentences` say what the figures rest on.
    """

    model: str
    corpus: str
    question: str
    coder: str
    sampling: str
    methods: tuple[str, ...]
    level: float
    n_simultaneous: int
    by: tuple[str, ...]
    groups: tuple[GroupPrevalence, ...]
    differences: tuple[Difference, ...] = ()
    sentences: tuple[str, ...] = ()
