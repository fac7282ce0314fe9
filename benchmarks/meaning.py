"""What sentence vectors without torch give: to classifiers, to little data, to a cold start.

"core" is textmine without the block `meaning`, "with" is textmine as it comes; both learn from the
same documents on the same folds. CDCP: scored once on its official test documents. CIMT Bonn (four
codes) and Ottensen (twelve topics): nested cross-validation. CSTA: kappa with the experts on the
sentences that the crowd coded too, whole manifestos held out.
Little data: 131, 250 and 500 units drawn 20 times from CDCP's training documents, scored on its
test documents. `suggest`: how often the first suggestion is right on CDCP's test documents, before
anything is coded. Speed is texts a second of processor time, of the units of CDCP (95 letters), and
that of MiniLM beside it where the extra `transformers` is installed.

    python benchmarks/meaning.py [PART ...]     speed, suggest, small, cdcp, bonn, ottensen, csta
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cdcp
import cimt
import csta
import numpy as np
import small_data
import suggest
from commands import textmine
from data import data_file
from sklearn.metrics import f1_score

from textmine.classify.features.meaning import BLOCK
from textmine.classify.learning.learner import learn_and_code
from textmine.classify.learning.problem import Problem
from textmine.config.threads import single_threaded
from textmine.errors import ExtraMissingError
from textmine.nlp.encoders import MEANING, MINILM, choose_encoder

WAYS = {"core": ("--without", BLOCK), "with": ()}
SIZES = (131, 250, 500)


def speed(folder: Path) -> dict[str, Any]:
    with data_file("cdcp/units.csv").open(encoding="utf-8", newline="") as stream:
        texts = [row["text"] for row in csv.DictReader(stream)][:2000]

    def rate(name: str) -> float | None:
        try:
            encoder = choose_encoder(name)
            encoder.encode(texts[:10])
        except ExtraMissingError:
            return None
        begin = time.process_time()
        encoder.encode(texts)
        return round(len(texts) / (time.process_time() - begin), 1)

    return {"texts_per_s": rate(MEANING), "minilm_texts_per_s": rate(MINILM)}


def cold_start(folder: Path) -> dict[str, Any]:
    case = suggest.cdcp()
    found = {name: suggest.measure(case, name) for name in ("", MEANING)}
    return {"suggest": {"first_right": found[MEANING]["at_1"], "before": found[""]["at_1"]}}


def small(folder: Path) -> dict[str, Any]:
    cdcp.import_corpus(data_file("cdcp/units.csv"), folder / "small")
    problem, test = small_data.make_problem(folder / "small")
    problems = {"core": _without_meaning(problem), "with": problem}
    gold, classes = problem.gold.argmax(axis=1), np.arange(problem.n_classes)
    result = {}
    for size in SIZES:
        scores: dict[str, list[float]] = {way: [] for way in problems}
        for repeat in range(small_data.REPEATS):
            units = small_data.draw(problem, test, size, repeat)
            for way, one in problems.items():
                with single_threaded():
                    said = learn_and_code(one, units, 5, "macro_f1", 42)[test].argmax(axis=1)
                value = f1_score(gold[test], said, labels=classes, average="macro")
                scores[way].append(float(value))
        gain = np.subtract(scores["with"], scores["core"])
        error = np.std(gain, ddof=1) / np.sqrt(len(gain))
        print(f"{size} units: gain {gain.mean():.3f} (s.e. {error:.3f})", flush=True)
        result[str(size)] = {way: round(float(np.mean(one)), 4) for way, one in scores.items()}
    return {"small": result}


def _without_meaning(problem: Problem) -> Problem:
    members = {
        name: tuple(block for block in blocks if block != BLOCK)
        for name, blocks in problem.members.items()
    }
    return replace(problem, members=members)


def official_split(folder: Path) -> dict[str, Any]:
    cdcp.import_corpus(data_file("cdcp/units.csv"), folder / "cdcp")
    return {
        "cdcp": {way: cdcp.tested(folder / "cdcp", way, *how) for way, how in WAYS.items()},
    }


def bonn(folder: Path) -> dict[str, Any]:
    german = _german(folder / "bonn")
    cimt.import_bonn(data_file(cimt.BONN), german)
    return {"bonn": {way: _nested(german, "bonn", way, *how) for way, how in WAYS.items()}}


def ottensen(folder: Path) -> dict[str, Any]:
    german = _german(folder / "ottensen")
    cimt.import_ottensen(data_file(cimt.OTTENSEN), german)
    return {"ottensen": {way: _nested(german, "ottensen", way, *how) for way, how in WAYS.items()}}


def manifestos(folder: Path) -> dict[str, Any]:
    csta.import_corpus(data_file("csta_uk_manifestos/sentences.csv"), folder / "csta")
    found = {
        way: csta.held_against_experts(folder / "csta", way, *how) for way, how in WAYS.items()
    }
    return {"csta": {way: {"kappa": one["kappa"]} for way, one in found.items()}}


def _german(workspace: Path) -> Path:
    textmine("init", str(workspace))
    (workspace / "textmine.toml").write_text('[nlp]\nlang = "de"\n', encoding="utf-8")
    return workspace


def _nested(workspace: Path, corpus: str, name: str, *options: str) -> dict[str, float]:
    """Train; return the scores of nested cross-validation and the processor time."""
    begin = time.process_time()
    here = ("-w", str(workspace))
    printed = textmine("train", corpus, "--name", name, "-f", "csv", *options, *here)
    scores = {
        row["score"]: float(row["value"])
        for row in csv.DictReader(printed.splitlines())
        if not row["code"] and "held out" in row["protocol"]
    }
    return {
        "macro_f1": round(scores["macro-F1"], 4),
        **({"kappa": round(scores["kappa"], 4)} if "kappa" in scores else {}),
        "processor_s": round(time.process_time() - begin),
    }


PARTS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "speed": speed,
    "suggest": cold_start,
    "small": small,
    "cdcp": official_split,
    "bonn": bonn,
    "ottensen": ottensen,
    "csta": manifestos,
}


def main() -> None:
    result: dict[str, Any] = {}
    for name in sys.argv[1:] or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            found = PARTS[name](Path(folder))
        print(found, flush=True)
        result |= found
    print(json.dumps(result))


if __name__ == "__main__":
    main()
