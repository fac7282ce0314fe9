"""What coders may see beside a message, where the lead opened it: kept as seen, then shown."""

from typing import Any

from pydantic import Field

from textmine.coding.live.openings import is_open
from textmine.coding.live.visible import show_suggestion
from textmine.coding.suggested import is_machine, machine_named
from textmine.schema import Coding
from textmine.web.api.code import Sent
from textmine.web.rights import coder_of, refuse_not_dealt, shown_others
from textmine.web.serving.handlers import CODERS, Answer, Asked, Data, Refusal, Route


class AskedToSee(Sent):
    """The message beside which something is to be seen."""

    corpus: str = Field(max_length=80)
    draw: str = Field(max_length=80)
    codebook: str = Field(max_length=80)
    document: str = Field(max_length=500)


def suggestion(asked: Asked) -> Answer:
    """Show what a machine suggests for a message; the codes given after it say so for ever."""
    sent: AskedToSee = asked.body
    coder, url = coder_of(asked), asked.workspace.codings_url
    queue = asked.site.queues.find(url, sent.corpus, sent.draw)
    refuse_not_dealt(queue, coder, sent.document)
    if not is_open(url, "suggestions", sent.corpus, sent.draw):
        raise Refusal(403, "Suggestions are off.", "Code blind.")
    suggestions = show_suggestion(url, queue, sent.document, coder)
    by = machine_named(queue.suggestions_by) if suggestions else ""
    return Data({"by": by, "codes": suggestions})


def others(asked: Asked) -> Answer:
    """Show what others say of a message that one has coded; one codes it no more from then on."""
    sent: AskedToSee = asked.body
    codings = shown_others(asked, sent.corpus, sent.draw, sent.codebook, sent.document)
    return Data({"codes": [_told(coding) for coding in codings]})


def _told(coding: Coding) -> dict[str, Any]:
    return {
        "coder": coding.coder,
        "machine": is_machine(coding.coder) or coding.origin == "machine",
        "dimension": coding.dimension,
        "code": coding.code,
        "start": coding.start,
        "end": coding.end,
        "memo": coding.memo,
    }


ROUTES = (
    Route("/api/code/suggestion", "POST", CODERS, suggestion, body=AskedToSee),
    Route("/api/code/others", "POST", CODERS, others, body=AskedToSee),
)
