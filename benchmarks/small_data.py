"""Few hand-coded messages: 131, 250, 500 and 1,000 units of CDCP to learn from.

Units come from the training documents, whole documents drawn at random (the last one cut to the
size), 20 times over; every draw is scored on the same 1,026 test units, which no choice was made
on. textmine learns from the draw as `textmine train` does: candidates, calibration and decisions
are settled by folds inside the draw. Beside it stand the usual scikit-learn classifiers, untuned,
on the same draws; "baseline" is the best of them at each size, chosen with hindsight.

`--encoder FOLDER` adds the vectors of that encoder, frozen, on the same draws; `--repeats N` draws
N times. `--aside` scores on the training documents that were not drawn: choices are made by these.
`--sizes 131,500` draws so many units, `--workspace FOLDER` keeps the vectors for another run.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np
from cdcp import import_corpus
from data import data_file
from options import options_of
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from textmine.classify import gold_codes
from textmine.classify.learning.problem import Problem
from textmine.classify.next_to_code.curve import learn_and_code
from textmine.classify.trained.problems import prepare_problems
from textmine.coding import current_codings
from textmine.config.threads import single_threaded
from textmine.corpus import load_corpus, select_documents
from textmine.store import find_workspace

SIZES = (131, 250, 500, 1000)
REPEATS = 20
PEERS = {
    "counts + ComplementNB": lambda: make_pipeline(CountVectorizer(), ComplementNB()),
    "TF-IDF 1-2 + linear SVM": lambda: make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        LinearSVC(C=0.5, class_weight="balanced", random_state=0),
    ),
    "characters 2-5 + linear SVM": lambda: make_pipeline(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
        LinearSVC(C=0.5, class_weight="balanced", random_state=0),
    ),
    "TF-IDF 1-2 + logistic regression": lambda: make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        LogisticRegression(C=10, class_weight="balanced", max_iter=1000),
    ),
}


def make_problem(workspace: Path, encoder: str = "") -> tuple[Problem, np.ndarray]:
    """Return the problem of all units, and which of them are test units."""
    space = find_workspace(workspace)
    settings = space.settings
    if encoder:
        settings = settings.override("train", embeddings=True, encoder=encoder)
    whole = load_corpus(space, "cdcp")
    chosen = select_documents(whole, ["thread_id!=00411"])
    current = current_codings(space, whole)
    gold = gold_codes(current, current.codebook)
    ((_, problem),) = prepare_problems(space, whole, chosen, gold, current.codebook, settings)
    split = dict(zip(whole.ids, whole.column("meta.split"), strict=True))
    return problem, np.array([split[identity] == "test" for identity in problem.coded])


def draw(problem: Problem, test: np.ndarray, size: int, seed: int) -> np.ndarray:
    """Return which units are drawn: whole documents, the last one cut."""
    order = np.random.Generator(np.random.PCG64(seed)).permutation(np.unique(problem.groups[~test]))
    units = np.concatenate([np.flatnonzero(problem.groups == group) for group in order])
    chosen = np.zeros(len(test), dtype=bool)
    chosen[units[:size]] = True
    return chosen


def not_drawn(problem: Problem, test: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Return which units stand in training documents of which none was drawn."""
    return ~test & ~np.isin(problem.groups, problem.groups[units])


def main() -> None:
    options = options_of(__doc__)
    options.add_argument("--quick", action="store_true", help="three draws a size")
    options.add_argument("--repeats", type=int, default=REPEATS, help="draws a size")
    options.add_argument("--sizes", default=",".join(map(str, SIZES)), help="with commas")
    options.add_argument("--encoder", metavar="FOLDER", default="", help="add its vectors, frozen")
    options.add_argument("--aside", action="store_true", help="score on training documents")
    options.add_argument("--workspace", metavar="FOLDER", default="", help="keep vectors here")
    asked = options.parse_args()
    repeats = 3 if asked.quick else asked.repeats
    encoder = asked.encoder
    sizes = [int(size) for size in asked.sizes.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(asked.workspace or Path(folder) / "workspace")
        import_corpus(data_file("cdcp/units.csv"), workspace)
        problem, test = make_problem(workspace)
        problems = {"core": problem}
        if encoder:
            problems["encoder"] = make_problem(workspace, encoder)[0]
        found = {size: {name: [] for name in (*problems, *PEERS)} for size in sizes}
        texts = np.array([problem.texts[row] for row in problem.rows])
        gold = problem.gold.argmax(axis=1)
        classes = np.arange(problem.n_classes)

        def score(said: np.ndarray, scored: np.ndarray) -> float:
            return float(f1_score(gold[scored], said, labels=classes, average="macro"))

        for size in sizes:
            for repeat in range(repeats):
                units = draw(problem, test, size, repeat)
                scored = not_drawn(problem, test, units) if asked.aside else test
                for name, read in problems.items():
                    with single_threaded():
                        given = learn_and_code(read, units, 5, "macro_f1", 42)
                    found[size][name].append(score(given[scored].argmax(axis=1), scored))
                for name, make in PEERS.items():
                    said = make().fit(texts[units], gold[units]).predict(texts[scored])
                    found[size][name].append(score(said, scored))
            if encoder:
                gain = np.subtract(found[size]["encoder"], found[size]["core"])
                error = gain.std(ddof=1) / np.sqrt(repeats)
                print(f"{size:>5} gain of the encoder: {gain.mean():.3f} (s.e. {error:.3f})")
            for name, values in found[size].items():
                mean, error = np.mean(values), np.std(values, ddof=1) / np.sqrt(repeats)
                print(f"{size:>5} {name:<34}{mean:.3f} (s.e. {error:.3f})", flush=True)
    best = {size: max(np.mean(values[name]) for name in PEERS) for size, values in found.items()}
    print(
        json.dumps(
            {
                str(size): {
                    "baseline": {"macro_f1": round(float(best[size]), 4)},
                    **{
                        name: {"macro_f1": round(float(np.mean(values[name])), 4)}
                        for name in problems
                    },
                }
                for size, values in found.items()
            }
        )
    )


if __name__ == "__main__":
    main()
