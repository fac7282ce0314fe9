"""How often intervals of code shares hold the true shares, by drawing samples of coded corpora.

Two fixed populations whose codes are all known: CDCP (Park & Cardie 2018), 4,927 units of public
comments, five codes from 44 to 0.6 %; M10 (of OCTIS), 8,355 titles, ten codes from 13 to 1.6 %. Of
each 131 or 500 documents are drawn and "hand-coded"; a cheap classifier (TF-IDF of words, logistic
regression) is cross-fitted on them in five folds that keep comments whole, and says what it thinks
of every document of the corpus: of the rest the mean of the folds' models, or that of the fold of
its comment.

- uniform: a simple random sample.
- tilted: longer texts are likelier, up to sixteen times; the chances are known.

and, to see where it bends (not counted in the last line):

- strata: equal numbers from three strata of length, which hold 60, 30 and 10 %.
- by code: the rarer the true code, the likelier, up to eight times; the chances are known.

Estimators: PPI++ (`textmine prevalence`), DSL, hand codes alone, each weighted by the chances; hand
codes that ignore the chances; and classify-and-count with the binomial interval of its n.
The last line is the lowest and highest coverage of PPI++ over every code, and the mean coverage of
classify-and-count, in the eight cells that are uniform or tilted.
"""

from __future__ import annotations

import csv
import json
import time
import warnings
from dataclasses import dataclass

import numpy as np
from data import data_file
from options import options_of
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from textmine.arrays import Floats, Ints
from textmine.stats import wilson_interval
from textmine.stats.shares.corpus_shares import LabelledSample, estimate_shares
from textmine.stats.shares.sampling_design import (
    SamplingDesign,
    known_chances,
    simple_random,
    stratified,
)

COUNTED = ("uniform", "tilted")
DESIGNS = (*COUNTED, "strata", "by code")
SIZES = (131, 500)
FOLDS = 5
ESTIMATORS = ("PPI++", "DSL", "hand codes", "hand codes, unweighted", "classify and count")


@dataclass(frozen=True)
class Population:
    """A corpus whose codes are all known: codes (n,) from the commonest (0) to the rarest."""

    name: str
    features: object
    codes: Ints
    groups: Ints
    lengths: Ints

    @property
    def shares(self) -> Floats:
        """The share of each code in the whole corpus."""
        return np.bincount(self.codes) / len(self.codes)


def population(name: str, texts: list[str], labels: list[str], groups: list[str]) -> Population:
    values, counts = np.unique(labels, return_counts=True)
    order = [str(value) for value in values[np.argsort(-counts, kind="stable")]]
    return Population(
        name,
        TfidfVectorizer(min_df=3, sublinear_tf=True).fit_transform(texts),
        np.array([order.index(label) for label in labels]),
        np.unique(groups, return_inverse=True)[1],
        np.array([len(text.split()) for text in texts]),
    )


