"""What people added to the text they copied and what they left out; a corpus of the former."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from textmine.corpus.corpus import Corpus, CorpusInfo
from textmine.corpus.duplicates.grouping import Duplicates
from textmine.corpus.duplicates.marking import DUPLICATE_GROUP
from textmine.corpus.duplicates.shingles import Words, word_spans, words_of
from textmine.corpus.saving import count_documents
from textmine.errors import InputError
from textmine.lazily import pa, pd
from textmine.schema import ID, META, PARENT_ID, POSITION, TEXT, THREAD_ID, TITLE
from textmine.store.tables import write_table

ADDED, LEFT_OUT = "added", "left out"

_COLUMNS = ("document", "group", "kind", "text", "start", "end")
_LONG = 5_000
"""From here on words that are very common are no anchors of the comparison: it would take hours."""


@dataclass(frozen=True)
class Edit:
    """Words that a document has and its template has not (`added`), or the other way round.

    `text` is `text_of_document[start:end]` in code points where it was added; where it was left
    out, it is the template's, and `start` = `end` is the place in the document where it is missing.
    Changed words are both. `document` is a place in the corpus.
    """

    document: int
    group: int
    kind: str
    text: str
    start: int
    end: int
    words: int


def find_edits(texts: Sequence[str], found: Duplicates) -> Iterator[Edit]:
    """Yield the edits of each document, group after group.

    Copies are compared with the template of their group, word by word (difflib). Of a document
    that quotes another, all words outside the quotation are added.
    """
    for group in found.groups:
        source = texts[group.template]
        for index in group.members:
            if index in found.quotes:
                quote = found.quotes[index]
                yield from _around(texts[index], index, group.number, quote.start, quote.end)
            elif index in group.copies and index != group.template:
                yield from _compared(texts[index], source, index, group.number)


def write_edits(path: Path, corpus: Corpus, edits: Iterable[Edit]) -> None:
    """Write a row for each edit: document, group, kind, text, start, end."""
    ids = corpus.ids
    rows = (
        [ids[edit.document], edit.group, edit.kind, edit.text, edit.start, edit.end]
        for edit in edits
    )
    write_table(path, _COLUMNS, rows)


def _around(text: str, index: int, group: int, start: int, end: int) -> Iterator[Edit]:
    spans = word_spans(text)
    for first, last in ((0, start), (end, len(spans))):
        if first < last:
            yield _added(text, spans, index, group, first, last)


def _compared(text: str, source: str, index: int, group: int) -> Iterator[Edit]:
    words, theirs = words_of(text), words_of(source)
    if words == theirs:
        return
    spans, source_spans = word_spans(text), word_spans(source)
    for tag, i, j, first, last in _changes(theirs, words):
        if tag in ("delete", "replace"):
            there = spans[first][0] if first < len(spans) else len(text)
            missing, _, _ = _cut(source, source_spans, i, j)
            yield Edit(index, group, LEFT_OUT, missing, there, there, j - i)
        if tag in ("insert", "replace"):
            yield _added(text, spans, index, group, first, last)


@lru_cache(maxsize=4_096)
def _changes(source: Words, words: Words) -> list[tuple[str, int, int, int, int]]:
    matcher = SequenceMatcher(None, source, words, autojunk=len(words) > _LONG)
    return [code for code in matcher.get_opcodes() if code[0] != "equal"]


def _added(
    text: str, spans: Sequence[tuple[int, int]], index: int, group: int, first: int, last: int
) -> Edit:
    piece, start, end = _cut(text, spans, first, last)
    return Edit(index, group, ADDED, piece, start, end, last - first)


def _cut(
    text: str, spans: Sequence[tuple[int, int]], first: int, last: int
) -> tuple[str, int, int]:
    """Return words with the marks that follow the last one, and where they start and end."""
    start, end = spans[first][0], spans[last - 1][1]
    limit = spans[last][0] if last < len(spans) else len(text)
    while end < limit and not text[end].isspace():
        end += 1
    return text[start:end], start, end


FEWEST_WORDS = 5


def added_passages(corpus: Corpus, edits: Sequence[Edit], name: str) -> Corpus:
    """Return a new corpus of the additions of five words or more, in the order of the corpus.

    Each has the columns of its document (author, date, thread, …), the document's id under
    meta.document, and its start and end there (code points, end exclusive) under meta.start and
    meta.end. The passages of a document without a thread make a thread of its own. Its parent, a
    document of the other corpus, is under meta.parent_id. Raises InputError where there is none.
    """
    chosen = [edit for edit in edits if edit.kind == ADDED and edit.words >= FEWEST_WORDS]
    if not chosen:
        raise InputError(
            f"Nobody added {FEWEST_WORDS} words or more to a text of '{corpus.name}'.",
            hint="--edits FILE.csv lists what changed.",
        )
    chosen.sort(key=lambda edit: (edit.document, edit.start))
    left_out = [c for c in corpus.documents if str(c).startswith(META + "duplicate_")]
    documents = corpus.documents.drop(columns=left_out)
    documents = documents.iloc[[edit.document for edit in chosen]].reset_index(drop=True)
    own = documents[ID].astype(str)
    documents[META + "document"] = own
    documents[THREAD_ID] = documents[THREAD_ID].fillna(own) if THREAD_ID in documents else own
    if PARENT_ID in documents:
        documents[META + "parent_id"] = documents.pop(PARENT_ID)
    documents[ID] = [
        f"{identity}:{edit.start}-{edit.end}" for identity, edit in zip(own, chosen, strict=True)
    ]
    documents[TEXT] = [edit.text for edit in chosen]
    documents[POSITION] = documents.groupby(THREAD_ID).cumcount()
    documents[META + "start"] = pd.array([edit.start for edit in chosen], dtype="Int64")
    documents[META + "end"] = pd.array([edit.end for edit in chosen], dtype="Int64")
    documents[DUPLICATE_GROUP] = pd.array([edit.group for edit in chosen], dtype="Int64")
    counts = count_documents(pa.Table.from_pandas(documents, preserve_index=False))
    return Corpus(name, documents, _info(corpus, name, counts))


def _info(corpus: Corpus, name: str, counts: dict[str, int | str]) -> CorpusInfo:
    source = {"corpus": corpus.name, "passages": "what was added to copied texts"}
    sha256 = corpus.info.digest
    if sha256:
        source["sha256"] = sha256
    described = f"{corpus.info.description} (what was added to copied texts)".strip()
    columns = {key: raw for key, raw in corpus.info.columns.items() if key not in (TEXT, TITLE)}
    return CorpusInfo(
        name=name,
        description=described,
        licence=corpus.info.licence,
        synthetic=corpus.info.synthetic,
        source=source,
        columns=columns,
        counts=counts,
    )
