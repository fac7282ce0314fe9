"""Figures are drawn for pages and files alone, and no more than twice each."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from textmine.cli.main import run as run_command
from textmine.report.figures.sheet import Sheet


@pytest.fixture
def drawn(monkeypatch):
    """The widths that were drawn."""
    widths: list[float] = []
    draw = Sheet.svg

    def counting(sheet, height):
        widths.append(sheet.width)
        return draw(sheet, height)

    monkeypatch.setattr(Sheet, "svg", counting)
    return widths


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_terminal_draws_nothing(small, monkeypatch, capsys, drawn, form):
    monkeypatch.chdir(small.root)
    assert run_command(["tabulate", "small", "--format", form]) == 0
    assert capsys.readouterr().out
    assert drawn == []


def test_a_page_and_its_files_draw_each_figure_once_a_width(small, monkeypatch, capsys, drawn):
    monkeypatch.chdir(small.root)
    assert run_command(["tabulate", "small", "--report", "r"]) == 0
    files = sorted((small.root / "reports" / "r" / "figures").glob("*.svg"))
    assert files
    assert Counter(drawn) == dict.fromkeys((680, 330, 576), len(files))
    page = (small.root / "reports" / "r" / "report.html").read_text("utf-8")
    assert page.count("<svg") == 2 * len(files)
    assert page.count('role="img"') == 2 * len(files)
    assert 'fill="var(--ink, #1c2530)"' in page
    assert "var(--" not in files[0].read_text("utf-8")
    assert json.loads((small.root / "reports" / "r" / "manifest.json").read_text("utf-8"))