def cdcp() -> Population:
    with data_file("cdcp/units.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["doc_id"] != "00411"]
    texts, labels = [row["text"] for row in rows], [row["label"] for row in rows]
    return population("CDCP", texts, labels, [row["doc_id"] for row in rows])


def m10() -> Population:
    lines = data_file("octis/M10/corpus.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    each = [str(place) for place in range(len(rows))]
    return population("M10", [row[0] for row in rows], [row[2] for row in rows], each)


def chances(people: Population, design: str, n: int) -> Floats:
    """Return the chance of each document to be drawn; they sum to n."""
    size = len(people.codes)
    if design == "tilted":
        weight = np.clip(people.lengths / np.median(people.lengths), 0.25, 4.0)
    elif design == "by code":
        weight = np.geomspace(0.5, 4, len(people.shares))[people.codes]
    elif design == "strata":
        stratum = strata_of(people)
        weight = 1 / np.bincount(stratum)[stratum]
    else:
        weight = np.ones(size)
    return n * weight / weight.sum()


def strata_of(people: Population) -> Ints:
    rank = np.argsort(np.argsort(people.lengths, kind="stable"), kind="stable")
    return np.searchsorted([0.6, 0.9], rank / len(rank), side="right")


def draw(
    rng: np.random.Generator, people: Population, design: str, n: int, pi: Floats
) -> tuple[Ints, SamplingDesign]:
    size = len(people.codes)
    if design == "uniform":
        return rng.choice(size, n, replace=False), simple_random(n, size)
    if design == "strata":
        stratum = strata_of(people)
        parts = [n // 3 + (place < n % 3) for place in range(3)]
        rows = np.concatenate(
            [
                rng.choice(np.flatnonzero(stratum == place), part, replace=False)
                for place, part in enumerate(parts)
            ]
        )
        sizes = np.bincount(stratum)
        return rows, stratified(stratum[rows], sizes, np.array(parts) / sizes)
    # Systematic in random order: as many as n, each with its own chance.
    order = rng.permutation(size)
    rows = order[
        np.searchsorted(np.cumsum(pi[order]), rng.random() + np.arange(n)).clip(0, size - 1)
    ]
    return rows, known_chances(pi[rows])


def cross_fit(people: Population, rows: Ints, seed: int) -> Floats:
    """Return probabilities of all documents, none by a model that saw the document's own code."""
    codes, n_codes = people.codes[rows], len(people.shares)
    splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    said = np.zeros((FOLDS, len(people.codes), n_codes))
    fold_of_group = np.full(people.groups.max() + 1, -1)
    for fold, (train, test) in enumerate(splitter.split(codes, codes, people.groups[rows])):
        model = LogisticRegression(C=10, max_iter=200, tol=1e-3)
        model.fit(people.features[rows[train]], codes[train])
        said[fold][:, model.classes_] = model.predict_proba(people.features)
        fold_of_group[people.groups[rows[test]]] = fold
    own = fold_of_group[people.groups]
    result = said.mean(axis=0)
    mine = np.flatnonzero(own >= 0)
    result[mine] = said[own[mine], mine]
    return result


def one_sample(
    rng: np.random.Generator, people: Population, design: str, n: int, pi: Floats, seed: int
) -> dict[str, tuple[Floats, Floats, Floats]]:
    """Return value, lower and upper limit of every share by each estimator."""
    rows, drawn = draw(rng, people, design, n, pi)
    said = cross_fit(people, rows, seed)
    size, n_codes = said.shape
    labels = np.eye(n_codes)[people.codes[rows]]
    known = None if design in ("uniform", "strata") else pi[rows]
    sample = LabelledSample(labels, said[rows], said.mean(axis=0), drawn, size, chances=known)
    helped = estimate_shares(sample)
    by_chance = estimate_shares(sample, method="dsl")
    counts = {
        "hand codes, unweighted": (np.bincount(people.codes[rows], minlength=n_codes), n),
        "classify and count": (np.bincount(said.argmax(axis=1), minlength=n_codes), size),
    }
    found = {
        "PPI++": helped.powered,
        "DSL": by_chance.powered,
        "hand codes": helped.hand,
    }
    result = {
        name: (
            np.array([one.value for one in estimates]),
            np.array([one.interval.low for one in estimates]),
            np.array([one.interval.high for one in estimates]),
        )
        for name, estimates in found.items()
    }
    for name, (count, total) in counts.items():
        intervals = [wilson_interval(int(one), total) for one in count]
        low = np.array([interval.low for interval in intervals])
        high = np.array([interval.high for interval in intervals])
        result[name] = (count / total, low, high)
    return result


def cell(people: Population, design: str, n: int, n_simulations: int) -> dict[str, Floats]:
    """Print bias, error, width and coverage of each estimator; return coverage by code."""
    rng = np.random.default_rng([n, DESIGNS.index(design), len(people.codes)])
    pi = chances(people, design, n)
    runs = [
        one_sample(rng, people, design, n, pi, simulation) for simulation in range(n_simulations)
    ]
    truth = people.shares
    coverage = {}
    print(f"\n{people.name}, n = {n}, {design}")
    for name in ESTIMATORS:
        value, low, high = (np.array([run[name][part] for run in runs]) for part in range(3))
        held = ((low <= truth) & (truth <= high)).mean(axis=0)
        bias = np.abs((value - truth).mean(axis=0)).mean()
        error = np.sqrt(((value - truth) ** 2).mean(axis=0)).mean()
        width = (high - low).mean()
        each = " ".join(f"{one:.3f}" for one in held)
        print(
            f"  {name:<24}{bias:.4f} {error:.4f} {width:.4f}  {held.mean():.3f} "
            f"({held.min():.3f} to {held.max():.3f})  {each}"
        )
        coverage[name] = held
    return coverage


def main() -> None:
    options = options_of(__doc__)
    options.add_argument("samples", type=int, nargs="?", default=1000, help="samples a cell")
    n_simulations = options.parse_args().samples
    warnings.filterwarnings("ignore", module="sklearn")
    begin = time.perf_counter()
    error = np.sqrt(0.95 * 0.05 / n_simulations)
    print(f"{n_simulations} samples a cell; Monte-Carlo error of a coverage of 95 %: {error:.4f}")
    print("bias, root mean squared error and width are means over codes; coverage: mean (lowest to")
    print("highest), then code by code from the commonest to the rarest")
    counted: dict[str, list[Floats]] = {name: [] for name in ESTIMATORS}
    for people in (cdcp(), m10()):
        for n in SIZES:
            for design in DESIGNS:
                coverage = cell(people, design, n, n_simulations)
                if design in COUNTED:
                    for name, held in coverage.items():
                        counted[name].append(held)
    print("\nCoverage over every code of the uniform and tilted cells:")
    for name, held in counted.items():
        every = np.concatenate(held)
        print(f"  {name:<24}{every.min():.3f} to {every.max():.3f}, mean {every.mean():.3f}")
    print(f"\n{time.perf_counter() - begin:.0f} s")
    helped = np.concatenate(counted["PPI++"])
    naive = np.concatenate(counted["classify and count"])
    result = {
        "coverage_min": round(float(helped.min()), 4),
        "coverage_max": round(float(helped.max()), 4),
        "classify_and_count": round(float(naive.mean()), 4),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
