"""What `prepare` costs beyond spaCy itself, and what a second run costs.

20,000 English messages (hand-coded comments, manifesto sentences, citizens' statements). Bare
`nlp.pipe` with the same components over the same cleaned texts is timed before and after, and the
mean of the two is the base. Cleaning, extraction of the layers and the cache are the overhead. The
last line is for the profile `full`; the line before it is for `fast`, where spaCy does little more
than cut texts into words.
"""

from __future__ import annotations

import csv
import json
import tempfile
import time
from pathlib import Path

from data import data_file
from options import options_of

from textmine.config import NlpSettings
from textmine.nlp import choose_model, clean_text, default_layers, prepare_texts
from textmine.nlp.pipeline import spacy_pipeline
from textmine.store import init_workspace

N = 20_000
SOURCES = ("cdcp/units.csv", "csta_uk_manifestos/sentences.csv", "cdcp/documents.csv")


def messages() -> list[str]:
    texts: dict[str, None] = {}
    for relative in SOURCES:
        with data_file(relative).open(encoding="utf-8", newline="") as stream:
            texts |= dict.fromkeys(row["text"] for row in csv.DictReader(stream))
    root = data_file("polis_opendata/SOURCE.md").parent
    for path in sorted(root.glob("*/comments.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            texts |= dict.fromkeys(row["comment-body"] for row in csv.DictReader(stream))
    return [text for text in texts if text.strip()][:N]


def bare(texts: list[str], settings: NlpSettings) -> float:
    choice = choose_model(settings)
    nlp = spacy_pipeline(choice, default_layers(choice))
    cleaned = [clean_text(text, settings.cleaning) for text in texts]
    begin = time.perf_counter()
    for _ in nlp.pipe(cleaned, batch_size=settings.batch_size):
        pass
    return time.perf_counter() - begin


def measure(texts: list[str], profile: str) -> dict[str, float]:
    settings = NlpSettings(profile=profile)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as folder:
        workspace = init_workspace(Path(folder) / "workspace")
        prepare_texts(texts[:20], settings)
        before = bare(texts, settings)
        begin = time.perf_counter()
        prepared = prepare_texts(texts, settings, (), workspace)
        first = time.perf_counter() - begin
        after = bare(texts, settings)
        begin = time.perf_counter()
        again = prepare_texts(texts, settings, (), workspace)
        second = time.perf_counter() - begin
    base = (before + after) / 2
    print(
        f"{profile}: {len(texts):,} messages, {prepared.n_tokens:,} tokens; bare nlp.pipe "
        f"{before:.1f} s and {after:.1f} s, prepare {first:.1f} s, second run {second:.2f} s "
        f"({again.new} read anew)"
    )
    return {"overhead": round(first / base - 1, 4), "second_run": round(second / first, 4)}


def main() -> None:
    options_of(__doc__).parse_args()
    texts = messages()
    print(json.dumps({"fast": measure(texts, "fast")}))
    print(json.dumps(measure(texts, "full")))


if __name__ == "__main__":
    main()
