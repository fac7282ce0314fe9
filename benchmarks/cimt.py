"""German citizens' contributions, without a German spaCy model, through the command line alone.

Romberg & Conrad (2021), 2021.argmining-1.9: Cycling Dialogue Bonn, 10,442 sentences, four codes,
folds grouped by contribution. Romberg, Mark & Escher (2022), LREC: Ottensen, 697 contributions,
twelve topics of which each has any number. Romberg (2022), concreteness: 1,125 units, three ordered
codes, the median of five coders. Scores are those of nested cross-validation, with whole
contributions held out. The baseline is TF-IDF of words (1-2 grams) with a linear SVM (C=.5,
balanced; one for each topic), untuned, on the same folds.
"""

from __future__ import annotations

import csv
import json
import tempfile
from pathlib import Path

import numpy as np
from commands import textmine
from data import data_file
from options import options_of
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

BONN = "cimt_partizipation_de/cimt-argument-mining-dataset/Cycling-Dialogue-Bonn/dataset_CDB.tsv"
OTTENSEN = (
    "cimt_partizipation_de/cimt-thematic-categorization-dataset/FreiRaum Ottensen/"
    "dataset-Ottensen-thematic-d1a.csv"
)
CONCRETENESS = "cimt_partizipation_de/cimt-argument-concreteness-dataset/README.md"
ABOUT = ("document_id", "title", "text", "url")


def import_bonn(file: Path, workspace: Path) -> dict[str, str]:
    """Import the corpus and its codes; return the texts by id."""
    here = ("--workspace", str(workspace))
    textmine(
        *("corpus", "import", str(file), "--name", "bonn", "--id", "id", "--text", "content"),
        *("--thread-id", "document_id", "--position", "sentence_nr", *here),
    )
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    codes = workspace.parent / "components.csv"
    with codes.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("id", "code"))
        # as published: "mpos+premise" is a code of its own, not two codes
        writer.writerows((row["id"], row["code"].replace("+", " and ")) for row in rows)
    textmine(
        *("coding", "import", str(codes), "--corpus", "bonn", "--codebook", "arguments"),
        *("--create-codebook", "--document", "id", "--map", "code=component:coder", *here),
    )
    return {row["id"]: row["content"] for row in rows}


