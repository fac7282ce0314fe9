"""Put the rows that could not be used into a file of their own, with the reasons."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

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
        writer = csv.writer(stream)
        writer.writerow(["row", "problem", *table.columns])
        left = dict(reasons)
        for number, cells in zip(table.numbers, table.rows, strict=True):
            if number in reasons:
                writer.writerow([number, "; ".join(reasons[number]), *cells])
                left.pop(number, None)
        writer.writerows(
            [number, "; ".join(why), *table.aside.get(number, ())]
            for number, why in sorted(left.items())
        )
    return len(reasons)
