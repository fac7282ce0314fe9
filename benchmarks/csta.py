"""Experts, crowd and machine: UK manifestos, economic or social, through the command line alone.

Benoit et al. (2016), APSR 110(2):278-295; 13,239 sentences of 18 manifestos with an expert code,
11,960 of them also coded by the crowd. The model learns the experts' codes with whole manifestos
held out (6 folds) and is scored by its held-out codes; the crowd stands in for the experts' second
coder. With the extra `transformers` a second model reads sentence embeddings too, of the encoder
that `--encoder FOLDER` names; a workspace that `--workspace FOLDER` names is made there and keeps
the vectors for another run. The baseline is TF-IDF of words (1-2 grams) with a linear SVM (C=.5,
balanced), untuned, on the same folds.
"""

from __future__ import annotations

import csv
import json
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from commands import textmine
from data import data_file
from options import options_of
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import cohen_kappa_score
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

FOLDS = "6"


def import_corpus(sentences: Path, workspace: Path) -> None:
    """Import the sentences and their codes into a workspace, unless they are there."""
    if (workspace / "corpora" / "csta").is_dir():
        return
    here = ("--workspace", str(workspace))
    textmine("init", str(workspace))
    textmine(
        *("corpus", "import", str(sentences), "--name", "csta", "--id", "sentence_id"),
        *("--thread-id", "manifesto_id", *here),
    )
    textmine(
        *("coding", "import", str(sentences), "--corpus", "csta", "--codebook", "domains"),
        *("--create-codebook", "--document", "sentence_id"),
        *("--map", "expert_domain=domain:expert", "--map", "crowd_domain=domain:crowd", *here),
    )


def held_against_experts(workspace: Path, name: str, *options: str) -> dict[str, float]:
    """Train with whole manifestos held out; return kappa with the experts of crowd and model."""
    here = ("--workspace", str(workspace))
    begin = time.perf_counter()
    textmine(
        *("train", "csta", "--name", name, "--coder", "expert", "--folds", FOLDS),
        *("--metric", "kappa", *options, *here),
    )
    print(f"train {name}: {time.perf_counter() - begin:.0f} s")
    printed = textmine(
        *("benchmark", "csta", "--system", name, "--coders", "expert,crowd"),
        *("--coders-are", "experts", "--reference", "expert", "-f", "csv", *here),
    )
    rows = list(csv.DictReader(printed.splitlines()))
    for row in rows:
        low, high = row["low"] or "nan", row["high"] or "nan"
        interval = f"{float(row['value']):.3f} [{float(low):.3f}, {float(high):.3f}]"
        print(f"{row['figure']:<45}{row['who']:<28}{row['code']:<10}{interval} n={row['n']}")

    def kappa(figure: str, who: str) -> float:
        """Beside the crowd "the others" are the experts, on the sentences that both coded."""
        chosen = [row for row in rows if row["figure"] == figure and row["who"] == who]
        return round(float(chosen[0]["value"]), 4)

    return {
        "crowd_kappa": kappa("coder against the others (kappa)", "crowd"),
        "kappa": kappa("system against the others (kappa)", "crowd"),
    }


def baseline(sentences: Path, held_out: Path) -> float:
    """Return kappa with the experts on the sentences that the crowd coded too, same folds."""
    with sentences.open(encoding="utf-8", newline="") as stream:
        rows = {row["sentence_id"]: row for row in csv.DictReader(stream)}
    with held_out.open(encoding="utf-8", newline="") as stream:
        folds = {row["document"]: row["fold"] for row in csv.DictReader(stream)}
    gold, said = [], []
    for fold in sorted(set(folds.values())):
        train = [rows[key] for key, other in folds.items() if other != fold]
        test = [rows[key] for key, other in folds.items() if other == fold]
        model = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            LinearSVC(C=0.5, class_weight="balanced", random_state=0),
        )
        model.fit([row["text"] for row in train], [row["expert_domain"] for row in train])
        shared = [row for row in test if row["crowd_domain"]]
        said += list(model.predict([row["text"] for row in shared]))
        gold += [row["expert_domain"] for row in shared]
    return round(float(cohen_kappa_score(gold, said)), 4)


def main() -> None:
    options = options_of(__doc__)
    options.add_argument("--encoder", metavar="FOLDER", default="")
    options.add_argument("--workspace", metavar="FOLDER", default="", help="keep vectors here")
    asked = options.parse_args()
    encoder = asked.encoder
    sentences = data_file("csta_uk_manifestos/sentences.csv")
    extra = find_spec("torch") is not None and find_spec("sentence_transformers") is not None
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(asked.workspace or Path(folder) / "workspace")
        import_corpus(sentences, workspace)
        reading = ("--embeddings", *(("--encoder", encoder) if encoder else ()))
        core = held_against_experts(workspace, "core")
        held_out = workspace / "models" / "core" / "out_of_fold" / "domain.csv"
        result = {
            "crowd_kappa": core["crowd_kappa"],
            "baseline": {"kappa": baseline(sentences, held_out)},
            "core": {"kappa": core["kappa"]},
            "transformers": (
                {"kappa": held_against_experts(workspace, "embedded", *reading)["kappa"]}
                if extra
                else None
            ),
        }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
