"""Run the command line in process, as a user would."""

from __future__ import annotations

import contextlib
import io

from textmine.cli.main import run


def textmine(*arguments: str) -> str:
    """Return what a command prints on stdout, or end when it fails."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        code = run(arguments)
    if code != 0:
        raise SystemExit(f"textmine {' '.join(arguments)} ended with {code}")
    return printed.getvalue()
