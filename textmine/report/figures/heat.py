"""Counts in a grid of rows and columns, the darker the more: confusions, cases, codes together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textmine.present import WIDE
from textmine.report.figures import style
from textmine.report.figures.sheet import Sheet

_PALEST, _DARKEST = 0.05, 0.5
"""Opacity of cells: ink stays readable on the darkest, on light and on dark pages."""
_LEAST, _MOST = 30.0, 84.0
_TALL = 24.0
_TALLEST_HEAD = 120.0


@dataclass(frozen=True)
class Cell:
    """What a cell says, how dark it is (0 to 1), and whether it has a frame."""

    told: str
    shade: float
    framed: bool = False


def heat_chart(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[str, str], Cell],
    width: int = WIDE,
    *,
    titles: tuple[str, str],
    machine: bool = False,
) -> str:
    """Draw a grid of cells, as SVG; cells that are not there stay empty.

    `cells` by row and column, which `titles` name. Columns that do not fit beside each other
    follow below. Counts of a machine have another colour than those of people.
    """
    sheet = Sheet(width)
    left = min(max(map(style.width_of, rows)) + 12, 0.36 * width)
    row_lines = {row: style.lines_of(row, left - 10, 2) for row in rows}
    widest = max((style.width_of(cell.told) for cell in cells.values()), default=0) + 8
    fit = max(1, int((width - left - 2) // max(_LEAST, widest)))
    n_panels = -(-len(columns) // fit)
    of_panel = -(-len(columns) // n_panels)
    longest = max(style.width_of(word) for name in columns for word in (name.split() or [""]))
    wide = min(max(_MOST, longest + 8), (width - left - 2) / of_panel)
    y = 0.0
    head = style.lines_of(f"rows: {titles[0]}; columns: {titles[1]}", width - 8)
    sheet.text(4, y + 9, head, colour=style.SOFT)
    y += style.LINE * len(head) + 6
    for start in range(0, len(columns), of_panel):
        mine = columns[start : start + of_panel]
        y = _heads(sheet, mine, left, wide, y)
        for row in rows:
            tall = max(_TALL, style.LINE * len(row_lines[row]) + 4)
            middle = y + tall / 2
            sheet.text(
                left - 6,
                middle - style.LINE * (len(row_lines[row]) - 1) / 2,
                row_lines[row],
                "right",
            )
            for index, column in enumerate(mine):
                x = left + wide * index
                _put(sheet, cells.get((row, column)), (x, y, x + wide, y + tall), machine=machine)
            y += tall
        y += 12
    return sheet.svg(y - 6)


def _heads(sheet: Sheet, columns: Sequence[str], left: float, wide: float, top: float) -> float:
    """Name the columns, upright where words do not fit; return where that ends."""
    fits = all(style.width_of(word) <= wide - 4 for name in columns for word in name.split())
    if fits:
        level = [style.lines_of(name, wide - 4, 4) for name in columns]
        high = style.LINE * max(map(len, level))
        for index, head_lines in enumerate(level):
            x = left + wide * (index + 0.5)
            sheet.text(x, top + high - style.LINE * (len(head_lines) - 0.5), head_lines, "center")
        return top + high + 4
    most = 2 if wide >= 2 * style.LINE else 1
    upright = [style.lines_of(name, _TALLEST_HEAD, most) for name in columns]
    tallest = max(style.width_of(line) for lines in upright for line in lines) + 6
    for index, lines in enumerate(upright):
        x = left + wide * (index + 0.5) - style.LINE * (len(lines) - 1) / 2
        sheet.text(x, top + tallest - 4, lines, angle=270)
    return top + tallest


def _put(
    sheet: Sheet, cell: Cell | None, box: tuple[float, float, float, float], *, machine: bool
) -> None:
    x, y, x2, y2 = box
    if cell is None:
        sheet.box(x + 1, y + 1, x2 - 1, y2 - 1, style.RULE, 0.25)
        return
    shade = _PALEST + (_DARKEST - _PALEST) * min(1.0, max(0.0, cell.shade))
    fill = style.MACHINE if machine else style.PEOPLE
    sheet.box(x + 1, y + 1, x2 - 1, y2 - 1, fill, round(shade, 3))
    if cell.framed:
        for x_, y_, x2_, y2_ in (
            (x + 1, y + 1, x2 - 1, y + 1), (x + 1, y2 - 1, x2 - 1, y2 - 1),
            (x + 1, y + 1, x + 1, y2 - 1), (x2 - 1, y + 1, x2 - 1, y2 - 1),
        ):  # fmt: skip
            sheet.rule(x_, y_, x2_, y2_, style.INK, 1.2)
    label = style.one_line(cell.told, x2 - x - 2) if cell.told else ""
    sheet.text((x + x2) / 2, (y + y2) / 2, label, "center", bold=cell.framed)
