"""Every notebook runs, and shows what it printed; `GOLDEN=renew` keeps what it prints now."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.docs.notebooks import (
    NOTEBOOKS,
    code_cells,
    plain,
    read_notebook,
    run_cell,
    write_notebook,
)

RENEW = os.environ.get("GOLDEN") == "renew"


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_shows_what_it_prints(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    notebook = read_notebook(path)
    names: dict[str, Any] = {"__name__": "__main__"}
    wrong = []
    with pd.option_context("display.width", 100, "display.max_columns", 20):
        for number, cell in enumerate(code_cells(notebook), start=1):
            outputs = run_cell(cell, names, number)
            if plain(outputs) != plain(cell["outputs"]):
                shown = f"{plain(outputs)!r}, and the notebook shows {plain(cell['outputs'])!r}"
                wrong.append(f"cell {number} prints {shown}")
            cell["outputs"], cell["execution_count"] = outputs, number
    if RENEW:
        write_notebook(path, notebook)
    else:
        assert wrong == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_holds_no_path_of_a_computer(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not any(part in text for part in ("/home/", "/tmp/", "/Users/", "site-packages"))


def test_a_cell_is_run_and_its_last_line_shown() -> None:
    names: dict[str, Any] = {}
    first = run_cell({"source": ["a = 2\n", "print('two')\n", "a + 1"]}, names, 1)
    assert plain(first) == "two\n3"
    assert plain(run_cell({"source": ["b = a"]}, names, 2)) == ""
    with pytest.raises(ZeroDivisionError):
        run_cell({"source": ["a / 0"]}, names, 3)
