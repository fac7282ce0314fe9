"""The tables of a Word document as rows of cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def tables_of_docx(path: Path) -> Iterator[list[list[str]]]:
    """Yield the rows of each table; a merged cell stands in all its places.

    The file must have been read before, by a reader that refuses what is no Word document.
    """
    import docx

    for table in docx.Document(str(path)).tables:
        yield [[cell.text.strip() for cell in row.cells] for row in table.rows]
