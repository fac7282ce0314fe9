"""What a model has seen in its training, and why: a document itself, its thread, or its text.

The documents and threads of another corpus are others, even where their ids are the same. There
only the text counts, and only one that is long enough to be no coincidence: many people write
"I agree." A text that stands in the training set takes no thread with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from textmine.arrays import Bools, Ints
from textmine.classify.trained.model import CodingModel
from textmine.corpus import Corpus, group_kind
from textmine.corpus.duplicates.word_for_word import LONG, n_words, words_of
from textmine.corpus.groups import group_labels
from textmine.store import sha256_of_json, sha256_of_text

DOCUMENT, GROUP, TEXT = "document", "group", "text"
"""Why a document is seen: it was trained on, another one of its thread was, or its words were."""

COPIES_APART = "apart"
"""What a model's manifest says of near copies: none was learned from where another was scored."""

SUGGESTED = "suggested"
"""Why a document shows nothing of a model it is new to: its coder saw what the model says of it."""


@dataclass(frozen=True)
class Seen:
    """The documents of a corpus that a model has seen in training: id -> DOCUMENT, GROUP or TEXT.

    `short` are unseen documents with a text of fewer than eight words that was trained on too.
    `groups` says what the groups are: threads, authors, files or documents.
    """

    why: Mapping[str, str]
    short: frozenset[str]
    groups: str

    def of(self, *reasons: str) -> set[str]:
        """Return the documents that are seen for one of these reasons."""
        return {identity for identity, reason in self.why.items() if reason in reasons}

    def told(self, documents: Iterable[str], suggested: Collection[str] = ()) -> str:
        """Return how many of these documents are seen for which reason, in words; "" for none.

        `suggested` are those that were coded with the model's suggestion in view.
        """
        reasons = (
            self.why.get(document) or (SUGGESTED if document in suggested else "")
            for document in documents
        )
        count = Counter(reason for reason in reasons if reason)
        wordings = {
            DOCUMENT: "{} {was} trained on",
            GROUP: "{} {are} by an author who was trained on"
            if self.groups == "author"
            else f"{{}} {{stand}} in a {self.groups} that was trained on",
            TEXT: f"{{}} {{have}} a text of {LONG} words or more that was trained on word for word",
            SUGGESTED: "{} {was} coded with its suggestion in view",
        }
        singular = {"was": "was", "are": "is", "stand": "stands", "have": "has"}
        many = {"was": "were", "are": "are", "stand": "stand", "have": "have"}
        return ", ".join(
            wording.format(f"{count[reason]:,}", **(singular if count[reason] == 1 else many))
            for reason, wording in wordings.items()
            if count[reason]
        )


NOTHING_SEEN = Seen({}, frozenset(), "")


@dataclass(frozen=True)
class Marks:
    """Which documents, in order, were trained on themselves, and which by a longer or short text.

    All are arrays of yes and no; a document that was trained on itself has no other mark.
    """

    documents: Bools
    longer: Bools
    short: Bools

    def take(self, rows: Ints) -> Marks:
        """Return the marks of some of the documents."""
        return Marks(self.documents[rows], self.longer[rows], self.short[rows])


def marks_in(
    model: CodingModel, corpus: Corpus, texts: Iterable[Sequence[str]] | None = None
) -> Marks:
    """Return what a model knows of the documents of a corpus, one by one.

    Their texts may come in batches, in their order; else they are those of the corpus.
    """
    ids = iter(corpus.ids)
    same_corpus = model.manifest.details["corpus"] == corpus.name
    trained = model.trained_on
    rows = []
    for batch in [corpus.texts] if texts is None else texts:
        for text in batch:
            identity = next(ids)
            own = same_corpus and _document_mark(identity, text) in trained
            there = not own and not trained.isdisjoint(_text_marks(text))
            longer = there and n_words(text) >= LONG
            rows.append((own, longer, there and not longer))
    marks = np.array(rows, dtype=bool).reshape(-1, 3)
    return Marks(marks[:, 0], marks[:, 1], marks[:, 2])


def seen_in_training(model: CodingModel, corpus: Corpus) -> Seen:
    """Return which documents of a corpus a model has seen in its training, and why.

    Threads are looked up in the whole corpus: give a part of it only where threads do not matter.
    """
    return seen_by(marks_in(model, corpus), corpus)


def seen_by(marks: Marks, corpus: Corpus) -> Seen:
    """Return which documents are seen by their marks, or stand in a group with one that is."""
    labels = group_labels(corpus)
    touched = {labels[row] for row in np.flatnonzero(marks.documents)}
    why, short = {}, set()
    rows = zip(corpus.ids, labels, marks.documents, marks.longer, marks.short, strict=True)
    for identity, label, own, longer, brief in rows:
        if own:
            why[identity] = DOCUMENT
        elif label in touched:
            why[identity] = GROUP
        elif longer:
            why[identity] = TEXT
        elif brief:
            short.add(identity)
    return Seen(why, frozenset(short), group_kind(corpus))


def repeated_texts(model: CodingModel, corpus: Corpus, among: Collection[str]) -> set[str]:
    """Return the documents of `among` that their held-out codes flatter: the model had read them.

    Those are the ones whose longer text stands in another group too. Models keep such copies apart
    now; those of an earlier textmine did not.
    """
    if model.manifest.details.get("copies") == COPIES_APART:
        return set()
    groups: dict[str, set[str]] = {}
    texts: dict[str, str] = {}
    for identity, text, label in zip(corpus.ids, corpus.texts, group_labels(corpus), strict=True):
        if identity in among and n_words(text) >= LONG:
            texts[identity] = words_of(text)
            groups.setdefault(texts[identity], set()).add(label)
    return {identity for identity, text in texts.items() if len(groups[text]) > 1}


def training_marks(corpus: Corpus, trained: Collection[str]) -> frozenset[str]:
    """Return what a model keeps to know its training documents again: ids with texts, and texts."""
    documents = zip(corpus.ids, document_marks(corpus), corpus.texts, strict=True)
    return frozenset(
        text_mark
        for identity, mark, text in documents
        if identity in trained
        for text_mark in (mark, _words_mark(text))
    )


def document_marks(corpus: Corpus) -> list[str]:
    """Return the SHA-256 of id and text of each document."""
    return [_document_mark(*pair) for pair in zip(corpus.ids, corpus.texts, strict=True)]


def _document_mark(identity: str, text: str) -> str:
    return sha256_of_json([identity, text])


def _text_marks(text: str) -> tuple[str, ...]:
    """Return the marks of a text; models of an earlier textmine kept that of the very text."""
    return _words_mark(text), sha256_of_text(text)


def _words_mark(text: str) -> str:
    return sha256_of_json(["words", words_of(text) or text])
