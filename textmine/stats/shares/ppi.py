"""Prediction-powered means: labels of a sample, and what a machine predicts for everybody.

The machine may be as wrong as it likes: the estimate is unbiased, and the better the machine, the
narrower the interval. A `tuning` (lambda) of 0 is the mean of the labels alone, 1 takes the machine
at its word before correcting it. Predictions for labelled units must come from models that did
not see their labels.

Sources: Angelopoulos et al. (2023), Prediction-powered inference, Science 382; Angelopoulos, Duchi
& Zrnic (2023), PPI++; Zrnic & Candès (2024), Cross-prediction-powered inference, PNAS 121; Egami
et al. (2023), Using imperfect surrogates for downstream inference (DSL), NeurIPS. In a population
of fixed size it is the difference estimator of survey sampling (Särndal et al. 1992, section 6.3).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats
from textmine.errors import InputError
from textmine.stats.shares.sampling_design import SamplingDesign, known_chances


@dataclass(frozen=True)
class PoweredMean:
    """Means of k columns, with their variances and the `tuning` of each: (k,) each.

    `influence` (n, k) is what each labelled unit adds to the error.
    """

    value: Floats
    variance: Floats
    tuning: Floats
    influence: Floats


def power_tuning(
    labels: ArrayLike,
    predicted: ArrayLike,
    design: SamplingDesign,
    *,
    common: bool = True,
    prediction_variance: ArrayLike = 0.0,
) -> Floats:
    """Return the tuning, 0 to 1, that makes the variance of `powered_mean` least: (k,).

    `labels` and `predicted` are (n, k). With `common` all columns get the same one, so that shares
    that sum to 1 keep doing so; else each its own. `prediction_variance` (k,) is that of the mean
    prediction, 0 in a population of fixed size. Source: Angelopoulos, Duchi & Zrnic (2023), section
    6, cut to [0, 1].
    """
    y, f = _pair(labels, predicted, design)
    mine, machine = design.influence(y), design.influence(f)
    gain = design.covariance(mine, machine)
    cost = design.variance(machine) + np.asarray(prediction_variance)
    if common:
        gain, cost = np.full(len(gain), gain.sum()), np.full(len(cost), cost.sum())
    best = np.divide(gain, cost, out=np.zeros_like(gain), where=cost > 0)
    return np.asarray(np.clip(np.nan_to_num(best), 0, 1))


def powered_mean(
    labels: ArrayLike,
    predicted: ArrayLike,
    mean_prediction: ArrayLike,
    design: SamplingDesign,
    tuning: ArrayLike,
    *,
    prediction_variance: ArrayLike = 0.0,
) -> PoweredMean:
    """Estimate means: tuning x mean prediction + weighted mean of (label - tuning x prediction).

    `labels` and `predicted` are (n, k), `mean_prediction` (k,) the mean over the whole population
    (or over units without a label, with its `prediction_variance`), `tuning` (k,) or one number.
    Raises `InputError` when the shapes do not fit. The figures are those of ppi-python for the same
    ten labels, but for its variance, which divides by n.

    >>> from textmine.stats.shares.sampling_design import simple_random
    >>> y = np.array([[1, 0, 1, 1, 0, 0, 1, 0, 1, 0]]).T
    >>> f = np.array([[9, 2, 7, 8, 4, 1, 6, 3, 5, 2]]).T / 10
    >>> round(float(powered_mean(y, f, [0.475], simple_random(10), 1).value[0]), 4)
    0.505
    """
    y, f = _pair(labels, predicted, design)
    population = np.asarray(mean_prediction, dtype=np.float64)
    if population.shape != (y.shape[1],):
        raise InputError(
            f"The 'mean_prediction' must be one number for each of {y.shape[1]} columns. "
            f"Got shape {population.shape}."
        )
    power = np.broadcast_to(np.asarray(tuning, dtype=np.float64), population.shape)
    rest = y - power * f
    influence = design.influence(rest)
    variance = design.variance(influence) + power**2 * np.asarray(prediction_variance)
    return PoweredMean(power * population + design.mean(rest), variance, power.copy(), influence)


def dsl_mean(
    labels: ArrayLike,
    predicted: ArrayLike,
    mean_prediction: ArrayLike,
    chances: ArrayLike,
    size: float,
) -> PoweredMean:
    """Estimate means by design-based supervised learning, with known chances to be labelled.

    The mean prediction + the sum of (label - prediction) / chance over `size` units. Unlike in
    `powered_mean` the weights are not made to sum to 1, and the tuning is always 1. Raises
    `InputError` when the shapes do not fit. Source: Egami et al. (2023), equation 3.
    """
    design = known_chances(chances)
    y, f = _pair(labels, predicted, design)
    weights = 1 / np.asarray(chances, dtype=np.float64) / size
    influence = weights[:, None] * (y - f)
    value = np.asarray(mean_prediction, dtype=np.float64) + influence.sum(axis=0)
    return PoweredMean(value, design.variance(influence), np.ones(y.shape[1]), influence)


def _pair(labels: ArrayLike, predicted: ArrayLike, design: SamplingDesign) -> tuple[Floats, Floats]:
    y, f = np.asarray(labels, dtype=np.float64), np.asarray(predicted, dtype=np.float64)
    if y.ndim != 2 or y.shape != f.shape or len(y) != len(design):
        raise InputError(
            "The 'labels' and the 'predicted' must have one shape, a row for each of "
            f"{len(design)} units. Got {y.shape} and {f.shape}."
        )
    return y, f
