"""Find words in texts, memos, codes and themes."""

import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from textmine.coding.current import chosen_codings
from textmine.corpus import CORPUS_TOML, Corpus, load_corpus, places_of, select_documents
from textmine.errors import NotFoundError, TextmineError, UsageError, did_you_mean
from textmine.reading.finding.index import corpus_index, index_of
from textmine.reading.finding.places import Finder, Found, Passage, merged, passages_of
from textmine.reading.finding.sought import Sought, read_sought, terms_of
from textmine.reading.finding.things import Thing, code_things, memo_things, theme_things
from textmine.schema import AUTHOR, CREATED_AT, THREAD_ID
from textmine.store import Workspace

KINDS = ("texts", "memos", "codes", "themes")


@dataclass(frozen=True)
class FindRequest:
    """What is looked for, and where.

    `corpora` are all where none is named. `within` are some of `KINDS`. `where`, `code` (a
    dimension and a code of the `codebook` that is final) and `author` choose documents; memos on
    these stay, and an author's own. `width` is how many characters a passage has before and behind
    a place.
    """

    words: str
    corpora: Sequence[str] = ()
    within: Collection[str] = KINDS
    where: Sequence[str] = ()
    code: tuple[str, str] | None = None
    codebook: str | None = None
    author: str | None = None
    width: int = 60


@dataclass(frozen=True)
class Part:
    """A text of something that was found, what it is ("text", "definition"), and the places."""

    what: str
    text: str
    places: Sequence[Found]


@dataclass(frozen=True)
class Hit:
    """A document, memo, code or theme in which the words stand, and where.

    `place` is the corpus, codebook or model that it is in. `passages` say which part each is from;
    they are made when they are asked for, `width` characters on either side of a place.
    """

    kind: str
    place: str
    name: str
    parts: Sequence[Part]
    width: int
    author: str = ""
    when: str = ""
    thread: str = ""
    page: str = ""

    @property
    def n_places(self) -> int:
        """How many times what is looked for stands in it."""
        return sum(len(merged(part.places)) for part in self.parts)

    @cached_property
    def passages(self) -> tuple[tuple[str, Passage], ...]:
        """What each part is, and its passages."""
        return tuple(
            (part.what, passage)
            for part in self.parts
            for passage in passages_of(part.text, part.places, self.width)
        )

    @property
    def best(self) -> tuple[str, Passage] | None:
        """The first passage with the most of the terms, None where nothing can be shown."""
        return max(self.passages, key=lambda passage: passage[1].terms, default=None)


@dataclass(frozen=True)
class Spread:
    """In how much of a corpus the words stand: texts of `n`, threads, authors, places.

    A text without a thread is a thread of its own, and `threads` is 0 where no text has one;
    `nameless` texts have no author.
    """

    corpus: str
    n: int
    texts: int
    places: int
    threads: int
    authors: int
    nameless: int


@dataclass(frozen=True)
class Findings:
    """What was found: hits by kind, the best first, how they are spread, and remarks."""

    request: FindRequest
    hits: Sequence[Hit]
    spread: Sequence[Spread]
    searched: Mapping[str, int]
    corpora: Sequence[Corpus] = field(repr=False, default=())
    remarks: Sequence[str] = ()


def find_words(
    workspace: Workspace, request: FindRequest, load: Callable[[str], Corpus] | None = None
) -> Findings:
    """Find what is looked for; raise InputError or NotFoundError for what cannot be looked for.

    `load` gives a corpus by its name, where somebody keeps them; else they are read.
    """
    sought = read_sought(request.words)
    finder = Finder(terms_of(sought))
    names, remarks = _corpora(workspace, request)
    chosen: dict[str, tuple[Corpus, list[bool] | None]] = {}
    for name in names:
        try:
            whole = load_corpus(workspace, name) if load is None else load(name)
        except TextmineError as error:
            if request.corpora:
                raise
            remarks.append(f"Corpus '{name}' was not searched: {error}")
            continue
        chosen[name] = (whole, _kept(workspace, whole, request, remarks))
    corpora = [corpus for corpus, _ in chosen.values()]
    memos: Sequence[Thing] = ()
    if "memos" in request.within or request.author is not None:
        memos = memo_things(workspace, set(names) if request.corpora else None)
    _refuse_no_author(request, corpora, memos)
    hits: list[Hit] = []
    spread: list[Spread] = []
    searched: dict[str, int] = {}
    if "texts" in request.within:
        for whole, keep in chosen.values():
            rows = _rows(workspace, whole, sought, keep)
            text_hits = _text_hits(whole, rows, finder, request.width)
            hits += text_hits
            n = len(whole) if keep is None else sum(keep)
            spread.append(_spread(whole, text_hits, n))
            searched["texts"] = searched.get("texts", 0) + n
    for kind, things in _things(workspace, request, chosen, memos, remarks).items():
        searched[kind] = len(things)
        hits += _thing_hits(things, sought, finder, request.width)
    return Findings(request, hits, spread, searched, corpora, remarks)


