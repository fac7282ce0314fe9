"""Topic engines side by side: coherence held out and in sample, diversity, stability, labels, time.

Every model gets the same tokens (words in at least two units and at most half of them) and gives
its ten top words a topic; NPMI is over runs of ten words with 1e-12 added, as in gensim. Held out:
fitted to one half of the documents, scored on the other, both ways. Stability: mean Jaccard of
matched top words between fits to three 80 % subsamples; not measured (null) where one fit takes
over a minute. NMI: main topic against the corpus' own labels. BERTopic needs `pip install bertopic`
and the extra `transformers`.

The form of smoothing and its strength were settled on M10 and BBC_News by held-out coherence and
stability; DBLP had no say.
"""

from __future__ import annotations

import importlib.util
import json
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from data import data_file
from options import options_of
from scipy.optimize import linear_sum_assignment

from textmine.config import Settings
from textmine.config.threads import single_threaded
from textmine.topics import ENGINES, c_v, diversity, document_npmi
from textmine.topics.bags import count_words
from textmine.topics.listing import top_words

Units = list[list[str]]
N_WORDS, WINDOW, SUBSAMPLES, LONG = 10, 10, 3, 60.0


@dataclass(frozen=True)
class Found:
    """Top words of each topic, and the main topic of each unit."""

    tops: list[list[str]]
    main: Sequence[int]


def default(units: Units, k: int, rows: Sequence[int]) -> Found:
    return _ours(Settings().topics.engine, units, k)


def gensim_lda(units: Units, k: int, rows: Sequence[int]) -> Found:
    from gensim.corpora import Dictionary
    from gensim.models import LdaModel

    words = Dictionary(units)
    bags = [words.doc2bow(unit) for unit in units]
    model = LdaModel(bags, num_topics=k, id2word=words, passes=10, random_state=0)
    tops = [[word for word, _ in model.show_topic(topic, N_WORDS)] for topic in range(k)]
    weights, _ = model.inference(bags)
    return Found(tops, weights.argmax(axis=1))


def sklearn_nmf(units: Units, k: int, rows: Sequence[int]) -> Found:
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer=lambda unit: unit, sublinear_tf=True)
    table = vectorizer.fit_transform(units)
    model = NMF(k, init="nndsvda", max_iter=400, random_state=0)
    weights = model.fit_transform(table)
    return Found(
        _heaviest(model.components_, vectorizer.get_feature_names_out()), weights.argmax(1)
    )


def sklearn_lda(units: Units, k: int, rows: Sequence[int]) -> Found:
    from sklearn.decomposition import LatentDirichletAllocation
    from sklearn.feature_extraction.text import CountVectorizer

    vectorizer = CountVectorizer(analyzer=lambda unit: unit)
    table = vectorizer.fit_transform(units)
    model = LatentDirichletAllocation(k, random_state=0)
    weights = model.fit_transform(table)
    return Found(
        _heaviest(model.components_, vectorizer.get_feature_names_out()), weights.argmax(1)
    )


def tomotopy_lda(units: Units, k: int, rows: Sequence[int]) -> Found:
    import tomotopy

    model = tomotopy.LDAModel(k=k, seed=1)
    filled = [place for place, unit in enumerate(units) if unit]
    for place in filled:
        model.add_doc(units[place])
    model.train(1_000, workers=1)
    main = np.zeros(len(units), dtype=int)
    main[filled] = [int(np.argmax(doc.get_topic_dist())) for doc in model.docs]
    tops = [[word for word, _ in model.get_topic_words(topic, N_WORDS)] for topic in range(k)]
    return Found(tops, main)


def topica_lda(units: Units, k: int, rows: Sequence[int]) -> Found:
    import topica

    return _topica(topica.LDA(k, seed=1), units)


def topica_btm(units: Units, k: int, rows: Sequence[int]) -> Found:
    import topica

    return _topica(topica.BTM(k, seed=1), units)


def topica_nmf(units: Units, k: int, rows: Sequence[int]) -> Found:
    import topica

    return _topica(topica.NMF(k, seed=1), units)


def bertopic(units: Units, k: int, rows: Sequence[int]) -> Found:
    from bertopic import BERTopic
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP

    texts = [" ".join(unit) for unit in units]
    model = BERTopic(
        nr_topics=k + 1,  # one of them is the outliers
        top_n_words=N_WORDS,
        umap_model=UMAP(
            n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=0
        ),
        vectorizer_model=CountVectorizer(token_pattern=r"\S+", lowercase=False),
        embedding_model=_no_encoder(),
    )
    main, _ = model.fit_transform(texts, embeddings=_VECTORS["units"][np.asarray(rows)])
    tops = [
        [word for word, _ in words if word]
        for topic, words in sorted(model.get_topics().items())
        if topic >= 0
    ]
    return Found(tops, main)


MODELS: dict[str, tuple[Callable[[Units, int, Sequence[int]], Found], str]] = {
    "default": (default, "sklearn"),
    "sklearn NMF": (sklearn_nmf, "sklearn"),
    "sklearn LDA": (sklearn_lda, "sklearn"),
    "gensim LDA": (gensim_lda, "gensim"),
    "tomotopy LDA": (tomotopy_lda, "tomotopy"),
    "topica LDA": (topica_lda, "topica"),
    "topica BTM": (topica_btm, "topica"),
    "topica NMF": (topica_nmf, "topica"),
    "BERTopic": (bertopic, "bertopic"),
}
"""Model -> how it is fitted, and the package it needs."""

