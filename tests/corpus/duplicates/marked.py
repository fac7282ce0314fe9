"""A corpus at hand, with the columns that 'textmine corpus duplicates' stores."""

from __future__ import annotations

from dataclasses import replace

from textmine.corpus import Corpus
from textmine.corpus.duplicates import Duplicates, find_duplicates, marking


def corpus_duplicates(corpus: Corpus) -> Duplicates:
    return find_duplicates(corpus.texts, order=marking.oldest_first(corpus))


def with_duplicates(corpus: Corpus, found: Duplicates) -> Corpus:
    columns = marking._columns(found, marking.oldest_first(corpus), range(found.n), found.n)
    return replace(corpus, documents=corpus.documents.assign(**columns))
