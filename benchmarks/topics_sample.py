"""What is lost where topics are fitted to a sample: coherence held out, and likeness to a full fit.

    .venv/bin/python benchmarks/topics_sample.py [--topics 20]

The training documents of DBLP (38,215 titles): a quarter is held out by lot, topics are fitted to
all others and to samples of these. Coherence is NPMI over the documents held out; likeness the mean
Jaccard index of matched top words. How alike two full fits with other documents are, each to 80 %
of them, is what a sample has to be measured by.
"""

from __future__ import annotations

import argparse
import json
import time
from itertools import pairwise

import numpy as np
from data import data_file
from scipy.optimize import linear_sum_assignment

from textmine.config import Settings
from textmine.config.threads import single_threaded
from textmine.topics import ENGINES, document_npmi
from textmine.topics.bags import count_words
from textmine.topics.listing import top_words

SIZES, DRAWS, N_WORDS = (20_000, 10_000, 5_000), 3, 10


def fitted(units: list[list[str]], n_topics: int) -> tuple[list[list[str]], float]:
    """Return the top words of topics of units, and the seconds of processor time they took."""
    begin, bags = time.process_time(), count_words(units, 2, 0.5)
    with single_threaded():
        found = ENGINES[Settings().topics.engine].fit(bags.counts, n_topics, 0)
    return top_words(found.topic_word, bags.words, N_WORDS), time.process_time() - begin


def likeness(one: list[list[str]], other: list[list[str]]) -> float:
    """Return the mean Jaccard index of the top words of topics and their matches."""
    pairs = [[len({*a} & {*b}) / len({*a} | {*b}) for b in other] for a in one]
    table = np.array(pairs)
    return float(table[linear_sum_assignment(-table)].mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--topics", type=int, default=20)
    n_topics = parser.parse_args().topics
    lines = data_file("octis/DBLP/corpus.tsv").read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines)
    units = [words.split() for words, split, _ in cells if split == "train"]
    order = np.random.default_rng(0).permutation(len(units))
    held, rest = order[: len(units) // 4], order[len(units) // 4 :]
    apart = [units[place] for place in held]
    whole, _ = fitted([units[place] for place in rest], n_topics)
    result: dict[str, dict[str, float]] = {}
    for size in (int(0.8 * len(rest)), *SIZES):
        runs = []
        for draw in range(DRAWS):
            rows = np.random.default_rng(draw + 1).choice(rest, size, replace=False)
            runs.append(fitted([units[place] for place in rows], n_topics))
        tops = [found for found, _ in runs]
        told = {
            "npmi": float(np.mean([np.nanmean(document_npmi(found, apart)) for found in tops])),
            "like_full": float(np.mean([likeness(found, whole) for found in tops])),
            "like_each_other": float(np.mean([likeness(*two) for two in pairwise(tops)])),
            "seconds": float(np.mean([seconds for _, seconds in runs])),
        }
        result[str(size)] = {name: round(value, 3) for name, value in told.items()}
        print(f"{size:>7,} {result[str(size)]}", flush=True)
    npmi = float(np.nanmean(document_npmi(whole, apart)))
    print(json.dumps({"of": len(rest), "full_npmi": round(npmi, 3), "samples": result}))


if __name__ == "__main__":
    main()
