"""Look a corpus over before working with it: one file for each thing that is looked at."""

from textmine.checking.check import CorpusCheck, check_corpus, write_documents
from textmine.checking.finding import Finding, Job
