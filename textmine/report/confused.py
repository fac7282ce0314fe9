"""Who gives which code where another gives which: a figure of counts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textmine.present import Figure
from textmine.report.figures import Cell, heat_chart

_MOST = 24
"""Codes up to which counts are drawn."""


def confusion_figure(
    name: str,
    caption: str,
    codes: Sequence[str],
    counts: Sequence[Sequence[float]],
    sides: tuple[str, str],
    *,
    machine: bool = False,
) -> list[Figure]:
    """Return the figure of counts of two sides, rows by columns; none where there are few or many.

    Cells in which both give the same code have a frame; shades are shares of the row. `machine`
    says that a machine is one side.
    """
    n = sum(map(sum, counts))
    if not 2 <= len(codes) <= _MOST or n < 2:
        return []
    cells = {
        (row, column): Cell(f"{count:,.0f}", count / max(1, sum(line)), row == column)
        for row, line in zip(codes, counts, strict=True)
        for column, count in zip(codes, line, strict=True)
    }
    titles = (sides[0], f"{sides[1]} (n = {n:,.0f}; framed: the same code)")
    draw = partial(heat_chart, codes, codes, cells, titles=titles, machine=machine)
    return [Figure(name, caption, draw)]
