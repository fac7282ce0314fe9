"""How documents hang together: threads, how deep answers go, and parents that are not there."""

from __future__ import annotations

from collections import Counter

from textmine.checking.finding import Finding, of_documents
from textmine.corpus import Corpus
from textmine.corpus.reading.document_columns import CUT_PARENT, LOST_PARENT
from textmine.schema import PARENT_ID, THREAD_ID

AREA = "threads"
_MUCH, _FEWEST = 0.25, 5


def check_threads(corpus: Corpus) -> list[Finding]:
    """Return threads, their size, the depth of answers, and the links that are broken.

    Depth counts the documents above one: 0 for those that answer none. One thread's share is told
    from a quarter on, where there are five threads and more.
    """
    n, ids = len(corpus), corpus.ids
    threads, parents = corpus.column(THREAD_ID), corpus.column(PARENT_ID)
    counts = Counter(thread for thread in threads if thread)
    if not counts:
        findings = [Finding(AREA, "in a thread", 0, n, "documents")]
    else:
        findings = _sizes(
            counts, [index for index, thread in enumerate(threads) if not thread], n, ids
        )
    known = set(ids)
    depths = depth_of(ids, parents)
    answering = [index for index, parent in enumerate(parents) if parent in known]
    lost = [
        index
        for index, (parent, before) in enumerate(
            zip(parents, corpus.column(LOST_PARENT), strict=True)
        )
        if before or (parent and parent not in known)
    ]
    cut = [index for index, parent in enumerate(corpus.column(CUT_PARENT)) if parent]
    return [
        *findings,
        of_documents(AREA, "that answer another", answering, n),
        Finding(AREA, "deepest answer", max(depths, default=0), None, "levels"),
        of_documents(
            AREA,
            "whose parent is not there",
            lost,
            n,
            "They stand as if they began a talk: ask for the deleted or left-out messages, or say "
            "how many there are.",
            ids,
        ),
        of_documents(
            AREA, "cut out of a circle of parents", cut, n, "Look at them in the source.", ids
        ),
    ]


def depth_of(ids: list[str], parents: list[str]) -> list[int]:
    """Return how many documents stand above each, 0 where it answers none that is there.

    >>> depth_of(["a", "b", "c"], ["", "a", "b"])
    [0, 1, 2]
    """
    parent_of = {
        identity: parent
        for identity, parent in zip(ids, parents, strict=True)
        if parent != identity
    }
    depth: dict[str, int] = {}
    for start in ids:
        path: dict[str, None] = {}
        at = start
        while at not in depth and at not in path and parent_of.get(at) in parent_of:
            path[at] = None
            at = parent_of[at]
        depth.setdefault(at, 0)
        for identity in reversed(path):
            if identity not in depth:
                depth[identity] = depth[parent_of[identity]] + 1
    return [depth[identity] for identity in ids]


def _sizes(counts: Counter[str], without: list[int], n: int, ids: list[str]) -> list[Finding]:
    largest, most = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    held = counts.total()
    much = most / held >= _MUCH and len(counts) >= _FEWEST
    return [
        Finding(AREA, "threads", len(counts), None, "threads"),
        Finding(AREA, "threads of one document", list(counts.values()).count(1), len(counts), AREA),
        Finding(
            AREA,
            f"in the largest thread, {largest}",
            most,
            held,
            "documents",
            "A thread is never cut, so that most tests are made without it or on it alone: expect "
            "wide intervals."
            if much
            else "",
        ),
        of_documents(
            AREA,
            "without a thread",
            without,
            n,
            "Each counts as a thread of its own, or of its author.",
            ids,
        ),
    ]
