"""What is lost where topics are fitted to a sample: coherence held out, and likeness to a full fit.

    .venv/bin/python benchmarks/topics_sample.py [--topics 20] [--made 100000]

The training documents of DBLP (38,215 titles), or messages of make_million.py: a quarter is held
out by lot, topics are fitted to all others and to samples of these. Coherence is NPMI over the
documents held out; likeness the mean Jaccard index of matched top words. How alike two fits
to 80 % are is what a sample has to be measured by.
"""

from __future__ import annotations

import json
import sys
import time
from itertools import pairwise

import numpy as np
from data import data_file
from make_million import SEED, rows
from options import options_of
from scipy.optimize import linear_sum_assignment
from spacy.lang.en.stop_words import STOP_WORDS as STOP

from textmine.config import Settings
from textmine.config.threads import single_threaded
from textmine.topics import ENGINES, document_npmi
from textmine.topics.bags import count_words
from textmine.topics.listing import top_words

DRAWS, N_WORDS = 2, 10


def titles() -> list[list[str]]:
    """Return the training documents of DBLP as words."""
    lines = data_file("octis/DBLP/corpus.tsv").read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines)
    return [words.split() for words, split, _ in cells if split == "train"]


def messages(n: int) -> list[list[str]]:
    """Return the content words of made messages."""
    found = ((sys.intern(word) for word in text.lower().split()) for *_, text in rows(n, SEED))
    return [[w for w in words if w.isalpha() and len(w) > 3 and w not in STOP] for words in found]


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
    parser = options_of(__doc__)
    parser.add_argument("--topics", type=int, default=20)
    parser.add_argument("--made", type=int, help="messages, in place of titles")
    parser.add_argument("--sizes", default="20000,10000,5000", help="samples, with commas")
    given = parser.parse_args()
    n_topics, units = given.topics, messages(given.made) if given.made else titles()
    order = np.random.default_rng(0).permutation(len(units))
    held, rest = order[: len(units) // 4], order[len(units) // 4 :]
    apart = [units[place] for place in held]
    whole, _ = fitted([units[place] for place in rest], n_topics)
    result: dict[str, dict[str, float]] = {}
    for size in (int(0.8 * len(rest)), *map(int, given.sizes.split(","))):
        runs = []
        for draw in range(DRAWS):
            drawn = np.random.default_rng(draw + 1).choice(rest, size, replace=False)
            runs.append(fitted([units[place] for place in drawn], n_topics))
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
    print(
        json.dumps(
            {
                "of": len(rest),
                "words": sum(map(len, units)),
                "full_npmi": round(npmi, 3),
                "samples": result,
            }
        )
    )


if __name__ == "__main__":
    main()
