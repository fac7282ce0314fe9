"""Shares among the documents of a group, and between two groups, from arrays of one question."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from textmine.arrays import Bools, Floats
from textmine.classify.prevalence.result import (
    SAMPLED,
    CodePrevalence,
    Difference,
    GroupPrevalence,
    MethodShare,
)
from textmine.classify.prevalence.sample import CodedSample, SampledPart
from textmine.classify.prevalence.target import Question
from textmine.stats.shares import corpus_shares
from textmine.stats.shares.share_intervals import difference_interval

FEWEST = 2
"""Of fewer coded documents there is no variance."""


@dataclass(frozen=True)
class Ground:
    """A question as arrays over the N documents of the corpus.

    `labels` (N, k + m) are the hand codes, `predicted` (N, k) the machine's probabilities, `given`
    (N, k) its codes; both None where no machine was asked. `sample` is None where no hand codes
    are needed.
    """

    question: Question
    sample: CodedSample | None
    labels: Floats
    predicted: Floats | None
    given: Floats | None


@dataclass(frozen=True)
class Wanted:
    """How shares are to be estimated: see `Prevalence`."""

    methods: tuple[str, ...]
    level: float
    n_simultaneous: int


@dataclass(frozen=True)
class Estimated:
    """The sample of a group, and the shares by method; both None where there are none."""

    part: SampledPart | None
    shares: dict[str, corpus_shares.Shares]


def estimate_group(
    ground: Ground, wanted: Wanted, chosen: Bools, tuning: Floats | None = None
) -> Estimated:
    """Estimate the shares among the `chosen` documents (N,), by every method that needs a sample.

    `tuning` (k,) is the weight of the machine where it is known from all documents.
    """
    part = None if ground.sample is None else ground.sample.part(chosen)
    if part is None or len(part.units) < FEWEST:
        return Estimated(None, {})
    sample = _labelled(ground, part)
    powered: tuple[corpus_shares.Powered, ...] = (
        ("ppi", "dsl") if "dsl" in wanted.methods else ("ppi",)
    )
    shares: dict[str, corpus_shares.Shares] = {
        method: corpus_shares.estimate_shares(
            sample,
            level=wanted.level,
            n_simultaneous=wanted.n_simultaneous,
            method=method,
            tuning=tuning,
        )
        for method in powered
    }
    return Estimated(part, shares)


def group_shares(
    ground: Ground, wanted: Wanted, name: str, chosen: Bools, found: Estimated
) -> GroupPrevalence:
    """Return what was estimated for a group as a result; a census has shares and no intervals."""
    n = int(chosen.sum())
    if ground.sample is None:
        return GroupPrevalence(name, n, 0, 0, _bare(ground, chosen))
    coded = ground.sample.coded & chosen
    n_coded = int(coded.sum())
    if n and n_coded == n:
        return _census(ground, name, chosen)
    if found.part is None:
        reason = (
            f"{n_coded} of its {n:,} documents are coded, and fewer than {FEWEST} of them count as "
            "a sample."
        )
        return GroupPrevalence(name, n, n_coded, 0, _bare(ground, chosen), reason=reason)
    main = found.shares["ppi"]
    codes = [
        _code(ground, index, chosen, coded, main.few[index], _method_shares(wanted, found, index))
        for index in range(len(ground.question.columns))
    ]
    helped = "ppi" in wanted.methods
    return GroupPrevalence(
        name,
        n,
        n_coded,
        len(found.part.units),
        tuple(codes),
        gain=main.overall_gain if helped else None,
        tuning=float(main.tuning[0]) if helped and ground.question.one_code else None,
    )


def differences_of(
    ground: Ground, wanted: Wanted, names: Sequence[str], estimates: Sequence[Estimated]
) -> list[Difference]:
    """Return the difference of two groups in every code, by every method that needs a sample.

    Where whole threads were coded and one thread has documents of both groups, the two estimates
    are correlated, and the interval takes that in.
    """
    if not names:
        return []
    first, second = estimates
    result = []
    for method in wanted.methods:
        if method not in SAMPLED:
            continue
        first_shares, second_shares = _shares_of(first, method), _shares_of(second, method)
        if first_shares is None or second_shares is None:
            continue
        correlation = _correlations(ground.sample, first, second, method)
        for index, code in enumerate(ground.question.columns):
            a, b = first_shares[index], second_shares[index]
            result.append(
                Difference(
                    names[0],
                    names[1],
                    code,
                    method,
                    a.value - b.value,
                    difference_interval(
                        a.value, a.interval, b.value, b.interval, float(correlation[index])
                    ),
                )
            )
    return result


def with_method(
    found: GroupPrevalence, method: str, shares: Sequence[MethodShare]
) -> GroupPrevalence:
    """Return a group with the shares of one more method, one a code and margin."""
    codes = tuple(
        replace(code, shares={**code.shares, method: share})
        for code, share in zip(found.codes, shares, strict=True)
    )
    return replace(found, codes=codes)


def _bare(ground: Ground, chosen: Bools) -> tuple[CodePrevalence, ...]:
    """Return the codes without any share."""
    nobody = np.zeros_like(chosen)
    columns = range(len(ground.question.columns))
    return tuple(_code(ground, index, chosen, nobody, False, {}) for index in columns)


def _labelled(ground: Ground, part: SampledPart) -> corpus_shares.LabelledSample:
    k = len(ground.question.codes)
    predicted = np.zeros((len(ground.labels), k)) if ground.predicted is None else ground.predicted
    size = float(part.open.sum())
    sums = ground.question.sums
    return corpus_shares.LabelledSample(
        labels=ground.labels[part.units, :k],
        predicted=predicted[part.units],
        mean_prediction=part.open @ predicted / size,
        design=part.design,
        size=size,
        one_code=ground.question.one_code,
        sums=sums,
        sum_labels=None if sums is None else ground.labels[part.units, k:],
        known=part.known @ ground.labels,
        n_known=float(part.known.sum()),
        chances=part.chances,
    )


def _census(ground: Ground, name: str, chosen: Bools) -> GroupPrevalence:
    n = int(chosen.sum())
    values = ground.labels[chosen].mean(axis=0)
    codes = [
        _code(
            ground, index, chosen, chosen, False, {"hand": MethodShare(float(values[index]), None)}
        )
        for index in range(len(ground.question.columns))
    ]
    return GroupPrevalence(name, n, n, n, tuple(codes))


def _code(
    ground: Ground,
    index: int,
    chosen: Bools,
    coded: Bools,
    few: bool,
    shares: dict[str, MethodShare],
) -> CodePrevalence:
    code = ground.question.columns[index]
    return CodePrevalence(
        code,
        ground.question.names.get(code, ""),
        int(ground.labels[coded, index].sum()),
        few,
        machine_count(ground, index, chosen),
        shares,
    )


def machine_count(ground: Ground, place: int, chosen: Bools) -> int | None:
    """Return how many of the chosen documents (N,) the machine gives a code, None without one."""
    if ground.given is None:
        return None
    k = len(ground.question.codes)
    if place < k:
        return int(ground.given[chosen, place].sum())
    sums = ground.question.sums
    return None if sums is None else int((ground.given[chosen] @ sums[:, place - k] > 0).sum())


def _method_shares(wanted: Wanted, estimated: Estimated, index: int) -> dict[str, MethodShare]:
    result = {}
    for method in wanted.methods:
        estimates = _shares_of(estimated, method)
        if estimates is None:
            continue
        estimate = estimates[index]
        gain = None
        if method != "hand" and not estimated.shares[method].few[index]:
            gain = float(estimated.shares[method].gain[index])
        result[method] = MethodShare(estimate.value, estimate.interval, gain)
    return result


def _shares_of(estimated: Estimated, method: str) -> tuple[corpus_shares.ShareEstimate, ...] | None:
    if method == "hand":
        shares = estimated.shares.get("ppi")
        return None if shares is None else shares.hand
    named = estimated.shares.get(method)
    return None if named is None else named.powered


def _correlations(
    sample: CodedSample | None, first: Estimated, second: Estimated, method: str
) -> Floats:
    """Return the correlation of two groups' estimates of each code, 0 without clusters."""
    influences = [_influence(estimated, method) for estimated in (first, second)]
    n_columns = influences[0].shape[1]
    clusters = None if sample is None else sample.clusters
    if clusters is None or first.part is None or second.part is None:
        return np.zeros(n_columns)
    sums = []
    for part, influence in zip((first.part, second.part), influences, strict=True):
        total = np.zeros((int(clusters.max()) + 1, n_columns))
        np.add.at(total, clusters[part.units], influence)
        sums.append(total)
    first_sums, second_sums = sums
    scale = np.sqrt((first_sums**2).sum(axis=0) * (second_sums**2).sum(axis=0))
    products = (first_sums * second_sums).sum(axis=0)
    return np.asarray(np.divide(products, scale, out=np.zeros(n_columns), where=scale > 0))


def _influence(estimated: Estimated, method: str) -> Floats:
    if method == "hand":
        return estimated.shares["ppi"].hand_influence
    return estimated.shares[method].influence
