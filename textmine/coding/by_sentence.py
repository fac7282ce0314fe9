"""A corpus of sentences with the codes of the spans that cover them, to train and to compare on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from textmine.cells import CellRule
from textmine.codebook import Codebook
from textmine.coding.agreement.code_overlap import sentence_spans
from textmine.coding.current import current_codings
from textmine.coding.statements import statements_of
from textmine.coding.store import open_codings
from textmine.corpus import Corpus, RawTable, Reading, import_corpus, load_corpus
from textmine.corpus.reading.importing import documents_of, refuse_bad_documents
from textmine.schema import AUTHOR, CREATED_AT, GROUP, ID, LANG, TEXT, THREAD_ID, TITLE, Coding
from textmine.store import Workspace

_KEPT = (TITLE, AUTHOR, GROUP, CREATED_AT, LANG)
_DOCUMENT, _START, _END = "document", "start", "end"
Span = tuple[int, int]


@dataclass(frozen=True)
class SentenceCorpus:
    """A corpus of sentences: how many, with how many codes, in how many of them no code applies.

    `halved` counts times that a sentence has several codes on a dimension that takes one: it keeps
    the one that covers most of it.
    """

    name: str
    n_documents: int
    n_sentences: int
    n_codes: int
    n_none: int
    halved: int
    coders: tuple[str, ...]


def make_sentence_corpus(
    workspace: Workspace, corpus: str, name: str, codebook: str | None = None
) -> SentenceCorpus:
    """Cut the coded documents of a corpus into sentences, a document each, and keep their codes.

    A sentence has the codes of people that cover any of it; where a coder coded its document and
    nothing covers it, no code applies. It stays in the thread of its document. Raises InputError
    where there are no codings, and TakenError where the corpus `name` is another one.
    """
    loaded = load_corpus(workspace, corpus)
    current = current_codings(workspace, loaded, codebook)
    dimensions = {coded_dimension.id for coded_dimension in current.codebook.coded_dimensions}
    mine = [
        coding for coding in current if coding.origin == "human" and coding.dimension in dimensions
    ]
    coded = {coding.document for coding in mine}
    texts = {
        identity: text
        for identity, text in zip(loaded.ids, loaded.texts, strict=True)
        if identity in coded
    }
    sentences = {identity: sentence_spans(text) for identity, text in texts.items()}
    reading = _reading(loaded, texts, sentences)
    refuse_bad_documents(reading)
    codings, halved = _codings(mine, sentences, current.codebook, texts, name)
    with workspace.whole():
        import_corpus(workspace, name, reading)
        open_codings(workspace).append(codings)
    none = sum(coding.code is None for coding in codings)
    return SentenceCorpus(
        name,
        len(texts),
        sum(map(len, sentences.values())),
        len(codings) - none,
        none,
        halved,
        tuple(sorted({coding.coder for coding in codings})),
    )


def _reading(
    corpus: Corpus, texts: Mapping[str, str], sentences: Mapping[str, Sequence[Span]]
) -> Reading:
    columns_kept = [name for name in _KEPT if any(corpus.column(name))]
    columns = [ID, TEXT, THREAD_ID, *columns_kept, _DOCUMENT, _START, _END]
    cells = zip(
        corpus.ids, corpus.column(THREAD_ID), *map(corpus.column, columns_kept), strict=True
    )
    rows = [
        [
            *(f"{identity}.{number}", texts[identity][start:end], thread or identity),
            *more,
            *(identity, str(start), str(end)),
        ]
        for identity, thread, *more in cells
        if identity in texts
        for number, (start, end) in enumerate(sentences[identity], start=1)
    ]
    facts = {"read as": "sentences", "cut from": corpus.name}
    fields = {column: column for column in columns[: 3 + len(columns_kept)]}
    numbers = list(range(1, len(rows) + 1))
    raw = RawTable(corpus.name, columns, rows, numbers, facts, fields=fields)
    fixed_columns = {
        name: "-"
        for name in ("group", "source", "parent_id", "position")
        if name not in columns_kept
    }
    rule = CellRule(missing=(), exact=True)
    return documents_of(raw, Path(corpus.name), columns=fixed_columns, rule=rule)


def _codings(
    codings: Sequence[Coding],
    sentences: Mapping[str, Sequence[Span]],
    book: Codebook,
    texts: Mapping[str, str],
    name: str,
) -> tuple[list[Coding], int]:
    """Return the codings of sentences, and how often several codes were one too many."""
    statements = (
        (document, dimension, statement)
        for dimension, by_document in statements_of(codings).items()
        for document, by_coder in by_document.items()
        for statement in by_coder.values()
    )
    made_codings: list[Coding] = []
    halved = 0
    for document, dimension, unit_codings in statements:
        single = book.dimension(dimension).labels == "single"
        for number, span in enumerate(sentences[document], start=1):
            covered = _covering(unit_codings, span, len(texts[document]))
            if single and len({coding.code for coding in covered}) > 1:
                halved += 1
                covered = covered[:1]
            once = {(coding.code, coding.role): coding for coding in covered}
            sentence_codings = list(once.values()) or [
                replace(unit_codings[0], code=None, role="", memo="")
            ]
            made_codings += [
                replace(coding, corpus=name, document=f"{document}.{number}", start=None, end=None)
                for coding in sentence_codings
            ]
    return made_codings, halved


def _covering(codings: Sequence[Coding], sentence_span: Span, length: int) -> list[Coding]:
    """Return the codings that cover any of a sentence, those first that cover most of it."""
    covered = []
    for coding in codings:
        start, end = (coding.start, coding.end) if coding.start is not None else (0, length)
        common = min(end or 0, sentence_span[1]) - max(start, sentence_span[0])
        if coding.code is not None and common > 0:
            covered.append((common, coding))
    covered.sort(key=lambda pair: -pair[0])
    return [coding for _, coding in covered]
