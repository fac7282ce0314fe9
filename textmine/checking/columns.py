"""How far each column is filled, and which ones can form groups."""

from collections import Counter

from textmine.checking.finding import Finding, of_documents
from textmine.corpus import Corpus
from textmine.in_number import in_number
from textmine.schema import (
    AUTHOR,
    CREATED_AT,
    GROUP,
    ID,
    LANG,
    META,
    PARENT_ID,
    POSITION,
    SOURCE,
    TEXT,
    THREAD_ID,
    TITLE,
)

AREA = "columns"
_OWN = (ID, TEXT, TITLE, AUTHOR, CREATED_AT, THREAD_ID, PARENT_ID, POSITION, LANG, SOURCE)
_MOST_VALUES, _SMALLEST = 20, 10
_PLACES = {f"{META}{name}" for name in
           ("modified", "line", "start", "end", "page", "last_page", "page_label")}  # fmt: skip
"""Columns of documents that were read from files: where in a file, and no group of anything."""


def check_columns(corpus: Corpus) -> list[Finding]:
    """Return how many documents have a value in `group` and each column of meta."""
    n, ids = len(corpus), tuple(corpus.ids)
    grouping = set(grouping_columns(corpus))
    findings = []
    for column in corpus.documents.columns:
        if column in _OWN or column.startswith(f"{META}duplicate_"):
            continue
        cells = corpus.column(column)
        missing = [index for index, cell in enumerate(cells) if not cell]
        filled = n - len(missing)
        what = in_number(f"{column} filled, {len(set(cells) - {''}):,} values")
        advice = f"They fall out of every table by {column}: say how many beside it."
        concern = column in grouping and 2 * filled >= n
        finding = of_documents(AREA, what, missing if concern else [], n, advice, ids)
        findings.append(
            Finding(AREA, what, filled, n, "documents", finding.advice, tuple(finding.documents))
        )
    return findings


def grouping_columns(corpus: Corpus) -> list[str]:
    """Return the columns with 2 to 20 values of which two have ten documents or more."""
    columns = []
    for column in corpus.documents.columns:
        if column != GROUP and not column.startswith(META):
            continue
        if column.startswith(f"{META}duplicate_") or (corpus.info.of_files and column in _PLACES):
            continue
        counts = Counter(cell for cell in corpus.column(column) if cell)
        large = sum(count >= _SMALLEST for count in counts.values())
        if 2 <= len(counts) <= _MOST_VALUES and large >= 2:
            columns.append(column)
    return columns
