"""The short form of the stress script: nothing is damaged, lost, left over or locked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_nothing_is_damaged_lost_left_over_or_locked():
    script = Path(__file__).with_name("run")
    ran = subprocess.run(
        [sys.executable, script, "--quick", "--kills", "3"],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    counts = json.loads(ran.stdout.splitlines()[-1])
    counts.pop("kills")
    assert counts == {"damaged": 0, "lost": 0, "litter": 0, "locked": 0}, ran.stdout
