"""Read: a corpus as a list that is searched, and each text in its conversation, at any place."""

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.codebook import Codebook
from textmine.coding.live.visible import Viewer, visible_codings
from textmine.corpus import Corpus
from textmine.corpus.corpus import every_info
from textmine.errors import InputError, TextmineError
from textmine.reading.finding.narrowing import NOTHING, Chosen, Narrowing
from textmine.schema import Coding
from textmine.web.pages import read_shown
from textmine.web.places import codebook_named, place_of, span_of
from textmine.web.readable import Readable, Text
from textmine.web.serving.handlers import CODERS, EVERYBODY, Answer, Asked, Page, Route
from textmine.web.themed import Themed, titles_of, topic_models

PER_PAGE = 25
_AROUND = 20
_LISTED = 300
"""Values of a column that are offered to choose from, at the most."""
_FIELDS = ("q", "author", "since", "until", "group", "thread", "code", "by", "theme")


@dataclass(frozen=True)
class Found:
    """Documents that were looked for, and the texts of one page of them."""

    chosen: Chosen
    page: int = 1
    pages: int = 1
    texts: tuple[Text, ...] = ()

    @property
    def n(self) -> int:
        """How many documents were found."""
        return len(self.chosen.places)


def read(asked: Asked) -> Answer:
    """Show the corpora to choose from, or the documents of one that were looked for."""
    name = asked.query.get("corpus", "")
    if not name:
        infos, _ = every_info(asked.workspace)
        if len(infos) != 1:
            return Page("read_choose.html", {"corpora": infos})
        name = infos[0].name
    narrowed = _readable(asked, name).narrowed
    query = {field: asked.query.get(field, "") for field in _FIELDS}
    wrong = ""
    try:
        result = searched(asked, name)
    except InputError as error:
        wrong = f"{error.message} {error.hint}".strip()
        result = Found(NOTHING)
    return Page(
        "read.html",
        {
            "corpus": name,
            "given": query,
            "wrong": wrong,
            "found": result,
            "every": len(narrowed.corpus),
            "texts": _listed(asked, name, result.texts, query["q"]),
            "authors": _offered(narrowed.author.values),
            "groups": _offered(narrowed.group.values),
            "dates": any(narrowed.day.values),
            "threads": any(narrowed.thread.values),
            "whole": _whole(narrowed.corpus),
            **_choices(asked, name),
        },
    )


