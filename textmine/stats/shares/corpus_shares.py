"""Shares of codes in a fixed corpus: from hand codes alone, and with a machine's help.

Codes that few hand-coded units have get the hand-coded share and its interval; the machine's
probabilities for them are handed to the other codes first, so that shares still sum to 1.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from textmine.arrays import Bools, Floats
from textmine.stats.intervals import Interval
from textmine.stats.shares.ppi import PoweredMean, dsl_mean, power_tuning, powered_mean
from textmine.stats.shares.sampling_design import SamplingDesign
from textmine.stats.shares.share_intervals import effective_wilson_interval, simultaneous_level

FEW = 8
"""With fewer hand-coded units than this, a code's share is left to the hand codes."""

_TRACE = 1e-6

Powered = Literal["ppi", "dsl"]


@dataclass(frozen=True)
class LabelledSample:
    """Hand-coded units drawn from a population of `size` units, and a machine's word on all.

    `labels` (n, k) is 1 where a unit has a code, `predicted` (n, k) a probability of 0 to 1 from a
    model that did not see the unit's label, `mean_prediction` (k,) its mean over the population.
    `one_code` says that each unit has one code, so that shares sum to 1. `sums` (k, m) adds m
    columns that are sums of others (the margins of a table), with labels `sum_labels` (n, m).
    `known` (k + m,) counts the codes of `n_known` further units whose codes are all known; it and
    `size` need not be whole numbers, where a unit is known to one of several draws only. `chances`
    (n,) are those with which units were drawn, where these are all that is known of the design.
    """

    labels: Floats
    predicted: Floats
    mean_prediction: Floats
    design: SamplingDesign
    size: float
    one_code: bool = True
    sums: Floats | None = None
    sum_labels: Floats | None = None
    known: Floats | None = None
    n_known: float = 0
    chances: Floats | None = None

    @property
    def all_labels(self) -> Floats:
        """The labels of all columns, sums included: (n, k + m)."""
        if self.sum_labels is None:
            return self.labels
        return np.hstack([self.labels, self.sum_labels])


@dataclass(frozen=True)
class ShareEstimate:
    """A share of the whole corpus, 0 to 1, with its interval and the variance behind it.

    `n_effective` is the size of a simple random sample from an endless corpus with that variance.
    """

    value: float
    interval: Interval
    variance: float
    n_effective: float


@dataclass(frozen=True)
class Shares:
    """Shares of k + m columns with the machine's help, and from hand codes alone.

    `few` marks columns that are left to the hand codes. `gain` (k + m,) is the hand-coded variance
    over the other, 1 where it is left to the hand codes: how many times as many hand codes would
    have done the same; `overall_gain` sums variances first. `tuning` (k,) is the weight of the
    machine, 0 to 1. The influences (n, k + m) are what each labelled unit adds to the errors.
    """

    powered: tuple[ShareEstimate, ...]
    hand: tuple[ShareEstimate, ...]
    few: tuple[bool, ...]
    gain: Floats
    overall_gain: float
    tuning: Floats
    influence: Floats
    hand_influence: Floats


def estimate_shares(
    sample: LabelledSample,
    *,
    level: float = 0.95,
    n_simultaneous: int = 1,
    method: Powered = "ppi",
    tuning: Floats | None = None,
) -> Shares:
    """Estimate the share of every column in the corpus, with intervals that hold together.

    Intervals are Wilson's with the effective n. `n_simultaneous` intervals hold at once at `level`
    (Bonferroni, Goodman 1965); `tuning` (k,) is used where it is given, else the best one.
    """
    labels = sample.all_labels
    few, tuning, predicted, population = _with_help(sample, tuning)
    single_level = simultaneous_level(level, n_simultaneous)
    nothing = np.zeros(labels.shape[1])
    hand = powered_mean(labels, np.zeros_like(labels), nothing, sample.design, 0)
    if method == "dsl":
        powered = _by_chance(sample, labels, predicted, population)
    else:
        power = _widened(tuning, sample)
        powered = powered_mean(labels, predicted, population, sample.design, power)
    few = few | (powered.value <= 0) | (powered.value >= 1)
    caution = _caution(sample, hand)
    degrees = sample.design.degrees
    # Wilson's variance is that of the share under test, so that z holds; but few clusters need t.
    by_hand_degrees = np.inf if sample.design.clusters is None else degrees
    by_hand = _estimates(sample, hand, caution, by_hand_degrees, single_level)
    corrected = _estimates(sample, powered, caution, degrees, single_level)
    helped = [
        alone if left else estimate
        for estimate, alone, left in zip(corrected, by_hand, few, strict=True)
    ]
    variance = np.where(few, hand.variance, powered.variance)
    base = slice(0, sample.labels.shape[1])
    return Shares(
        powered=tuple(helped),
        hand=tuple(by_hand),
        few=tuple(bool(mark) for mark in few),
        gain=_ratio(hand.variance, variance),
        overall_gain=float(_ratio(hand.variance[base].sum(), variance[base].sum())),
        tuning=tuning,
        influence=np.where(few, hand.influence, powered.influence) * _part(sample),
        hand_influence=hand.influence * _part(sample),
    )


