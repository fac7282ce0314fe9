"""Put the rows that could not be used into a file of their own, with the reasons."""

from collections.abc import Sequence
from pathlib import Path

from textmine.corpus.reading.raw import RawTable
from textmine.errors import RowProblem
from textmine.store.tables import write_table

REJECTED = ("row", "problem")
"""The first columns of the file: the number of a row, and what is wrong with it."""


def write_rejected(table: RawTable, problems: Sequence[RowProblem], target: Path) -> int:
    """Write every row with a problem, its number and its problems; return how many."""
    reasons: dict[int, list[str]] = {}
    for problem in problems:
        reasons.setdefault(problem.row, []).append(
            str(problem) if problem.cell else problem.problem
        )
    bad = [
        (number, cells)
        for number, cells in zip(table.numbers, table.rows, strict=True)
        if number in reasons
    ]
    left = reasons.keys() - {number for number, _ in bad}
    bad += [(number, list(table.aside.get(number, ()))) for number in sorted(left)]
    rows = ([number, "; ".join(reasons[number]), *cells] for number, cells in bad)
    write_table(target, [*REJECTED, *table.columns], rows)
    return len(reasons)
