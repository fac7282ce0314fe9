"""What a reader needs beside the top words of a topic: a label, telling words, dissent."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from textmine.arrays import Floats
from textmine.nlp import Prepared
from textmine.nlp.encoders import TextMeaning
from textmine.stats.words.keyness import frex
from textmine.topics.model import FittedTopics
from textmine.topics.placed import Placed
from textmine.topics.reading.atypical import Dissent, dissenting, strong_units
from textmine.topics.reading.judged_labels import read_labels
from textmine.topics.reading.key_words import KeyWord, key_words
from textmine.topics.reading.labels import of_words, propose_labels
from textmine.topics.reading.near import Near
from textmine.topics.reading.phrases import find_phrases
from textmine.topics.reading.quotes import Quotation, strongest
from textmine.topics.reading.sources import Source

_MOSTLY = 0.8

_LABEL_WORDS = 20
_AGAINST = 5
"""Top words with which a label is compared."""


@dataclass(frozen=True)
class Portrait:
    """How a topic reads.

    `label` is proposed from the phrases of its units, for people to confirm or change. `frex` are
    its words by frequency and exclusivity, `key_words` those that its units have more of than the
    rest, `dissenting` the strong units that stand apart.
    """

    label: str = ""
    frex: tuple[str, ...] = ()
    key_words: tuple[KeyWord, ...] = ()
    dissenting: tuple[Dissent, ...] = ()


def proposed_labels(
    model: FittedTopics,
    prepared: Prepared,
    unit_topic: Floats,
    n_words: int,
    names: Collection[str] = (),
    meaning: TextMeaning | None = None,
) -> tuple[str, ...]:
    """Propose a label for each topic from the units it was fitted to, or call it after its words.

    A label stands only where it tells the topic's typical units from those of other topics at least
    as often as the topic's first five words do (`read_labels`, where `meaning` can tell); otherwise
    those five words stand in its place. `names` are those of people, in small letters.
    """
    tops = model.top_words(_LABEL_WORDS)
    either = [
        tuple(dict.fromkeys((*top[:n_words], *_best(row, model.words, _LABEL_WORDS), *top)))
        for top, row in zip(tops, frex(model.topic_word), strict=True)
    ]
    written = written_words(prepared, {word for some in either for word in some})
    labels = propose_labels(find_phrases(prepared), unit_topic, either, written, names)
    if meaning is None:
        return tuple(labels)
    spelt = [[written[word] for word in top] for top in tops]
    read = read_labels(
        labels, [", ".join(top[:_AGAINST]) for top in spelt], prepared.clean, unit_topic, meaning
    )
    shown = [
        label if read_label.better else "" for label, read_label in zip(labels, read, strict=True)
    ]
    used = {label.lower() for label in shown}
    for topic, label in enumerate(shown):
        if not label:
            shown[topic] = of_words(spelt[topic], used, topic, _AGAINST)
            used.add(shown[topic].lower())
    return tuple(shown)


def portray_topics(
    placed: Placed,
    counts: sp.csr_matrix,
    near: Near,
    documents: Sequence[Source],
    quoted: Sequence[Sequence[Quotation]],
) -> list[Portrait]:
    """Return a portrait of each topic from the units placed in it.

    `counts` (n_units, n_words) are of the words of the model, `near` the texts that `rows_to_read`
    names, `documents` holds (id, author, thread, text) of each unit, `quoted` the typical
    quotations of each topic.
    """
    model, unit_topic, n_words = placed.model, placed.unit_topic, placed.n_words
    by_frex = [_best(row, model.words, n_words) for row in frex(model.topic_word)]
    tops = model.top_words(n_words)
    keys = key_words(counts, model.words, unit_topic, n_words)
    column = {word: index for index, word in enumerate(model.words)}
    return [
        Portrait(
            label=placed.labels[topic],
            frex=by_frex[topic],
            key_words=keys[topic],
            dissenting=tuple(
                dissenting(
                    unit_topic[:, topic],
                    [column[word] for word in tops[topic]],
                    counts,
                    documents,
                    near.words,
                    tops[topic],
                    placed.read.model.lang == "en",
                    near.meaning,
                    {quotation.document for quotation in quoted[topic]},
                )
            ),
        )
        for topic in range(model.n_topics)
    ]


def rows_to_read(placed: Placed, counts: sp.csr_matrix) -> list[int]:
    """Return the units whose texts may be quoted or compared, sorted; `counts` as above."""
    column = {word: index for index, word in enumerate(placed.model.words)}
    rows: set[int] = set()
    for topic, top in enumerate(placed.model.top_words(placed.n_words)):
        shares = placed.unit_topic[:, topic]
        rows.update(strongest(shares))
        rows.update(strong_units(shares, [column[word] for word in top], counts).tolist())
    return sorted(rows)


def _best(scores: Floats, words: Sequence[str], n_words: int) -> tuple[str, ...]:
    order = np.argsort(-np.round(scores, 9), kind="stable")[:n_words]
    return tuple(words[index] for index in order if scores[index] > 0)


def written_words(prepared: Prepared, wanted: Collection[str]) -> dict[str, str]:
    """Return how each of the wanted lemmas (small) is mostly written in the texts.

    Small letters and capitals are one form; capitals stand where four in five have them (German
    nouns, names), and only capitals where half have these (CFPB). A word that joins two by "_" is
    written as both.
    """
    parts = {part for lemma in wanted for part in lemma.split("_")}
    words, lemmas = prepared.tokens("words"), prepared.tokens("lemmas").renamed(str.lower)
    here = lemmas.marked([name in parts for name in lemmas.names])
    n_words = max(len(words.names), 1)
    pairs = lemmas.codes[here].astype(np.int64) * n_words + words.codes[here]
    forms_of: defaultdict[str, Counter[str]] = defaultdict(Counter)
    distinct, counts = np.unique(pairs, return_counts=True)
    for pair, times in zip(distinct.tolist(), counts.tolist(), strict=True):
        forms_of[lemmas.names[pair // n_words]][words.names[pair % n_words]] = times
    forms = {lemma: _form(counted) for lemma, counted in forms_of.items()}
    return {lemma: " ".join(forms.get(part, part) for part in lemma.split("_")) for lemma in wanted}


def _form(counted: Counter[str]) -> str:
    small: Counter[str] = Counter()
    for word, times in counted.items():
        small[word.lower()] += times
    best = min(small, key=lambda word: (-small[word], word))
    same = {word: times for word, times in counted.items() if word.lower() == best}
    total = sum(same.values())
    if len(best) > 1 and sum(times for word, times in same.items() if word.isupper()) > total / 2:
        return best.upper()
    if sum(times for word, times in same.items() if word[:1].isupper()) >= _MOSTLY * total:
        return best[:1].upper() + best[1:]
    return best
