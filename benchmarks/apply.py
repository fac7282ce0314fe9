"""What coding costs beside the spaCy pass that it needs, and how much memory 100,000 messages take.

A model of the core features is trained on CDCP's training documents; the messages are its texts and
those of the manifestos, repeated with a number each so that no text is read from the cache, in
threads of ten. Each run is a process of its own: the bare spaCy pass, `textmine apply`, and apply
again with the texts read before. The peak is that of the largest run.
"""

from __future__ import annotations

import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cdcp import import_corpus, train
from commands import textmine
from data import data_file

SMALL, LARGE = 20_000, 100_000
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
begin = time.perf_counter()
for doc in nlp.pipe(texts, batch_size=settings.batch_size):
    pass
print(time.perf_counter() - begin)
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


def timed(*command: str) -> tuple[float, float]:
    """Return the seconds that a process took, and the peak memory of all so far in MB."""
    begin = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return time.perf_counter() - begin, peak


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        import_corpus(data_file("cdcp/units.csv"), workspace)
        train(workspace, "core")
        here = ("-w", str(workspace))
        for name, n in (("small", SMALL), ("large", LARGE)):
            write_messages(Path(folder) / f"{name}.csv", n)
            textmine("corpus", "import", str(Path(folder) / f"{name}.csv"), "--name", name, *here)
        small = str(Path(folder) / "small.csv")
        apply = (sys.executable, "-m", "textmine", "apply", "core")
        out = ("--out", str(Path(folder) / "coded.csv"))
        passes = [float(_printed(sys.executable, "-c", SPACY, small)) for _ in range(2)]
        first, _ = timed(*apply, "small", *out, *here)
        again, _ = timed(*apply, "small", *out, *here)
        print(f"bare spaCy {passes[0]:.1f} s, {passes[1]:.1f} s; apply {first:.1f} s; ", end="")
        print(f"apply with the texts read before {again:.1f} s (20,000 messages)", flush=True)
        whole, peak = timed(*apply, "large", *out, *here)
        print(f"apply {whole:.1f} s, {peak:.0f} MB (100,000 messages)")
    bare = sum(passes) / len(passes)
    result = {
        "overhead": round((first - bare) / bare, 4),
        "messages_per_s": round(LARGE / whole, 1),
        "peak_mb": round(peak),
    }
    print(json.dumps(result))


def _printed(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
