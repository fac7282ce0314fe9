"""Auto-coding consultation comments: CDCP, official split, through the command line alone.

Park & Cardie (2018), LREC, L18-1257; 4,932 hand-coded units of 731 comments, five codes. Document
00411 repeats 00410 and is left out. Model, features and thresholds are settled on the training
documents (folds grouped by document); the test documents are scored once. The baseline is TF-IDF of
words (1-2 grams) with a linear SVM (C=.5, balanced), untuned, in the same run.
"""

from __future__ import annotations

import csv
import json
import tempfile
import time
from pathlib import Path

from commands import textmine
from data import data_file
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import cohen_kappa_score, f1_score
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC


def core(units: Path, workspace: Path) -> dict[str, float]:
    here = ("--workspace", str(workspace))
    ids = "doc_id+unit"
    textmine("init", str(workspace))
    textmine(
        *("corpus", "import", str(units), "--name", "cdcp", "--id", ids, "--thread-id", "doc_id"),
        *here,
    )
    textmine(
        *("coding", "import", str(units), "--corpus", "cdcp", "--codebook", "cdcp"),
        *("--create-codebook", "--document", ids, "--dimension", "type", "--coder", "gold"),
        *here,
    )
    begin = time.perf_counter()
    textmine(
        *("train", "cdcp", "--name", "cdcp", "--where", "split=train"),
        *("--where", "thread_id!=00411", *here),
    )
    print(f"train: {time.perf_counter() - begin:.0f} s")
    print((workspace / "models" / "cdcp" / "README.md").read_text(encoding="utf-8"))
    printed = textmine("evaluate", "cdcp", "cdcp", "--where", "split=test", "-f", "csv", *here)
    rows = list(csv.DictReader(printed.splitlines()))
    for row in rows:
        interval = f"[{float(row['low']):.3f}, {float(row['high']):.3f}]"
        print(f"{row['score']:<10}{row['code']:<11}{float(row['value']):.3f} {interval} {row['n']}")
    scores = {row["score"]: float(row["value"]) for row in rows if not row["code"]}
    return {"macro_f1": round(scores["macro-F1"], 4), "kappa": round(scores["kappa"], 4)}


def baseline(units: Path) -> dict[str, float]:
    with units.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["doc_id"] != "00411"]
    train = [row for row in rows if row["split"] == "train"]
    test = [row for row in rows if row["split"] == "test"]
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        LinearSVC(C=0.5, class_weight="balanced", random_state=0),
    )
    model.fit([row["text"] for row in train], [row["label"] for row in train])
    said = model.predict([row["text"] for row in test])
    gold = [row["label"] for row in test]
    return {
        "macro_f1": round(float(f1_score(gold, said, average="macro")), 4),
        "kappa": round(float(cohen_kappa_score(gold, said)), 4),
    }


def main() -> None:
    units = data_file("cdcp/units.csv")
    with tempfile.TemporaryDirectory() as folder:
        result = {"baseline": baseline(units), "core": core(units, Path(folder) / "workspace")}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
