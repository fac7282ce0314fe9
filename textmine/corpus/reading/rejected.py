"""Put the rows that could not be used into a file of their own, with the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textmine.cells.spreadsheet import write_csv_table
from textmine.corpus.reading.raw import RawTable
from textmine.errors import RowProblem
from textmine.store import replacing_file


def write_rejected(table: RawTable, problems: Sequence[RowProblem], target: Path) -> int:
    """Write every row with a problem, its number and its problems, as CSV; return how many."""
    reasons: dict[int, list[str]] = {}
    for problem in problems:
        reasons.setdefault(problem.row, []).append(problem.problem)
    with (
        replacing_file(target) as draft,
        draft.open("w", encoding="utf-8-sig", newline="") as stream,
    ):
        bad = [
            (number, cells)
            for number, cells in zip(table.numbers, table.rows, strict=True)
            if number in reasons
        ]
        left = reasons.keys() - {number for number, _ in bad}
        bad += [(number, list(table.aside.get(number, ()))) for number in sorted(left)]
        rows = ([number, "; ".join(reasons[number]), *cells] for number, cells in bad)
        write_csv_table(stream, ["row", "problem", *table.columns], rows)
    return len(reasons)
