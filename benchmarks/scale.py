"""How time and memory grow with the number of messages, from 10,000 to 100,000 and a million.

    .venv/bin/python benchmarks/scale.py [--full] [--only import,duplicates] [--messages 10000]
                                         [--workspace FOLDER]

The messages are those of make_million.py. Each step is a whole command, as it is typed, in a
process of its own: import, prepare --profile fast, apply (a model of CDCP's training documents,
profile fast without meaning; its codes are recorded), duplicates, topics fit and topics apply,
corpus check, words, kwic, tabulate (the machine's codes) and prevalence (400 messages drawn by
chance, whose hand codes are drawn by lot). Told are seconds of processor time, with those of the
start and of child processes, by the clock beside them, and the peak of memory. The slope of a step
is what ten times the messages multiply its time by, over ten: 1 is linear. A step above its bound
of memory is marked: 4 GB for topics, 2 GB for the others. The last line is for the largest number;
`dask` is what scale_dask.py measures, null where it was not run.

With `--workspace` the workspace is made there and stays, and a step whose figures it has already is
not run again: a long chain can be stopped and goes on. The last line is printed then too, with all
figures that the folder has, of whatever run; what was not measured is null.
"""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import asdict, replace
from importlib.util import find_spec
from pathlib import Path

from cdcp import import_corpus, train
from commands import textmine
from data import data_file
from make_million import write_messages
from options import options_of
from processes import Run, measured
from scale_dask import figures

from textmine.codebook import find_codebook
from textmine.coding import open_draws
from textmine.store import find_workspace

SIZES, FULL = (10_000, 100_000), 1_000_000
STEPS = (
    *("import", "prepare", "apply", "duplicates", "topics_fit", "topics_apply"),
    *("check", "words", "kwic", "tabulate", "prevalence"),
)
TOPICS, DRAWN, BOUND, TOPICS_BOUND = 20, 400, 2_000, 4_000
MOST = 22_000_000
"""Messages of the largest consultation known, of which the time is told by extrapolation."""


