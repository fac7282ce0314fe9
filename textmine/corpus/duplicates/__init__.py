"""Documents that repeat each other: exact and near copies, quotations, and what was changed."""

from textmine.corpus.duplicates.edits import added_passages, find_edits, write_edits
from textmine.corpus.duplicates.grouping import Duplicates, Kind, find_duplicates
from textmine.corpus.duplicates.marking import (
    copy_groups,
    store_duplicates,
    stored_duplicates,
)
from textmine.corpus.duplicates.near import SIMILARITY, near_duplicate_groups
