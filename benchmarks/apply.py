"""What coding costs beside the spaCy pass that it needs, and how much memory 100,000 messages take.

A model of the core features is trained on CDCP's training documents; the messages are its texts and
those of the manifestos, repeated with a number each so that no text is read from the cache, in
threads of ten. Each run is a process of its own: the bare spaCy pass over the messages, `textmine
apply`, and apply again with the texts read before. Costs are compared in seconds of processor time,
start of the process and loading of models included on textmine's side, so that other work on the
machine does not blur them. The peak is that of the largest run.
"""

from __future__ import annotations

import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from cdcp import import_corpus, train
from commands import textmine
from data import data_file

N_MESSAGES = 100_000
SPACY = """
import csv, sys, time
from textmine.config import NlpSettings
from textmine.nlp.clean import clean_text
from textmine.nlp.pipeline import choose_model, load_pipeline
from textmine.nlp.prepare import default_layers
settings = NlpSettings()
choice = choose_model(settings)
nlp = load_pipeline(choice, default_layers(choice))
texts = [clean_text(row["text"], settings.cleaning) for row in csv.DictReader(open(sys.argv[1]))]
begin = time.process_time()
for doc in nlp.pipe(texts, batch_size=settings.batch_size):
    pass
print(time.process_time() - begin)
"""


def write_messages(file: Path, n: int) -> None:
    texts = []
    for name in ("cdcp/units.csv", "csta_uk_manifestos/sentences.csv"):
        with data_file(name).open(encoding="utf-8", newline="") as stream:
            texts += [row["text"] for row in csv.DictReader(stream)]
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("id", "thread_id", "text"))
        for place in range(n):
            text = f"{texts[place % len(texts)]} ({place})"
            writer.writerow((f"m{place:06}", f"t{place // 10:05}", text))


@dataclass(frozen=True)
class Run:
    """What a process took: seconds by the clock, seconds of processor time, peak memory in MB."""

    clock: float
    processor: float
    peak: float
    printed: str


def timed(*command: str) -> Run:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(time.perf_counter() - begin, processor, after.ru_maxrss / 1024, ran.stdout)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace, messages = Path(folder) / "workspace", Path(folder) / "messages.csv"
        import_corpus(data_file("cdcp/units.csv"), workspace)
        train(workspace, "core")
        write_messages(messages, N_MESSAGES)
        here = ("-w", str(workspace))
        textmine("corpus", "import", str(messages), "--name", "messages", *here)
        out = ("--out", str(Path(folder) / "coded.csv"))
        apply = (sys.executable, "-m", "textmine", "apply", "core", "messages", *out, *here)
        bare = float(timed(sys.executable, "-c", SPACY, str(messages)).printed)
        first, again = timed(*apply), timed(*apply)
    print(f"{N_MESSAGES:,} messages, seconds of processor time (by the clock):")
    print(f"bare spaCy pass {bare:.1f}; apply {first.processor:.1f} ({first.clock:.1f}); ", end="")
    print(f"apply with the texts read before {again.processor:.1f} ({again.clock:.1f})")
    result = {
        "overhead": round((first.processor - bare) / bare, 4),
        "messages_per_s": round(N_MESSAGES / first.clock, 1),
        "peak_mb": round(first.peak),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
