"""What a quotation is taken from, and how it is signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, overload

from textmine.corpus import Corpus, places_of
from textmine.corpus.speakers import speakers
from textmine.lazily import pd
from textmine.schema import AUTHOR, TEXT, THREAD_ID, TITLE


class Source(NamedTuple):
    """A document with who wrote it, its thread (or title), its text, and its place in a file.

    `file` says that the thread is a file of which the document is a passage.
    """

    document: str
    author: str
    thread: str
    text: str
    place: str = ""
    file: bool = False


@dataclass(frozen=True)
class Sources(Sequence[Source]):
    """The documents of a corpus; the text of each is read when it is asked for."""

    ids: list[str]
    authors: list[str]
    threads: list[str]
    places: list[str]
    texts: pd.Series
    files: bool = False

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, row: int) -> Source: ...
    @overload
    def __getitem__(self, row: slice) -> list[Source]: ...
    def __getitem__(self, row: int | slice) -> Source | list[Source]:
        if isinstance(row, slice):
            return [self[index] for index in range(len(self))[row]]
        text = str(self.texts.iloc[row])
        whose = (self.ids[row], self.authors[row], self.threads[row])
        return Source(*whose, text, self.places[row], self.files)


def sources_of(corpus: Corpus) -> Sources:
    """Return the documents of a corpus; without authors the title stands for the thread.

    An author that is no speaker is left out, see `speakers`.
    """
    whole = THREAD_ID if AUTHOR in corpus.documents else TITLE
    columns = (corpus.ids, speakers(corpus), corpus.column(whole), places_of(corpus))
    return Sources(*columns, corpus.documents[TEXT], corpus.info.cut_files)
