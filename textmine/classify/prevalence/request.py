"""What is asked when prevalence is estimated, and what cannot be asked."""

from __future__ import annotations

from dataclasses import dataclass

from textmine.classify.prevalence.result import METHODS, SAMPLED
from textmine.errors import InputError, did_you_mean

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
    """Raise InputError for a request that names what is not there, or means nothing."""
    if asked.assume and asked.assume not in ASSUMPTIONS:
        raise InputError(
            f"There is no assumption '{asked.assume}'.",
            hint=did_you_mean(asked.assume, ASSUMPTIONS),
        )
    for method in asked.methods:
        if method not in METHODS:
            raise InputError(f"There is no method '{method}'.", hint=did_you_mean(method, METHODS))
    if asked.cells and asked.dimension is not None:
        raise InputError(
            "The cells are those of two dimensions.", hint="Leave --dimension or --cells out."
        )
    if asked.difference and (len(asked.difference) != 2 or not asked.by):
        raise InputError(
            "A difference is between two groups of what --by names.",
            hint="For example: --by group --difference residents,staff.",
        )
    if asked.difference and not asked.wants_sample:
        raise InputError(
            "A difference needs hand-coded documents of both groups.",
            hint="Leave --difference or the method out.",
        )