_VECTORS: dict[str, np.ndarray] = {}
"""Sentence embeddings of the units of the corpus at hand."""


def measure(
    fit: Callable[[Units, int, Sequence[int]], Found], units: Units, labels: list[str], k: int
):
    """Return all figures of one model on one corpus."""
    from sklearn.metrics import normalized_mutual_info_score

    everything = list(range(len(units)))
    begin = time.perf_counter()
    whole = fit(units, k, everything)
    seconds = time.perf_counter() - begin
    halves = np.array_split(np.random.default_rng(1).permutation(len(units)), 2)
    held_out = []
    for here, there in (halves, halves[::-1]):
        rows = sorted(int(place) for place in here)
        tops = fit([units[place] for place in rows], k, rows).tops
        held_out.append(_npmi(tops, [units[place] for place in there]))
    return {
        "heldout_npmi": _rounded(np.mean(held_out)),
        "npmi": _rounded(_npmi(whole.tops, units)),
        "c_v": _rounded(np.nanmean(c_v(whole.tops, units))),
        "diversity": _rounded(diversity(whole.tops)),
        "nmi": _rounded(normalized_mutual_info_score(labels, whole.main)),
        "stability": None if seconds > LONG else _rounded(_stability(fit, units, k)),
        "seconds": round(seconds, 1),
    }


def _npmi(tops: list[list[str]], units: Units) -> float:
    return float(np.nanmean(document_npmi(tops, units, WINDOW, 1e-12)))


def _stability(fit: Callable[[Units, int, Sequence[int]], Found], units: Units, k: int) -> float:
    found = []
    for draw in range(SUBSAMPLES):
        order = np.random.default_rng(100 + draw).permutation(len(units))
        rows = sorted(int(place) for place in order[: int(0.8 * len(units))])
        found.append(fit([units[place] for place in rows], k, rows).tops)
    return float(np.mean([_matched(one, two) for one, two in combinations(found, 2)]))


def _matched(one: list[list[str]], two: list[list[str]]) -> float:
    overlap = np.array([[len({*a} & {*b}) / len({*a} | {*b}) for b in two] for a in one])
    rows, columns = linear_sum_assignment(-overlap)
    return float(overlap[rows, columns].sum() / max(len(one), len(two)))


def _ours(engine: str, units: Units, k: int) -> Found:
    bags = count_words(units, 1, 1.0)
    with single_threaded():
        fitted = ENGINES[engine].fit(bags.counts, k, 42)
    return Found(
        top_words(fitted.topic_word, bags.words, N_WORDS), fitted.unit_topic.argmax(axis=1)
    )


def _topica(model: object, units: Units) -> Found:
    filled = [place for place, unit in enumerate(units) if unit]
    model.fit([units[place] for place in filled])
    main = np.zeros(len(units), dtype=int)
    main[filled] = np.asarray(model.doc_topic).argmax(axis=1)
    tops = [
        [word if isinstance(word, str) else word[0] for word in row]
        for row in model.top_words(N_WORDS)
    ]
    return Found(tops, main)


def _heaviest(components: np.ndarray, words: Sequence[str]) -> list[list[str]]:
    return [
        [words[place] for place in np.argsort(-row, kind="stable")[:N_WORDS]] for row in components
    ]


def _no_encoder() -> object:
    from bertopic.backend import BaseEmbedder

    return BaseEmbedder()


def _rounded(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 4)


def load(name: str) -> tuple[Units, list[str]]:
    """Return the tokens of each unit that all models get, and the labels."""
    lines = data_file(f"octis/{name}/corpus.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    units = [row[0].split() for row in rows]
    words = set(count_words(units, 2, 0.5).words)
    return [[word for word in unit if word in words] for unit in units], [row[-1] for row in rows]


def main() -> None:
    parser = options_of(__doc__)
    parser.add_argument("--quick", action="store_true", help="M10 at k = 20, in under a minute")
    parser.add_argument("--corpora", default="M10,BBC_News,DBLP")
    parser.add_argument("--topics", default="20,10,50")
    parser.add_argument("--models", default=",".join(MODELS))
    given = parser.parse_args()
    corpora, numbers = given.corpora.split(","), [int(k) for k in given.topics.split(",")]
    wanted = given.models.split(",")
    if given.quick:
        corpora, numbers = ["M10"], [20]
        wanted = ["default", "sklearn NMF", "gensim LDA", "tomotopy LDA"]
    warnings.simplefilter("ignore")
    results: dict[str, dict[str, dict[str, object]]] = {}
    for name in corpora:
        units, labels = load(name)
        if "BERTopic" in wanted and importlib.util.find_spec("bertopic"):
            from textmine.nlp.encoders import choose_encoder, embed_texts

            texts = [" ".join(unit) for unit in units]
            _VECTORS["units"] = np.asarray(embed_texts(texts, choose_encoder("")), np.float32)
        for k in numbers:
            here = results.setdefault(name, {}).setdefault(str(k), {})
            for model in wanted:
                fit, package = MODELS[model]
                there = importlib.util.find_spec(package) is not None
                here[model] = measure(fit, units, labels, k) if there else None
                print(f"{name:9} k={k:<3} {model:13} {here[model]}", flush=True)
    print(json.dumps(results))


if __name__ == "__main__":
    main()