def import_ottensen(file: Path, workspace: Path) -> dict[str, str]:
    """Import the corpus and its topics; return the texts by id."""
    here = ("--workspace", str(workspace))
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    topics = [name for name in rows[0] if name not in ABOUT]
    ids = {topic: f"t{place:02}" for place, topic in enumerate(topics, start=1)}
    texts = {row["document_id"]: f"{row['title']}\n{row['text']}" for row in rows}
    folder = workspace.parent
    with (folder / "contributions.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("id", "text"), *texts.items()])
    with (folder / "topics.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("document", "topic"))
        for row in rows:
            given = [ids[topic] for topic in topics if row[topic] == "1"]
            writer.writerow((row["document_id"], "; ".join(given) or "-"))
    textmine("corpus", "import", str(folder / "contributions.csv"), "--name", "ottensen", *here)
    named = ",".join(f"{ids[topic]}:{topic.split(' (')[0]}" for topic in topics)
    textmine(
        *("codebook", "new", "topics", "--dimension", f"topic={named}", "--multi", "topic", *here)
    )
    textmine(
        *("coding", "import", str(folder / "topics.csv"), "--corpus", "ottensen"),
        *("--codebook", "topics", "--map", "topic=topic:coder", *here),
    )
    return texts


def import_concreteness(folder: Path, workspace: Path) -> None:
    """Import the units of all five data sets, and the median of the five coders' levels."""
    here, levels = ("--workspace", str(workspace)), ("low", "intermediate", "high")
    units, codes = [], []
    for file in sorted(folder.glob("*/concreteness_*.csv")):
        sentences = {}
        (whole,) = file.parent.glob("dataset_*")
        with whole.open(encoding="utf-8", newline="") as stream:
            mark = "\t" if whole.suffix == ".tsv" else ","
            for row in csv.DictReader(stream, delimiter=mark):
                sentences[row["document_id"], int(row["sentence_nr"])] = row["content"]
        with file.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                first, last = map(int, row["sentences"].split("-"))
                places = [(row["document_id"], at) for at in range(first, last + 1)]
                if not (text := " ".join(sentences.get(place, "") for place in places).strip()):
                    continue
                given = sorted(levels.index(row[f"coder{n}"].split()[0]) for n in range(1, 6))
                units.append((row["unit_id"], text, row["document_id"]))
                codes.append((row["unit_id"], levels[given[2]]))
    for name, table in (
        ("units", [("id", "text", "thread_id"), *units]),
        ("levels", [("document", "level"), *codes]),
    ):
        with (workspace.parent / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(table)
    textmine(
        *("corpus", "import", str(workspace.parent / "units.csv"), "--name", "concrete", *here)
    )
    textmine(
        *("codebook", "new", "levels", "--dimension", f"level={','.join(levels)}"),
        *("--ordinal", "level", *here),
    )
    textmine(
        *("coding", "import", str(workspace.parent / "levels.csv"), "--corpus", "concrete"),
        *("--codebook", "levels", "--map", "level=level:coder", *here),
    )


def trained(workspace: Path, corpus: str, texts: dict[str, str]) -> dict[str, dict[str, float]]:
    """Train on a corpus; return the held-out macro-F1 of the model and of the baseline."""
    printed = textmine("train", corpus, "--name", corpus, "-w", str(workspace))
    print(printed, flush=True)
    folder = workspace / "models" / corpus
    with (folder / "scores.csv").open(encoding="utf-8", newline="") as stream:
        scores = [row for row in csv.DictReader(stream) if row["score"] == "macro-F1"]
    (held_out,) = [
        path for path in (folder / "out_of_fold").glob("*.csv") if ".rest" not in path.name
    ]
    with held_out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {
        "baseline": {"macro_f1": round(baseline(rows, texts), 4)},
        "core": {"macro_f1": round(float(scores[0]["value"]), 4)},
    }


def baseline(rows: list[dict[str, str]], texts: dict[str, str]) -> float:
    codes = sorted({code for row in rows for code in row["gold"].split(" | ") if code})
    gold = np.array([[code in row["gold"].split(" | ") for code in codes] for row in rows])
    single = bool((gold.sum(axis=1) == 1).all())
    said = np.zeros(gold.shape, dtype=bool)
    fold = np.array([row["fold"] for row in rows])
    words = np.array([texts[row["document"]] for row in rows])
    for out in np.unique(fold):
        svm = LinearSVC(C=0.5, class_weight="balanced", random_state=0)
        model = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            svm if single else OneVsRestClassifier(svm),
        )
        test = fold == out
        if single:
            model.fit(words[~test], gold[~test].argmax(axis=1))
            said[test] = np.eye(len(codes), dtype=bool)[model.predict(words[test])]
        else:
            model.fit(words[~test], gold[~test].astype(int))
            said[test] = model.predict(words[test]).astype(bool)
    return float(f1_score(gold, said, average="macro", zero_division=0))


def main() -> None:
    options_of(__doc__).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        textmine("init", str(workspace))
        (workspace / "textmine.toml").write_text('[nlp]\nlang = "de"\n', encoding="utf-8")
        first = trained(workspace, "bonn", import_bonn(data_file(BONN), workspace))
        second = trained(workspace, "ottensen", import_ottensen(data_file(OTTENSEN), workspace))
        import_concreteness(data_file(CONCRETENESS).parent, workspace)
        print(textmine("train", "concrete", "--name", "concrete", "-w", str(workspace)), flush=True)
        with (workspace / "models/concrete/scores.csv").open(encoding="utf-8") as stream:
            third = {
                row["score"]: round(float(row["value"]), 4)
                for row in csv.DictReader(stream)
                if not row["code"] and "held out" in row["protocol"]
            }
    print(json.dumps({**first, "ottensen": second, "concreteness": third}))


if __name__ == "__main__":
    main()
