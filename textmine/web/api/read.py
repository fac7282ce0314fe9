"""Searching over JSON: the documents of a corpus by words, people, dates, codes and themes."""

from textmine.web.pages.read import searched
from textmine.web.pages.read_shown import finder_of, passages_shown
from textmine.web.places import place_of
from textmine.web.serving.handlers import EVERYBODY, Answer, Asked, Data, Route


def documents(asked: Asked) -> Answer:
    """Return documents by q (words), author, group, thread, since, until, code, theme and page.

    Passages in which words stand go with them.
    """
    corpus = asked.needed("corpus")
    result = searched(asked, corpus)
    finder = finder_of(asked.query.get("q", ""))
    return Data(
        {
            "corpus": corpus,
            "n": result.n,
            "page": result.page,
            "pages": result.pages,
            "best_first": result.chosen.best_first,
            "documents": [
                {
                    "document": text.document,
                    "author": text.author,
                    "group": text.group,
                    "date": text.date,
                    "title": text.title,
                    "thread": text.thread,
                    "where": text.page,
                    "address": place_of(corpus, text.document),
                    "passages": [
                        "".join(piece.text for piece in passage)
                        for passage in passages_shown(text.text, finder)
                    ],
                }
                for text in result.texts
            ],
        }
    )


ROUTES = (Route("/api/read", "GET", EVERYBODY, documents, query=("corpus",)),)
