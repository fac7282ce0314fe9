"""Columns that say of each document which others it repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textmine.corpus.corpus import Corpus, Stored, change_corpus
from textmine.corpus.duplicates.grouping import COPIES, Duplicates, find_duplicates
from textmine.corpus.duplicates.near import SIMILARITY
from textmine.errors import InputError
from textmine.schema import CREATED_AT, ID, META
from textmine.store import Workspace

DUPLICATE_GROUP = META + "duplicate_group"
DUPLICATE_KIND = META + "duplicate_kind"
DUPLICATE_SIZE = META + "duplicate_size"
DUPLICATE_FIRST = META + "duplicate_first"


def corpus_duplicates(corpus: Corpus, similarity: float = SIMILARITY) -> Duplicates:
    """Group the documents of a corpus; where all have dates, the older of two is the quoted one."""
    return find_duplicates(corpus.texts, similarity, _oldest_first(corpus))


def _oldest_first(corpus: Corpus) -> Sequence[int]:
    """Return the places of the documents by date where all have one, else as they stand."""
    documents = corpus.documents
    places = range(len(corpus))
    if CREATED_AT in documents and bool(documents[CREATED_AT].notna().all()):
        dates = documents[CREATED_AT].tolist()
        return sorted(places, key=dates.__getitem__)
    return places


def with_duplicates(corpus: Corpus, found: Duplicates) -> Corpus:
    """Return the corpus with the columns group, kind, size and first; nothing else changes.

    A document that repeats no other has no group, no kind, and size 1. `first` is "no" for copies
    beyond the oldest of their group (the first, where dates are missing), "yes" for all others:
    what is done with the first ones alone counts every text once.
    """
    import pandas as pd

    groups: list[int | None] = [None] * found.n
    sizes = [1] * found.n
    first = ["yes"] * found.n
    age = {place: rank for rank, place in enumerate(_oldest_first(corpus))}
    for group in found.groups:
        for place in group.members:
            groups[place], sizes[place] = group.number, len(group.members)
        for place in sorted(group.copies, key=age.__getitem__)[1:]:
            first[place] = "no"
    documents = corpus.documents.copy()
    documents[DUPLICATE_GROUP] = pd.array(groups, dtype="Int64")
    documents[DUPLICATE_KIND] = pd.array(
        [None if kind is None else kind.value for kind in found.kinds], dtype="string"
    )
    documents[DUPLICATE_SIZE] = pd.array(sizes, dtype="Int64")
    documents[DUPLICATE_FIRST] = pd.array(first, dtype="string")
    return replace(corpus, documents=documents)


def store_duplicates(workspace: Workspace, corpus: Corpus, found: Duplicates) -> None:
    """Store these columns with a corpus; documents that are excluded have nothing in them."""
    marked = with_duplicates(corpus, found).documents.set_index(ID)
    names = [DUPLICATE_GROUP, DUPLICATE_KIND, DUPLICATE_SIZE, DUPLICATE_FIRST]

    def change(stored: Stored) -> Stored:
        documents = stored.documents.copy()
        for name in names:
            documents[name] = marked[name].reindex(documents[ID]).array
        return replace(stored, documents=documents)

    change_corpus(workspace, corpus.name, change)


def copy_groups(corpus: Corpus) -> dict[str, str]:
    """Return the group of each document that is an exact or near copy, by the columns stored.

    Documents that only quote, or are quoted, speak for themselves and are not there. Raises
    InputError where no duplicates were looked for.
    """
    if DUPLICATE_GROUP not in corpus.documents or DUPLICATE_KIND not in corpus.documents:
        raise InputError(
            f"Nobody has looked for duplicates in '{corpus.name}'.",
            hint=f"Run 'textmine corpus duplicates {corpus.name}' first.",
        )
    columns = (corpus.ids, corpus.column(DUPLICATE_GROUP), corpus.column(DUPLICATE_KIND))
    return {
        identity: group
        for identity, group, kind in zip(*columns, strict=True)
        if kind in COPIES and group
    }
