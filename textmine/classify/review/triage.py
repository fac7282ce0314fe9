"""Part what a machine coded into codes to accept and documents for people to look at.

A document goes to people as a whole: whoever opens it to settle one dimension has read it for all,
and a table that crosses dimensions needs every one of its codes. So a document has one confidence,
the chance that all its codes are right if its dimensions err independently of each other, and is
accepted when that is high enough. What is promised, though, is promised for each dimension, for
that is what a column of a table shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from textmine.arrays import Bools, Floats, Ints
from textmine.classify.machine_codes import MachineCodes, confidence_of
from textmine.classify.out_of_fold import HeldOutCodes
from textmine.errors import InputError
from textmine.stats.systems.risk_coverage import (
    CERTAINTY,
    Certified,
    accepted_held_out,
    accuracy_above,
    certified_threshold,
    surest,
)
from textmine.stats.systems.scores import Score

EVERY = "all dimensions"
"""Stands for a dimension where a document counts as right only with every code right."""

FEWEST = 20
"""Held-out documents below which nothing is promised."""

Places = Ints


@dataclass(frozen=True)
class HeldOutRun:
    """How sure and how right the machine was of n documents that it had not seen.

    They are those with a code on every dimension. `confidence` (n,) is 0 to 1, `wrong` (n, number
    of dimensions) says where the machine's codes are not the coder's, `fold` (n,) when a document
    was held out, `groups` (n,) its thread, author or itself; None where that is not known.
    """

    dimensions: tuple[str, ...]
    confidence: Floats
    wrong: Bools
    fold: Places
    groups: Places | None

    def __len__(self) -> int:
        return len(self.confidence)


@dataclass(frozen=True)
class Triage:
    """Places of the documents to accept and of those for people, each in ascending order.

    `confidence` (n,) is that of every document, and the accepted ones have `threshold` or more.
    `certified` is what the threshold promises, where a largest error was asked for.
    """

    accepted: Places
    review: Places
    confidence: Floats
    threshold: float
    certified: Certified | None = None


@dataclass(frozen=True)
class Expected:
    """The share of held-out documents that is right: where the machine was as sure, and of all."""

    dimension: str
    accepted: Score
    every: Score


def held_out_run(
    held: Sequence[HeldOutCodes], groups: Mapping[str, int] | None = None
) -> HeldOutRun:
    """Join the held-out codes of a model's dimensions; `groups` has the group of each document.

    Documents that were coded with a model's suggestion in view are left out, as in `blind`.
    Raises InputError when fewer than 20 documents have a code on every dimension, for nothing can
    be promised then.
    """
    held = [part.blind for part in held]
    places = [{name: i for i, name in enumerate(part.said.documents)} for part in held]
    shared = [name for name in held[0].said.documents if all(name in row_of for row_of in places)]
    if len(shared) < FEWEST:
        names = ", ".join(part.said.dimension for part in held)
        raise InputError(
            f"{len(shared)} hand-coded documents have a code on every dimension ({names}); "
            f"{FEWEST} are needed to say how sure is sure enough.",
            hint="Code more documents on all of them, or train a model for each dimension.",
        )
    rows = [np.array([row_of[name] for name in shared]) for row_of in places]
    wrong = np.column_stack(
        [
            (part.said.given[at] != part.gold[at]).any(axis=1)
            for part, at in zip(held, rows, strict=True)
        ]
    )
    known = groups is not None and all(name in groups for name in shared)
    return HeldOutRun(
        dimensions=tuple(part.said.dimension for part in held),
        confidence=confidence_of([p.said.take(at) for p, at in zip(held, rows, strict=True)]),
        wrong=wrong,
        fold=held[0].fold[rows[0]],
        groups=np.array([groups[name] for name in shared]) if groups and known else None,
    )


def triage_by_share(said: Sequence[MachineCodes], share: float) -> Triage:
    """Send the least sure `share` (0 to 1) of the documents to people, rounded up."""
    confidence = confidence_of(said)
    return _triage(confidence, surest(confidence, share))


def triage_by_error(
    said: Sequence[MachineCodes], run: HeldOutRun, max_error: float, certainty: float = CERTAINTY
) -> Triage:
    """Accept documents of a confidence at which few codes are wrong on every single dimension.

    With this `certainty`, at most the share `max_error` of the accepted documents has a wrong code
    on each dimension, if the documents are like the hand-coded ones. Raises InputError when no
    confidence keeps that promise.
    """
    threshold = certified_threshold(
        run.confidence, run.wrong, max_error, certainty, clusters=run.groups
    )
    if not threshold.found:
        least = "" if threshold.reachable >= 1 else f"; {_up(threshold.reachable)} can"
        raise InputError(
            f"No confidence keeps the error on each dimension at or below {max_error:g} with "
            f"{100 * certainty:.0f} % certainty, judged by {threshold.n} hand-coded documents that "
            f"were held out{least}.",
            hint="Allow a larger --max-error, say with --review which share people can look at, or "
            "code more documents and train again.",
        )
    confidence = confidence_of(said)
    places = np.flatnonzero(confidence >= threshold.threshold)
    return _triage(confidence, places, threshold.threshold, threshold)


def expected_accuracy(run: HeldOutRun, threshold: float) -> list[Expected]:
    """Return how right the machine was on each dimension, and on all, where it was this sure."""
    kinds = list(zip(run.dimensions, run.wrong.T, strict=True))
    if len(kinds) > 1:
        kinds.append((EVERY, run.wrong.any(axis=1)))
    return [
        Expected(
            name,
            accuracy_above(run.confidence, wrong, threshold, clusters=run.groups),
            accuracy_above(run.confidence, wrong, -np.inf, clusters=run.groups),
        )
        for name, wrong in kinds
    ]


def kept_promise(run: HeldOutRun, max_error: float, certainty: float = CERTAINTY) -> list[Expected]:
    """Return how right the machine was where the other folds' threshold would have accepted.

    The check of `triage_by_error` on documents that had no say in the threshold.
    """
    taken = accepted_held_out(
        run.confidence, run.wrong, run.fold, max_error, certainty, clusters=run.groups
    )
    return expected_accuracy(
        HeldOutRun(run.dimensions, taken.astype(np.float64), run.wrong, run.fold, run.groups), 0.5
    )


def _triage(
    confidence: Floats,
    accepted: Places,
    threshold: float | None = None,
    certified: Certified | None = None,
) -> Triage:
    if threshold is None:
        threshold = float(confidence[accepted].min()) if accepted.size else float("inf")
    rest = np.setdiff1d(np.arange(len(confidence)), accepted)
    return Triage(accepted, rest, confidence, threshold, certified)


def _up(share: float) -> str:
    """Return a share of two decimals that is no smaller."""
    return f"{np.ceil(share * 100 - 1e-9) / 100:.2f}"
