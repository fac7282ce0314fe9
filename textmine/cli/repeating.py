"""The words of the command that runs, which a page keeps, and running such words again."""

import io
import shlex
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path

from textmine.errors import GateError, InputError

_WORKSPACE = ("--workspace", "-w")
_WRITTEN = ("--out", "--why", "--queue", "--figure", "--disagreements")
"""Options of commands with --report that name a file to write."""


def typed_words() -> list[str]:
    """Return the command that runs as words, without its workspace; none where none was typed."""
    from textmine.running import running

    return [*_without_workspace(shlex.split(running().words))]


def run_words(words: Sequence[str], root: Path) -> None:
    """Run a command in the workspace `root`, and print nothing.

    What it would write elsewhere is written there; files that it reads are looked for from the
    current folder. A gate that is not met is no error. Raises what the command raises.
    """
    import typer

    from textmine.cli import main

    here = [*_written_in(root, words)]
    end = here.index("--") if "--" in here else len(here)
    typed = [*here[:end], "--workspace", str(root), *here[end:]]
    quiet = redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO())
    try:
        with quiet[0], quiet[1], suppress(GateError):
            typer.main.get_command(main.app)(args=typed)
    except SystemExit as leave:
        if leave.code:
            raise InputError(
                f"This textmine does not know the command that made it: {shlex.join(words)}",
                hint="Make the page again.",
            ) from leave


def _without_workspace(words: Sequence[str]) -> Iterator[str]:
    rest = iter(words)
    for word in rest:
        if word == "--":
            yield word
            yield from rest
        elif word in _WORKSPACE:
            next(rest, "")
        elif not word.startswith(("--workspace=", "-w")):
            yield word


def _written_in(root: Path, words: Sequence[str]) -> Iterator[str]:
    """Yield the words, with the files that are to be written in the folder `root`."""
    rest = iter(words)
    for word in rest:
        option, is_one, value = word.partition("=")
        if word in _WRITTEN:
            yield word
            yield from (str(root / Path(name).name) for name in (next(rest, None),) if name)
        elif option in _WRITTEN and is_one:
            yield f"{option}={root / Path(value).name}"
        else:
            yield word
