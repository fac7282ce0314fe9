"""What was found: texts and passages for words, and documents that mean about the same."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from textmine.present import Column, Section, Table, Value, beginning, columns_of, table_of
from textmine.reading.finding.places import Passage
from textmine.reading.finding.searching import Findings, FindRequest, Hit, Spread
from textmine.topics.words.alike import Alike

_TITLES = {"text": "Texts, the best first", "memo": "Memos", "code": "Codes", "theme": "Themes"}
_PLACE = {"text": "corpus", "memo": "on", "code": "codebook", "theme": "model"}

_Shown = tuple[Hit, str, Passage | None]


def found_section(found: Findings, limit: int) -> Section:
    """Return the section with a table a kind of thing; `limit` rows of each are for people.

    People see the best passage of each text. The records have a row a passage, verbatim, with its
    offsets and those of every place in it (12..17, which no spreadsheet takes for a date).
    """
    every = table_of("found", "", _columns(), _passages(found.hits))
    tables = []
    for kind, title in _TITLES.items():
        hits = [hit for hit in found.hits if hit.kind == kind]
        if hits:
            tables.append(_table(kind, title, hits, limit))
    if len(found.spread) > 1 and any(spread.texts for spread in found.spread):
        tables.append(_spread_table(found.spread))
    title = f"'{found.request.words}'"
    return Section("found", title, _sentences(found, limit), tables, records=every)


def _table(kind: str, title: str, hits: Sequence[Hit], limit: int) -> Table:
    columns = [
        Column(_PLACE[kind], lambda hit: hit.place),
        Column("id" if kind == "text" else kind, lambda hit: hit.name),
        Column("thread", lambda hit: hit.thread),
        Column("author" if kind == "text" else "by", lambda hit: hit.author),
        Column("when", lambda hit: hit.when[:10]),
        Column("where", lambda hit: hit.page),
        Column("what", lambda hit: "" if kind == "text" else _best(hit)[0]),
        Column("passage", lambda hit: _best(hit)[1]),
        Column("places", lambda hit: hit.n_places),
    ]
    return table_of(f"found_{kind}s", title, columns, hits[:limit])


def _columns() -> list[Column]:
    return [
        Column("kind", lambda one: one[0].kind),
        Column("place", lambda one: one[0].place),
        Column("id", lambda one: one[0].name),
        Column("author", lambda one: one[0].author),
        Column("when", lambda one: one[0].when),
        Column("thread", lambda one: one[0].thread),
        Column("page", lambda one: one[0].page),
        Column("what", lambda one: one[1]),
        Column("start", lambda one: one[2].start if one[2] else None),
        Column("end", lambda one: one[2].end if one[2] else None),
        Column("passage", lambda one: one[2].text if one[2] else ""),
        Column("places", lambda one: _offsets(one[2])),
    ]


def _passages(hits: Sequence[Hit]) -> list[_Shown]:
    rows: list[_Shown] = []
    for hit in hits:
        rows += [(hit, what, passage) for what, passage in hit.passages] or [(hit, "", None)]
    return rows


def _offsets(passage: Passage | None) -> str:
    if passage is None:
        return ""
    return " ".join(f"{start}..{end}" for start, end in passage.places)


def _best(hit: Hit) -> tuple[str, str]:
    best = hit.best
    return ("", "") if best is None else (best[0], best[1].marked)


def _spread_table(spread: Sequence[Spread]) -> Table:
    columns = [
        Column("corpus", lambda one: one.corpus),
        Column("texts", lambda one: one.texts),
        Column("of", lambda one: one.n),
        *columns_of("places", "threads", "authors"),
    ]
    return table_of("found_by_corpus", "By corpus", columns, spread)


def _sentences(found: Findings, limit: int) -> list[str]:
    said = []
    if "texts" in found.searched:
        said.append(_of_texts(found))
    others = [
        _count(sum(hit.kind == kind for hit in found.hits), f"{kind}s", found.searched[f"{kind}s"])
        for kind in ("memo", "code", "theme")
        if found.searched.get(f"{kind}s")
    ]
    if others:
        said.append(f"Found in {', '.join(others)}.")
    kinds = [hit.kind for hit in found.hits]
    cut = max((kinds.count(kind) - limit for kind in _TITLES), default=0)
    if cut > 0:
        said.append(f"The first {limit} are shown: --limit shows more, --format csv all.")
    return [*said, *found.remarks]


def _of_texts(found: Findings) -> str:
    spread = found.spread
    texts, n = sum(one.texts for one in spread), sum(one.n for one in spread)
    if not texts:
        return f"In none of {n:,} texts{_chosen(found.request)}."
    threads, authors = sum(one.threads for one in spread), sum(one.authors for one in spread)
    nameless = sum(one.nameless for one in spread)
    told = (
        f"In {texts:,} of {n:,} texts{_chosen(found.request)}, at "
        f"{sum(one.places for one in spread):,} places"
    )
    voices = [f"{threads:,} thread{'' if threads == 1 else 's'}"] if threads else []
    if nameless < texts:
        voices.append(f"{authors:,} author{'' if authors == 1 else 's'}")
    if voices:
        told += f": {', '.join(voices)}"
    if 0 < nameless < texts:
        told += f" ({nameless:,} of the texts name none)"
    return f"{told}. These are counts of words, not of what was meant."


def _chosen(request: FindRequest) -> str:
    """Say by what texts were chosen, or ""."""
    code = ["=".join(request.code)] if request.code else []
    author = [f"author={request.author}"] if request.author is not None else []
    conditions = [*request.where, *code, *author]
    return f" with {' and '.join(conditions)}" if conditions else ""


def _count(n: int, what: str, of: int) -> str:
    return f"{n:,} of {of:,} {what}"


_SHOWN = 300
"""Characters of a text in a table for people; files have it whole."""


def alike_section(found: Sequence[Alike], n_documents: int, by: str) -> Section:
    """Return the section with what was found among so many documents; `by` says by what."""
    said = [name for name in ("author", "thread", "place") if any(map(attrgetter(name), found))]
    columns = [
        *columns_of("document", *said),
        Column("likeness", lambda one: one.likeness, people=False),
        Column("likeness", lambda one: Value(one.likeness, places=2), files=False),
        Column("text", lambda one: one.text, people=False),
        Column("text", lambda one: beginning(one.text, _SHOWN), files=False),
    ]
    table = table_of("alike", "", columns, found)
    told = f"{len(found):,} of {n_documents:,} documents, by {by}."
    return Section("alike", "What means about the same", [told], [table], records=table)