def _corpora(workspace: Workspace, request: FindRequest) -> tuple[list[str], list[str]]:
    known = workspace.names("corpora", CORPUS_TOML)
    for name in request.corpora:
        if name not in known:
            hint = did_you_mean(name, known)
            if not any(mark in request.words for mark in ' "'):
                hint += " Several words stand in one pair of quotation marks: 'bus night'."
            raise NotFoundError(f"There is no corpus '{name}' in {workspace.root}.", hint=hint)
    if request.corpora:
        return list(dict.fromkeys(request.corpora)), []
    if (request.where or request.code) and len(known) > 1:
        raise UsageError(
            "The corpus of --where or --code is not clear.", hint=f"Known: {', '.join(known)}."
        )
    return known, []


def _kept(
    workspace: Workspace, whole: Corpus, request: FindRequest, remarks: list[str]
) -> list[bool] | None:
    """Return which documents are chosen, None where all are."""
    if not request.where and request.code is None and request.author is None:
        return None
    ids = set(select_documents(whole, request.where).ids)
    if request.code is not None:
        ids &= _coded(workspace, whole, request.codebook, *request.code, remarks)
    authors = whole.column(AUTHOR)
    return [
        identity in ids and request.author in (None, author)
        for identity, author in zip(whole.ids, authors, strict=True)
    ]


def _coded(
    workspace: Workspace,
    whole: Corpus,
    codebook: str | None,
    dimension: str,
    code: str,
    remarks: list[str],
) -> set[str]:
    chosen = chosen_codings(workspace, whole, codebook=codebook)
    wanted = chosen.codebook.dimension(dimension).code(code).id
    final = chosen.by_whom
    remarks += [*chosen.remarks, *final.remarks(dimension)]
    return {identity for identity, codes in final.on(dimension).codes.items() if wanted in codes}


def _refuse_no_author(
    request: FindRequest, corpora: Sequence[Corpus], memos: Sequence[Thing]
) -> None:
    if request.author is None:
        return
    known = {author for corpus in corpora for author in corpus.column(AUTHOR)}
    known |= {memo.by for memo in memos}
    if request.author not in known:
        raise NotFoundError(
            f"Nothing is by '{request.author}'.", hint=did_you_mean(request.author, known - {""})
        )


def _rows(
    workspace: Workspace, whole: Corpus, sought: Sought, keep: Sequence[bool] | None
) -> list[int]:
    index = corpus_index(workspace, whole)
    try:
        rows = index.find(sought)
    except sqlite3.DatabaseError:  # a kept index that is damaged inside
        index.close()
        index = index_of([text] for text in whole.texts)
        rows = index.find(sought)
    finally:
        index.close()
    return rows if keep is None else [row for row in rows if keep[row]]


def _text_hits(whole: Corpus, rows: Sequence[int], finder: Finder, width: int) -> list[Hit]:
    if not rows:
        return []
    part = whole.documents.iloc[list(rows)]
    part_of_corpus = Corpus(whole.name, part, whole.info)
    columns = (
        part_of_corpus.ids,
        part_of_corpus.texts,
        *map(part_of_corpus.column, (AUTHOR, CREATED_AT, THREAD_ID)),
    )
    return [
        Hit(
            "text",
            whole.name,
            identity,
            (Part("text", text, finder.places(text)),),
            width,
            author,
            when,
            thread,
            page,
        )
        for identity, text, author, when, thread, page in zip(
            *columns, places_of(part_of_corpus), strict=True
        )
    ]


def _spread(whole: Corpus, hits: Sequence[Hit], n: int) -> Spread:
    return Spread(
        whole.name,
        n,
        len(hits),
        sum(hit.n_places for hit in hits),
        len({hit.thread or hit.name for hit in hits}) if any(whole.column(THREAD_ID)) else 0,
        len({hit.author for hit in hits} - {""}),
        sum(not hit.author for hit in hits),
    )


def _things(
    workspace: Workspace,
    request: FindRequest,
    chosen: Mapping[str, tuple[Corpus, list[bool] | None]],
    memos: Sequence[Thing],
    remarks: list[str],
) -> dict[str, list[Thing]]:
    """Return what is searched beside texts, by kind."""
    of = set(chosen) if request.corpora else None
    narrowed = bool(request.where or request.code or request.author is not None)
    things: dict[str, list[Thing]] = {}
    if "memos" in request.within:
        things["memos"] = [
            memo for memo in memos if not narrowed or _belongs(memo, request, chosen)
        ]
    if narrowed:
        return things
    for kind, read in (("codes", code_things), ("themes", theme_things)):
        if kind in request.within:
            things[kind], new_remarks = read(workspace, of)
            remarks += new_remarks
    return things


def _belongs(
    memo: Thing, request: FindRequest, chosen: Mapping[str, tuple[Corpus, list[bool] | None]]
) -> bool:
    """Whether a memo is by the author, or on a document that is chosen."""
    if request.author is not None and memo.by == request.author:
        return not request.where and request.code is None
    if not memo.document or memo.place not in chosen:
        return False
    whole, keep = chosen[memo.place]
    return memo.document in {
        identity
        for identity, is_kept in zip(whole.ids, keep or [True] * len(whole), strict=True)
        if is_kept
    }


def _thing_hits(things: Sequence[Thing], sought: Sought, finder: Finder, width: int) -> list[Hit]:
    if not things:
        return []
    index = index_of([text for _, text in thing.parts] for thing in things)
    rows = index.find(sought)
    index.close()
    return [
        Hit(
            things[row].kind,
            things[row].place,
            things[row].name,
            [Part(what, text, finder.places(text)) for what, text in things[row].parts],
            width,
            things[row].by,
            things[row].when,
        )
        for row in rows
    ]
