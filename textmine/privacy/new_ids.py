"""New ids for documents and threads, where the old ones may tell who speaks."""

import re
from collections.abc import Mapping

from textmine.corpus import Corpus
from textmine.lazily import pd
from textmine.schema import ID, PARENT_ID, THREAD_ID, TITLE

_NUMBERED = re.compile(r"[#_.:-]?\d+")


def new_ids(corpus: Corpus) -> dict[str, str]:
    """Return the new id of each document and thread: old -> new, numbered as they first come.

    A document whose id is that of its thread and a number keeps the number: t02#014. Parents that
    are not there are numbered as documents are.
    """
    threads = [thread for thread in dict.fromkeys(corpus.column(THREAD_ID)) if thread]
    ids = _numbered("t", threads)
    alone = []
    for identity, thread in zip(corpus.ids, corpus.column(THREAD_ID), strict=True):
        rest = identity.removeprefix(thread)
        if thread and rest != identity and _NUMBERED.fullmatch(rest):
            ids[identity] = ids[thread] + rest
        else:
            alone.append(identity)
    alone += corpus.column(PARENT_ID)
    lonely = [name for name in dict.fromkeys(alone) if name and name not in ids]
    return ids | _numbered("d", lonely)


def _numbered(letter: str, names: list[str]) -> dict[str, str]:
    width = len(str(len(names)))
    return {name: f"{letter}{number:0{width}}" for number, name in enumerate(names, start=1)}


def with_new_ids(corpus: Corpus, documents: pd.DataFrame, ids: Mapping[str, str]) -> pd.DataFrame:
    """Return the documents of a corpus with new ids; titles that were ids are new ones too."""
    changed = documents.copy()
    for column in (ID, THREAD_ID, PARENT_ID):
        if column in changed:
            changed[column] = [ids[cell] if cell else None for cell in corpus.column(column)]
    if TITLE in changed:
        titles = zip(corpus.column(TITLE), changed[TITLE], strict=True)
        changed[TITLE] = [ids.get(former, now) for former, now in titles]
    return changed
