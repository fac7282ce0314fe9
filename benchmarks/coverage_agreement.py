"""How often a 95 % interval of Krippendorff's alpha holds the true alpha, by simulation.

Two or three coders, 30, 60 or 131 units, six categories (50, 20, 12, 8, 5 and 5 %), units
independent or in threads of about four. A coder knows the true code of a unit with some
probability and else draws one from the shares. In threads half of the units have the thread's own
true code, and how hard a thread is differs from thread to thread, for all coders alike; whole
threads are resampled or left out. The true alpha is that of 400,000 units of the same design.

The methods: the percentile bootstrap of `bootstrap_interval`; the same with percentiles widened
as t is to z (Hesterberg 2015); BCa (Efron 1987); `jackknife_interval` on three scales; and what
textmine reports, `agreement_interval`: the arcsine jackknife below 100 units or threads, else the
percentile bootstrap. The cells with another alpha were run after the choice, to see whether it
holds there. The last line is the coverage of what is reported in the twelve cells asked about,
beside that of the percentile bootstrap everywhere.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np
from scipy.special import ndtr, ndtri, stdtrit

from textmine.stats import krippendorff_alpha, percentile_interval
from textmine.stats.agreement_interval import FEW
from textmine.stats.bootstrap import resampled_values, unit_pool
from textmine.stats.coefficients import design_of
from textmine.stats.counts import FloatArray, IntArray
from textmine.stats.jackknife import jackknife_interval
from textmine.stats.resampling import Pool

SHARES = np.array([0.5, 0.2, 0.12, 0.08, 0.05, 0.05])
Q = len(SHARES)
N_RESAMPLES = 999
SPREAD = 0.15
DEFAULT = "as reported"
DESIGN = design_of(krippendorff_alpha, Q)


def simulate(
    rng: np.random.Generator, n: int, n_coders: int, alpha: float, threads: bool
) -> tuple[IntArray, IntArray | None]:
    if threads:
        sizes = 1 + rng.poisson(3, n)
        thread = np.repeat(np.arange(n), sizes)[:n]
        main = rng.choice(Q, n, p=SHARES)[thread]
        truth = np.where(rng.random(n) < 0.5, main, rng.choice(Q, n, p=SHARES))
        # Two coders agree beyond chance in E[knows^2] of the units, whatever they share.
        mean = np.sqrt(alpha - SPREAD**2)
        size = mean * (1 - mean) / SPREAD**2 - 1
        knows = rng.beta(mean * size, (1 - mean) * size, n)[thread]
    else:
        thread, truth = None, rng.choice(Q, n, p=SHARES)
        knows = np.full(n, np.sqrt(alpha))
    right = rng.random((n, n_coders)) < knows[:, None]
    return np.where(right, truth[:, None], rng.choice(Q, (n, n_coders), p=SHARES)), thread


def bootstraps(pool: Pool, value: float, seed: int) -> dict[str, tuple[float, float]]:
    values = resampled_values(DESIGN, pool, N_RESAMPLES, seed)
    plain = percentile_interval(values, n=pool.n)
    values = values[~np.isnan(values)]
    n, times = pool.n, pool.multiplicity
    totals = (times @ pool.features)[None, :]
    influence = value - DESIGN.solve(totals - pool.features).value
    wide = float(ndtr(-np.sqrt(n / (n - 1)) * stdtrit(n - 1, 0.975)))
    below = np.clip((values < value).mean() + (values == value).mean() / 2, 1e-3, 1 - 1e-3)
    bias = ndtri(below)
    skew = (times @ influence**3) / (6 * (times @ influence**2) ** 1.5 + 1e-30)
    ends = bias + ndtri(np.array([0.025, 0.975]))
    return {
        "percentile": (plain.low, plain.high),
        "widened percentile": tuple(np.quantile(values, [wide, 1 - wide])),
        "BCa": tuple(np.quantile(values, ndtr(bias + ends / (1 - skew * ends)))),
    }


def intervals(
    codes: IntArray, thread: IntArray | None, seed: int
) -> dict[str, tuple[float, float]]:
    pool = unit_pool(DESIGN, codes, thread)
    value = float(DESIGN.solve((pool.multiplicity @ pool.features)[None, :]).value[0])
    found = bootstraps(pool, value, seed)
    for scale in ("none", "fisher", "arcsine"):
        interval = jackknife_interval(
            krippendorff_alpha, codes, Q, clusters=thread, transform=scale
        )
        found[f"jackknife {scale}"] = (interval.low, interval.high)
    found[DEFAULT] = found["jackknife arcsine" if pool.n < FEW else "percentile"]
    return found


def cell(
    n: int, n_coders: int, alpha: float, threads: bool, n_simulations: int
) -> dict[str, FloatArray]:
    """Return how often the truth is below, in and above the interval, and its mean width."""
    key = [n, n_coders, round(100 * alpha), threads]
    rng = np.random.default_rng(key)
    truth = krippendorff_alpha(simulate(rng, 400_000, n_coders, alpha, threads)[0], Q).value
    sums: dict[str, FloatArray] = {}
    for simulation in range(n_simulations):
        codes, thread = simulate(rng, n, n_coders, alpha, threads)
        for method, (low, high) in intervals(codes, thread, simulation).items():
            # An undefined interval holds nothing, and has no width.
            one = [truth < low, low <= truth <= high, truth > high, np.nan_to_num(high - low)]
            sums[method] = sums.get(method, np.zeros(4)) + np.array(one, dtype=np.float64)
    return {method: total / n_simulations for method, total in sums.items()}


def table(cells: list[tuple[int, int, float, bool]], n_simulations: int) -> dict[str, list[float]]:
    coverage: dict[str, list[float]] = {}
    print(f"{n_simulations} simulations a cell; in brackets: truth below / above; width")
    for n, n_coders, alpha, threads in cells:
        what = "in threads" if threads else "independent"
        print(f"\n{n} units {what}, {n_coders} coders, alpha about {alpha:g}")
        for method, row in cell(n, n_coders, alpha, threads, n_simulations).items():
            under, held, over, width = row
            mark = "" if 0.93 <= held <= 0.97 else "  <-- not 93 to 97 %"
            print(f"  {method:<20}{held:.3f}  ({under:.3f} / {over:.3f})  {width:.3f}{mark}")
            coverage.setdefault(method, []).append(float(held))
    return coverage


def main() -> None:
    n_simulations = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    begin = time.perf_counter()
    asked = [
        (n, m, 0.64, threads) for threads in (False, True) for n in (30, 60, 131) for m in (2, 3)
    ]
    coverage = table(asked, n_simulations)
    print("\nLowest and highest coverage in these cells:")
    for method, held in coverage.items():
        print(f"  {method:<20}{min(held):.3f} {max(held):.3f}")
    print("\nOther alphas, not looked at when the method was chosen:")
    others = [
        (n, 2, alpha, threads)
        for alpha in (0.4, 0.8)
        for threads in (False, True)
        for n in (30, 131)
    ]
    for method, held in table(others, max(600, n_simulations // 3)).items():
        print(f"  {method:<20}{min(held):.3f} {max(held):.3f}")
    print(f"\n{time.perf_counter() - begin:.0f} s")
    held, percentile = coverage[DEFAULT], coverage["percentile"]
    print(
        json.dumps(
            {
                "coverage_min": round(min(held), 3),
                "coverage_max": round(max(held), 3),
                "percentile_min": round(min(percentile), 3),
                "percentile_max": round(max(percentile), 3),
            }
        )
    )


if __name__ == "__main__":
    main()
