"""Run a command as a process of its own, and tell what it took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass

# The peak of a process begins with that of the one that started it: a small one stands between.
_BETWEEN = """
import json, resource, subprocess, sys, time
begin = time.perf_counter()
ran = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE)
clock, used = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
printed = ran.stdout.decode(errors="replace")
print(json.dumps([clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, printed]))
sys.exit(ran.returncode)
"""


@dataclass(frozen=True)
class Run:
    """Seconds by the clock and of processor time, the peak of memory in MB, and what was printed.

    Processor time and peak are those of the command and of what it started and waited for.
    """

    clock: float
    processor: float
    peak: float
    printed: str = ""


def measured(*command: str) -> Run:
    """Run a command to its end; what it says on stderr is shown.

    Python may keep what it compiled, as it does where nothing forbids it. Raises
    `subprocess.CalledProcessError` where the command failed.
    """
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    between = [sys.executable, "-c", _BETWEEN, *command]
    ran = subprocess.run(between, check=True, stdout=subprocess.PIPE, text=True, env=env)
    return Run(*json.loads(ran.stdout))
