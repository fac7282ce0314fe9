"""Does a suggestion pull coders? Codings with it shown against codings without, drawn by lot."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Ints
from textmine.errors import InputError
from textmine.stats.counts import integers
from textmine.stats.groups.clustered_ols import clustered_ols, wald
from textmine.stats.intervals import Interval, check_level, undefined_interval
from textmine.stats.resampling import check_clusters
from textmine.stats.totals import TINY

METHOD = "cr2-t"
FEWEST = 5
"""With fewer codings on one side, or in fewer clusters, there is no interval."""


@dataclass(frozen=True)
class AnchoringEffect:
    """How much oftener codings are those suggested when the suggestion is shown.

    `shown` and `blind` are shares of codings, 0 to 1, equal to the suggestion; `value` is
    shown - blind, -1 to 1, nan where a side is empty. `suggested` is the code that was suggested,
    None for all.
    """

    suggested: int | None
    shown: float
    blind: float
    value: float
    interval: Interval
    n_shown: int
    n_blind: int
    n_clusters: int


@dataclass(frozen=True)
class Anchoring:
    """The effect of showing suggestions over all codings, and by suggested code."""

    effect: AnchoringEffect
    codes: tuple[AnchoringEffect, ...]


def anchoring(
    equal: ArrayLike,
    shown: ArrayLike,
    suggested: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    *,
    level: float = 0.95,
) -> Anchoring:
    """Measure how far coders follow suggestions, from a share of codings left blind at random.

    `equal` and `shown` are (n_codings,), 0 or 1: whether the coding is what the machine suggests,
    and whether the coder saw that. `suggested` (n_codings,) ints are the codes suggested, each with
    an effect of its own; `clusters` (n_codings,) ints are what codings depend on: threads, or
    coders where there are a dozen or more. Which units are blind must have been drawn by lot:
    blind codings of other units, or of other days, measure something else.

    The interval is by t, CR2 with its degrees of freedom (`clustered_ols`). Where all codings of
    one side are equal to the suggestion, or none are, one that is and one that is not are added to
    that side, or the interval would take a share of 0 or 1 for certain. There is none with fewer
    than five codings on a side or fewer than five clusters, and a reason. Raises `InputError` for
    values that are not 0 or 1, lengths that differ, and bad clusters or level. Sources: Bell &
    McCaffrey (2002), see `clustered_ols`; the two added: Agresti & Caffo (2000), Simple and
    effective confidence intervals for proportions and differences of proportions.

    >>> equal, shown = [1, 1, 1, 1, 1, 1, 0, 0] * 5 + [1, 0] * 20, [1] * 40 + [0] * 40
    >>> effect = anchoring(equal, shown).effect
    >>> effect.value, round(effect.interval.low, 3), round(effect.interval.high, 3)
    (0.25, 0.039, 0.461)
    """
    check_level(level)
    follows, seen = (
        integers(values, name, 1) for values, name in ((equal, "equal"), (shown, "shown"))
    )
    if follows.size != seen.size or not np.isin(np.append(follows, seen), (0, 1)).all():
        raise InputError(
            "'equal' and 'shown' must be 0 or 1 for each coding. "
            f"Got {follows.size} and {seen.size} values."
        )
    labels = check_clusters(clusters, seen.size)
    labels = np.arange(seen.size) if labels is None else labels
    effects = []
    if suggested is not None:
        codes = integers(suggested, "suggested", 1)
        if codes.size != seen.size:
            raise InputError(
                f"'suggested' must name a code for each of the {seen.size} codings. "
                f"Got {codes.size}."
            )
        for code in np.unique(codes).tolist():
            here = codes == code
            effects.append(_effect(follows[here], seen[here], labels[here], code, level))
    return Anchoring(_effect(follows, seen, labels, None, level), tuple(effects))


def _effect(
    follows: Ints, seen: Ints, labels: Ints, code: int | None, level: float
) -> AnchoringEffect:
    sides = [follows[seen == side] for side in (1, 0)]
    shown, blind = (float(side.mean()) if side.size else np.nan for side in sides)
    n_clusters = int(np.unique(labels).size)
    return AnchoringEffect(
        code,
        shown,
        blind,
        shown - blind,
        _interval(follows, seen, labels, level),
        sides[0].size,
        sides[1].size,
        n_clusters,
    )


def _interval(follows: Ints, seen: Ints, labels: Ints, level: float) -> Interval:
    n = int(np.unique(labels).size)
    fewest = int(min((seen == side).sum() for side in (0, 1)))
    if min(fewest, n) < FEWEST:
        what = f"{fewest} codings on one side" if fewest < FEWEST else f"{n} clusters"
        return undefined_interval(
            level, METHOD, n, f"{what} are too few; it takes {FEWEST}.", "clusters"
        )
    for side in (0, 1):
        if np.ptp(follows[seen == side]) == 0:
            follows, seen = np.append(follows, [0, 1]), np.append(seen, [side, side])
            labels = np.append(labels, labels.max() + np.array([1, 2]))
    fit = clustered_ols(follows[:, None], np.column_stack([np.ones(seen.size), seen]), labels)
    error = float(fit.errors[1, 0])
    if not error > TINY:
        reason = "The effect is the same in every cluster: nothing says how it varies."
        return undefined_interval(level, METHOD, n, reason, "clusters")
    limits = wald(fit.coefficients[1, 0], error, df=fit.df[1], level=level)
    return Interval(
        max(float(limits.low), -1.0),
        min(float(limits.high), 1.0),
        level,
        METHOD,
        n,
        resampled="clusters",
    )
