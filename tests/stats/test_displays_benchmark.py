"""The quick form of the benchmark of displays of hand codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEYS = (
    "steps quotes_verbatim claims_found false_alarms size_by_group size_cooccurrence "
    "saturation_coverage anchoring_coverage"
).split()


@pytest.mark.slow
def test_tests_keep_their_level_and_intervals_hold():
    statistical = [key for key in KEYS if key.startswith(("size", "saturation", "anchoring"))]
    ran = subprocess.run(
        [sys.executable, "benchmarks/displays.py", "--quick", "--only", ",".join(statistical)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout.splitlines()[-1])
    assert list(found) == KEYS
    # Few samples: these limits are four to five Monte-Carlo errors beyond .04, .06, .93 and .97.
    assert 0.01 < found["size_by_group"] < 0.1, ran.stdout
    assert 0.01 < found["size_cooccurrence"] < 0.1, ran.stdout
    assert found["saturation_coverage"] > 0.85, ran.stdout
    assert found["anchoring_coverage"] > 0.88, ran.stdout