def searched(asked: Asked, corpus: str) -> Found:
    """Return a page of the documents that an address asks for; raise InputError."""
    readable = _readable(asked, corpus)
    chosen = readable.narrowed.choose(asked.workspace, _narrowing(asked, corpus))
    pages = max(1, -(-len(chosen.places) // PER_PAGE))
    page = min(_number(asked.query.get("page", "1")), pages)
    here = chosen.places[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Found(chosen, page, pages, tuple(readable.text(int(at)) for at in here))


def text(asked: Asked) -> Answer:
    """Show a document in its thread, at the place that the address names."""
    name = asked.path["corpus"]
    document = asked.query.get("document") or asked.path["document"]
    readable = _readable(asked, name)
    window = readable.window(document, _AROUND)
    words, at = asked.query.get("q", ""), span_of(asked.query.get("at", ""))
    codes = _codes_of(asked, name, [text.document for text in window.texts])
    themed = _themed(asked, name)
    return Page(
        "read_text.html",
        {
            "corpus": name,
            "document": document,
            "window": window,
            "texts": [
                read_shown.whole_shown(
                    text, document, at, read_shown.finder_of(words), codes, themed
                )
                for text in window.texts
            ],
            "addresses": [
                place_of(name, text.document, kept=_kept(asked)) for text in window.texts
            ],
            "words": words,
            "at": asked.query.get("at", ""),
            "themed": themed and themed.view.model,
            "others": read_shown.offered_others(asked, name, document),
            "whole": _whole(readable.narrowed.corpus),
            **_choices(asked, name),
        },
    )


def _whole(corpus: Corpus) -> str:
    """Return what texts stand in: a thread, or the file that they are passages of."""
    return "file" if corpus.info.cut_files else "thread"


def _kept(asked: Asked) -> dict[str, str]:
    """Return what goes on from page to page: words that are marked, and what is switched on."""
    switched = ("q", "codes", "themes") if may_see_themes(asked) else ("q", "codes")
    return {key: asked.query.get(key, "") for key in switched}


def viewer_of(asked: Asked, corpus: str) -> Viewer:
    """Return who looks: a lead sees all codes, a coder their own, a reader what was opened.

    A lead who codes sees those of others where their own stands.
    """
    coder = asked.session.coder if asked.session.role != "reader" else ""
    if not (asked.leads and coder):
        return Viewer(asked.leads, coder)
    drawn = asked.site.queues.all(asked.workspace.codings_url, corpus)
    dealt = [drawn_queue.dealt.get(coder, frozenset()) for drawn_queue in drawn]
    return Viewer(True, coder, frozenset().union(*dealt))


def may_see_themes(asked: Asked) -> bool:
    """Whether somebody may see a machine's themes beside texts: coders code without them."""
    return asked.session.role != "coder"


def _readable(asked: Asked, name: str) -> Readable:
    return asked.site.read.of(asked.workspace, asked.site.corpora, name)


def _narrowing(asked: Asked, corpus: str) -> Narrowing:
    conditions = {
        key: asked.query.get(key, "") for key in ("author", "group", "thread", "since", "until")
    }
    documents: frozenset[str] | None = None
    if asked.query.get("code"):
        wanted = _code_named(asked.query["code"])
        machine = asked.query.get("by") == "machine"
        documents = asked.site.read.coded(
            asked.workspace,
            asked.site.corpora,
            corpus,
            viewer_of(asked, corpus),
            wanted,
            machine=machine,
        )
    if asked.query.get("theme") and may_see_themes(asked):
        model, _, topic = asked.query["theme"].partition(":")
        if (model, corpus) not in topic_models(asked.workspace, corpus):
            raise InputError(f"'{corpus}' has no topic model '{model[:80]}'.")
        about = asked.site.themed.of(asked.workspace, model).documents_of(topic)
        documents = about if documents is None else documents & about
    return Narrowing(asked.query.get("q", ""), documents=documents, **conditions)


def _code_named(code_text: str) -> tuple[str, str, str]:
    book, _, rest = code_text.partition(":")
    dimension, _, code = rest.partition("=")
    if not (book and dimension and code):
        raise InputError(f"'{code_text[:80]}' is no code.", hint="Choose one of the list.")
    return codebook_named(book), dimension, code


def _listed(asked: Asked, corpus: str, rows: Sequence[Text], words: str) -> list[read_shown.Shown]:
    finder = read_shown.finder_of(words)
    codes = _codes_of(asked, corpus, [row.document for row in rows])
    address_parts = _kept(asked)
    return [
        read_shown.Shown(
            row,
            read_shown.passages_shown(row.text, finder),
            codes.get(row.document, read_shown.Codes()).listed,
            url=place_of(corpus, row.document, kept=address_parts),
        )
        for row in rows
    ]


def _codes_of(asked: Asked, corpus: str, documents: Sequence[str]) -> dict[str, read_shown.Codes]:
    """Return the codes of documents that who asks may see, where they are switched on."""
    if not asked.query.get("codes"):
        return {}
    texts = asked.site.corpora.texts(asked.workspace, corpus)
    url = asked.workspace.codings_url
    every = visible_codings(url, corpus, documents, texts, viewer_of(asked, corpus))
    by_document: dict[str, list[Coding]] = {}
    for coding in every:
        by_document.setdefault(coding.document, []).append(coding)
    return {document: read_shown.marks_of_codes(mine) for document, mine in by_document.items()}


def _themed(asked: Asked, corpus: str) -> Themed | None:
    model = asked.query.get("themes", "")
    if not model or not may_see_themes(asked):
        return None
    if (model, corpus) not in topic_models(asked.workspace, corpus):
        raise InputError(f"'{corpus}' has no topic model '{model[:80]}'.")
    return asked.site.themed.of(asked.workspace, model)


def _choices(asked: Asked, corpus: str) -> dict[str, object]:
    """Return what can be switched on and looked for: codebooks in use, topic models and themes."""
    models = topic_models(asked.workspace, corpus) if may_see_themes(asked) else []
    return {
        "books": _books(asked, corpus),
        "models": [model for model, _ in models],
        "theme_names": {model: titles_of(asked.workspace, model) for model, _ in models},
        "themes": asked.query.get("themes", ""),
        "codes": bool(asked.query.get("codes")),
        "sees_machine": asked.session.role != "coder",
    }


def _books(asked: Asked, corpus: str) -> list[Codebook]:
    books = []
    for name in asked.site.queues.codebooks(asked.workspace.codings_url, corpus):
        try:
            books.append(asked.site.codebooks.of(asked.workspace, name))
        except TextmineError:
            continue
    return books


def _offered(values: Sequence[str]) -> list[str]:
    there = sorted(filter(None, values), key=str.casefold)
    return there if len(there) <= _LISTED else []


def _number(typed: str) -> int:
    return max(1, int(typed)) if typed.isdecimal() and len(typed) < 9 else 1


ROUTES = (
    Route("/read", "GET", EVERYBODY, read, menu="Read"),
    Route("/read/{corpus}/{document:path}", "GET", EVERYBODY, text),
    Route("/read/others", "POST", CODERS, read_shown.see_others),
)
