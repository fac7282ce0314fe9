"""Run the command line in process, as a user would."""

from __future__ import annotations

import contextlib
import io
import sys

from textmine.cli.main import run


def option(name: str) -> str:
    """Return what stands behind an option of the benchmark itself, "" where it is not given."""
    behind = sys.argv[sys.argv.index(name) + 1 :][:1] if name in sys.argv else []
    return behind[0] if behind else ""


def textmine(*arguments: str) -> str:
    """Return what a command prints on stdout, or end when it fails."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        code = run(arguments)
    if code != 0:
        raise SystemExit(f"textmine {' '.join(arguments)} ended with {code}")
    return printed.getvalue()
