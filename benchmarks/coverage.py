"""How often every interval and test of textmine keeps its promise, by simulation.

One grid a family, in `families/`: settings that users have, with a known truth. The table has the
share of 95 % intervals that hold the truth, and the share of samples under the null with p below
.05. A setting outside .93 to .97 or .03 to .07, by more than three of its Monte-Carlo errors, is
marked; where the user sees a remark in most of its samples it is listed with that remark, and does
not count for the last line. `--quick` draws few samples in a few settings; `--only` takes the names
of families.

    python benchmarks/coverage.py --quick --only effects,levels
"""

from __future__ import annotations

import argparse
import json
import os
import time
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from families import all_families
from families.family import Family, Outcome
from options import options_of
from threadpoolctl import threadpool_limits

COVERAGE, SIZE = (0.93, 0.97), (0.03, 0.07)


def main() -> None:
    asked = _arguments()
    chosen = [family for family in all_families() if not asked.only or family.name in asked.only]
    begin = time.perf_counter()
    found: dict[str, list[Outcome]] = {}
    with ProcessPoolExecutor(asked.processes, initializer=threadpool_limits, initargs=(1,)) as pool:
        started = [
            (family, [pool.submit(family.run, setting, n) for setting in settings])
            for family in chosen
            for settings, n in [_settings(family, asked.quick, asked.samples)]
        ]
        for family, futures in started:
            print(f"\n{family.name}")
            found[family.name] = []
            for future in futures:
                outcome = future.result()
                found[family.name].append(outcome)
                print(_line(outcome), flush=True)
    print(f"\n{time.perf_counter() - begin:.0f} s")
    print(json.dumps({name: _extremes(outcomes) for name, outcomes in found.items()}))


def _arguments() -> argparse.Namespace:
    parser = options_of(__doc__)
    names = [family.name for family in all_families()]
    parser.add_argument("--quick", action="store_true", help="few settings, few samples")
    parser.add_argument("--only", default="", help=f"some of {', '.join(names)}")
    parser.add_argument("--samples", type=int, default=0, help="samples a setting")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    asked = parser.parse_args()
    asked.only = [name for name in asked.only.split(",") if name]
    unknown = [name for name in asked.only if name not in names]
    if unknown:
        parser.error(f"there is no family {', '.join(unknown)}; there are {', '.join(names)}")
    return asked


def _settings(family: Family, quick: bool, samples: int) -> tuple[tuple[Any, ...], int]:
    n = family.n_quick if quick else family.n
    return family.quick if quick else family.grid, samples or n


def _line(outcome: Outcome) -> str:
    parts = [f"  {outcome.setting:<58}"]
    for name, value, limits in (
        ("coverage", outcome.coverage, COVERAGE),
        ("size", outcome.size, SIZE),
    ):
        if value is None:
            continue
        given = outcome.n if outcome.n_given is None else outcome.n_given
        error = 3 * (value * (1 - value) / max(1, given)) ** 0.5
        outside = value < limits[0] - error or value > limits[1] + error
        parts.append(f"{name} {value:.3f}{' !' if outside and not outcome.explained else ''}")
    if outcome.width is not None:
        parts.append(f"width {outcome.width:.3f}")
    if outcome.n_given is not None and outcome.n_given < outcome.n:
        parts.append(f"given {outcome.n_given / outcome.n:.2f}")
    if outcome.explained:
        parts.append(f"remark {outcome.remarked:.2f}: {outcome.remark}")
    return "  ".join(parts)


def _extremes(outcomes: list[Outcome]) -> dict[str, float | None]:
    promised = [outcome for outcome in outcomes if not outcome.explained]
    held = [outcome.coverage for outcome in promised if outcome.coverage is not None]
    sizes = [outcome.size for outcome in promised if outcome.size is not None]
    return {
        "coverage_min": round(min(held), 3) if held else None,
        "coverage_max": round(max(held), 3) if held else None,
        "size_min": round(min(sizes), 3) if sizes else None,
        "size_max": round(max(sizes), 3) if sizes else None,
    }


if __name__ == "__main__":
    main()
