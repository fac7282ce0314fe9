"""Who wrote how much: whether a few people are most of the corpus."""

from __future__ import annotations

from collections import Counter

from textmine.checking.finding import Finding, of_documents
from textmine.corpus import Corpus, to_code
from textmine.schema import AUTHOR

AREA = "authors"
_MUCH, _FEWEST = 0.1, 10


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
        return [Finding(AREA, "with an author", 0, n, "documents")]
    order = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    busiest, most = order[0]
    tenth = max(1, round(len(order) / 10))
    much = most / known >= _MUCH and len(order) >= _FEWEST
    return [
        Finding(AREA, "authors", len(order), None, "authors"),
        of_documents(
            AREA,
            "without an author",
            [index for index, author in enumerate(authors) if not author],
            n,
            "Where there is no thread either, they count as independent of each other.",
            ids,
        ),
        Finding(AREA, "authors of one document", list(counts.values()).count(1), len(order), AREA),
        Finding(
            AREA,
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
            AREA,
            f"by the busiest tenth of the authors ({tenth:,})",
            sum(count for _, count in order[:tenth]),
            known,
            "documents",
        ),
    ]
