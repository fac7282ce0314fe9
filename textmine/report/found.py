"""What was found: texts and passages for words, and documents that mean about the same."""

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
        Column("kind", lambda row: row[0].kind),
        Column("place", lambda row: row[0].place),
        Column("id", lambda row: row[0].name),
        Column("author", lambda row: row[0].author),
        Column("when", lambda row: row[0].when),
        Column("thread", lambda row: row[0].thread),
        Column("page", lambda row: row[0].page),
        Column("what", lambda row: row[1]),
        Column("start", lambda row: row[2].start if row[2] else None),
        Column("end", lambda row: row[2].end if row[2] else None),
        Column("passage", lambda row: row[2].text if row[2] else ""),
        Column("places", lambda row: _offsets(row[2])),
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
        Column("corpus", lambda row: row.corpus),
        Column("texts", lambda row: row.texts),
        Column("of", lambda row: row.n),
        *columns_of("places", "threads", "authors"),
    ]
    return table_of("found_by_corpus", "By corpus", columns, spread)


def _sentences(findings: Findings, limit: int) -> list[str]:
    sentences = []
    if "texts" in findings.searched:
        sentences.append(_of_texts(findings))
    others = [
        _count(
            sum(hit.kind == kind for hit in findings.hits),
            f"{kind}s",
            findings.searched[f"{kind}s"],
        )
        for kind in ("memo", "code", "theme")
        if findings.searched.get(f"{kind}s")
    ]
    if others:
        sentences.append(f"Found in {', '.join(others)}.")
    kinds = [hit.kind for hit in findings.hits]
    cut = max((kinds.count(kind) - limit for kind in _TITLES), default=0)
    if cut > 0:
        sentences.append(f"The first {limit} are shown: --limit shows more, --format csv all.")
    return [*sentences, *findings.remarks]


def _of_texts(findings: Findings) -> str:
    spread = findings.spread
    texts, n = (
        sum(corpus_spread.texts for corpus_spread in spread),
        sum(corpus_spread.n for corpus_spread in spread),
    )
    if not texts:
        return f"In none of {n:,} texts{_chosen(findings.request)}."
    threads, authors = (
        sum(corpus_spread.threads for corpus_spread in spread),
        sum(corpus_spread.authors for corpus_spread in spread),
    )
    nameless = sum(corpus_spread.nameless for corpus_spread in spread)
    sentence = (
        f"In {texts:,} of {n:,} texts{_chosen(findings.request)}, at "
        f"{sum(corpus_spread.places for corpus_spread in spread):,} places"
    )
    voices = [f"{threads:,} thread{'' if threads == 1 else 's'}"] if threads else []
    if nameless < texts:
        voices.append(f"{authors:,} author{'' if authors == 1 else 's'}")
    if voices:
        sentence += f": {', '.join(voices)}"
    if 0 < nameless < texts:
        sentence += f" ({nameless:,} of the texts name none)"
    return f"{sentence}. These are counts of words, not of what was meant."


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
    columns_filled = [
        name for name in ("author", "thread", "place") if any(map(attrgetter(name), found))
    ]
    columns = [
        *columns_of("document", *columns_filled),
        Column("likeness", lambda row: row.likeness, people=False),
        Column("likeness", lambda row: Value(row.likeness, places=2), files=False),
        Column("text", lambda row: row.text, people=False),
        Column("text", lambda row: beginning(row.text, _SHOWN), files=False),
    ]
    table = table_of("alike", "", columns, found)
    sentence = f"{len(found):,} of {n_documents:,} documents, by {by}."
    return Section("alike", "What means about the same", [sentence], [table], records=table)
