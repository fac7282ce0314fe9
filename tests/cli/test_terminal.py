"""What a person sees: tables that fit a terminal, and how far a long run is."""

from __future__ import annotations

import io
import os
import re

import pytest

from textmine.cli import show as showing
from textmine.cli.shared import progress_lines, say
from textmine.present import Section, Table

ROWS = [
    {
        "code": f"relationship-atmosphere-{place}",
        "firm (n 136)": "46 (34 %)",
        "kappa [95 %]": "0.694 [0.561, 0.783]",
        "remark": "wide, because coders differ in very few of the units that they share",
        "prevalence": 0.25,
    }
    for place in range(60)
]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _shown(monkeypatch, width: int | None, *, full: bool = False) -> list[str]:
    out = io.StringIO() if width is None else _Terminal()
    monkeypatch.setattr("sys.stdout", out)
    size = os.terminal_size((width or 20, 40))
    monkeypatch.setattr(showing.shutil, "get_terminal_size", lambda: size)
    showing.show(Section("s", "", tables=[Table("t", "codes", ROWS)]), "table", full=full)
    return re.sub(r"\x1b\[[0-9;]*m", "", out.getvalue()).splitlines()


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_a_table_fits_and_breaks_no_short_cell(monkeypatch, width, capsys):
    lines = _shown(monkeypatch, width)
    assert max(map(len, lines)) <= width
    assert sum("46 (34 %)" in line for line in lines) == 40
    assert sum("relationship-atmosphere-" in line for line in lines) == 40
    assert "20 more rows: --full" in capsys.readouterr().err


def test_what_does_not_fit_is_named_and_shown_in_full(monkeypatch, capsys):
    narrow = "\n".join(_shown(monkeypatch, 60))
    said = capsys.readouterr().err
    assert "prevalence" not in narrow
    assert "Columns that do not fit: " in said
    assert "prevalence. --full shows them below." in said
    whole = _shown(monkeypatch, 60, full=True)
    assert capsys.readouterr().err == ""
    assert max(map(len, whole)) <= 60
    assert sum("0.250" in line for line in whole) == len(ROWS)


def test_a_file_gets_every_row_and_column_on_its_line(monkeypatch, capsys):
    lines = _shown(monkeypatch, None)
    assert sum("0.250" in line and "0.694 [0.561, 0.783]" in line for line in lines) == len(ROWS)
    assert capsys.readouterr().err == ""


def test_a_long_run_says_how_far_it_is_where_nothing_can_be_drawn(monkeypatch, capsys):
    monkeypatch.delenv("TEXTMINE_PROGRESS", raising=False)
    seconds = iter([0.0, 5.0, 21.0, 21.0, 30.0, 45.0, 45.0])
    report = progress_lines(lambda: next(seconds))
    for done in range(4):
        report("reading", done, 1200)
    assert capsys.readouterr().err.splitlines() == ["reading: 1 of 1,200", "reading: 3 of 1,200"]


def test_it_says_nothing_where_it_is_told_to(monkeypatch, capsys):
    monkeypatch.setenv("TEXTMINE_PROGRESS", "none")
    progress_lines(lambda: 1e9)("reading", 1, 2)
    assert capsys.readouterr().err == ""


def test_sentences_end_their_lines_between_words_and_in_no_command(monkeypatch):
    err = _Terminal()
    monkeypatch.setattr("sys.stderr", err)
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((40, 20)))
    say("Nothing is coded. Say 'textmine coding import FILE --corpus forum' first, and look again.")
    assert err.getvalue().splitlines() == [
        "Nothing is coded. Say",
        "'textmine coding import FILE --corpus forum'",
        "first, and look again.",
    ]


def test_a_command_says_what_comes_next_in_words_that_can_be_typed(coded, run):
    ran = run("coding", "sample", "forum", "--n", "9", "--coders", "ann,bob", "--include-coded")
    assert ran.code == 0, ran.err
    draw = "textmine coding sheets forum --draw draw-1 --codebook CODEBOOK --out sheets"
    assert ran.err.splitlines()[-1] == f"Next: {draw}"
    for arguments in (("-f", "csv"), ("-f", "json")):
        assert "Next:" not in run("corpus", "check", "forum", *arguments).err
