"""Prevalence as it is asked for and estimated: shares with intervals, and what they rest on."""

from collections.abc import Mapping
from dataclasses import dataclass

from textmine.errors import UsageError, did_you_mean
from textmine.stats import Interval

ASSUMPTIONS: dict[str, str] = {
    "random": "the hand-coded documents are a random sample of the corpus",
    "label-shift": "within a code the texts are of the same kind as in the training documents",
}
"""What can be assumed where the workspace does not show it -> what that means."""


_TOGETHER = {
    "ppi": ("ppi", "hand"),
    "dsl": ("dsl", "hand"),
    "all": ("ppi", "hand", "dsl", "acc", "pacc"),
}
"""Methods that are shown with others; the hand-coded interval stands beside each correction."""


def methods_of(method: str | None, assume: str = "") -> tuple[str, ...]:
    """Return the methods that one stands for; none are named where those are taken that fit."""
    if method is None:
        return ()
    if method == "all" and assume == "label-shift":
        return ("pacc", "acc")
    return _TOGETHER.get(method, (method,))


@dataclass(frozen=True)
class PrevalenceRequest:
    """What is asked: a dimension, the cells of two (`cells`), or the default of `questions_of`.

    `methods` are keys of `METHODS`, empty for those that fit; `by` names columns as a draw's strata
    do, `difference` two groups; `assume` is a key of `ASSUMPTIONS` or "". With `simultaneous` all
    intervals of a question hold together at `level`.
    """

    dimension: str | None = None
    cells: bool = False
    by: tuple[str, ...] = ()
    difference: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    coder: str | None = None
    methods: tuple[str, ...] = ()
    level: float = 0.95
    simultaneous: bool = False
    assume: str = ""
    n_process: int = 1

    @property
    def wants_sample(self) -> bool:
        """Whether hand-coded documents of the corpus itself are needed."""
        if self.methods:
            return bool(set(self.methods) & set(SAMPLED))
        return self.assume != "label-shift"


def refuse_unclear(asked: PrevalenceRequest) -> None:
    """Raise UsageError for a request that names what is not there, or means nothing."""
    if asked.assume and asked.assume not in ASSUMPTIONS:
        raise UsageError(
            f"There is no assumption '{asked.assume}'.",
            hint=did_you_mean(asked.assume, ASSUMPTIONS),
        )
    for method in asked.methods:
        if method not in METHODS:
            raise UsageError(f"There is no method '{method}'.", hint=did_you_mean(method, METHODS))
    if asked.cells and asked.dimension is not None:
        raise UsageError(
            "The cells are those of two dimensions.", hint="Leave --dimension or --cells out."
        )
    if asked.difference and (len(asked.difference) != 2 or not asked.by):
        raise UsageError(
            "A difference is between two groups of what --by names.",
            hint="For example: --by group --difference residents,staff.",
        )
    if asked.difference and not asked.wants_sample:
        raise UsageError(
            "A difference needs hand-coded documents of both groups.",
            hint="Leave --difference or the method out.",
        )


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
