"""Dawid and Skene's model: the true category of units and the confusion of each coder, from EM."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats, Ints
from textmine.errors import InputError
from textmine.stats.counts import MISSING, check_codes, check_n_categories, integers

FEW_UNITS = 100
TOO_SURE = (
    "The model takes coders to err each on their own. It is too sure where they err on the same "
    "units or threads. Simulations had 2 to 5 coders and 50 to 500 units. There 82 to 92 % of "
    "the codes that it gave more than .95 were right. Coders looked .06 to .08 more often right "
    "than they were."
)
"""What benchmarks/coverage.py measures in the family dawid_skene."""


@dataclass(frozen=True)
class DawidSkene:
    """What the model estimates, and how far to trust it.

    `prior` (q,) are the shares of the true categories; `confusion` (n_coders, q, q) has the
    probability that a coder says the column where the row is true, nan for a category that no
    unit with a code of the coder is likely to have; `posterior` (n_units, q) has the probability
    of each category, nan for a unit without a code. `log_likelihood` is at the end, after
    `n_iterations`. `n_units` and `n_coders` are those with a code. `reason` says why there is no
    estimate, `remarks` why to distrust it.
    """

    prior: Floats
    confusion: Floats
    posterior: Floats
    log_likelihood: float
    n_iterations: int
    converged: bool
    n_units: int
    n_coders: int
    reason: str
    remarks: tuple[str, ...]

    @property
    def categories(self) -> Ints:
        """The most probable category of each unit, -1 for a unit without a code: (n_units,)."""
        coded = ~np.isnan(self.posterior[:, 0])
        return np.where(coded, np.where(coded[:, None], self.posterior, 0).argmax(axis=1), MISSING)


def dawid_skene(
    codes: ArrayLike, n_categories: int, *, max_iterations: int = 1000, tolerance: float = 1e-9
) -> DawidSkene:
    """Fit the model to codes (n_units, n_coders), -1 = missing, by EM from the vote shares.

    Stops when the log likelihood grows by less than `tolerance` of a unit. There is no chance in
    it: the same codes give the same result. Take it as a diagnostic of coders, not as gold: with
    two coders the model is not identified, with few units it overfits, and where coders err on the
    same units its probabilities are too high, which the codes cannot show. Raises `InputError` for
    codes outside the codebook, or bad limits. Source: Dawid and Skene (1979), Maximum likelihood
    estimation of observer error-rates using the EM algorithm.

    >>> codes = [[0, 0, 0], [1, 1, 1], [0, 0, 1], [1, 1, 0]]
    >>> dawid_skene(codes, 2).prior.round(2).tolist()
    [0.5, 0.5]
    """
    checked = check_codes(codes, n_categories)
    marks = checked[:, :, None] == np.arange(n_categories)
    return dawid_skene_counts(
        marks.astype(np.int64), max_iterations=max_iterations, tolerance=tolerance
    )


def dawid_skene_counts(
    counts: ArrayLike, *, max_iterations: int = 1000, tolerance: float = 1e-9
) -> DawidSkene:
    """Fit the model to how often a coder gave a unit a category: (n_units, n_coders, q).

    As `dawid_skene`, for coders who coded a unit several times. Raises `InputError` for another
    shape, negative counts or bad limits. Source: Dawid and Skene (1979), whose first of five
    anaesthetists saw each of 45 patients three times.

    >>> counts = [[[3, 0], [1, 0]], [[0, 3], [0, 1]], [[2, 1], [1, 0]]]
    >>> dawid_skene_counts(counts).prior.round(3).tolist()
    [0.667, 0.333]
    """
    n = integers(counts, "counts", 3).astype(np.float64)
    q = check_n_categories(n.shape[2])
    if (n < 0).any():
        raise InputError(f"The 'counts' must not be negative. Got {n.min():g}.")
    if max_iterations < 1:
        raise InputError(f"The 'max_iterations' parameter must be 1 or more. Got {max_iterations}.")
    if not tolerance > 0:
        raise InputError(f"The 'tolerance' parameter must be above 0. Got {tolerance}.")
    coded = n.sum(axis=(1, 2)) > 0
    n_coders = int((n.sum(axis=(0, 2)) > 0).sum())
    posterior = np.full((len(n), q), np.nan)
    if n_coders < 2:
        return DawidSkene(
            prior=np.full(q, np.nan),
            confusion=np.full((n.shape[1], q, q), np.nan),
            posterior=posterior,
            log_likelihood=np.nan,
            n_iterations=0,
            converged=False,
            n_units=int(coded.sum()),
            n_coders=n_coders,
            reason="Only one coder gave codes." if n_coders else "No unit has a code.",
            remarks=(),
        )
    used = n[coded]
    votes = used.sum(axis=1)
    belief = votes / votes.sum(axis=1, keepdims=True)
    before, converged, n_iterations = -np.inf, False, 0
    while not converged and n_iterations < max_iterations:
        prior, confusion = _maximise(used, belief)
        belief, log_likelihood = _expect(used, prior, confusion)
        converged = log_likelihood - before < tolerance
        before = log_likelihood
        n_iterations += 1
    posterior[coded] = belief
    return DawidSkene(
        prior=prior,
        confusion=confusion,
        posterior=posterior,
        log_likelihood=before,
        n_iterations=n_iterations,
        converged=converged,
        n_units=int(coded.sum()),
        n_coders=n_coders,
        reason="",
        remarks=_remarks(int(coded.sum()), n_coders, converged, n_iterations),
    )


def _maximise(counts: Floats, belief: Floats) -> tuple[Floats, Floats]:
    """Return the prior (q,) and confusions (n_coders, q, q) that fit the belief best."""
    expected = np.einsum("uj,uck->cjk", belief, counts)
    total = expected.sum(axis=2, keepdims=True)
    confusion = np.full_like(expected, np.nan)
    np.divide(expected, total, out=confusion, where=total > 0)
    return belief.mean(axis=0), confusion


def _expect(counts: Floats, prior: Floats, confusion: Floats) -> tuple[Floats, float]:
    """Return the probability of each category of each unit, and the log likelihood."""
    # A row nobody can fill has no say; a code that never happens rules its category out.
    known = np.where(np.isnan(confusion), 1, confusion)
    log_confusion = np.log(np.maximum(known, np.finfo(np.float64).tiny))
    with np.errstate(divide="ignore"):
        log_prior = np.log(prior)
    log_joint = log_prior + np.einsum("uck,cjk->uj", counts, log_confusion)
    highest = log_joint.max(axis=1, keepdims=True)
    joint = np.exp(log_joint - highest)
    total = joint.sum(axis=1, keepdims=True)
    return joint / total, float((highest + np.log(total)).sum())


def _remarks(n_units: int, n_coders: int, converged: bool, n_iterations: int) -> tuple[str, ...]:
    remarks = []
    if n_coders == 2:
        remarks.append(
            "With 2 coders the error rates are not identified: others fit as well, and their "
            "disagreements cannot say who was right."
        )
    if n_units < FEW_UNITS:
        remarks.append(
            f"With {n_units} units the model overfits: with 50, of the codes that it gave more "
            "than .95 only 90 to 96 % were right, even with coders who err each on their own. "
            f"{FEW_UNITS} or more are needed, and more with rare categories."
        )
    remarks.append(TOO_SURE)
    if not converged:
        remarks.append(f"EM stopped after {n_iterations} iterations, before it converged.")
    return tuple(remarks)
