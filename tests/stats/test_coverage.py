"""The quick form of the benchmark of what intervals and tests promise."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FAMILIES = {path.stem for path in (ROOT / "benchmarks" / "families").glob("*.py")}


@pytest.mark.slow
def test_intervals_hold_and_tests_do_not_cry_wolf() -> None:
    ran = subprocess.run(
        [sys.executable, "benchmarks/coverage.py", "--quick", "--processes", "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout.splitlines()[-1])
    assert set(found) == FAMILIES - {"__init__", "family"}
    # Few samples: these limits are five Monte-Carlo errors beyond .93 and .07.
    for family, extremes in found.items():
        assert (extremes["coverage_min"] or 1) > 0.84, (family, ran.stdout)
        assert (extremes["size_max"] or 0) < 0.15, (family, ran.stdout)
