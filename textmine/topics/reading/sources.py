"""What a quotation is taken from, and how it is signed."""

from __future__ import annotations

from typing import NamedTuple

from textmine.corpus import Corpus, places_of
from textmine.corpus.speakers import speakers
from textmine.schema import AUTHOR, THREAD_ID, TITLE


class Source(NamedTuple):
    """A document with who wrote it, its thread (or title), its text, and its place in a file."""

    document: str
    author: str
    thread: str
    text: str
    place: str = ""


def sources_of(corpus: Corpus) -> list[Source]:
    """Return the documents of a corpus; without authors the title stands for the thread.

    An author that is no speaker is left out, see `speakers`.
    """
    whole = THREAD_ID if AUTHOR in corpus.documents else TITLE
    columns = (corpus.ids, speakers(corpus), corpus.column(whole), corpus.texts)
    return [Source(*cells) for cells in zip(*columns, places_of(corpus), strict=True)]
