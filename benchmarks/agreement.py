"""Krippendorff's alpha with 1,000 bootstraps, timed beside other packages.

100,000 units, 5 coders, 9 categories, 10 % of the codes missing; nominal. The peers have a point
estimate only, so what a bootstrap would cost with them is the time of one drawing and estimate
times 1,000: the table says how many were run. statsmodels has no alpha and no missing codes, so it
gets Fleiss' kappa of the counts, filled up to five codes a unit. NLTK is timed on 4,000 units and
scaled in proportion, which is kind to it. `krippendorff` (GPL) is a peer only where somebody
installed it; textmine never needs it. Times are the best of three for textmine and the mean for
the others. The last line is JSON, null for what is not installed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import numpy as np
from options import options_of

from textmine.arrays import Ints
from textmine.stats import bootstrap_interval, krippendorff_alpha
from textmine.stats.counts import count_categories

N_UNITS, N_CODERS, Q = 100_000, 5, 9
N_RESAMPLES = 1000
NLTK_UNITS = 4000


def make_codes() -> Ints:
    rng = np.random.default_rng(0)
    weights = np.arange(Q, 0, -1)
    truth = rng.choice(Q, N_UNITS, p=weights / weights.sum())
    noise = rng.integers(0, Q, (N_UNITS, N_CODERS))
    codes = np.where(rng.random(noise.shape) < 0.8, truth[:, None], noise)
    codes[rng.random(codes.shape) < 0.1] = -1
    return codes


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def resampled(rows: Ints, seed: int) -> Ints:
    return rows[np.random.default_rng(seed).integers(0, len(rows), len(rows))]


def time_statsmodels(codes: Ints) -> tuple[float, str] | None:
    try:
        from statsmodels.stats.inter_rater import fleiss_kappa
    except ImportError:
        return None
    counts = count_categories(np.where(codes < 0, 0, codes), Q)
    runs = 20
    spent = seconds(
        lambda: [fleiss_kappa(resampled(counts, run), method="fleiss") for run in range(runs)]
    )
    return spent / runs * N_RESAMPLES, f"fleiss_kappa, {runs} resamples run, no missing codes"


def time_nltk(codes: Ints) -> tuple[float, str] | None:
    try:
        from nltk.metrics.agreement import AnnotationTask
    except ImportError:
        return None
    part = codes[:NLTK_UNITS]
    part = part[(part >= 0).sum(axis=1) >= 2]
    triples = [(str(c), str(u), str(row[c])) for u, row in enumerate(part) for c in range(N_CODERS)]
    triples = [triple for triple in triples if triple[2] != "-1"]
    found: list[float] = []
    spent = seconds(lambda: found.append(AnnotationTask(data=triples).alpha()))
    if not np.isclose(found[0], krippendorff_alpha(part, Q).value):
        raise SystemExit(f"NLTK finds {found[0]}, textmine {krippendorff_alpha(part, Q).value}")
    scaled = spent * len(codes) / NLTK_UNITS * N_RESAMPLES
    return (
        scaled,
        f"1 estimate of {NLTK_UNITS} units run ({spent:.3f} s), x {len(codes) // NLTK_UNITS}",
    )


def time_krippendorff(codes: Ints) -> tuple[float, str] | None:
    try:
        import krippendorff
    except ImportError:
        return None
    runs = 5

    def once(seed: int) -> float:
        drawn = resampled(codes, seed).astype(float)
        drawn[drawn < 0] = np.nan
        return float(krippendorff.alpha(drawn.T, level_of_measurement="nominal"))

    spent = seconds(lambda: [once(run) for run in range(runs)])
    return spent / runs * N_RESAMPLES, f"alpha, {runs} resamples run"


PEERS: dict[str, Callable[[Ints], tuple[float, str] | None]] = {
    "statsmodels": time_statsmodels,
    "nltk": time_nltk,
    "krippendorff": time_krippendorff,
}


def main() -> None:
    options_of(__doc__).parse_args()
    codes = make_codes()
    estimate = seconds(lambda: krippendorff_alpha(codes, Q))
    own = min(
        seconds(lambda: bootstrap_interval(krippendorff_alpha, codes, Q, n_resamples=N_RESAMPLES))
        for _ in range(3)
    )
    interval = bootstrap_interval(krippendorff_alpha, codes, Q, n_resamples=N_RESAMPLES)
    print(
        f"alpha {krippendorff_alpha(codes, Q).value:.4f} [{interval.low:.4f}, {interval.high:.4f}]"
    )
    print(f"{'':<14}{'seconds for 1,000':>18}  how")
    print(f"{'textmine':<14}{own:>18.2f}  all run; one estimate takes {estimate:.3f} s")
    peers: dict[str, float | None] = {}
    for name, timed in PEERS.items():
        result = timed(codes)
        peers[name] = None if result is None else round(result[0], 1)
        spent, how = (f"{result[0]:.1f}", result[1]) if result else ("-", "not installed")
        print(f"{name:<14}{spent:>18}  {how}")
    print(json.dumps({"alpha_bootstrap_s": round(own, 2), "peers": peers}))


if __name__ == "__main__":
    main()
