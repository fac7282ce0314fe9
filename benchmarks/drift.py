"""Warnings of drift: how often batches of the same corpus, and of others, are called different.

Half of the threads of a corpus train a cheap model (TF-IDF of words with logistic regression) and
make the profile, confidence cross-fitted by thread; batches are drawn from the other half, once as
documents at random and once as whole threads, and from other corpora. The baseline is what is often
done: a warning when a two-sample test of the lengths has p < .05 (Kolmogorov-Smirnov).

Corpora: CDCP training units (threads are comments), CSTA sentences of UK manifestos (threads are
manifestos), the sample forum (synthetic); contributions in German (CIMT) and Spanish (Decide
Madrid) are only compared.
"""

from __future__ import annotations

import csv
import json
import time
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from data import data_file
from numpy.typing import NDArray
from options import options_of
from scipy.stats import ks_2samp
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from threadpoolctl import threadpool_limits

from textmine.classify.drift.drift import compare_batch
from textmine.classify.drift.drift_batch import Batch
from textmine.classify.drift.drift_profile import training_profile
from textmine.config import NlpSettings
from textmine.nlp import prepare_texts
from textmine.nlp.encoders import Vectors, embed_texts, universal_encoder

SIZES = (20, 50, 200, 1000)
N_SPLITS, N_BATCHES = 10, 20
FORUM = Path(__file__).parents[1] / "corpora" / "city-region-forum"


@dataclass(frozen=True)
class Texts:
    """Documents with their threads and codes (empty where a corpus is only compared)."""

    name: str
    texts: list[str]
    threads: NDArray[np.int64]
    codes: NDArray[np.str_]
    words: list[list[str]]
    vectors: Vectors

    def take(self, rows: NDArray[np.int64]) -> Texts:
        """Return some of the documents, by row."""
        return Texts(
            self.name,
            [self.texts[row] for row in rows],
            self.threads[rows],
            self.codes[rows],
            [self.words[row] for row in rows],
            self.vectors[rows],
        )


def read(name: str, path: Path, text: str, thread: str, code: str = "") -> Texts:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row[text].strip()]
    if name == "cdcp":
        rows = [row for row in rows if row["split"] == "train" and row["doc_id"] != "00411"]
    if name == "forum":
        rows = with_codes(rows)
    texts = [row[text] for row in rows]
    _, threads = np.unique([row[thread] for row in rows], return_inverse=True)
    codes = np.array([row[code] if code else "" for row in rows])
    words = prepare_texts(texts, NlpSettings(profile="fast"), ("words",)).layer("words")
    vectors = embed_texts(texts, universal_encoder())
    return Texts(name, texts, threads.astype(np.int64), codes, words, vectors)


