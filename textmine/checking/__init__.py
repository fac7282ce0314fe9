"""Look a corpus over before working with it: one file for each thing that is looked at."""

from typing import TYPE_CHECKING

from textmine.lazily import lazily

if TYPE_CHECKING:
    from textmine.checking.check import CorpusCheck, check_corpus, write_documents
    from textmine.checking.finding import Finding
else:
    __getattr__, __all__ = lazily(__name__)
