"""What a second worker of a Dask cluster is worth, and whether a killed one is survived.

    .venv/bin/python benchmarks/scale_dask.py [--messages 8000]

The same messages (make_million.py) are coded with the model that textmine brings (profile full): in
this process, by one worker, by two, and by two of which one is killed when the first partition is
coded. Scheduler and workers are processes on loopback; each run is a whole command in a workspace
that knows nothing of the texts. Workers that have just begun first code some messages twice: what
the first time took longer is their start (libraries and models), which is shown apart. `speedup` is
the time of one worker over that of two, by the clock: run it on a quiet machine with two cores.
`identical` says that all four wrote the same bytes. The last line is JSON.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from make_million import write_messages
from options import options_of

ROOT = Path(__file__).parents[1]
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""What Dask's nanny sets for its workers; these have none, so that one can be killed for good."""

MODEL, MESSAGES, TWO = "city-region-forum", 8_000, 2
FEW = 1_000
"""Messages for the start: enough that each of two workers gets a partition."""


def textmine(space: Path, *told: str) -> list[str]:
    return [sys.executable, "-m", "textmine", *told, "--workspace", str(space)]


@contextmanager
def cluster(folder: Path, n_workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Yield the address of a scheduler on loopback and its workers; they end with the block."""
    file = folder / "scheduler.json"
    file.unlink(missing_ok=True)

    def started(kind: str, *told: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", kind, "--host", "127.0.0.1", *told]
        return subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | ONE_THREAD,
        )

    dashboard = ("--dashboard-address", "127.0.0.1:0")
    processes = [started("scheduler", "--port", "0", *dashboard, "--scheduler-file", str(file))]
    try:
        while not file.exists() or not file.stat().st_size:
            time.sleep(0.1)
        address = str(json.loads(file.read_text(encoding="utf-8"))["address"])
        own = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder))
        processes += [started("worker", address, *own) for _ in range(n_workers)]
        wait_for(address, n_workers)
        yield address, processes[1:]
    finally:
        for process in processes:
            process.kill()
            process.wait()


def wait_for(address: str, n_workers: int) -> None:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(n_workers, timeout=120)


def coded(space: Path, out: Path, *told: str, corpus: str = "messages") -> float:
    """Code messages in a workspace that has read none of them; return the seconds."""
    shutil.rmtree(space / ".textmine", ignore_errors=True)
    begin = time.perf_counter()
    command = textmine(space, "apply", MODEL, corpus, "--out", str(out), *told)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def killed_one(space: Path, folder: Path, out: Path) -> bool:
    """Code with two workers, one of which is killed in the middle; return whether it ends well."""
    shutil.rmtree(space / ".textmine", ignore_errors=True)
    with cluster(folder, TWO) as (address, workers):
        command = textmine(
            space, "apply", MODEL, "messages", "--out", str(out), "--scheduler", address
        )
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while run.poll() is None and not [*(space / ".textmine" / "parts").glob("*/*.parquet")]:
            time.sleep(0.05)
        in_the_middle = run.poll() is None
        workers[0].kill()
        return run.wait() == 0 and in_the_middle


def figures(n: int = MESSAGES) -> dict[str, object]:
    """Return {workers, start_s, speedup, identical, killed_worker_ok} of so many messages."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        space = folder / "space"
        subprocess.run(
            [sys.executable, "-m", "textmine", "init", str(space)], check=True, capture_output=True
        )
        shutil.copytree(ROOT / "models" / MODEL, space / "models" / MODEL)
        for name, size in (("messages", n), ("few", FEW)):
            write_messages(folder / f"{name}.csv", size)
            told = textmine(space, "corpus", "import", str(folder / f"{name}.csv"))
            subprocess.run(told, check=True, capture_output=True)
        outs = [folder / f"{run}.csv" for run in ("here", "one", "two", "killed")]
        seconds, starts = [coded(space, outs[0])], [0.0]
        for n_workers, out in ((1, outs[1]), (TWO, outs[2])):
            with cluster(folder, n_workers) as (address, _):
                told = ("--scheduler", address)
                few = folder / "few-codes.csv"
                cold, warm = (coded(space, few, *told, corpus="few") for _ in range(TWO))
                starts.append(cold - warm)
                seconds.append(coded(space, out, *told))
        survived = killed_one(space, folder, outs[3])
        same = len({out.read_bytes() if out.exists() else b"" for out in outs}) == 1
    for run, took, start in zip(
        ("in this process", "one worker", "two workers"), seconds, starts, strict=True
    ):
        print(f"{run:<16} {took:>6.1f} s, start of the workers {start:>5.1f} s", flush=True)
    return {
        "workers": TWO,
        "start_s": round(starts[2], 1),
        "speedup": round(seconds[1] / seconds[2], 2),
        "identical": same,
        "killed_worker_ok": survived,
    }


def main() -> None:
    parser = options_of(__doc__)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    print(json.dumps(figures(parser.parse_args().messages)))


if __name__ == "__main__":
    main()
