"""Coding over JSON: a coder's queue, a message with its thread, a press, and what may be seen."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from textmine.codebook import Codebook
from textmine.coding import DrawnQueue, breaks_in, is_open, migrate_codings, state_of
from textmine.coding.live.looking import looking
from textmine.coding.live.press import LONGEST_MEMO, MOST_CODES, Given, Press
from textmine.coding.live.queue import QueueState
from textmine.coding.live.saying import Mark, say
from textmine.coding.live.visible import seen_of, show_suggestion
from textmine.coding.suggested import is_machine, machine_named
from textmine.errors import NotFoundError
from textmine.schema import Coding
from textmine.web.kept import Loaded, Message
from textmine.web.rights import coder_of, refuse_not_dealt, sender_of, shown_others
from textmine.web.serving.handlers import CODERS, Answer, Asked, Data, Refusal, Route

_AROUND = 12
"""Messages of a thread shown before and after the one that is coded."""


class Sent(BaseModel):
    """What is sent to the API: nothing but what is known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SentCode(Sent):
    """One code, null where no code applies; `start` and `end` count code points of the text."""

    code: Annotated[str, Field(max_length=200)] | None
    start: int | None = None
    end: int | None = None


class SentPress(Sent):
    """All that a coder says of a document on a dimension; the dimension * says: skipped for now."""

    key: str = Field(min_length=8, max_length=80)
    corpus: str = Field(max_length=80)
    draw: str = Field(max_length=80)
    codebook: str = Field(max_length=80)
    document: str = Field(max_length=500)
    dimension: str = Field(max_length=80)
    coder: str = Field(max_length=200)
    codes: tuple[SentCode, ...] = Field((), max_length=MOST_CODES)
    memo: str = Field("", max_length=LONGEST_MEMO)
    unsure: bool = False


def queue(asked: Asked) -> Answer:
    """Return the documents of a coder in a draw, and how far each one is."""
    drawn, book = _asked_draw(asked)
    coder = coder_of(asked)
    texts = asked.site.corpora.texts(asked.workspace, drawn.corpus)
    state = state_of(asked.workspace.codings_url, drawn, coder, book.name, texts)
    loaded = asked.site.corpora.of(asked.workspace, drawn.corpus)
    again = state.to_look_at(book)
    items = [
        _told_of_item(document, state, state.done(book, document, again))
        for document in drawn.documents_of(coder)
        if document in loaded
    ]
    return Data({"coder": coder, "round": drawn.round, "items": items})


def item(asked: Asked) -> Answer:
    """Return a document of a coder's queue in its thread, with what this coder said of it."""
    with looking(asked.workspace.codings_url):
        return _item(asked)


def _item(asked: Asked) -> Answer:
    drawn, book = _asked_draw(asked)
    coder = coder_of(asked)
    document = asked.needed("document")
    loaded = asked.site.corpora.of(asked.workspace, drawn.corpus)
    refuse_not_dealt(drawn, coder, document)
    message = message_of(loaded, document)
    texts = asked.site.corpora.texts(asked.workspace, drawn.corpus)
    url = asked.workspace.codings_url
    state = state_of(url, drawn, coder, book.name, texts, [document])
    before, after = around(loaded, document)
    return Data(
        {
            "document": document,
            "title": message.title,
            "text": message.text,
            "date": message.date,
            "before": [neighbour(message_before, message) for message_before in before],
            "after": [neighbour(message_after, message) for message_after in after],
            "said": {
                dimension: _said(codings)
                for dimension, codings in state.said.get(document, {}).items()
            },
            "again": sorted(state.to_look_at(book).get(document, set())),
            "unsure": sorted(state.marks.get(document, Mark()).unsure),
            "skipped": state.marks.get(document, Mark()).skipped,
            "broken": _broken(state, book, loaded, document),
            **_openings(asked, drawn, coder, document),
        }
    )


def _broken(state: QueueState, book: Codebook, loaded: Loaded, document: str) -> list[str]:
    """Return the rules that what a coder says of a document breaks, each a sentence."""
    if not book.rules:
        return []
    codings = [coding for mine in state.said.get(document, {}).values() for coding in mine]
    values = {document: loaded.attributes(book, document)}
    breaks = breaks_in(migrate_codings(codings, book).codings, book, values)
    return list(dict.fromkeys(rule_break.sentence for rule_break in breaks))


def _openings(asked: Asked, drawn: DrawnQueue, coder: str, document: str) -> dict[str, bool]:
    """Return what the coder may ask to see of a document, and whether they saw what others say."""
    url = asked.workspace.codings_url
    suggested = drawn.suggestions_by and document not in drawn.blind
    return {
        "suggestions": bool(suggested) and is_open(url, "suggestions", drawn.corpus, drawn.name),
        "others": is_open(url, "codes", drawn.corpus),
        "closed": seen_of(url, drawn.corpus, document, coder).others,
    }


