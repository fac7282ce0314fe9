"""Who may review which draw of a machine, on which dimensions: who leads, and who was let in."""

from __future__ import annotations

from textmine.codebook import Codebook
from textmine.coding.live.queue import DrawnQueue
from textmine.coding.live.reviewers import reviewers_of
from textmine.coding.sampling.draws import REVIEW
from textmine.errors import NotFoundError
from textmine.web.serving.answers import Refusal
from textmine.web.serving.asked import Asked


def review_queues(asked: Asked) -> list[DrawnQueue]:
    """Return the review queues that who asks may open, the latest first."""
    queues = asked.site.queues.all(asked.workspace.codings_url)
    mine = [queue for queue in queues if queue.purpose == REVIEW and queue.suggestions_by]
    return [drawn_queue for drawn_queue in reversed(mine) if _may(asked, drawn_queue)]


def review_queue(asked: Asked, corpus: str, draw: str) -> DrawnQueue:
    """Return a review queue; raise NotFoundError, and refuse who may not review it."""
    found = asked.site.queues.find(asked.workspace.codings_url, corpus, draw)
    if found.purpose != REVIEW or not found.suggestions_by:
        raise NotFoundError(f"Draw '{draw}' of '{corpus}' is no review queue.")
    if not _may(asked, found):
        raise Refusal(403, f"You may not review '{draw}'.", "Who leads the project lets you.")
    return found


def reviewed_dimensions(drawn: DrawnQueue, book: Codebook) -> list[str]:
    """Return the dimensions that are coded and on which the machine said something."""
    return [
        coded_dimension.id
        for coded_dimension in book.coded_dimensions
        if coded_dimension.id in drawn.suggested
    ]


def codebook_of(asked: Asked, drawn: DrawnQueue) -> Codebook:
    """Return the codebook of a review queue as it is now; raise NotFoundError."""
    return asked.site.codebooks.of(asked.workspace, drawn.codebook.partition("@")[0])


def _may(asked: Asked, queue: DrawnQueue) -> bool:
    if asked.leads:
        return True
    url = asked.workspace.codings_url
    return asked.session.coder in reviewers_of(url, queue.corpus, queue.name)
