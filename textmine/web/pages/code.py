"""Code: choose a draw, then code it message by message with the codebook beside it."""

from dataclasses import dataclass

from textmine.codebook import Dimension, find_codebook, list_codebooks
from textmine.coding import REVIEW, DrawnQueue, state_of
from textmine.errors import TextmineError
from textmine.web.places import codebook_named
from textmine.web.serving.handlers import CODERS, Answer, Asked, Go, Page, Route

KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
"""The key of each code of a dimension, in its order; codes behind them are clicked."""


@dataclass(frozen=True)
class Choice:
    """A draw that who asks can code: how many documents they got, and coded with a codebook."""

    queue: DrawnQueue
    codebook: str
    documents: int
    done: int


def code(asked: Asked) -> Answer:
    """Show the draws to choose from, or the one that was chosen, ready to be coded."""
    coder = asked.session.coder
    if not coder:
        return Page("code_who.html", {"known": _known_coders(asked), "then": "/code"})
    if asked.query.get("draw"):
        return _coding(asked, coder)
    return Page(
        "code_choose.html",
        {
            "coder": coder,
            "choices": choices_of(asked, coder),
            "others": _others(asked, coder),
            "codebooks": [*_codebooks(asked), *_codebooks(asked, builtin=True)],
            "known": _known_coders(asked),
        },
    )


def _coding(asked: Asked, coder: str) -> Answer:
    corpus, name = asked.needed("corpus"), asked.needed("draw")
    workspace = asked.workspace
    drawn = asked.site.queues.find(workspace.codings_url, corpus, name)
    chosen = asked.query.get("codebook") or _usual_codebook(asked, drawn.corpus)
    if not chosen:
        return Go("/code")
    book = find_codebook(codebook_named(chosen), workspace)
    return Page(
        "code.html",
        {
            "queue": drawn,
            "coder": coder,
            "book": book,
            "dimensions": [shown_dimension(dimension) for dimension in book.coded_dimensions],
        },
    )


def shown_dimension(dimension: Dimension) -> dict[str, object]:
    """Return a dimension with the key of each code that can be given."""
    givable = [code for code in dimension.codes if code.given]
    keys = [*KEYS, *("" for _ in givable[len(KEYS) :])]
    names = {code.id: code.name for code in dimension.codes}
    return {
        "dimension": dimension,
        "codes": [
            {"code": code, "key": key, "under": names.get(code.parent, "")}
            for code, key in zip(givable, keys, strict=False)
        ],
    }


def choices_of(asked: Asked, coder: str) -> list[Choice]:
    """Return the draws with documents for a coder, the latest first; not reviews."""
    choices = []
    for drawn in reversed(asked.site.queues.all(asked.workspace.codings_url)):
        mine = drawn.documents_of(coder)
        if mine and drawn.purpose != REVIEW:
            choices.append(_choice(asked, drawn, coder, mine))
    return choices


def _choice(asked: Asked, drawn: DrawnQueue, coder: str, mine: list[str]) -> Choice:
    name = _usual_codebook(asked, drawn.corpus)
    return Choice(drawn, name, len(mine), done_of(asked, drawn, coder, name))


def done_of(asked: Asked, drawn: DrawnQueue, coder: str, codebook: str) -> int:
    """Return how many documents a coder coded on every dimension, 0 where nobody can tell."""
    if not codebook:
        return 0
    try:
        book = find_codebook(codebook, asked.workspace)
        texts = asked.site.corpora.texts(asked.workspace, drawn.corpus)
    except TextmineError:
        return 0
    state = state_of(asked.workspace.codings_url, drawn, coder, codebook, texts)
    again, n = state.to_look_at(book), len(book.coded_dimensions)
    return sum(
        len(state.done(book, document, again)) == n for document in drawn.documents_of(coder)
    )


def _others(asked: Asked, coder: str) -> list[DrawnQueue]:
    """Return the draws that were dealt to others alone."""
    return [
        drawn
        for drawn in asked.site.queues.all(asked.workspace.codings_url)
        if not drawn.documents_of(coder) and drawn.purpose != REVIEW
    ]


def _usual_codebook(asked: Asked, corpus: str) -> str:
    """Return the codebook that a corpus is coded with, or the only one there is, else ""."""
    used = asked.site.queues.codebooks(asked.workspace.codings_url, corpus)
    if used:
        return used[-1]
    own = _codebooks(asked)
    return own[0] if len(own) == 1 else ""


def _codebooks(asked: Asked, *, builtin: bool = False) -> list[str]:
    """Return the names of the workspace's own codebooks, or of those that come with textmine."""
    listed = list_codebooks(asked.workspace)
    return [one.codebook.name for one in listed if one.builtin is builtin]


def _known_coders(asked: Asked) -> list[str]:
    """Return who coded or was dealt something, where one chooses a name."""
    if asked.site.accounts is not None:
        return []
    dealt = {
        coder
        for drawn in asked.site.queues.all(asked.workspace.codings_url)
        for coder in drawn.dealt
    }
    return sorted(dealt)


ROUTES = (Route("/code", "GET", CODERS, code, menu="Code"),)
