"""A real scheduler and real workers, as processes on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass
class LocalCluster:
    """Its scheduler, its workers, and the address to give to --scheduler."""

    folder: Path
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        file = self.folder / "scheduler.json"
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if file.exists() and file.stat().st_size:
                return str(json.loads(file.read_text(encoding="utf-8"))["address"])
            time.sleep(0.05)
        raise TimeoutError("the scheduler did not start")

    def add_worker(self) -> None:
        told = ["--no-nanny", "--nthreads", "1", "--no-dashboard", "--death-timeout", "20"]
        told += ["--local-directory", str(self.folder)]
        self.workers.append(_started("worker", self.address, *told))


def _started(kind: str, *told: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "dask", kind, "--host", "127.0.0.1", *told],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@contextmanager
def local_cluster(folder: Path, n_workers: int = 2) -> Iterator[LocalCluster]:
    """Yield a cluster that ends with the block."""
    told = ["--port", "0", "--dashboard-address", "127.0.0.1:0"]
    file = str(folder / "scheduler.json")
    cluster = LocalCluster(folder, _started("scheduler", *told, "--scheduler-file", file))
    try:
        for _ in range(n_workers):
            cluster.add_worker()
        yield cluster
    finally:
        for process in (*cluster.workers, cluster.scheduler):
            process.kill()
            process.wait()
