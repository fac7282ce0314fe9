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
    __getattr__, __all__ = lazily(__name__)
