"""Who wrote how much, and how documents hang together: threads, answers, missing parents."""

from collections import Counter

from textmine.checking.finding import Finding, of_documents
from textmine.corpus import Corpus, to_code
from textmine.corpus.reading.document_columns import CUT_PARENT, LOST_PARENT
from textmine.schema import AUTHOR, PARENT_ID, THREAD_ID

_AUTHORS = "authors"
_BUSY, _FEWEST_AUTHORS = 0.1, 10


def check_authors(corpus: Corpus) -> list[Finding]:
    """Return the number of authors, the share of the busiest one, and documents without one.

    What an interviewer asks is not counted.

    One author's share is told from a tenth on, in corpora of ten authors and more. Who it is stands
    in the documents of the finding, and not in its words, which may be printed.
    """
    n, ids, authors = len(corpus), tuple(corpus.ids), corpus.column(AUTHOR)
    codable = to_code(corpus)
    counts = Counter(
        author for author, mine in zip(authors, codable, strict=True) if author and mine
    )
    known = counts.total()
    if not known:
        return [Finding(_AUTHORS, "with an author", 0, n, "documents")]
    order = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    busiest, most = order[0]
    tenth = max(1, round(len(order) / 10))
    much = most / known >= _BUSY and len(order) >= _FEWEST_AUTHORS
    return [
        Finding(_AUTHORS, "authors", len(order), None, "authors"),
        of_documents(
            _AUTHORS,
            "without an author",
            [index for index, author in enumerate(authors) if not author],
            n,
            "Where there is no thread either, they count as independent of each other.",
            ids,
        ),
        Finding(
            _AUTHORS,
            "authors of one document",
            list(counts.values()).count(1),
            len(order),
            _AUTHORS,
        ),
        Finding(
            _AUTHORS,
            "by the busiest author",
            most,
            known,
            "documents",
            "Counts of messages speak for this one person: count authors beside messages, and "
            "look whether it is an office or a moderator."
            if much
            else "",
            tuple(index for index, author in enumerate(authors) if author == busiest),
        ),
        Finding(
            _AUTHORS,
            f"by the busiest tenth of the authors ({tenth:,})",
            sum(count for _, count in order[:tenth]),
            known,
            "documents",
        ),
    ]


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
