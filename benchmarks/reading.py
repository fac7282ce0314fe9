"""What reading costs: 100,000 codings of 20,000 documents, each command from its start to its end.

Two coders code every document on two dimensions, and a third one every other document; some codes
stand at a span. `quotes`, `coding export`, `tabulate` and `matrix` are each a process of their own,
as they are typed; wanted: under three seconds. Beside them stands pandas, which only reads the same
codings from a CSV file and counts them (`pandas_s`, with the start of Python): what has to be paid
without a store, checks, names, voices and intervals.

    python benchmarks/reading.py --documents 2000

The last line is JSON: {documents, codings, quotes_s, export_s, tabulate_s, matrix_s, pandas_s,
processor_s}; seconds by the clock, and for `processor_s` of the processor, by command.
"""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from options import options_of
from processes import measured

from textmine.store import shipped_folder

SAMPLE = shipped_folder() / "corpora" / "city-region-forum" / "messages.csv"
GOALS, DOMAINS = "ABC", "123"
COUNT = (
    "import pandas as pd, sys; t = pd.read_csv(sys.argv[1]); "
    "print(t.groupby(['dimension', 'code']).message_id.nunique())"
)
COMMANDS = {
    "quotes": "quotes forum --code A --order typical --limit 5",
    "export": "coding export forum --out {folder}/all.csv",
    "tabulate": "tabulate forum --coder ann --by group",
    "matrix": "matrix forum --coder ann --rows group --columns goal_orientation",
}


def write_texts(folder: Path, n: int) -> None:
    """Write n messages made of sentences of the sample, and what three people coded them as."""
    draw = random.Random(11)
    with SAMPLE.open(encoding="utf-8-sig", newline="") as stream:
        texts = [row["message"] for row in csv.DictReader(stream)]
    sentences = [one for text in texts for one in text.split(". ") if 30 < len(one) < 300]
    with (
        (folder / "messages.csv").open("w", encoding="utf-8", newline="") as messages,
        (folder / "codings.csv").open("w", encoding="utf-8", newline="") as codings,
    ):
        writer, coder = csv.writer(messages), csv.writer(codings)
        writer.writerow(("message_id", "thread_id", "author", "group", "message"))
        coder.writerow(("message_id", "coder", "dimension", "code", "start", "end"))
        for place in range(n):
            name = f"m{place:05}"
            text = ". ".join(draw.sample(sentences, draw.randint(2, 6)))
            writer.writerow((name, f"T{place // 8}", f"p{place % 900}", f"g{place % 7}", text))
            for who in ("ann", "ben", *(["cy"] if place % 2 else [])):
                span = (0, len(text) // 2) if draw.random() < 0.2 else ("", "")
                coder.writerow((name, who, "goal_orientation", draw.choice(GOALS), *span))
                coder.writerow((name, who, "knowledge_domain", draw.choice(DOMAINS), "", ""))


def textmine(space: Path, *words: str) -> None:
    """Run a command in a workspace."""
    command = [sys.executable, "-m", "textmine", *words, "--workspace", str(space)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def prepared(folder: Path, n: int) -> Path:
    """Return a workspace with the messages and codings."""
    write_texts(folder, n)
    space = folder / "space"
    command = [sys.executable, "-m", "textmine", "init", str(space)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    messages, codings = str(folder / "messages.csv"), str(folder / "codings.csv")
    textmine(space, "corpus", "import", messages, "--name", "forum", "--synthetic")
    book = ("--corpus", "forum", "--codebook", "ling-martins-2015")
    textmine(space, "coding", "import", codings, *book)
    return space


def main() -> None:
    parser = options_of(__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    n = parser.parse_args().documents
    found: dict[str, float | int] = {"documents": n, "codings": 4 * n + 2 * (n // 2)}
    processor: dict[str, float] = {}
    with TemporaryDirectory() as name:
        folder = Path(name)
        space = prepared(folder, n)
        python = [sys.executable, "-m", "textmine"]
        run = {
            one: [*python, *words.format(folder=folder).split(), "--workspace", str(space)]
            for one, words in COMMANDS.items()
        }
        run["pandas"] = [sys.executable, "-c", COUNT, str(folder / "codings.csv")]
        for one, command in run.items():
            best = min((measured(*command) for _ in range(3)), key=lambda ran: ran.clock)
            clock, processor[one] = round(best.clock, 2), round(best.processor, 2)
            found[f"{one}_s"] = clock
            print(f"{one:10} {clock:6.2f} s, {processor[one]:6.2f} s of the processor", flush=True)
    print(json.dumps({**found, "processor_s": processor}))


if __name__ == "__main__":
    main()
