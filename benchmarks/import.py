"""How fast 200,000 rows come in, and in how much memory, beside pandas alone.

The table is made of CDCP's units repeated, with ids, threads of ten, parents, authors, dates and
five columns more. `textmine corpus import` reads, maps and checks it, works out what answers what,
and saves it; beside it, `pandas.read_csv` and `to_parquet` alone. Each is a process of its own,
started by a small one that tells its seconds, by the clock and of processor time, and its peak of
memory.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from data import data_file
from options import options_of
from processes import measured

ROWS, RUNS = 200_000, 3
HEADER = "id thread parent author date text label split url likes device stage".split()
DEVICES, STAGES = ("phone", "laptop", "library"), ("open", "closed")
PANDAS = """
import sys
import pandas as pd
pd.read_csv(sys.argv[1]).to_parquet(sys.argv[2], index=False, compression="zstd")
"""


def write_table(file: Path, n: int) -> None:
    """Write `n` messages in threads of ten, each answering the one before it."""
    with data_file("cdcp/units.csv").open(encoding="utf-8", newline="") as stream:
        units = list(csv.DictReader(stream))
    begin = datetime(2024, 1, 1)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        for place in range(n):
            unit = units[place % len(units)]
            parent = "" if place % 10 == 0 else f"m{place - 1:07}"
            when = (begin + timedelta(minutes=place)).isoformat()
            who = f"person {place * 7919 % 40_000}"
            message = [f"m{place:07}", f"t{place // 10:06}", parent, who, when, unit["text"]]
            more = [f"https://a.example/{place}", place % 23, DEVICES[place % 3], STAGES[place % 2]]
            writer.writerow([*message, unit["label"], unit["split"], *more])


def main() -> None:
    """Print both, and their ratio (medians of three runs each, in turn)."""
    options_of(__doc__).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file, workspace = Path(folder) / "messages.csv", Path(folder) / "workspace"
        write_table(file, ROWS)
        textmine = [sys.executable, "-m", "textmine"]
        subprocess.run([*textmine, "init", str(workspace)], check=True, capture_output=True)
        ours = [*textmine, "corpus", "import", str(file), "-w", str(workspace)]
        theirs = [sys.executable, "-c", PANDAS, str(file), str(Path(folder) / "pandas.parquet")]
        runs = [(measured(*ours), measured(*theirs)) for _ in range(RUNS)]
        megabytes = file.stat().st_size / 1e6
    seconds = [median(run[who].clock for run in runs) for who in (0, 1)]
    processor = [median(run[who].processor for run in runs) for who in (0, 1)]
    peaks = [max(run[who].peak for run in runs) for who in (0, 1)]
    print(f"{ROWS:,} rows, {megabytes:.0f} MB of CSV; medians of {RUNS} runs, largest peaks")
    for name, at in (("textmine corpus import", 0), ("pandas read and write only", 1)):
        told = f"{seconds[at]:5.1f} s ({processor[at]:.1f} of processor time)"
        print(f"{name:<27}{told}, {peaks[at]:.0f} MB")
    result = {
        "rows_per_s": round(ROWS / seconds[0]),
        "ratio_to_pandas": round(seconds[0] / seconds[1], 2),
        "processor_ratio_to_pandas": round(processor[0] / processor[1], 2),
        "peak_mb": round(peaks[0]),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