def _with_help(
    sample: LabelledSample, tuning: Floats | None
) -> tuple[Bools, Floats, Floats, Floats]:
    """Return which columns are few, the tuning (k,), and predictions with their means, all columns.

    Where units have one code, what was predicted for codes with few labels goes to the others.
    """
    n, counts = len(sample.labels), sample.labels.sum(axis=0)
    rare = counts < FEW
    predicted, population = sample.predicted, sample.mean_prediction
    if sample.one_code:
        heirs = np.where(rare, 0.0, counts)
        heirs = heirs / heirs.sum() if heirs.any() else heirs
        moved = np.diag(np.where(rare, 0.0, 1.0)) + rare[:, None] * heirs
        predicted, population = predicted @ moved, population @ moved
    if tuning is None:
        tuning = power_tuning(sample.labels, predicted, sample.design, common=sample.one_code)
    if not sample.one_code:
        tuning = np.where(rare | (n - counts < FEW), 0.0, tuning)
    if sample.sums is not None:
        predicted = np.hstack([predicted, predicted @ sample.sums])
        population = np.concatenate([population, population @ sample.sums])
    every = sample.all_labels.sum(axis=0)
    return (every < FEW) | (n - every < FEW), tuning, predicted, population


def _widened(tuning: Floats, sample: LabelledSample) -> Floats:
    """Return the tuning of all columns: that of the sums is the common one."""
    if sample.sums is None:
        return tuning
    return np.concatenate([tuning, np.full(sample.sums.shape[1], tuning[0])])


def _by_chance(
    sample: LabelledSample, labels: Floats, predicted: Floats, population: Floats
) -> PoweredMean:
    """Return the DSL estimate; where strata were drawn from, the design has its weights already."""
    if sample.chances is None:
        return powered_mean(labels, predicted, population, sample.design, 1)
    return dsl_mean(labels, predicted, population, sample.chances, sample.size)


def _estimates(
    sample: LabelledSample, powered: PoweredMean, caution: Floats, degrees: float, level: float
) -> list[ShareEstimate]:
    """Return every share with its interval, scaled to the whole corpus."""
    total, part = sample.size + sample.n_known, _part(sample)
    result = []
    for index, worth in enumerate(_worth(sample, powered) * caution):
        share = float(np.clip(powered.value[index], 0, 1))
        interval = effective_wilson_interval(share, worth, level, degrees, n=len(sample.design))
        base = 0.0 if sample.known is None else float(sample.known[index]) / total
        scaled = replace(interval, low=base + part * interval.low, high=base + part * interval.high)
        variance = part**2 * float(powered.variance[index])
        result.append(ShareEstimate(base + part * share, scaled, variance, float(worth)))
    return result


def _worth(sample: LabelledSample, powered: PoweredMean) -> Floats:
    """Return the effective n of each share; where no variance can be seen, that of the design."""
    share, variance = powered.value, powered.variance
    spread = share * (1 - share)
    seen = (share > 0) & (share < 1) & (variance > 0)
    if sample.design.clusters is None:
        other = sample.design.kish_n
    elif seen.any():
        other = float(spread[seen].sum() / variance[seen].sum())
    else:
        other = float(len(np.unique(sample.design.clusters)))
    worth = np.divide(spread, variance, out=np.full(len(share), other), where=seen)
    return np.asarray(np.where(np.isnan(variance), np.nan, worth))


def _caution(sample: LabelledSample, hand: PoweredMean) -> Floats:
    """Return by how much the effective n of each share is cut, 0 to 1, for unequal weights.

    The few documents of a rare code can all have come with small weights; then share and variance
    are too small together, and intervals miss. So one more document is added to the variance, of
    the weight that documents have which the machine takes for the code. Without unequal weights
    nothing changes. In the manner of Fay & Feuer (1997), Confidence intervals for directly
    standardized rates, Stat. Med. 16, who add one of the largest weight.
    """
    design = sample.design
    predicted = sample.predicted
    if sample.sums is not None:
        predicted = np.hstack([predicted, predicted @ sample.sums])
    rare = hand.value <= 0.5
    share = np.where(rare, hand.value, 1 - hand.value)
    taken = np.where(rare, predicted, 1 - predicted) + _TRACE
    seen = (share > 0) & (hand.variance > 0)
    if design.clusters is not None or not seen.any():
        return np.ones(len(share))
    weights = design.weights[:, None]
    extra = (weights**2 * design.missed[:, None] * taken).sum(axis=0) / (weights * taken).sum(
        axis=0
    )
    by_unit = np.divide(hand.variance, share * (1 - share), out=extra.copy(), where=seen)
    with_extra = (by_unit * share + extra**2) / (share + extra)
    ratio = np.divide(by_unit, with_extra, out=np.ones_like(extra), where=with_extra > 0)
    return np.asarray(np.minimum(1, ratio))


def _part(sample: LabelledSample) -> float:
    """Return the part of the corpus that the sample was drawn from."""
    return sample.size / (sample.size + sample.n_known)


def _ratio(left: Floats, right: Floats) -> Floats:
    first, second = np.asarray(left), np.asarray(right)
    return np.divide(first, second, out=np.ones_like(first), where=second > 0)
