"""What coders and reviewers may see and do: what they were dealt, and codes of others."""

from textmine.codebook import Codebook
from textmine.coding import REVIEW, DrawnQueue, is_open, state_of
from textmine.coding.live.openings import reviewers_of
from textmine.coding.live.visible import show_others
from textmine.errors import NotFoundError
from textmine.schema import Coding
from textmine.web.serving.handlers import Asked, Refusal


def coder_of(asked: Asked) -> str:
    """Return the name that who asks codes under; refuse where there is none yet."""
    if not asked.session.coder:
        raise Refusal(409, "Nobody said who codes.", "Say it on the page 'Code'.")
    return asked.session.coder


def sender_of(asked: Asked, sent_by: str, *, did: str, does: str) -> str:
    """Return who is in, as `coder_of`; refuse what somebody else did, such as "coded"."""
    coder = coder_of(asked)
    if sent_by != coder:
        raise Refusal(
            409,
            f"This was {did} by '{sent_by}', and '{coder}' is in now.",
            f"It is sent when {sent_by} {does} here again.",
        )
    return coder


def refuse_not_dealt(drawn: DrawnQueue, coder: str, document: str) -> None:
    """Refuse a document that a coder did not get in a draw."""
    mine = drawn.dealt.get(coder, frozenset()) if drawn.dealt else frozenset(drawn.order)
    if document not in mine:
        raise Refusal(403, f"'{document}' is not among what {coder} got in draw '{drawn.name}'.")


def shown_others(
    asked: Asked, corpus: str, draw: str, codebook: str, document: str
) -> list[Coding]:
    """Return what others say of a message, and keep that who asks has seen it.

    Refuses where the lead did not open it, and where their own code is missing on a dimension.
    """
    coder, url = coder_of(asked), asked.workspace.codings_url
    queue = asked.site.queues.find(url, corpus, draw)
    refuse_not_dealt(queue, coder, document)
    if not is_open(url, "codes", corpus):
        raise Refusal(403, "Codes of others are not open.", "Who leads the project opens them.")
    book = asked.site.codebooks.of(asked.workspace, codebook)
    left = uncoded(asked, queue, book, document)
    if left:
        raise Refusal(403, f"Your own code is missing on {', '.join(left)}.", "Code it first.")
    texts = asked.site.corpora.texts(asked.workspace, corpus)
    return show_others(url, corpus, document, coder, book.name, texts)


def uncoded(asked: Asked, queue: DrawnQueue, book: Codebook, document: str) -> list[str]:
    """Return the dimensions on which who asks has not coded a document of a draw."""
    coder, url = coder_of(asked), asked.workspace.codings_url
    texts = asked.site.corpora.texts(asked.workspace, queue.corpus)
    mine = state_of(url, queue, coder, book.name, texts, [document]).said.get(document, {})
    return [dimension.id for dimension in book.coded_dimensions if dimension.id not in mine]


def review_queues(asked: Asked) -> list[DrawnQueue]:
    """Return the review queues that who asks may open, the latest first."""
    queues = asked.site.queues.all(asked.workspace.codings_url)
    mine = [queue for queue in queues if queue.purpose == REVIEW and queue.suggestions_by]
    return [drawn_queue for drawn_queue in reversed(mine) if _may(asked, drawn_queue)]


def review_queue(asked: Asked, corpus: str, draw: str) -> DrawnQueue:
    """Return a review queue; raise NotFoundError, and refuse who may not review it."""
    queue = asked.site.queues.find(asked.workspace.codings_url, corpus, draw)
    if queue.purpose != REVIEW or not queue.suggestions_by:
        raise NotFoundError(f"Draw '{draw}' of '{corpus}' is no review queue.")
    if not _may(asked, queue):
        raise Refusal(403, f"You may not review '{draw}'.", "Who leads the project lets you.")
    return queue


def reviewed_dimensions(drawn: DrawnQueue, book: Codebook) -> list[str]:
    """Return the dimensions that are coded and on which the machine said something."""
    return [dimension.id for dimension in book.coded_dimensions if dimension.id in drawn.suggested]


def codebook_of(asked: Asked, drawn: DrawnQueue) -> Codebook:
    """Return the codebook of a review queue as it is now; raise NotFoundError."""
    return asked.site.codebooks.of(asked.workspace, drawn.codebook.partition("@")[0])


def _may(asked: Asked, queue: DrawnQueue) -> bool:
    if asked.leads:
        return True
    url = asked.workspace.codings_url
    return asked.session.coder in reviewers_of(url, queue.corpus, queue.name)
