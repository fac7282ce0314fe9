"""Documents with a sentence that means about what a given text does, in whatever words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from textmine.config import Progress, silent
from textmine.corpus import Corpus, places_of
from textmine.errors import InputError, did_you_mean
from textmine.nlp.clean import clean_text
from textmine.nlp.encoders import Encoder, embed_texts
from textmine.nlp.encoders.universal import sentences_of
from textmine.schema import AUTHOR, THREAD_ID

if TYPE_CHECKING:
    from textmine.nlp.cache import Keep

_DECIMALS = 4


@dataclass(frozen=True)
class Alike:
    """A document, and how like it is to what was looked for: a cosine, 1 for the same meaning.

    `text` is the sentence of the document that is most like it, or the whole document. `place` is
    the section and page of a passage of a file, "" where there is none.
    """

    document: str
    author: str
    thread: str
    place: str
    likeness: float
    text: str


def text_of(corpus: Corpus, document: str) -> str:
    """Return the text of a document. Raises InputError for one that is not there."""
    ids = corpus.ids
    if document not in ids:
        raise InputError(
            f"'{corpus.name}' has no document '{document}'.", hint=did_you_mean(document, ids)
        )
    return corpus.texts[ids.index(document)]


def find_alike(
    corpus: Corpus,
    sought: str,
    encoder: Encoder,
    steps: Sequence[str],
    *,
    n: int = 10,
    without: str = "",
    workspace: Keep = None,
    progress: Progress = silent,
) -> list[Alike]:
    """Return the n documents that are most like a text, the likest first.

    A document is as like as its likest sentence, or with `without` as the whole: that names the
    document whose text is sought, and which is not shown itself. Texts are cleaned by `steps`; what
    stands several times is shown once. Raises InputError where there is nothing to look for.
    """
    wanted = clean_text(sought, steps)
    vector = embed_texts([wanted], encoder)[0]
    if not vector.any():
        raise InputError("There is nothing to look for.", hint="Give a sentence, or a --document.")
    texts = [clean_text(text, steps) for text in corpus.texts]
    parts = [
        (row, part)
        for row, text in enumerate(texts)
        for part in ([text] if without else sentences_of(text))
    ]
    sentences = [sentence for _, sentence in parts]
    vectors = embed_texts(sentences, encoder, workspace, progress).astype(np.float64)
    likeness = (vectors @ vector).round(_DECIMALS)  # equal sentences stay equal
    ids, places = corpus.ids, places_of(corpus)
    authors, threads = corpus.column(AUTHOR), corpus.column(THREAD_ID)
    alike: dict[str, Alike] = {}
    seen_sentences = {wanted} if without else set()
    for at in np.argsort(-likeness, kind="stable").tolist():
        row, sentence = parts[at]
        identity = ids[row]
        if identity == without or identity in alike or sentence in seen_sentences:
            continue
        seen_sentences.add(sentence)
        like = float(likeness[at])
        alike[identity] = Alike(identity, authors[row], threads[row], places[row], like, sentence)
        if len(alike) == n:
            break
    return list(alike.values())
