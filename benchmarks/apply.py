"""What coding costs beside the spaCy pass that it needs, and how much memory 100,000 messages take.

Three models are trained on CDCP's training documents: `words` (--without meaning), which needs of a
text what spaCy says of it; `core` as textmine comes, which needs its vector of meaning too; `fast`
(--profile fast --without meaning), which needs neither. The messages are the texts of CDCP and of
the manifestos, repeated with a number each so that no text is read from the cache, in threads of
ten. Each run is a process of its own: the bare spaCy pass, `textmine apply` with each model, and
MiniLM on some of the messages, which is what SetFit does with each message before it codes it.
Costs are compared in seconds of processor time, start of the process and loading of models included
on textmine's side, so that other work on the machine does not blur them.

`overhead` is that of `words` over the pass of spaCy as it comes, with the same components; in
`overhead_both_started` what loading spaCy and its model takes is counted on both sides.
`messages_per_s` and `peak_mb` are of that run. `against` says how many times its processor time
MiniLM takes, with its loading left out; it is null without the extra `transformers`.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from cdcp import import_corpus, train
from commands import textmine
from data import data_file
from options import options_of
from processes import measured

N_MESSAGES = 100_000
N_EMBEDDED = 2_000
MODELS = {
    "words": ("--without", "meaning"),
    "core": (),
    "fast": ("--profile", "fast", "--without", "meaning"),
}
SPACY = """
import csv, sys, time
from textmine.config import NlpSettings
from textmine.nlp.clean import clean_text
from textmine.nlp.pipeline import choose_model, spacy_pipeline
from textmine.nlp.prepare import default_layers
settings = NlpSettings()
choice = choose_model(settings)
begin = time.process_time()
nlp = spacy_pipeline(choice, default_layers(choice))
start = time.process_time() - begin
texts = [clean_text(row["text"], settings.cleaning) for row in csv.DictReader(open(sys.argv[1]))]
begin = time.process_time()
for doc in nlp.pipe(texts, batch_size=settings.batch_size):
    pass
print(time.process_time() - begin, start)
"""
MINILM = """
import csv, itertools, sys, time
from textmine.errors import ExtraMissingError
from textmine.nlp.encoders import MINILM, choose_encoder
with open(sys.argv[1]) as stream:
    rows = itertools.islice(csv.DictReader(stream), int(sys.argv[2]))
    texts = [row["text"] for row in rows]
try:
    encoder = choose_encoder(MINILM)
    encoder.encode(texts[:1])
except ExtraMissingError as error:
    sys.exit(f"{error.message} {error.hint}")
begin = time.process_time()
encoder.encode(texts)
print((time.process_time() - begin) / len(texts))
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


def minilm_seconds(messages: Path) -> float | None:
    """Return the seconds of processor time that MiniLM takes for a message, None without it."""
    command = (sys.executable, "-c", MINILM, str(messages), str(N_EMBEDDED))
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    if ran.returncode:
        print(f"MiniLM was not run: {ran.stderr.strip().splitlines()[-1]}")
        return None
    return float(ran.stdout)


def runs_of(workspace: Path, messages: Path, n: int) -> dict[str, Any]:
    """Run each model of the workspace on the imported messages, and what they are set beside."""
    out = ("--out", str(messages.with_name("coded.csv")), "-w", str(workspace))
    runs = {}
    printed = measured(sys.executable, "-c", SPACY, str(messages)).printed
    bare, start = map(float, printed.split())
    for name in ("words", "again", "core", "fast"):
        model = "words" if name == "again" else name
        command = (sys.executable, "-m", "textmine", "apply", model, "messages", *out)
        runs[name] = measured(*command)
    minilm = minilm_seconds(messages)
    first, again, core, fast = (runs[name].processor for name in ("words", "again", "core", "fast"))
    print(f"{n:,} messages, seconds of processor time:")
    print(f"bare spaCy pass {bare:.1f}, and {start:.1f} to load spaCy and its model")
    print(f"apply {first:.1f}, with the texts read before {again:.1f}")
    print(f"the same with vectors of meaning {first + core - again:.1f}")
    print(f"profile fast {fast:.1f}: {first / fast:.1f} times as fast")
    if minilm is not None:
        print(f"MiniLM alone {minilm * n:.1f}, from {N_EMBEDDED:,} of the messages")
    return {
        "overhead": round((first - bare) / bare, 4),
        "overhead_both_started": round((first - bare - start) / (bare + start), 4),
        "messages_per_s": round(n / runs["words"].clock, 1),
        "peak_mb": round(runs["words"].peak),
        "against": {"setfit_minilm": None if minilm is None else round(minilm * n / first, 2)},
    }


def main() -> None:
    options = options_of(__doc__)
    options.add_argument("--messages", type=int, default=N_MESSAGES)
    n = options.parse_args().messages
    with tempfile.TemporaryDirectory() as folder:
        workspace, messages = Path(folder) / "workspace", Path(folder) / "messages.csv"
        import_corpus(data_file("cdcp/units.csv"), workspace)
        for name, options in MODELS.items():
            print(name, train(workspace, name, *options), "cross-validated on CDCP's training part")
        write_messages(messages, n)
        textmine("corpus", "import", str(messages), "--name", "messages", "-w", str(workspace))
        result = measured(workspace, messages, n)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
