"""What others say of a text that is read: offered to its coder, by the rule of the page 'Code'."""

from textmine.coding.live.openings import is_open
from textmine.coding.live.visible import seen_of
from textmine.errors import TextmineError
from textmine.web.places import codebook_named, place_of
from textmine.web.rights import shown_others, uncoded
from textmine.web.serving.handlers import CODERS, Answer, Asked, Go, Route


def offered_others(asked: Asked, corpus: str, document: str) -> tuple[str, str] | None:
    """Return the draw and the codebook by which a coder may see what others say of a document.

    None where they may not: nobody opened it, their own code is missing, or they saw it already.
    """
    coder, url = asked.session.coder, asked.workspace.codings_url
    if asked.session.role != "coder" or not coder or not is_open(url, "codes", corpus):
        return None
    if seen_of(url, corpus, document, coder).others:
        return None
    for queue in asked.site.queues.all(url, corpus):
        if document not in queue.documents_of(coder):
            continue
        for name in asked.site.queues.codebooks(url, corpus):
            try:
                book = asked.site.codebooks.of(asked.workspace, name)
                if not uncoded(asked, queue, book, document):
                    return queue.name, name
            except TextmineError:
                continue
    return None


def see_others(asked: Asked) -> Answer:
    """Show what others say of a document beside it; one codes it no more from then on."""
    names = ("corpus", "draw", "codebook", "document")
    corpus, draw, codebook, document = (asked.needed(name) for name in names)
    shown_others(asked, corpus, draw, codebook_named(codebook), document)
    return Go(place_of(corpus, document, kept={"codes": "1"}))


ROUTES = (Route("/read/others", "POST", CODERS, see_others),)
