"""A table in a card, as lines of Markdown."""

from __future__ import annotations

from textmine.cells.markdown import in_markdown
from textmine.present.table import Table, written


def markdown_lines(table: Table) -> list[str]:
    """Return a table as people read it and an empty line; nothing in a cell is a mark."""
    heads = [*(table.for_people[0] if table.for_people else ())]
    rows = [heads, *(row.values() for row in table.for_people)]
    lines = [f"| {' | '.join(in_markdown(written(cell)) for cell in row)} |" for row in rows]
    return [lines[0], "|" + "---|" * len(heads), *lines[1:], ""] if heads else []
