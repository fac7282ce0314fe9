"""Run the command line in a folder outside of a test, as the fixtures of the studies do."""

from __future__ import annotations

from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from tests.conftest import Ran, _command_tree
from textmine.cli.main import run as run_command


def run_at(folder: Path, *arguments: str | Path) -> Ran:
    """Run a command in a folder; raises AssertionError where it fails."""
    out, err = StringIO(), StringIO()
    with (
        chdir(folder),
        patch("typer.main.get_command", _command_tree),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = run_command([str(argument) for argument in arguments])
    assert code == 0, f"{arguments}: {err.getvalue()}"
    return Ran(code, out.getvalue(), err.getvalue())
