"""Corpora: readers for raw files, checks on their rows, storage, selection and export."""

from typing import TYPE_CHECKING

from textmine.corpus.export_convokit import export_convokit  # its module has the same name
from textmine.lazily import lazily

if TYPE_CHECKING:
    from textmine.choices import Level
    from textmine.corpus.corpus import CORPUS_TOML, Corpus, CorpusInfo, load_corpus, reading_order
    from textmine.corpus.duplicates.marking import DUPLICATE_GROUP
    from textmine.corpus.exporting import export_corpus
    from textmine.corpus.filter import select_documents
    from textmine.corpus.groups import group_kind, group_labels, group_numbers
    from textmine.corpus.hierarchy import (
        LEVELS,
        only_to_code,
        said_of_questions,
        talk_level,
        to_code,
        unit_word,
        units_at,
    )
    from textmine.corpus.levels import column_of, days_of, levels_of
    from textmine.corpus.places import places_of
    from textmine.corpus.reading.importing import (
        About,
        Imported,
        Reading,
        import_corpus,
        read_documents,
    )
    from textmine.corpus.reading.raw import RawTable
    from textmine.corpus.reading.reader import Reader, ReadOptions
    from textmine.corpus.reading.readers import READERS, read_raw
    from textmine.corpus.reading.restored import restored, written
    from textmine.corpus.saving import refuse_taken
    from textmine.corpus.stored_documents import StoredDocuments, open_documents
    from textmine.corpus.taking import Taking, taking_of
else:
    __getattr__, __all__ = lazily(__name__)
