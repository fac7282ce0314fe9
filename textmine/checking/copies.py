"""Texts that are there several times: campaign letters, double posts, quotations."""

from __future__ import annotations

from textmine.checking.finding import Finding, of_documents
from textmine.corpus import DUPLICATE_GROUP, Corpus, Taking, taking_of, to_code
from textmine.corpus.duplicates import SIMILARITY, find_duplicates
from textmine.corpus.duplicates.marking import oldest_first

AREA = "copies"


def check_copies(checked: Corpus | Taking) -> list[Finding]:
    """Return exact and near copies beyond the first of their group, and texts that quote others.

    Questions that an interviewer asks everybody are none.
    """
    documents = taking_of(checked)
    corpus = documents.light
    found = find_duplicates(documents.every_text(), SIMILARITY, oldest_first(corpus))
    n, ids = len(corpus), corpus.ids
    codable = to_code(corpus)
    copied = [group for group in found.groups if group.copies and codable[group.template]]
    beyond = [index for group in copied for index in sorted(set(group.copies) - {group.template})]
    quoting = [index for index, kind in enumerate(found.kinds) if kind == "quotes"]
    run = (
        ""
        if DUPLICATE_GROUP in corpus.documents
        else f" Run 'textmine corpus duplicates {corpus.name}'."
    )
    largest = max((len(group.copies) for group in copied), default=0)
    return [
        of_documents(
            AREA,
            "exact or near copies of another",
            beyond,
            n,
            "They count as many messages: give every count per message and per group (tabulate "
            f"--per group).{run}",
            ids,
        ),
        Finding(AREA, "groups of copies", len(copied), None, "groups"),
        Finding(AREA, "in the largest group of copies", largest, n, "documents"),
        of_documents(AREA, "that quote another at length", quoting, n),
    ]
