"""Reviewing over JSON: the queue, a document with what the machine says of it, and a decision."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from textmine.codebook import Codebook
from textmine.coding.live.looking import looking
from textmine.coding.live.press import Given, Press
from textmine.coding.live.queue import DrawnQueue, QueueState, state_of
from textmine.coding.live.reviewed import Decision, What, decide, decisions_of, latest_of
from textmine.coding.live.visible import show_suggestion
from textmine.coding.sampling import design
from textmine.coding.suggested import machine_named
from textmine.errors import InputError
from textmine.web import rights
from textmine.web.api.code import Sent, around, message_of, neighbour, with_what_was_seen
from textmine.web.serving.handlers import CODERS, Answer, Asked, Data, Route

_MOST_ALIKE = 50
"""Texts that nearly repeat each other, shown and decided together."""
Code = Annotated[str, Field(max_length=200)] | None


class AskedToReview(Sent):
    """The document that is to be looked at, with what the machine says of it."""

    corpus: str = Field(max_length=80)
    draw: str = Field(max_length=80)
    document: str = Field(max_length=500)


class SentDecision(Sent):
    """A decision: the codes of every dimension, none where the document is passed on."""

    key: str = Field(min_length=8, max_length=80)
    corpus: str = Field(max_length=80)
    draw: str = Field(max_length=80)
    document: str = Field(max_length=500)
    coder: str = Field(max_length=200)
    what: Literal["decide", "pass"]
    codes: dict[Annotated[str, Field(max_length=80)], tuple[Code, ...]] = Field(
        default_factory=dict, max_length=100
    )
    seconds: float = Field(0.0, ge=0, le=1e6, allow_inf_nan=False)


def queue(asked: Asked) -> Answer:
    """Return the documents of a review queue in order, and what who asks decided on each."""
    drawn = rights.review_queue(asked, asked.needed("corpus"), asked.needed("draw"))
    coder, url = rights.coder_of(asked), asked.workspace.codings_url
    loaded = asked.site.corpora.of(asked.workspace, drawn.corpus)
    decided = latest_of(decisions_of(url, drawn.corpus, drawn.name), coder)
    items = [
        {"document": document, "what": decided.get(document, ""), "alike": _group(drawn, document)}
        for document in drawn.documents_of(coder)
        if document in loaded
    ]
    return Data({"coder": coder, "items": items})


def look(asked: Asked) -> Answer:
    """Return a document with what the machine says of it, and keep that this was seen."""
    sent: AskedToReview = asked.body
    drawn = rights.review_queue(asked, sent.corpus, sent.draw)
    coder, url = rights.coder_of(asked), asked.workspace.codings_url
    rights.refuse_not_dealt(drawn, coder, sent.document)
    loaded = asked.site.corpora.of(asked.workspace, drawn.corpus)
    message = message_of(loaded, sent.document)
    book = rights.codebook_of(asked, drawn)
    shown = show_suggestion(url, drawn, sent.document, coder)
    alike = [identity for identity in _alike(drawn, coder, sent.document) if identity in loaded]
    for document in alike:  # their texts stand beside it, and may be decided with it
        show_suggestion(url, drawn, document, coder)
    texts = asked.site.corpora.texts(asked.workspace, drawn.corpus)
    with looking(url):
        state = state_of(url, drawn, coder, book.name, texts, [sent.document])
    before, after = around(loaded, sent.document)
    return Data(
        {
            "document": sent.document,
            "title": message.title,
            "text": message.text,
            "date": message.date,
            "before": [neighbour(other, message) for other in before],
            "after": [neighbour(other, message) for other in after],
            "by": machine_named(drawn.suggestions_by),
            "blind": not shown,
            "machine": {name: _said(drawn, sent.document, name, shown[name]) for name in shown},
            "decide": design.fact_of(drawn.facts, design.DECIDE, sent.document) if shown else [],
            "said": _own(state, sent.document),
            "alike": [
                {"document": identity, "text": message_of(loaded, identity).text}
                for identity in alike
            ],
        }
    )


def decision(asked: Asked) -> Answer:
    """Keep a decision; the answer comes when it is on the disk. Sent again it is kept once."""
    sent: SentDecision = asked.body
    coder = rights.sender_of(asked, sent.coder, did="decided", does="reviews")
    drawn = rights.review_queue(asked, sent.corpus, sent.draw)
    rights.refuse_not_dealt(drawn, coder, sent.document)
    book = rights.codebook_of(asked, drawn)
    loaded = asked.site.corpora.of(asked.workspace, drawn.corpus)
    text = message_of(loaded, sent.document).text
    presses = [] if sent.what == "pass" else _presses(asked, drawn, sent, book)
    followed = all(
        press.suggestions_by and sorted(press.suggested) == _codes(press.given) for press in presses
    )
    what: What = "accept" if followed else "correct"
    decided = Decision(
        sent.key,
        drawn.corpus,
        drawn.name,
        sent.document,
        coder,
        "pass" if sent.what == "pass" else what,
        sent.seconds,
    )
    with asked.site.writing:
        again = decide(asked.workspace, decided, presses, book, text)
    return Data({"key": sent.key, "kept": True, "again": again, "what": decided.what})


def _presses(asked: Asked, drawn: DrawnQueue, sent: SentDecision, book: Codebook) -> list[Press]:
    """Return a decision as a press a dimension; raise InputError where one has no code."""
    missing = [name for name in rights.reviewed_dimensions(drawn, book) if not sent.codes.get(name)]
    if missing:
        raise InputError(f"There is no code on {', '.join(missing)}.", hint="Give one, or pass.")
    return [
        with_what_was_seen(
            asked,
            drawn,
            Press(
                f"{sent.key} {dimension}",
                drawn.corpus,
                sent.document,
                dimension,
                sent.coder,
                book.name,
                drawn.round,
                tuple(Given(code) for code in codes),
            ),
        )
        for dimension, codes in sent.codes.items()
    ]


def _codes(given_codes: Sequence[Given]) -> list[str]:
    return sorted(given_code.code for given_code in given_codes if given_code.code is not None)


def _said(drawn: DrawnQueue, document: str, dimension: str, codes: list[str]) -> dict[str, Any]:
    facts = drawn.facts
    possible = design.fact_of(facts, design.POSSIBLE, document, dimension)
    chances = map(float, design.fact_of(facts, design.CHANCES, document, dimension))
    figures = dict(zip(possible, chances, strict=False))
    return {
        "codes": codes,
        "possible": [{"code": figure, "p": figures[figure]} for figure in figures],
        "words": design.fact_of(facts, design.WORDS, document, dimension),
        "why": design.fact_of(facts, design.WHY, document, dimension),
    }


def _own(state: QueueState, document: str) -> dict[str, list[str | None]]:
    mine = state.said.get(document, {})
    return {name: [coding.code for coding in codings] for name, codings in mine.items()}


def _group(drawn: DrawnQueue, document: str) -> int:
    return int(next(iter(design.fact_of(drawn.facts, design.ALIKE, document)), 0))


def _alike(drawn: DrawnQueue, coder: str, document: str) -> list[str]:
    """Return the other documents of the queue that nearly repeat one."""
    group = _group(drawn, document)
    if not group:
        return []
    mine = drawn.documents_of(coder)
    same = [other for other in mine if other != document and _group(drawn, other) == group]
    return same[:_MOST_ALIKE]


ROUTES = (
    Route("/api/review/queue", "GET", CODERS, queue, query=("corpus", "draw")),
    Route("/api/review/look", "POST", CODERS, look, body=AskedToReview),
    Route("/api/review/decision", "POST", CODERS, decision, body=SentDecision),
)
