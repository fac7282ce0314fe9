"""Long texts with few codings: passages of forty sentences of UK manifestos, some 750 words each.

Two dimensions, whole manifestos held out: the party that wrote a passage (three; 18 manifestos),
and whether experts gave more of its sentences to the economy or to society. Beside textmine stands
TF-IDF of words (1-2 grams) with a linear SVM (C=.5, balanced), untuned, in six folds by manifesto.
With the extra `transformers` a second model reads the windows of the packaged MiniLM too;
`--encoder FOLDER` reads that encoder instead. No choice was made by these figures.
"""

from __future__ import annotations

import csv
import json
import tempfile
from collections import Counter
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

from commands import textmine
from data import data_file
from options import options_of
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

SENTENCES = 40
DIMENSIONS = ("party", "tendency")


def passages() -> list[dict[str, str]]:
    """Return passages with their manifesto, party and what most of their sentences are about."""
    with data_file("csta_uk_manifestos/sentences.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found = []
    for manifesto, of_manifesto in groupby(rows, key=lambda row: row["manifesto_id"]):
        sentences = list(of_manifesto)
        for begin in range(0, len(sentences) - SENTENCES // 2, SENTENCES):
            part = sentences[begin : begin + SENTENCES]
            domains = Counter(row["expert_domain"] for row in part)
            found.append(
                {
                    "id": f"{manifesto}-{begin // SENTENCES}",
                    "manifesto": manifesto,
                    "party": part[0]["party"],
                    "tendency": "economy" if domains["Economic"] > domains["Social"] else "society",
                    "text": " ".join(row["text"] for row in part),
                }
            )
    return found


def by_svm(rows: list[dict[str, str]], dimension: str) -> float:
    """Return the macro-F1 of the baseline."""
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        LinearSVC(C=0.5, class_weight="balanced", random_state=0),
    )
    codes = [row[dimension] for row in rows]
    groups = [row["manifesto"] for row in rows]
    texts = [row["text"] for row in rows]
    said = cross_val_predict(model, texts, codes, groups=groups, cv=GroupKFold(6))
    return round(float(f1_score(codes, said, average="macro")), 4)


def by_textmine(workspace: Path, dimension: str, *options: str) -> float:
    """Return the macro-F1 of `textmine train` on what it held out."""
    printed = textmine(
        *("train", "manifestos", "--dimension", dimension, "--name", f"{dimension}-model"),
        *("-f", "csv", "--workspace", str(workspace), *options),
    )
    return next(
        round(float(row["value"]), 4)
        for row in csv.DictReader(printed.splitlines())
        if row["score"] == "macro-F1" and not row["code"] and "held out" in row["protocol"]
    )


def main() -> None:
    """Print macro-F1 by dimension; the last line is JSON."""
    options = options_of(__doc__)
    options.add_argument("--encoder", metavar="FOLDER", default="", help="read this one's vectors")
    asked = options.parse_args()
    extra = find_spec("torch") is not None and find_spec("sentence_transformers") is not None
    reading = ("--embeddings", *(("--encoder", asked.encoder) if asked.encoder else ()))
    rows, result = passages(), {}
    with tempfile.TemporaryDirectory() as folder:
        workspace, file = Path(folder) / "workspace", Path(folder) / "passages.csv"
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        here = ("--workspace", str(workspace))
        textmine("init", str(workspace))
        textmine(
            *("corpus", "import", str(file), "--name", "manifestos", "--id", "id"),
            *("--thread-id", "manifesto", *here),
        )
        textmine(
            *("coding", "import", str(file), "--corpus", "manifestos", "--document", "id"),
            *("--codebook", "passages", "--create-codebook", "--coder", "gold", *here),
            *[part for dimension in DIMENSIONS for part in ("--map", f"{dimension}={dimension}")],
        )
        for dimension in DIMENSIONS:
            result[dimension] = {
                "svm": by_svm(rows, dimension),
                "core": by_textmine(workspace, dimension),
                "encoder": by_textmine(workspace, dimension, *reading) if extra else None,
            }
            print(f"{dimension}: {result[dimension]}", flush=True)
    print(json.dumps({"passages": len(rows), **result}))


if __name__ == "__main__":
    main()
