"""Scores where a unit takes several codes: each code is a question of yes or no."""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats, Ints
from textmine.errors import InputError
from textmine.stats.intervals import check_level
from textmine.stats.resampling import check_clusters, make_pool
from textmine.stats.systems.confusion import kappa_of
from textmine.stats.systems.scores import (
    ClassificationScores,
    ClassScore,
    Score,
    Scored,
    unseen_scored,
)
from textmine.stats.totals import divide
from textmine.stats.unseen_units import UnseenUnits

Of = Callable[[Floats], Floats]
"""A score of totals (..., n_features): (...)."""


def several_code_scores(
    gold: ArrayLike,
    given: ArrayLike,
    *,
    clusters: ArrayLike | None = None,
    repeats: int = 1,
    level: float = 0.95,
) -> ClassificationScores:
    """Score given against gold codes, both bool (n_units, n_codes), with jackknife intervals.

    macro_f1 averages F1 over the codes that occur; kappa is the mean over the codes of Cohen's
    kappa on the question whether the code is given; accuracy is the share of units with exactly the
    gold codes. `clusters` and `repeats` as in `classification_scores`. Raises `InputError` for
    shapes that differ, no units, and bad clusters or level.
    """
    truth, guess = np.asarray(gold, dtype=np.bool_), np.asarray(given, dtype=np.bool_)
    if truth.ndim != 2 or truth.shape != guess.shape:
        raise InputError(
            "'gold' and 'given' must be tables of one shape, units by codes. "
            f"Got {truth.shape} and {guess.shape}."
        )
    if not truth.size:
        raise InputError("There are no units to score.", hint="Give at least one unit.")
    check_level(level)
    n_units, n_codes = truth.shape
    labels = check_clusters(clusters, n_units)
    cells = np.eye(4)[2 * truth.astype(int) + guess.astype(int)].reshape(n_units, 4 * n_codes)
    features = np.column_stack([cells, (truth == guess).all(axis=1)])
    unique, index, multiplicity = np.unique(
        features, axis=0, return_inverse=True, return_counts=True
    )
    pool = make_pool(unique, index.ravel(), multiplicity, labels)
    n = n_units // repeats
    scored = Scored(pool, n / max(1, pool.n) if labels is not None else 1, repeats, level)
    total = (pool.multiplicity @ pool.features)[None, :]
    exact = int(np.rint(features[:, -1].sum() / repeats))

    def score(
        of: Of,
        unseen: UnseenUnits,
        n: int,
        reason: str,
        least: float = 0.0,
        counts: tuple[int, int] = (exact, n - exact),
    ) -> Score:
        value = float(of(total)[0])
        interval = scored.interval(of, unseen, least, counts)
        return Score(value, interval, n, reason if np.isnan(value) else "")

    counted = np.rint(total[0, :-1].reshape(n_codes, 4) / repeats).astype(int)
    known = np.flatnonzero(counted[:, 1:].sum(axis=1))
    every = _unseen(n_codes, range(n_codes))
    unit = np.zeros((2, features.shape[1]))
    unit[0, [0, -1]] = unit[1, 1] = 1
    return ClassificationScores(
        n=n,
        accuracy=score(
            lambda t: divide(t[..., -1], _units(t)), unseen_scored(unit[:1], unit[1:]), n, ""
        ),
        macro_f1=score(
            lambda t: _mean(_f1(_tables(t))[..., known]), every, n, "None of the codes occurs."
        ),
        kappa=score(
            lambda t: _mean(kappa_of(_tables(t))[..., known]),
            every,
            n,
            "No code is given and not given.",
            least=-1.0,
        ),
        classes=tuple(_class_score(k, counted[k], n_codes, score) for k in range(n_codes)),
        macro_classes=tuple(int(k) for k in known),
        confusion=(),
    )


def _unseen(n_codes: int, codes: Iterable[int]) -> UnseenUnits:
    """Return for each code half a unit right with it and half without, and one that is wrong."""
    features, weights = [], []
    for k in codes:
        cells = np.zeros((3, 4 * n_codes + 1))
        cells[0, 4 * k + 3] = cells[1, 4 * k] = 1
        cells[2, [4 * k + 1, 4 * k + 2]] = 0.5
        features.append(cells)
        weights += [0.5, 0.5, 1.0]
    return UnseenUnits(np.vstack(features), np.array(weights))


def _class_score(k: int, counted: Ints, n_codes: int, score: Callable[..., Score]) -> ClassScore:
    _, added, missed, right = (int(n) for n in counted)
    unseen = _unseen(n_codes, [k])

    def at(of: Of) -> Of:
        return lambda totals: of(_tables(totals))[..., k]

    def one(of: Of, n: int, wrong: int, reason: str) -> Score:
        return score(at(of), unseen, n, reason, counts=(right, wrong))

    n_gold, n_given = right + missed, right + added
    return ClassScore(
        k,
        n_gold,
        n_given,
        one(_precision, n_given, added, f"Code {k} is not given."),
        one(_recall, n_gold, missed, f"Code {k} is not in gold."),
        one(_f1, n_gold, missed + added, f"Code {k} is in neither."),
    )


def _tables(totals: Floats) -> Floats:
    """Return a two by two table for each code, (..., n_codes, 2, 2), gold in the rows."""
    return totals[..., :-1].reshape(*totals.shape[:-1], -1, 2, 2)


def _units(totals: Floats) -> Floats:
    units: Floats = totals[..., :4].sum(axis=-1)
    return units


def _precision(tables: Floats) -> Floats:
    return divide(tables[..., 1, 1], tables[..., 1].sum(axis=-1))


def _recall(tables: Floats) -> Floats:
    return divide(tables[..., 1, 1], tables[..., 1, :].sum(axis=-1))


def _f1(tables: Floats) -> Floats:
    both = tables[..., 1, 1]
    return divide(2 * both, 2 * both + tables[..., 0, 1] + tables[..., 1, 0])


def _mean(values: Floats) -> Floats:
    known = ~np.isnan(values)
    return divide(np.where(known, values, 0).sum(axis=-1), known.sum(axis=-1).astype(np.float64))
