"""Columns of a corpus that go out with its codes: of documents, or of what they belong to."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from textmine.corpus import Corpus, column_of
from textmine.reading.exporting.table import ExportColumn
from textmine.schema import META, TEXT

BESIDE = " of the document"
"""Put after the name of an attribute that a column of codings is called like, too."""


def attribute_columns(
    corpus: Corpus, names: Sequence[str], taken: Collection[str]
) -> list[tuple[ExportColumn, list[str]]]:
    """Return columns of the corpus with the value of each document, "" where it has none.

    One may be named as it was in the source of the corpus, too. Raises InputError for a column that
    is not there.
    """
    known = {name.casefold() for name in taken}
    fields = {source: field for field, source in corpus.info.columns.items()}
    columns = []
    for wanted in names:
        here = wanted in corpus.documents or META + wanted in corpus.documents
        column = column_of(corpus, wanted if here else fields.get(wanted, wanted))
        shown = wanted.removeprefix(META)
        shown += BESIDE if shown.casefold() in known or column == TEXT else ""
        columns.append((ExportColumn(shown), corpus.column(column)))
    return columns


def of_units(cells: Sequence[str], labels: Sequence[str]) -> dict[str, str]:
    """Return what the documents of each unit have in a column: every value once, "; " between."""
    values: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for cell, label in zip(cells, labels, strict=True):
        if label and cell:
            values[label][cell] = None
    return {label: "; ".join(mine) for label, mine in values.items()}