def with_codes(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    with (FORUM / "codings.csv").open(encoding="utf-8-sig", newline="") as stream:
        table = list(csv.DictReader(stream))
    found = {
        row["message_id"]: row["code"]
        for row in table
        if (row["coder"], row["dimension"]) == ("coder-1", "goal_orientation")
    }
    return [
        {**row, "code": found[row["message_id"]]} for row in rows if found.get(row["message_id"])
    ]


def model() -> Pipeline:
    return make_pipeline(
        TfidfVectorizer(sublinear_tf=True),
        LogisticRegression(C=10, class_weight="balanced", max_iter=200),
    )


def held_out_confidence(half: Texts) -> NDArray[np.float64]:
    found = np.zeros(len(half.texts))
    n_folds = min(5, len(np.unique(half.threads)))
    texts = np.array(half.texts, dtype=object)
    for train, test in GroupKFold(n_folds).split(texts, groups=half.threads):
        found[test] = model().fit(texts[train], half.codes[train]).predict_proba(texts[test]).max(1)
    return found


def batches(
    corpus: Texts, size: int, rng: np.random.Generator, *, whole_threads: bool
) -> Iterator[NDArray[np.int64]]:
    """Yield rows of batches, documents at random or a run of threads; none of a smaller corpus."""
    n = len(corpus.texts)
    for _ in range(N_BATCHES if size <= n else 0):
        if whole_threads:
            order = rng.permutation(np.unique(corpus.threads))
            rank = np.argsort(order)[np.searchsorted(np.unique(corpus.threads), corpus.threads)]
            start = int(rng.integers(n - size + 1))
            yield np.argsort(rank, kind="stable")[start : start + size]
        else:
            yield rng.choice(n, size, replace=False)


def as_batch(texts: Texts, confidence: NDArray[np.float64]) -> Batch:
    return Batch(texts.words, texts.threads, {"code": confidence}, embeddings=texts.vectors)


def measure(corpus: Texts, others: Sequence[Texts]) -> dict[str, dict[str, dict[str, float]]]:
    """Return the share of batches with a warning, by where they are from and their size."""
    warned: dict[str, dict[int, list[bool]]] = {}
    baseline: dict[str, dict[int, list[bool]]] = {}
    why: Counter[str] = Counter()
    for seed in range(N_SPLITS):
        rng = np.random.default_rng(seed)
        threads = rng.permutation(np.unique(corpus.threads))
        first = np.isin(corpus.threads, threads[: len(threads) // 2])
        half, rest = corpus.take(np.flatnonzero(first)), corpus.take(np.flatnonzero(~first))
        profile = training_profile(as_batch(half, held_out_confidence(half)), seed)
        made = model().fit(half.texts, half.codes)
        lengths = list(map(len, half.words))
        sources = {"itself": (rest, False), "itself, whole threads": (rest, True)}
        sources |= {other.name: (other, True) for other in others if other.name != corpus.name}
        for name, (source, whole) in sources.items():
            sure = made.predict_proba(source.texts).max(axis=1)
            for size in SIZES:
                for rows in batches(source, size, rng, whole_threads=whole):
                    batch = source.take(rows)
                    drift = compare_batch(profile, as_batch(batch, sure[rows]))
                    warned.setdefault(name, {}).setdefault(size, []).append(drift.drifted)
                    p = ks_2samp(lengths, list(map(len, batch.words))).pvalue
                    baseline.setdefault(name, {}).setdefault(size, []).append(bool(p < 0.05))
                    why.update(f"{name} {one.name}" for one in drift.figures if one.drifted)
    print(f"  {dict(why)}")
    return {
        name: {
            str(size): {
                "warned": round(float(np.mean(values)), 3),
                "baseline": round(float(np.mean(baseline[name][size])), 3),
            }
            for size, values in by_size.items()
        }
        for name, by_size in warned.items()
    }


def main() -> None:
    options_of(__doc__).parse_args()
    warnings.simplefilter("ignore")
    manifestos = "csta_uk_manifestos/sentences.csv"
    bonn = (
        "cimt_partizipation_de/cimt-argument-concreteness-dataset/Cycling-Dialogue-Bonn/"
        "dataset_CDB.csv"
    )
    madrid = "decide_madrid_es/data/comments.csv"
    corpora = [
        read("cdcp", data_file("cdcp/units.csv"), "text", "doc_id", "label"),
        read("csta", data_file(manifestos), "text", "manifesto_id", "expert_domain"),
        read("forum", FORUM / "messages.csv", "message", "thread_id", "code"),
    ]
    others = [
        read("german", data_file(bonn), "content", "document_id"),
        read("spanish", data_file(madrid), "text", "proposalId"),
    ]
    result = {}
    begin = time.perf_counter()
    with threadpool_limits(1):
        for corpus in corpora:
            result[corpus.name] = measure(corpus, [*corpora, *others])
            print(f"{corpus.name}: {time.perf_counter() - begin:.0f} s", flush=True)
            for name, by_size in result[corpus.name].items():
                print(f"  {name}: {by_size}", flush=True)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
