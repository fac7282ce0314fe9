"""Marks on a sheet: places, what is no number, and texts that could be marks."""

from __future__ import annotations

import math

from lxml import etree

from textmine.report.figures.sheet import Sheet
from textmine.report.figures.style import RULE, Series

SVG = "{http://www.w3.org/2000/svg}"


def drawn(sheet):
    return etree.fromstring(sheet.svg(99.6).encode())


def test_marks_lie_in_their_order_and_places():
    sheet = Sheet(200)
    sheet.text(10, 20, ["a <b>", "c"], "right", bold=True)
    sheet.point(30, 40, Series("#123456", "square"), 64, 0.5)
    sheet.rule(1, 2, 3.456, 4, RULE)
    sheet.rule(1, 2, 3, 4, "#654321", 2.5, dashed=True)
    sheet.box(50, 60, 5, 6, "#f4f6f8", edge="#123456")
    root = drawn(sheet)
    assert (root.get("viewBox"), root.get("height")) == ("0 0 200 100", "100")
    grid, box, rule, point, text = (one[0] for one in root)
    assert (grid.get("x2"), grid.get("stroke")) == ("3.46", RULE)
    assert [box.get(name) for name in ("x", "y", "width", "height")] == ["5", "6", "45", "54"]
    assert (rule.get("stroke-dasharray"), rule.get("stroke-width")) == ("4,4", "2.5")
    assert (point.get("d"), point.get("opacity")) == ("M-4,-4L4,-4L4,4L-4,4Z", "0.5")
    assert text.get("transform") == "translate(10,24)"
    assert (text.get("text-anchor"), text.get("font-weight")) == ("end", "bold")
    assert [one.text for one in text.iter(f"{SVG}tspan")] == ["a <b>", "c"]


def test_what_is_no_number_is_left_out():
    sheet = Sheet(200)
    sheet.line([(1, 2), (math.nan, 3), (4, 5)], "#123456")
    sheet.line([(math.nan, 3)], "#123456")
    sheet.band([(1, 2, 3), (2, math.nan, 4), (5, 6, 7)], "#123456")
    sheet.point(1, math.nan, Series("#123456", "circle"))
    assert [one.get("d") for one in drawn(sheet).iter(f"{SVG}path")] == [
        "M1,2L5,6L5,7L1,3Z",
        "M1,2L4,5",
    ]
