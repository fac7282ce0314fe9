"""The interval of a difference between two systems that are wrong on nearly the same units."""

from collections.abc import Callable

import numpy as np

from textmine.arrays import Floats, Ints
from textmine.stats.intervals import JACKKNIFE, Interval, undefined_interval
from textmine.stats.resampling import Pool
from textmine.stats.totals import TINY


def paired_interval(
    pool: Pool,
    imagined: Floats,
    difference: Callable[[Floats], Floats],
    level: float,
    most: float = 1,
) -> Interval:
    """Return the jackknife-t interval of a difference, with two imagined units added.

    `pool` holds the features of units or clusters, `imagined` (2, n_features) those of a unit that
    only the first system gets right and of one that only the second does; `difference` maps totals
    (n, n_features) to (n,). The interval is value +- t standard errors of the enlarged sample, with
    as many degrees of freedom as units or clusters less one, cut at -`most` and `most`. Without the
    two, the interval of systems that differ on few units would be of no width; with them it is, for
    accuracy, that of Bonett and Price (2012), Adjusted Wald confidence interval for a difference of
    binomial proportions based on paired data, but for t. The jackknife: Tukey (1958); Miller
    (1974), The jackknife: a review.
    """
    if pool.n < 2:
        why = f"There are fewer than two {pool.resampled} to leave out."
        return undefined_interval(level, JACKKNIFE, pool.n, why, pool.resampled)
    # scipy.stats takes a second to import; this does not.
    from scipy.special import stdtrit

    features = np.vstack([pool.features, imagined])
    times = np.concatenate([pool.multiplicity, [1, 1]])
    n, totals = pool.n + 2, (times @ features)[None, :]
    value, left_out = float(difference(totals)[0]), difference(totals - features)
    error = float(np.sqrt((n - 1) / n * (times @ (left_out - times @ left_out / n) ** 2)))
    if np.isnan(error) or np.isnan(value):
        why = f"The difference is undefined without some of the {pool.resampled}."
        return undefined_interval(level, JACKKNIFE, pool.n, why, pool.resampled)
    half = float(stdtrit(pool.n - 1, (1 + level) / 2)) * error
    return Interval(
        max(value - half, -most),
        min(value + half, most),
        level,
        JACKKNIFE,
        pool.n,
        n_resamples=n,
        resampled=pool.resampled,
    )


def imagined_units(gold: Ints, first: Ints, second: Ints, n_categories: int) -> Floats:
    """Return features (2, 2 q^2) of a unit that only one of the two systems gets right, each once.

    Its reference code is any of those of `gold`, in their shares; the wrong one any other, as often
    as all three have it.

    >>> imagined_units(np.array([0]), np.array([0]), np.array([1]), 2).astype(int).tolist()
    [[1, 0, 0, 0, 0, 1, 0, 0], [0, 1, 0, 0, 1, 0, 0, 0]]
    """
    shares = np.bincount(gold, minlength=n_categories) / gold.size
    used = np.bincount(np.concatenate([gold, first, second]), minlength=n_categories)
    wrong = np.where(np.eye(n_categories, dtype=bool), 0.0, used)
    wrong[wrong.sum(axis=1) < TINY] = 1.0
    np.fill_diagonal(wrong, 0.0)
    wrong *= (shares / np.maximum(wrong.sum(axis=1), TINY))[:, None]
    right = np.diag(shares)
    return np.stack([np.append(right, wrong), np.append(wrong, right)])
