"""Searching over JSON: the documents of a corpus by words, people, dates, codes and themes."""

from __future__ import annotations

from textmine.web.pages.read import searched
from textmine.web.pages.read_shown import finder_of, passages_shown
from textmine.web.places import place_of
from textmine.web.serving.answers import Answer, Data
from textmine.web.serving.asked import Asked
from textmine.web.serving.route import EVERYBODY, Route


def documents(asked: Asked) -> Answer:
    """Return a page of the documents that were looked for, with passages in which words stand."""
    corpus = asked.needed("corpus")
    found = searched(asked, corpus)
    finder = finder_of(asked.query.get("q", ""))
    return Data(
        {
            "corpus": corpus,
            "n": found.n,
            "page": found.page,
            "pages": found.pages,
            "best_first": found.chosen.best_first,
            "documents": [
                {
                    "document": one.document,
                    "author": one.author,
                    "group": one.group,
                    "date": one.date,
                    "title": one.title,
                    "thread": one.thread,
                    "where": one.page,
                    "address": place_of(corpus, one.document),
                    "passages": [
                        "".join(piece.text for piece in passage)
                        for passage in passages_shown(one.text, finder)
                    ],
                }
                for one in found.texts
            ],
        }
    )


ROUTES = (
    Route(
        "/api/read",
        "GET",
        EVERYBODY,
        documents,
        "Lists documents by q (words), author, group, thread, since, until, code, theme and page.",
        query=("corpus",),
    ),
)
