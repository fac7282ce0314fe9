"""What the programs in benchmarks/ import from the package is there."""

from __future__ import annotations

import ast
import importlib
import runpy
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


PROGRAMS = sorted((ROOT / "benchmarks").rglob("*.py"))


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_what_a_benchmark_imports_is_there(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textmine"):
            module = importlib.import_module(node.module)
            for name in node.names:
                if not hasattr(module, name.name):
                    importlib.import_module(f"{node.module}.{name.name}")


RUN = [path for path in PROGRAMS if 'if __name__ == "__main__":' in path.read_text("utf-8")]
BESIDE = {path.stem for path in (ROOT / "benchmarks").iterdir()}


@pytest.fixture
def alone(monkeypatch):
    """Import the files beside a benchmark from its folder, and forget them afterwards."""
    before = {name: sys.modules.get(name) for name in BESIDE if name in sys.modules}
    monkeypatch.setattr(sys, "path", [str(ROOT / "benchmarks"), *sys.path])
    monkeypatch.setenv("TEXTMINE_DATA", "nowhere")
    for name in before:
        del sys.modules[name]
    yield
    for name in BESIDE & sys.modules.keys():
        del sys.modules[name]
    sys.modules.update(before)


@pytest.mark.parametrize("path", RUN, ids=lambda path: path.stem)
def test_a_benchmark_tells_its_options_and_does_nothing(path, alone, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", [str(path), "--help"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(path), run_name="__main__")
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert told.startswith("usage: ")
    assert path.read_text("utf-8").split('"""')[1].splitlines()[0] in told


@pytest.mark.parametrize("path", RUN, ids=lambda path: path.stem)
def test_every_benchmark_reads_its_options_in_one_way(path):
    text = path.read_text("utf-8")
    assert "options_of(__doc__)" in text
    assert "ArgumentParser" not in text