def press(asked: Asked) -> Answer:
    """Keep a press; the answer comes when it is on the disk. Sent again it is kept once."""
    sent: SentPress = asked.body
    coder = sender_of(asked, sent.coder, did="coded", does="codes")
    workspace = asked.workspace
    with looking(workspace.codings_url):
        drawn = asked.site.queues.find(workspace.codings_url, sent.corpus, sent.draw)
        refuse_not_dealt(drawn, coder, sent.document)
        stated_press = with_what_was_seen(asked, drawn, _press(sent, coder, drawn.round))
    loaded = asked.site.corpora.of(workspace, sent.corpus)
    text = message_of(loaded, sent.document).text
    book = asked.site.codebooks.of(workspace, sent.codebook)
    with asked.site.writing:
        answer = say(workspace, stated_press, book, text)
    broken = _broken_now(asked, drawn, book, sent) if book.rules else []
    return Data({"key": answer.key, "kept": True, "again": answer.again, "broken": broken})


def _broken_now(asked: Asked, drawn: DrawnQueue, book: Codebook, sent: SentPress) -> list[str]:
    """Return the rules that the codes of a document break, now that a press is kept."""
    workspace = asked.workspace
    loaded = asked.site.corpora.of(workspace, sent.corpus)
    texts = asked.site.corpora.texts(workspace, sent.corpus)
    url = workspace.codings_url
    state = state_of(url, drawn, sent.coder, book.name, texts, [sent.document])
    return _broken(state, book, loaded, sent.document)


def _press(sent: SentPress, coder: str, round: int) -> Press:
    return Press(
        sent.key,
        sent.corpus,
        sent.document,
        sent.dimension,
        coder,
        sent.codebook,
        round,
        tuple(Given(code.code, code.start, code.end) for code in sent.codes),
        sent.memo,
        sent.unsure,
    )


def with_what_was_seen(asked: Asked, drawn: DrawnQueue, press: Press) -> Press:
    """Return a press that says which suggestion was in view; refuse it where others' codes were."""
    url = asked.workspace.codings_url
    seen = seen_of(url, press.corpus, press.document, press.coder)
    if seen.others:
        raise Refusal(
            422,
            "You have seen what others say of this message, so your code of it stands as it is.",
            "Who leads the project settles what differs.",
        )
    by = seen.machines[-1] if seen.machines else ""
    suggested = drawn.suggested_for(press.dimension, press.document)
    if not by or (by == drawn.suggestions_by and suggested is None):
        return press
    return replace(press, suggestions_by=by, suggested=tuple(suggested or ()))


def _asked_draw(asked: Asked) -> tuple[DrawnQueue, Codebook]:
    url = asked.workspace.codings_url
    drawn = asked.site.queues.find(url, asked.needed("corpus"), asked.needed("draw"))
    return drawn, asked.site.codebooks.of(asked.workspace, asked.needed("codebook"))


def message_of(loaded: Loaded, document: str) -> Message:
    """Return a document of a corpus; raise NotFoundError where it is gone."""
    message = loaded.message(document)
    if message is None:
        raise NotFoundError(f"'{loaded.corpus.name}' has no document '{document}' any more.")
    return message


def around(loaded: Loaded, document: str) -> tuple[list[Message], list[Message]]:
    """Return what stands before and after a document in its thread."""
    thread = loaded.thread_of(document)
    at = next(index for index, message in enumerate(thread) if message.document == document)
    return thread[max(0, at - _AROUND) : at], thread[at + 1 : at + 1 + _AROUND]


def neighbour(one: Message, coded: Message) -> dict[str, Any]:
    """Return a message beside the one that is coded: whether the same person speaks, not who."""
    same = bool(coded.author) and one.author == coded.author
    return {"text": one.text, "date": one.date, "same": same, "known": bool(one.author)}


def _said(codings: Sequence[Coding]) -> dict[str, Any]:
    return {
        "codes": [
            {"code": coding.code, "start": coding.start, "end": coding.end} for coding in codings
        ],
        "memo": next((coding.memo for coding in codings if coding.memo), ""),
    }


def _told_of_item(document: str, state: QueueState, done: list[str]) -> dict[str, Any]:
    mark = state.marks.get(document, Mark())
    return {
        "document": document,
        "done": done,
        "unsure": bool(mark.unsure),
        "skipped": mark.skipped,
    }


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


_ASKED = ("corpus", "draw", "codebook")
ROUTES = (
    Route("/api/code/queue", "GET", CODERS, queue, query=_ASKED),
    Route("/api/code/item", "GET", CODERS, item, query=(*_ASKED, "document")),
    Route("/api/code/press", "POST", CODERS, press, body=SentPress),
    Route("/api/code/suggestion", "POST", CODERS, suggestion, body=AskedToSee),
    Route("/api/code/others", "POST", CODERS, others, body=AskedToSee),
)
