"""Near copies: what scores promise when copies of a text are learned from, and when they are not.

Two collections of policy texts with many copies: clauses of UK Building Regulations guidance (three
codes) and paragraphs of policies of Kenya and Malawi (three codes). Each text is a group of its
own. `copies cut` is the macro-F1 of held-out texts whose near copies were learned from, `copies
apart` that of `textmine train`. `new` is what texts get of which no copy was learned from: a fifth
of the families of copies is drawn, five times, and a model of all others codes them. Beside it
stands TF-IDF of words (1-2 grams) with a linear SVM (C=.5, balanced), in five folds as usual.
"""

from __future__ import annotations

import csv
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from commands import textmine
from data import data_file
from options import options_of
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from textmine.classify import gold_codes
from textmine.classify.learning.nested import nested_cross_validation
from textmine.classify.learning.problem import Problem, assign_folds
from textmine.classify.next_to_code.curve import learn_and_code
from textmine.classify.trained.problems import prepare_problems
from textmine.coding import current_codings
from textmine.config.threads import single_threaded
from textmine.corpus import load_corpus
from textmine.store import find_workspace

DRAWS, SHARE = 5, 0.2
FILES = {
    "clauses": (
        "uk_approved_documents/Self-Contained-Clauses-Data_Trinary-Classification.csv",
        "cp1252",
        "Text",
        "org_class",
    ),
    "policies": ("wri_policy/gold_standard.csv", "utf-8", "sentences", "class"),
}
"""File, encoding, column of the text and of the code."""


def made_problem(folder: Path, name: str) -> Problem:
    """Import a collection as its users would, and return what is to be learned."""
    file, encoding, text, code = FILES[name]
    with data_file(file).open(encoding=encoding, newline="") as stream:
        rows = [(row[text], row[code]) for row in csv.DictReader(stream) if row[text].strip()]
    table = folder / f"{name}.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "text", "code"])
        writer.writerows((f"u{at:05}", *row) for at, row in enumerate(rows))
    space = folder / "workspace"
    here = ("--workspace", str(space))
    if not space.exists():
        textmine("init", str(space))
    textmine("corpus", "import", str(table), "--name", name, "--id", "id", "--text", "text", *here)
    textmine(
        *("coding", "import", str(table), "--corpus", name, "--document", "id", "--coder", "gold"),
        *("--codebook", f"{name}-book", "--create-codebook", "--map", "code=code", *here),
    )
    workspace = find_workspace(space)
    corpus = load_corpus(workspace, name)
    current = current_codings(workspace, corpus)
    gold = gold_codes(current, current.codebook)
    made = prepare_problems(workspace, corpus, corpus, gold, current.codebook, workspace.settings)
    ((_, problem),) = made
    return problem


def macro_f1(gold: np.ndarray, given: np.ndarray) -> float:
    """Return the macro-F1 of codes, one a unit."""
    return float(f1_score(gold.argmax(axis=1), given.argmax(axis=1), average="macro"))


def held_out(problem: Problem) -> float:
    """Return the macro-F1 of nested cross-validation in five folds."""
    fold = assign_folds(problem.gold, problem.fold_groups, 5, 42)
    given = nested_cross_validation(problem, fold, "macro_f1", 42).given
    return macro_f1(problem.gold, given)


def by_svm(problem: Problem) -> float:
    """Return the macro-F1 of the baseline in five folds."""
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        LinearSVC(C=0.5, class_weight="balanced", random_state=0),
    )
    codes = problem.gold.argmax(axis=1)
    texts = [problem.texts[row] for row in problem.rows]
    folds = StratifiedKFold(5, shuffle=True, random_state=42)
    return float(f1_score(codes, cross_val_predict(model, texts, codes, cv=folds), average="macro"))


def on_new(problem: Problem) -> list[float]:
    """Return the macro-F1 on drawn families of copies, by a model of all other texts."""
    scores = []
    for seed in range(DRAWS):
        families = np.unique(problem.copies)
        draw = np.random.Generator(np.random.PCG64(seed)).permutation(families)
        test = np.isin(problem.copies, draw[: int(SHARE * len(families))])
        given = learn_and_code(problem, ~test, 5, "macro_f1", 42)
        scores.append(macro_f1(problem.gold[test], given[test]))
    return scores


def main() -> None:
    """Print macro-F1 by collection; the last line is JSON."""
    options_of(__doc__).parse_args()
    result = {}
    with tempfile.TemporaryDirectory() as folder, single_threaded():
        for name in FILES:
            problem = made_problem(Path(folder), name)
            cut = replace(problem, copies=np.arange(len(problem.rows)))
            new = on_new(problem)
            result[name] = {
                "n": len(problem.rows),
                "copied": problem.n_copied,
                "svm": round(by_svm(problem), 3),
                "copies_cut": round(held_out(cut), 3),
                "copies_apart": round(held_out(problem), 3),
                "new": round(float(np.mean(new)), 3),
                "new_low": round(min(new), 3),
                "new_high": round(max(new), 3),
            }
            print(f"{name}: {result[name]}", flush=True)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
