"""Notebooks of the documentation: read, run without a kernel, and written with their outputs."""

from __future__ import annotations

import ast
import contextlib
import io
import json
from pathlib import Path
from typing import Any

from tests.docs.pages import DOCS

NOTEBOOKS = sorted((DOCS / "notebooks").glob("*.ipynb"))

Cell = dict[str, Any]


def read_notebook(path: Path) -> dict[str, Any]:
    """Read a notebook, which is JSON."""
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


def write_notebook(path: Path, notebook: dict[str, Any]) -> None:
    """Write a notebook as Jupyter does."""
    text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def code_cells(notebook: dict[str, Any]) -> list[Cell]:
    """Return the cells that are run, in their order."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def run_cell(cell: Cell, names: dict[str, Any], number: int) -> list[Cell]:
    """Run a cell among the names of the cells before; return its outputs as Jupyter stores them."""
    tree = ast.parse("".join(cell["source"]))
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    shown = None
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(tree, f"cell {number}", "exec"), names)
        if isinstance(last, ast.Expr):
            shown = eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), names)
    outputs: list[Cell] = []
    if printed.getvalue():
        text = printed.getvalue().splitlines(keepends=True)
        outputs.append({"name": "stdout", "output_type": "stream", "text": text})
    if shown is not None:
        outputs.append(
            {
                "data": _forms(shown),
                "execution_count": number,
                "metadata": {},
                "output_type": "execute_result",
            }
        )
    return outputs


def _forms(shown: Any) -> dict[str, list[str]]:
    forms = {"text/plain": repr(shown).splitlines(keepends=True)}
    as_html = getattr(shown, "_repr_html_", None)
    html = as_html() if callable(as_html) else None
    if html:
        forms["text/html"] = html.splitlines(keepends=True)
    return forms


def plain(outputs: list[Cell]) -> str:
    """Return what a reader sees of outputs, as text."""
    return "".join(
        "".join(output["text"] if "text" in output else output["data"]["text/plain"])
        for output in outputs
    )
