"""Write what a command found as a page, and run again the command that made a page."""

from __future__ import annotations

import io
import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmine.cli.shared import replaces, say

if TYPE_CHECKING:
    from pathlib import Path

    from textmine.cli.command import Run
    from textmine.corpus import Corpus
    from textmine.present import Section
    from textmine.report.document import Report

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
    from textmine.errors import GateError, InputError

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


def write_page(
    run: Run,
    sections: Sequence[Section],
    corpora: Sequence[Corpus],
    title: str,
    subtitle: str,
    settings: Mapping[str, Any],
) -> None:
    """Write sections as the page reports/NAME and say where it is; nothing without --report.

    The manifest keeps the command as it was typed, so that `textmine verify` can repeat it.
    """
    name = run.given["report"]
    if name is None:
        return
    from textmine.report.folder import write_report_folder

    words = typed_words()
    used = {**settings, "command": words} if words else dict(settings)
    report = report_of(run, sections, corpora, title, subtitle)
    former = replaces(run.workspace, "reports", name)
    page = write_report_folder(run.workspace, name, report, used, run.seed, run.forms)
    say(f"The report is {page}.{former}")


def write_shown(run: Run, section: Section, corpora: Sequence[Corpus]) -> None:
    """Write a section as the page that --report names and as the file that --out names, if any."""
    from textmine.report.folder import write_out

    subtitle, out = " ".join(run.where), run.given["out"]
    write_page(run, [section], corpora, section.title, subtitle, {})
    if out is not None:
        write_out(out, report_of(run, [section], corpora, section.title, subtitle))
        say(f"The display is in {out}.")


def report_of(
    run: Run, sections: Sequence[Section], corpora: Sequence[Corpus], title: str, subtitle: str
) -> Report:
    """Return sections as a report that says what the run told and what it was made from."""
    from textmine.report.document import Report
    from textmine.report.folder import made_with

    first, *rest = run.unquoted(sections)
    return Report(
        title=title,
        subtitle=subtitle,
        synthetic=any(corpus.info.synthetic for corpus in corpora),
        sections=[replace(first, sentences=[*run.told, *first.sentences]), *rest],
        made_with=made_with(run.seed),
        inputs={f"corpora/{corpus.name}": corpus.info.digest for corpus in corpora},
    )
