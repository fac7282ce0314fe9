"""What displays of hand codes show and promise: the four founding studies, and their tests.

Each figure of the last line is a function of `FIGURES`; one that was not asked for is null. The
first ones go through invented studies of the shape of four published ones (tests/studies):

- `steps`: how many of the fifty steps of the studies pass, a test a step, on the command line;
- `quotes_verbatim`: the share of quotations of all codes that stand at their offsets, held
  against the texts of the fixtures;
- `claims_found`, `false_alarms`: how many of 200 errors in findings, one a text, `textmine claims`
  tells, and how many claims of the true texts it tells to be wrong.

The statistical ones draw invented codings with a known truth and print, setting by setting, what
the method does beside what a naive reading of the same table would do:

- `size_by_group`: how often codes that do not differ by group (case, round) have p of .05 or less,
  beside chi-square of passages as if they were independent;
- `size_cooccurrence`: how often two codes that have nothing to do with each other have p of .05 or
  less, where neighbouring passages are alike, beside passages as if they were exchangeable inside
  an interview, and as if they were independent;
- `saturation_coverage`: how often the interval of the number of all codes holds it, beside Chao2's
  interval, and that of "n more interviews" beside nothing (the rule has none);
- `anchoring_coverage`: how often the interval of a planted pull of 0, 10 or 30 points holds it,
  beside Wald's of independent codings.

    python benchmarks/displays.py --quick --only size_by_group,anchoring_coverage
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from options import options_of
from scipy.special import expit, ndtr, ndtri
from scipy.stats import chi2_contingency
from threadpoolctl import threadpool_limits

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from textmine.arrays import Floats, Ints  # noqa: E402
from textmine.stats.codes.co_occurrence import co_occurrence  # noqa: E402
from textmine.stats.codes.unseen_codes import codes_in_all  # noqa: E402
from textmine.stats.groups.anchoring import anchoring  # noqa: E402
from textmine.stats.groups.by_group import codes_by_group  # noqa: E402

if TYPE_CHECKING:
    from textmine.report.claims.checking import Against

PASSAGES, INTERVIEWS = 8, 35
ALIKE = 0.3
"""How alike passages of one interview are: the correlation of what lies behind their codes."""
N_MOVES, N_QUICK_MOVES = 199, 99
"""Permutations of a test; at a limit of .05 its size is exact with either."""
LIMIT = 0.05


def latent(rng: np.random.Generator, sizes: Ints, n_codes: int, neighbours: float = 0.0) -> Floats:
    """Draw what lies behind codes of passages, (n_passages, n_codes), by interview.

    `neighbours` is the correlation from one passage to the next beyond that of the interview.
    """
    rows = []
    for size in sizes:
        noise = rng.normal(size=(size, n_codes))
        for place in range(1, size):
            noise[place] = neighbours * noise[place - 1] + np.sqrt(1 - neighbours**2) * noise[place]
        rows.append(np.sqrt(ALIKE) * rng.normal(size=n_codes) + np.sqrt(1 - ALIKE) * noise)
    return np.vstack(rows)


def chi_square_p(first: Ints, second: Ints) -> float:
    """Return p of chi-square as if units were independent; 1 where a side has one value only."""
    bins = (int(first.max()) + 1, int(second.max()) + 1)
    table = np.histogram2d(first, second, bins)[0]
    if min(table.shape) < 2 or (table.sum(axis=0) == 0).any() or (table.sum(axis=1) == 0).any():
        return 1.0
    return float(chi2_contingency(table, correction=False)[1])


# Codes by group


def size_by_group(quick: bool) -> float:
    """Return the size of the test of codes by group, over all settings."""
    print("\nsize_by_group: size (any of 3 codes) | passages as independent | power at 20 points")
    n, moves = (24, N_QUICK_MOVES) if quick else (500, N_MOVES)
    sizes = []
    settings = product(("2 groups", "5 cases", "1 : 4, uneven", "2 rounds, paired"), (0.15, 0.4))
    for number, (design, share) in enumerate(settings):
        rng = np.random.default_rng(number)
        null = np.array([_by_group(rng, design, share, 0.0, moves) for _ in range(n)])
        there = np.array([_by_group(rng, design, share, 0.2, moves) for _ in range(n // 4)])
        size, adjusted, naive = null.mean(axis=0)
        sizes.append(size)
        print(
            f"  {design:<18} share {share:<5} {size:.3f} ({adjusted:.3f}) | {naive:.3f} | "
            f"{there[:, 0].mean():.2f}",
            flush=True,
        )
    return float(np.mean(sizes))


def _by_group(
    rng: np.random.Generator, design: str, share: float, gap: float, moves: int
) -> tuple[float, float, float]:
    """Return the share of 3 codes rejected, whether any is by adjusted p, and by chi-square."""
    people = None
    if design == "2 rounds, paired":
        n = 2 * INTERVIEWS
        person, group = np.arange(n) // 2, np.arange(n) % 2
    else:
        n = INTERVIEWS
        group = np.arange(n) % {"2 groups": 2, "5 cases": 5, "1 : 4, uneven": 5}[design]
        group = (group == 0).astype(int) if design == "1 : 4, uneven" else group
    each = np.full(n, PASSAGES)
    if design == "1 : 4, uneven":
        each = np.maximum(1, rng.lognormal(np.log(PASSAGES) - 0.3, 0.8, n).astype(int))
    clusters = np.repeat(np.arange(n), each)
    behind = latent(rng, each, 3)
    if design == "2 rounds, paired":
        people = person[clusters]
        # A person is alike over rounds as much as a passage over the interview.
        behind = np.sqrt(1 - ALIKE) * behind + np.sqrt(ALIKE) * rng.normal(size=(n // 2, 3))[people]
    groups = group[clusters]
    codes = (behind < ndtri(share + gap * (groups == 0))[:, None]).astype(int)
    found = codes_by_group(
        codes, groups, clusters, people, n_permutations=moves, seed=int(rng.integers(1 << 30))
    )
    return (
        float(np.mean([one.p <= LIMIT for one in found.codes])),
        float(any(one.adjusted <= LIMIT for one in found.codes)),
        float(np.mean([chi_square_p(one, groups) <= LIMIT for one in codes.T])),
    )


# Co-occurrence


def size_cooccurrence(quick: bool) -> float:
    """Return the size of the test of co-occurrence inside interviews, over all settings."""
    print(
        "\nsize_cooccurrence: shift (any of 6 pairs) | shuffle | passages as independent "
        "| interviews permuted"
    )
    n, moves = (16, N_QUICK_MOVES) if quick else (300, N_MOVES)
    sizes = []
    for number, (neighbours, share) in enumerate(product((0.0, 0.5, 0.8), (0.15, 0.3, 0.5))):
        rng = np.random.default_rng(number)
        drawn = np.array([_together(rng, neighbours, share, moves) for _ in range(n)])
        shift, adjusted, shuffle, naive, interviews = drawn.mean(axis=0)
        sizes.append(shift)
        print(
            f"  neighbours {neighbours:<4} share {share:<5} {shift:.3f} ({adjusted:.3f}) | "
            f"{shuffle:.3f} | {naive:.3f} | {interviews:.3f}",
            flush=True,
        )
    return float(np.mean(sizes))


def _together(
    rng: np.random.Generator, neighbours: float, share: float, moves: int
) -> tuple[float, float, float, float, float]:
    behind = latent(rng, np.full(INTERVIEWS, PASSAGES), 4, neighbours)
    codes = (behind < ndtri(share)).astype(int)
    clusters = np.repeat(np.arange(INTERVIEWS), PASSAGES)
    seed = int(rng.integers(1 << 30))
    shift, shuffle = (
        co_occurrence(codes, clusters, null=null, n_permutations=moves, seed=seed).pairs
        for null in ("shift", "shuffle")
    )
    # Codes that half of the interviews have: with all or none there is nothing to permute.
    held = codes.reshape(INTERVIEWS, PASSAGES, 4).sum(axis=1)
    at_interviews = co_occurrence(held > np.median(held), n_permutations=moves, seed=seed).pairs
    naive = [chi_square_p(codes[:, one.first], codes[:, one.second]) for one in shift]
    return (
        float(np.mean([one.p <= LIMIT for one in shift])),
        float(any(one.adjusted <= LIMIT for one in shift)),
        float(np.mean([one.p <= LIMIT for one in shuffle])),
        float(np.mean(np.array(naive) <= LIMIT)),
        float(np.mean([one.p <= LIMIT for one in at_interviews])),
    )


# Saturation

CODEBOOKS: dict[str, Callable[[np.random.Generator, int], Floats]] = {
    "beta 1, 5": lambda rng, k: rng.beta(1, 5, k),
    "beta 2, 10": lambda rng, k: rng.beta(2, 10, k),
    "beta .5, 3": lambda rng, k: rng.beta(0.5, 3, k),
    "logit-normal -2, 1": lambda rng, k: expit(rng.normal(-2, 1, k)),
    "logit-normal -2, 1.5": lambda rng, k: expit(rng.normal(-2, 1.5, k)),
    "two kinds, .4 and .05": lambda _, k: np.where(np.arange(k) % 2, 0.4, 0.05),
    "three kinds": lambda _, k: np.array([0.5, 0.15, 0.03])[np.arange(k) % 3],
    "Zipf": lambda _, k: np.minimum(0.8, 0.9 / np.arange(1, k + 1) ** 0.8),
    "exponential": lambda rng, k: np.minimum(0.9, 0.15 * rng.exponential(size=k)),
    "all .15": lambda _, k: np.full(k, 0.15),
}


def saturation_coverage(quick: bool) -> float:
    """Return how often the interval of the number of all codes holds it, over all settings."""
    print("\nsaturation_coverage: all codes (width) | Chao2's interval | more interviews to 90 %")
    n = 1 if quick else 40
    held = []
    for number, (n_units, k) in enumerate(product((12, 35, 58), (12, 30, 60))):
        rng = np.random.default_rng(number)
        drawn = np.array(
            [
                _saturated(rng, n_units, draw(rng, k))
                for draw in CODEBOOKS.values()
                for _ in range(n)
            ]
        )
        coverage, width, chao, more = np.nanmean(drawn, axis=0)
        held.append(coverage)
        by_kind = np.nanmean(drawn[:, 0].reshape(len(CODEBOOKS), n), axis=1)
        least = list(CODEBOOKS)[int(by_kind.argmin())]
        print(
            f"  {n_units} interviews, {k} codes: {coverage:.3f} ({width:.1f}) | {chao:.3f} | "
            f"{more:.3f}   least {by_kind.min():.2f}: {least}",
            flush=True,
        )
    return float(np.mean(held))


def _saturated(
    rng: np.random.Generator, n_units: int, chances: Floats
) -> tuple[float, float, float, float]:
    presence = rng.random((n_units, chances.size)) < chances
    found = codes_in_all(presence.astype(int), (0.9,), n_draws=500)
    if found.reason:
        return np.nan, np.nan, np.nan, np.nan
    steps = np.unique(
        np.concatenate([np.arange(101), np.geomspace(100, 50 * n_units, 200).round()])
    )
    left = np.exp(np.outer(np.log1p(-chances[~presence.any(axis=0)]), steps)).sum(axis=0)
    enough = left <= 0.1 * chances.size + 1e-9
    wait = steps[enough.argmax()] if enough.any() else np.inf
    all_codes, chao, more = found.interval, found.chao2.interval, found.more[0].interval
    of_chao = (
        chao.low <= chances.size <= chao.high if chao.defined else chances.size == found.n_codes
    )
    return (
        float(all_codes.low <= chances.size <= all_codes.high),
        all_codes.high - all_codes.low,
        float(of_chao),
        float(more.low <= wait <= more.high),
    )


# Anchoring


def anchoring_coverage(quick: bool) -> float:
    """Return how often the interval of a planted pull holds it, over all settings."""
    print("\nanchoring_coverage: interval (width) | Wald's of independent codings")
    n = 16 if quick else 600
    held = []
    for number, (n_codings, pull, n_threads) in enumerate(
        product((60, 120, 400), (0.0, 0.1, 0.3), (0, 12, 30))
    ):
        rng = np.random.default_rng(number)
        drawn = np.array([_anchored(rng, n_codings, pull, n_threads) for _ in range(n)])
        coverage, width, naive = drawn.mean(axis=0)
        held.append(coverage)
        print(
            f"  {n_codings} codings, pull {pull:<4} {n_threads or 'no'} threads: "
            f"{coverage:.3f} ({width:.3f}) | {naive:.3f}",
            flush=True,
        )
    return float(np.mean(held))


def _anchored(
    rng: np.random.Generator, n: int, pull: float, n_threads: int
) -> tuple[float, float, float]:
    threads = np.arange(n)
    behind = rng.normal(size=n)
    if n_threads:
        sizes = rng.lognormal(0, 0.7, n_threads)
        threads = rng.choice(n_threads, n, p=sizes / sizes.sum())
        behind = np.sqrt(1 - ALIKE) * behind + np.sqrt(ALIKE) * rng.normal(size=n_threads)[threads]
    shown = rng.permutation(np.arange(n) % 2)
    equal = (ndtr(behind) < 0.6 + pull * shown).astype(int)
    effect = anchoring(equal, shown, None, threads if n_threads else None).effect
    shares, sides = (effect.shown, effect.blind), (effect.n_shown, effect.n_blind)
    error = np.sqrt(sum(p * (1 - p) / m for p, m in zip(shares, sides, strict=True)))
    return (
        float(effect.interval.low <= pull <= effect.interval.high),
        effect.interval.high - effect.interval.low,
        float(abs(effect.value - pull) <= 1.959964 * error),
    )


# Studies


def steps(quick: bool) -> float:
    """Return how many of the fifty steps of the four studies pass, run by pytest."""
    from tests.studies.steps import STEPS

    print("\nsteps: tests of tests/studies, a test a step")
    asked = [f"tests/studies/{file}::{name}" for file, names in STEPS.items() for name in names]
    command = [sys.executable, "-m", "pytest", "-rfE", "--no-header", "--tb=no", *asked]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    for line in ran.stdout.splitlines():
        if line.startswith(("FAILED", "ERROR")):
            print(f"  {line}")
    found = re.search(r"(\d+) passed", ran.stdout)
    return float(found[1]) if found else 0.0


def quotes_verbatim(quick: bool) -> float:
    """Return the share of all quotations of the studies that stand at their offsets."""
    from tests.studies.quotations import quoted

    with TemporaryDirectory() as folder:
        n, wrong = quoted(Path(folder))
    print(f"\nquotes_verbatim: {n - len(wrong):,} of {n:,}")
    for one in wrong:
        print(f"  {one[:150]}")
    return 1 - len(wrong) / n


def claims_found(quick: bool) -> float:
    """Return the share of 200 planted errors that are told, each in a text of its own."""
    from tests.studies.findings import STUDIES, true_text, two_hundred

    print("\nclaims_found: errors that are not told, [as it was -> as it is]")
    told, n = 0, 0
    with TemporaryDirectory() as folder:
        against = _held(Path(folder))
        true = {
            study: Counter(_alarms(true_text(text()), against[study], Path(folder)))
            for study, text in STUDIES.items()
        }
        for number, (study, one) in enumerate(two_hundred()):
            if quick and number % 10:
                continue
            found = Counter(_alarms(one.text, against[study], Path(folder)))
            n += 1
            told += bool(found - true[study])
            if not found - true[study]:
                print(f"  {study}: {one.error}")
    return told / n


def false_alarms(quick: bool) -> float:
    """Return how many claims of the four true texts are told to be wrong."""
    from tests.studies.findings import STUDIES, true_text

    print("\nfalse_alarms: claims of true texts that are told to be wrong")
    n = 0
    with TemporaryDirectory() as folder:
        against = _held(Path(folder))
        for study, text in STUDIES.items():
            for alarm in _alarms(true_text(text()), against[study], Path(folder)):
                print(f"  {study}: {alarm}")
                n += 1
    return n


def _held(folder: Path) -> dict[str, Against]:
    """Return what the findings of each study are held against."""
    from tests.studies.roads import forum_road, road_002, road_003
    from textmine.corpus import load_corpus
    from textmine.report.claims.checking import held_against
    from textmine.store import find_workspace

    held = {}
    roads = ((forum_road, "forum"), (road_002, "talks"), (road_003, "cluster"))
    for (road, corpus), studies in zip(roads, (("000", "001"), ("002",), ("003",)), strict=True):
        place = folder / corpus
        place.mkdir()
        space = find_workspace(road(place))
        against = held_against(space, [load_corpus(space, corpus)])
        held |= dict.fromkeys(studies, against)
    return held


def _alarms(text: str, against: Against, folder: Path) -> list[str]:
    from textmine.report.claims.checking import trace_findings
    from textmine.report.claims.findings import read_findings

    path = folder / "findings.md"
    path.write_text(text, encoding="utf-8")
    found = trace_findings(read_findings(path), against)
    return [claim.written for claim in found.of("changed", "not found")]


FIGURES: dict[str, Callable[[bool], float]] = {
    "steps": steps,
    "quotes_verbatim": quotes_verbatim,
    "claims_found": claims_found,
    "false_alarms": false_alarms,
    "size_by_group": size_by_group,
    "size_cooccurrence": size_cooccurrence,
    "saturation_coverage": saturation_coverage,
    "anchoring_coverage": anchoring_coverage,
}


def main() -> None:
    parser = options_of(__doc__)
    parser.add_argument("--quick", action="store_true", help="few samples")
    parser.add_argument("--only", default="", help=f"some of {', '.join(FIGURES)}")
    asked = parser.parse_args()
    only = [name for name in asked.only.split(",") if name]
    unknown = [name for name in only if name not in FIGURES]
    if unknown:
        parser.error(f"there is no figure {', '.join(unknown)}; there are {', '.join(FIGURES)}")
    found: dict[str, float | None] = dict.fromkeys(FIGURES)
    begin = time.perf_counter()
    with threadpool_limits(1):
        for name, figure in FIGURES.items():
            if not only or name in only:
                found[name] = round(figure(asked.quick), 3)
    print(f"\n{time.perf_counter() - begin:.0f} s")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
