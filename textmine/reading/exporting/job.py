"""Export the codings of a corpus: what is asked for, the table, and the file."""

from pathlib import Path

from textmine.codebook import Codebook, find_codebook
from textmine.coding import codebooks_of, open_codings
from textmine.coding.store import EVERY_LEVEL
from textmine.corpus import Corpus
from textmine.reading.exporting.files import write_export
from textmine.reading.exporting.long import long_table
from textmine.reading.exporting.request import ExportRequest
from textmine.reading.exporting.table import ExportTable
from textmine.reading.exporting.units import units_table
from textmine.store import Workspace


def codings_table(workspace: Workspace, corpus: Corpus, request: ExportRequest) -> ExportTable:
    """Return the codings of the documents of a corpus as a table.

    Raises InputError for a request that contradicts itself, and where there are no such codings.
    """
    request.check()
    if request.shape == "long":
        return long_table(workspace, corpus, request)
    return units_table(workspace, corpus, request)


def export_codings(
    workspace: Workspace, corpus: Corpus, request: ExportRequest, target: Path, *, r: bool = False
) -> tuple[ExportTable, list[str]]:
    """Write the codings of a corpus to a file, for R if that is asked for.

    Returns the table and what is to be said. Raises InputError as `codings_table` and
    `write_export` do.
    """
    table = codings_table(workspace, corpus, request)
    books = _books(workspace, corpus, request) if r else None
    remarks = write_export(table, target, r_books=books)
    return table, [*table.remarks, *remarks]


def _books(workspace: Workspace, corpus: Corpus, request: ExportRequest) -> list[Codebook]:
    used = codebooks_of(open_codings(workspace).rounds(corpus.name, EVERY_LEVEL))
    named = [name for name in used if name and request.codebook in (None, name)]
    return [find_codebook(name, workspace) for name in named]
