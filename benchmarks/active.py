"""What is coded next: at random, or 30 % at random and the rest as a model doubts.

Two corpora: kinds of statement (CDCP, Park & Cardie 2018, LREC, L18-1257; training documents of the
official split only, without 00411, which repeats 00410) and subjects (BBC News, Greene & Cunningham
2006, as in OCTIS; the first 15 words of each text). In each repetition a third of the documents is
held out to score, units of the others are coded 50 at a time, up to 350: the first 50 at random,
then in both ways from there. The baseline is all at random. The model is cheap: TF-IDF of words
(1-2 grams) with logistic regression (C=10, balanced), untuned.

macro-F1 is over the codes that the held-out units have; `common` leaves out CDCP's `reference`, of
which there are 31 units in few documents. `share_bias` is the largest mean error of a code's share
as estimated from the 350 coded units of active draws: from those that chance took, by their
recorded chances, and from all that were coded, as if they were a sample.
"""

from __future__ import annotations

import csv
import json
import random
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from data import data_file
from options import options_of
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.pipeline import Pipeline, make_pipeline
from threadpoolctl import threadpool_limits

from textmine.classify.next_to_code.successive import margins_of
from textmine.coding import Draw, inclusion_probabilities
from textmine.coding.sampling.choosing import Doubt, add_choice, random_part
from textmine.coding.sampling.design import draw_candidates
from textmine.corpus.duplicates.near import near_duplicate_groups
from textmine.stats.systems.stopping import successive_kappas

REPETITIONS = 60
BATCH = 50
SIZES = (50, 150, 250, 350)
RARE = "reference"


@dataclass(frozen=True)
class Unit:
    """A hand-coded unit and the document that it is from."""

    document: str
    text: str
    code: str


@dataclass
class Pool:
    """Units that can be coded, and what is known of them; `held` are (text, code) to score on."""

    texts: dict[str, str]
    codes: dict[str, str]
    held: list[tuple[str, str]]
    groups: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        numbers = near_duplicate_groups(list(self.texts.values()))
        self.groups = dict(zip(self.texts, map(int, numbers), strict=True))
        vectorizer = TfidfVectorizer(sublinear_tf=True)
        self.vectors = vectorizer.fit_transform(self.texts.values())


@dataclass
class Run:
    """What one way of drawing came to: scores by size, draws, and the held-out codes by round."""

    scores: dict[int, dict[str, float]]
    draws: list[Draw]
    said: list[list[str]]


