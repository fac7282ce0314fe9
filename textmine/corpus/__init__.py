"""Corpora: readers for raw files, checks on their rows, storage, selection and export."""

from typing import TYPE_CHECKING

from textmine.corpus.export_convokit import export_convokit  # its module has the same name
from textmine.lazily import lazily

if TYPE_CHECKING:
    from textmine.choices import Level
    from textmine.corpus.corpus import Corpus, CorpusInfo, load_corpus, load_info, reading_order
    from textmine.corpus.exporting import export_corpus
    from textmine.corpus.filter import select_documents
    from textmine.corpus.groups import group_kind, group_labels, group_numbers
    from textmine.corpus.hierarchy import LEVELS, unit_word, units_at
    from textmine.corpus.levels import column_of, days_of, levels_of
    from textmine.corpus.places import places_of
    from textmine.corpus.reading.importing import (
        About,
        Imported,
        Reading,
        import_corpus,
        read_documents,
    )
    from textmine.corpus.reading.reader import Reader, ReadOptions
    from textmine.corpus.reading.readers import READERS
    from textmine.corpus.stored_documents import StoredDocuments, open_documents
else:
    __getattr__ = lazily(
        __name__,
        {
            "textmine.choices": "Level",
            "corpus": "Corpus CorpusInfo load_corpus load_info reading_order",
            "exporting": "export_corpus",
            "filter": "select_documents",
            "groups": "group_kind group_labels group_numbers",
            "hierarchy": "LEVELS unit_word units_at",
            "levels": "column_of days_of levels_of",
            "places": "places_of",
            "reading.importing": "About Imported Reading import_corpus read_documents",
            "reading.reader": "Reader ReadOptions",
            "reading.readers": "READERS",
            "stored_documents": "StoredDocuments open_documents",
        },
    )

__all__ = [
    "LEVELS",
    "READERS",
    "About",
    "Corpus",
    "CorpusInfo",
    "Imported",
    "Level",
    "ReadOptions",
    "Reader",
    "Reading",
    "StoredDocuments",
    "column_of",
    "days_of",
    "export_convokit",
    "export_corpus",
    "group_kind",
    "group_labels",
    "group_numbers",
    "import_corpus",
    "levels_of",
    "load_corpus",
    "load_info",
    "open_documents",
    "places_of",
    "read_documents",
    "reading_order",
    "select_documents",
    "unit_word",
    "units_at",
]