def commands(n: int, file: Path, folder: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each step and its command."""
    name, out = f"m{n}", str(folder / f"{n}.csv")
    yield "import", ("corpus", "import", str(file), "--name", name)
    yield "prepare", ("prepare", name, "--profile", "fast")
    yield "apply", ("apply", "fast", name, "--out", out, "--record")
    yield "duplicates", ("corpus", "duplicates", name)
    fit = ("topics", "fit", name, "--topics", str(TOPICS), "--profile", "fast")
    yield "topics_fit", (*fit, "--name", f"{name}-topics")
    yield "topics_apply", ("topics", "apply", f"{name}-topics", name, "--out", out)
    yield "check", ("corpus", "check", name)
    yield "words", ("words", name, "--profile", "fast")
    kwic = ("kwic", name, "consumers", "--lemma", "--sort", "right", "--profile", "fast")
    yield "kwic", kwic
    yield "tabulate", ("tabulate", name, "--coder", "model:fast", "--dimension", "type")
    yield "prevalence", ("prevalence", "fast", name)


def code_by_lot(name: str, folder: Path) -> None:
    """Draw messages by chance, and give each a code drawn by lot."""
    space = find_workspace(folder / "workspace")
    here = ("-w", str(space.root))
    textmine("coding", "sample", name, "--n", str(DRAWN), *here)
    codes = [code.id for code in find_codebook("cdcp", space).dimension("type").codes]
    draw, file = random.Random(TOPICS), folder / f"{name}-codes.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("id", "type"))
        for candidate in open_draws(space).find(name, None).drawn:
            writer.writerow((candidate.document, draw.choice(codes)))
    given = ("--corpus", name, "--codebook", "cdcp", "--dimension", "type", "--coder", "lot")
    textmine("coding", "import", str(file), *given, *here)


def run_steps(n: int, folder: Path, wanted: set[str]) -> None:
    """Run each step with `n` messages that the folder has no figures of, and keep what it took."""
    file = folder / f"{n}-messages.csv"
    if not file.exists():
        write_messages(file, n)
    for step, command in commands(n, file, folder):
        kept = folder / f"{n}-{step}.json"
        if step not in wanted | {"import"} or kept.exists():
            continue
        if step == "prevalence":
            code_by_lot(f"m{n}", folder)
        where = ("-w", str(folder / "workspace"))
        try:
            run = measured(sys.executable, "-m", "textmine", *command, *where)
        except subprocess.CalledProcessError:
            print(f"{n:>9,} {step:<14} failed", flush=True)
            continue
        kept.write_text(json.dumps(asdict(replace(run, printed=""))))
        print(told_of(n, step, run), flush=True)


def told_of(n: int, step: str, run: Run) -> str:
    """Return a line on what a step took with `n` messages."""
    bound = TOPICS_BOUND if step.startswith("topics") else BOUND
    took = f"{run.processor:>9.1f} {run.clock:>9.1f} {run.peak:>8.0f}"
    return f"{n:>9,} {step:<14} {took}{' too much' * (run.peak > bound)}"


def kept_runs(folder: Path) -> dict[int, dict[str, Run]]:
    """Return what each step took, by the number of messages, as far as a folder has figures."""
    runs: dict[int, dict[str, Run]] = {}
    for file in folder.glob("*-*.json"):
        n, _, step = file.stem.partition("-")
        runs.setdefault(int(n), {})[step] = Run(**json.loads(file.read_text()))
    return {n: {s: runs[n][s] for s in STEPS if s in runs[n]} for n in sorted(runs)}


def slopes(runs: dict[int, dict[str, Run]]) -> dict[str, float]:
    """Return the slope of each step between the two largest numbers of messages."""
    if len(runs) < 2:
        return {}
    (few, small), (many, large) = sorted(runs.items())[-2:]
    return {
        step: round(large[step].processor / small[step].processor / (many / few), 3)
        for step in STEPS
        if step in small and step in large
    }


def print_most(n: int, runs: dict[int, dict[str, Run]]) -> None:
    """Print what MOST messages would take if time and memory grew on as they did last."""
    few = max((size for size in runs if size < n), default=None)
    for step in STEPS:
        if few is None or step not in runs[n] or step not in runs[few]:
            continue
        last, before = runs[n][step], runs[few][step]
        more = (MOST - n) / (n - few)
        hours = (last.processor + more * (last.processor - before.processor)) / 3600
        gigabytes = (last.peak + more * max(last.peak - before.peak, 0)) / 1000
        print(f"{MOST:>10,} {step:<14} {hours:.1f} hours, {gigabytes:.0f} GB, extrapolated")


def dask_figures() -> dict[str, object] | None:
    """Return what `scale_dask.py` measures, None where it cannot be measured."""
    return figures() if find_spec("distributed") else None


def last_line(runs: dict[int, dict[str, Run]], dask: dict[str, object] | None) -> dict[str, object]:
    """Return what is known of the largest number of messages, null for what is not."""
    most = max(runs, default=0)
    largest = runs.get(most, {})
    seconds = {step: round(run.processor, 1) for step, run in largest.items()}
    topics = [seconds.get(step) for step in ("topics_fit", "topics_apply")]
    return {
        "messages": most,
        **{f"{step}_s": seconds.get(step) for step in STEPS},
        "topics_s": None if None in topics else round(sum(map(float, topics)), 1),
        "peak_mb": {step: round(largest[step].peak) if step in largest else None for step in STEPS},
        "slope": slopes(runs),
        "dask": dask,
    }


def main() -> None:
    parser = options_of(__doc__)
    parser.add_argument("--full", action="store_true", help=f"also {FULL:,} messages")
    parser.add_argument(
        "--only", default=",".join(STEPS), help="steps, with commas; none: what is kept"
    )
    parser.add_argument("--messages", type=int, action="append", help="in place of the sizes")
    parser.add_argument("--dask", action="store_true", help="also what scale_dask.py measures")
    parser.add_argument("--workspace", type=Path, help="keep the workspace and figures there")
    given = parser.parse_args()
    wanted, sizes = set(given.only.split(",")), given.messages or list(SIZES)
    sizes = sizes + [FULL] * given.full if wanted & {*STEPS} else []
    data_file("cdcp/units.csv")
    print(f"load of the machine at the begin: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    dask = None
    with (
        tempfile.TemporaryDirectory()
        if given.workspace is None
        else nullcontext(given.workspace) as name
    ):
        folder = Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        if sizes:
            import_corpus(data_file("cdcp/units.csv"), folder / "workspace")
        model = folder / "workspace" / "models" / "fast"
        if wanted & {"apply", "prevalence"} and not model.exists():
            train(folder / "workspace", "fast", "--profile", "fast", "--without", "meaning")
        print(f"{'messages':>9} {'step':<14} {'processor':>9} {'clock':>9} {'peak MB':>8}")
        for n, steps in kept_runs(folder).items():
            print(*(f"{told_of(n, step, run)} before" for step, run in steps.items()), sep="\n")
        try:
            for n in sorted(sizes):
                run_steps(n, folder, wanted)
            dask = dask_figures() if given.dask else None
        except KeyboardInterrupt:
            print("stopped")
        runs = kept_runs(folder)
    if runs:
        print_most(max(runs), runs)
    print(json.dumps(last_line(runs, dask)))


if __name__ == "__main__":
    main()
