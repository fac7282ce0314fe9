"""Whether the machine's own doubts can be trusted: calibration, conformal sets, abstention.

CDCP: 500, 1,000, 2,000 and all 3,901 training units (whole documents drawn at random, ten times
over below all) are learned through the library as `textmine train` does it, and everything is
measured on the 1,026 test units, on which nothing was settled. `ece` is the largest mean
calibration error over the sizes; `min_code_coverage` the lowest coverage of conformal sets (90 %)
of a code with 30 test units or more, over the sizes; `accepted_gain` how many points the accuracy
of the surest 80 % is above that of all, with all training units. The baseline is a softmax over the
scores of an untuned linear SVM, in the same run.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np
from cdcp import import_corpus
from data import data_file
from options import options_of
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC
from small_data import draw, make_problem

from textmine.classify.learning.problem import Problem
from textmine.classify.next_to_code.curve import learn
from textmine.classify.trained.reliability import CERTAINTY
from textmine.config.threads import single_threaded
from textmine.stats.systems.conformal import conformal_sets, conformal_thresholds
from textmine.stats.systems.reliability_curve import calibration_error

SIZES = (500, 1000, 2000, 3901)
REPEATS = 10
FEWEST = 30


def one_run(problem: Problem, test: np.ndarray, units: np.ndarray) -> dict[str, object]:
    learned = learn(problem, units, 5, "macro_f1", 42)
    p, gold = learned.probabilities[test], problem.gold[test]
    thresholds = conformal_thresholds(
        learned.held_out[units], problem.gold[units], certainty=CERTAINTY
    )
    inside = conformal_sets(p, thresholds)
    right = (learned.given[test] & gold).any(axis=1)
    sure = (p * learned.given[test]).sum(axis=1)
    kept = np.argsort(-sure, kind="stable")[: round(0.8 * len(sure))]
    return {
        "ece": calibration_error(p, gold.argmax(axis=1)),
        "covered": [inside[gold[:, k], k].mean() for k in range(problem.n_classes)],
        "set": inside.sum(axis=1).mean(),
        "all": right.mean(),
        "accepted": right[kept].mean(),
    }


def baseline_error(problem: Problem, test: np.ndarray, units: np.ndarray) -> float:
    texts = np.array([problem.texts[row] for row in problem.rows])
    gold = problem.gold.argmax(axis=1)
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        LinearSVC(C=0.5, class_weight="balanced", random_state=0),
    ).fit(texts[units], gold[units])
    scores = model.decision_function(texts[test])
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = p / p.sum(axis=1, keepdims=True)
    return float(calibration_error(p, np.searchsorted(model.classes_, gold[test])))


def main() -> None:
    options = options_of(__doc__)
    options.add_argument("--quick", action="store_true", help="two repeats a size")
    repeats = 2 if options.parse_args().quick else REPEATS
    errors, coverages, gains = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        import_corpus(data_file("cdcp/units.csv"), workspace)
        problem, test = make_problem(workspace)
        many = problem.gold[test].sum(axis=0) >= FEWEST
        for size in SIZES:
            runs, plain = [], []
            for repeat in range(repeats if size < SIZES[-1] else 1):
                units = draw(problem, test, size, repeat)
                with single_threaded():
                    runs.append(one_run(problem, test, units))
                plain.append(baseline_error(problem, test, units))
            error = float(np.mean([run["ece"] for run in runs]))
            covered = np.mean([run["covered"] for run in runs], axis=0)
            gain = 100 * float(np.mean([run["accepted"] - run["all"] for run in runs]))
            errors.append(error)
            coverages.append(float(covered[many].min()))
            gains.append(gain)
            shown = ", ".join(
                f"{code} {value:.3f}" for code, value in zip(problem.classes, covered, strict=True)
            )
            print(
                f"n = {size}: calibration error {error:.3f} (untuned SVM {np.mean(plain):.3f}); "
                f"covered {shown}; {np.mean([run['set'] for run in runs]):.2f} codes a set; "
                f"accuracy {np.mean([run['all'] for run in runs]):.3f}, of the surest 80 % "
                f"{np.mean([run['accepted'] for run in runs]):.3f} ({gain:+.1f} points)",
                flush=True,
            )
    result = {
        "ece": round(max(errors), 4),
        "min_code_coverage": round(min(coverages), 4),
        "accepted_gain": round(gains[-1], 2),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