def cdcp_units() -> list[Unit]:
    with data_file("cdcp/units.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["split"] == "train"]
    return [
        Unit(row["doc_id"], row["text"], row["label"]) for row in rows if row["doc_id"] != "00411"
    ]


def bbc_units() -> list[Unit]:
    with data_file("octis/BBC_News/corpus.tsv").open(encoding="utf-8") as stream:
        rows = [line.rstrip("\n").split("\t") for line in stream]
    return [
        Unit(str(place), " ".join(text.split()[:15]), label)
        for place, (text, _, label) in enumerate(rows)
    ]


def split(units: Sequence[Unit], seed: int) -> Pool:
    documents = sorted({unit.document for unit in units})
    held = set(random.Random(seed).sample(documents, len(documents) // 3))
    rest = {
        f"{unit.document}.{place:05d}": unit
        for place, unit in enumerate(units)
        if unit.document not in held
    }
    return Pool(
        {name: unit.text for name, unit in rest.items()},
        {name: unit.code for name, unit in rest.items()},
        [(unit.text, unit.code) for unit in units if unit.document in held],
    )


def fit(pool: Pool, coded: Sequence[str]) -> Pipeline:
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        LogisticRegression(C=10, class_weight="balanced", max_iter=300),
    )
    return model.fit([pool.texts[one] for one in coded], [pool.codes[one] for one in coded])


def score(pool: Pool, said: Sequence[str]) -> dict[str, float]:
    gold = [code for _, code in pool.held]
    present = sorted(set(gold))
    common = [code for code in present if code != RARE]
    return {
        "macro_f1": float(f1_score(gold, said, average="macro", labels=present)),
        "common": float(f1_score(gold, said, average="macro", labels=common)),
    }


def run(pool: Pool, seed: int, *, active: bool) -> Run:
    rng = random.Random(f"{seed} draws")
    strata = dict.fromkeys(pool.texts, "all")
    found = Run({}, [], [])
    coded: list[str] = []
    sampled: set[str] = set()
    model: Pipeline | None = None
    while len(coded) < SIZES[-1]:
        choose = active and model is not None
        n_random = random_part(BATCH, None) if choose else BATCH
        frame = draw_candidates(strata, sampled, n_random, rng)
        chosen: tuple[str, ...] = ()
        sampled |= {one.document for one in frame if one.drawn}
        if choose:
            p = model.predict_proba(pool.texts.values())
            doubt = Doubt(tuple(pool.texts), margins_of("single", np.log(p)), pool.vectors)
            mixed = add_choice(frame, BATCH, set(coded), (), doubt, pool.groups, rng)
            frame, chosen = list(mixed.candidates), mixed.chosen
        design = {"purpose": "code", "chosen": list(chosen)}
        found.draws.append(Draw("cdcp", str(len(coded)), "", design, tuple(frame)))
        coded = sorted({*coded, *sampled, *chosen})
        model = fit(pool, coded)
        found.said.append([str(code) for code in model.predict([text for text, _ in pool.held])])
        if len(coded) in SIZES:
            found.scores[len(coded)] = score(pool, found.said[-1])
    return found


def share_errors(pool: Pool, draws: Sequence[Draw]) -> dict[str, dict[str, float]]:
    """Return the error of each code's share, estimated in two ways from active draws."""
    chances = inclusion_probabilities(draws)
    sampled = sorted({one.document for draw in draws for one in draw.sampled})
    every = sorted({*sampled, *(one for draw in draws for one in draw.chosen)})
    weights = np.array([1 / chances[one] for one in sampled])
    errors: dict[str, dict[str, float]] = {"random_part": {}, "all_coded": {}}
    for code in sorted(set(pool.codes.values())):
        truth = float(np.mean([given == code for given in pool.codes.values()]))
        hits = np.array([pool.codes[one] == code for one in sampled])
        errors["random_part"][code] = float(weights @ hits / weights.sum()) - truth
        errors["all_coded"][code] = float(np.mean([pool.codes[one] == code for one in every]))
        errors["all_coded"][code] -= truth
    return errors


def largest_bias(errors: Sequence[dict[str, dict[str, float]]], way: str) -> float:
    """Print the mean error of each code's share with its own noise; return the largest one."""
    means = {}
    for code in errors[0][way]:
        values = [each[way][code] for each in errors]
        noise = float(np.std(values, ddof=1) / len(values) ** 0.5)
        means[code] = abs(mean(values))
        print(f"share of {code:<10} from {way:<12} {np.mean(values):+.4f} +- {noise:.4f}")
    return max(means.values())


def last_kappa(said: Sequence[Sequence[str]]) -> float:
    """Return the kappa of the last two models on the held-out units."""
    codes = sorted({code for one in said for code in one})
    table = np.array([[codes.index(code) for code in one] for one in said[-2:]]).T
    return successive_kappas(table, len(codes))[0]


def mean(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 4)


def measure(name: str, units: Sequence[Unit]) -> dict[str, object]:
    ways: dict[str, list[Run]] = {"baseline": [], "active": []}
    errors = []
    begin = time.perf_counter()
    for seed in range(REPETITIONS):
        pool = split(units, seed)
        for way, runs in ways.items():
            runs.append(run(pool, seed, active=way == "active"))
        errors.append(share_errors(pool, ways["active"][-1].draws))
    print(f"{name}: {REPETITIONS} repetitions, {time.perf_counter() - begin:.0f} s")
    result: dict[str, object] = {}
    for size in SIZES:
        result[str(size)] = {
            way: {
                key: mean([one.scores[size][key] for one in runs]) for key in ("macro_f1", "common")
            }
            for way, runs in ways.items()
        }
        gains = [
            one.scores[size]["common"] - other.scores[size]["common"]
            for one, other in zip(ways["active"], ways["baseline"], strict=True)
        ]
        noise = float(np.std(gains, ddof=1) / len(gains) ** 0.5)
        print(f"{size} labels: {result[str(size)]}; gain {np.mean(gains):+.4f} +- {noise:.4f}")
    result["share_bias"] = {way: largest_bias(errors, way) for way in errors[0]}
    result["last_kappa"] = {
        way: mean([last_kappa(one.said) for one in runs]) for way, runs in ways.items()
    }
    return result


def main() -> None:
    options_of(__doc__).parse_args()
    warnings.simplefilter("ignore")
    with threadpool_limits(1):  # small arrays, for which threads only wait for each other
        result = {"cdcp": measure("cdcp", cdcp_units()), "bbc": measure("bbc", bbc_units())}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
