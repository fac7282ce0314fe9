"""Auto-coding consultation comments: CDCP, official split, through the command line alone.

Park & Cardie (2018), LREC, L18-1257; 4,932 hand-coded units of 731 comments, five codes. Document
00411 repeats 00410 and is left out. Model, features and thresholds are settled on the training
documents (nested cross-validation grouped by document); the test documents are scored once. The
baseline is TF-IDF of words (1-2 grams) with a linear SVM (C=.5, balanced), untuned, same run.

With the extra `transformers` a second model reads sentence embeddings and fine-tunes an encoder
(half an hour or so). The ablation leaves out one kind of features at a time, on the training
documents only; `--no-ablation` saves the ten minutes it takes.

`--encoder FOLDER` scores that encoder in their place: its frozen vectors beside the core features
(ten minutes of processor time with all-mpnet-base-v2), and then its upper layers fine-tuned too,
with two seeds, of which both figures are printed; `--frozen` stops before the second. A workspace
that is named with `--workspace FOLDER` is made there and keeps the vectors for another run.
"""

from __future__ import annotations

import csv
import json
import tempfile
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from commands import textmine
from data import data_file
from options import options_of
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import cohen_kappa_score, f1_score
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

LEFT_OUT = {
    "all": "",
    "no words": "words",
    "no parts of words": "characters",
    "no clauses": "clauses,subclauses,before_clauses,after_clauses",
    "no linguistic rates": "rates",
    "no neighbours": "before,after,before_2,after_2,before_clauses,after_clauses",
    "no comment around": "around",
    "no place in the comment": "position,replies",
    "nothing of the comment": "around,before,after,before_2,after_2,before_clauses,after_clauses,"
    "parent,replies,position",
    "words alone": "characters,clauses,subclauses,rates,around,before,after,before_2,after_2,"
    "before_clauses,after_clauses,parent,replies,position",
}
SEEDS = ("42", "43")
ADDED = ("lemmas", "grammar", "relations", "codebook")


def import_corpus(units: Path, workspace: Path) -> None:
    """Import the units and their codes into a workspace, unless they are there."""
    if (workspace / "corpora" / "cdcp").is_dir():
        return
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


def train(workspace: Path, name: str, *options: str) -> dict[str, float]:
    """Train on the training documents; return the cross-validated scores on them."""
    begin = time.perf_counter()
    printed = textmine(
        *("train", "cdcp", "--name", name, "--where", "split=train", "-f", "csv"),
        *("--where", "thread_id!=00411", "--workspace", str(workspace), *options),
    )
    rows = csv.DictReader(printed.splitlines())
    scores = {
        row["score"]: float(row["value"])
        for row in rows
        if not row["code"] and "held out" in row["protocol"]
    }
    print(f"{name} {' '.join(options)}: {time.perf_counter() - begin:.0f} s", flush=True)
    return {"macro_f1": round(scores["macro-F1"], 4), "kappa": round(scores["kappa"], 4)}


def tested(workspace: Path, name: str, *options: str) -> dict[str, float]:
    """Train, then score once on the test documents."""
    print("cross-validated on the training documents:", train(workspace, name, *options))
    here = ("--workspace", str(workspace))
    print((workspace / "models" / name / "README.md").read_text(encoding="utf-8"))
    printed = textmine("evaluate", name, "cdcp", "--where", "split=test", "-f", "csv", *here)
    rows = list(csv.DictReader(printed.splitlines()))
    for row in rows:
        interval = f"[{float(row['low']):.3f}, {float(row['high']):.3f}]"
        print(f"{row['score']:<10}{row['code']:<11}{float(row['value']):.3f} {interval} {row['n']}")
    scores = {row["score"]: float(row["value"]) for row in rows if not row["code"]}
    return {"macro_f1": round(scores["macro-F1"], 4), "kappa": round(scores["kappa"], 4)}


def ablation(workspace: Path) -> dict[str, dict[str, float]]:
    """Return cross-validated scores on the training documents without each kind of features."""
    found = {}
    for name, blocks in LEFT_OUT.items():
        options = ("--without", blocks) if blocks else ()
        found[name] = train(workspace, "ablation", *options)
        print(f"  {name}: {found[name]}", flush=True)
    for block in ADDED:
        found[f"with {block}"] = train(workspace, "ablation", "--blocks", f"default,{block}")
        print(f"  with {block}: {found[f'with {block}']}", flush=True)
    return found


def baseline(units: Path) -> dict[str, float]:
    with units.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["doc_id"] != "00411"]
    train_rows = [row for row in rows if row["split"] == "train"]
    test = [row for row in rows if row["split"] == "test"]
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        LinearSVC(C=0.5, class_weight="balanced", random_state=0),
    )
    model.fit([row["text"] for row in train_rows], [row["label"] for row in train_rows])
    said = model.predict([row["text"] for row in test])
    gold = [row["label"] for row in test]
    return {
        "macro_f1": round(float(f1_score(gold, said, average="macro")), 4),
        "kappa": round(float(cohen_kappa_score(gold, said)), 4),
    }


def with_encoder(
    workspace: Path, encoder: str, seeds: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Return the scores on the test documents with an encoder frozen, and fine-tuned by seed."""
    reading = ("--embeddings", "--encoder", encoder)
    found = {"frozen": tested(workspace, "frozen", *reading)}
    for seed in seeds:
        options = (*reading, "--fine-tune", "--seed", seed)
        found[f"fine-tuned, seed {seed}"] = tested(workspace, f"tuned-{seed}", *options)
    return found


def main() -> None:
    options = options_of(__doc__)
    options.add_argument("--no-ablation", action="store_true", help="leave no features out")
    options.add_argument("--encoder", metavar="FOLDER", default="", help="score this one instead")
    options.add_argument("--frozen", action="store_true", help="fine-tune nothing")
    options.add_argument("--workspace", metavar="FOLDER", default="", help="keep vectors here")
    asked = options.parse_args()
    units = data_file("cdcp/units.csv")
    extra = find_spec("torch") is not None and find_spec("sentence_transformers") is not None
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(asked.workspace or Path(folder) / "workspace")
        import_corpus(units, workspace)
        if asked.encoder:
            found = with_encoder(workspace, asked.encoder, () if asked.frozen else SEEDS)
            print(json.dumps({"encoder": found}))
            return
        result = {
            "baseline": baseline(units),
            "core": tested(workspace, "core"),
            "transformers": (
                tested(workspace, "transformers", "--embeddings", "--fine-tune") if extra else None
            ),
            "ablation": None if asked.no_ablation else ablation(workspace),
        }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
