"""Documents that mean about the same as a sentence, or as a document: search without its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textmine.config import Progress, silent
from textmine.corpus import Corpus, places_of
from textmine.errors import InputError, did_you_mean
from textmine.nlp.clean import clean_text
from textmine.nlp.encoders import Encoder, embed_texts
from textmine.schema import AUTHOR, THREAD_ID
from textmine.store import Workspace


@dataclass(frozen=True)
class Alike:
    """A document, and how like it is to what was looked for: a cosine, 1 for the same meaning.

    `place` is the section and page of a passage of a file, "" where there is none.
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
    workspace: Workspace | None = None,
    progress: Progress = silent,
) -> list[Alike]:
    """Return the n documents of the corpus that are most like a text, the likest first.

    Texts are cleaned by `steps`. A text that stands several times is shown once, `without` names a
    document that is not shown. Raises InputError where there is nothing to look for.
    """
    wanted = clean_text(sought, steps)
    vector = embed_texts([wanted], encoder)[0]
    if not vector.any():
        raise InputError("There is nothing to look for.", hint="Give a sentence, or a --document.")
    texts = [clean_text(text, steps) for text in corpus.texts]
    likeness = embed_texts(texts, encoder, workspace, progress) @ vector
    ids, places = corpus.ids, places_of(corpus)
    authors, threads = corpus.column(AUTHOR), corpus.column(THREAD_ID)
    found: list[Alike] = []
    shown = {wanted} if without else set()
    for row in np.argsort(-likeness, kind="stable").tolist():
        if ids[row] == without or texts[row] in shown:
            continue
        shown.add(texts[row])
        found.append(
            Alike(
                ids[row],
                authors[row],
                threads[row],
                places[row],
                round(float(likeness[row]), 3),
                texts[row],
            )
        )
        if len(found) == n:
            break
    return found
