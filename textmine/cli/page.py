"""Write what a command found as a page, where --report asks for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textmine.cli.shared import replaces, say

if TYPE_CHECKING:
    from pathlib import Path

    from textmine.cli.command import Run
    from textmine.corpus import Corpus
    from textmine.present import Section
    from textmine.report.document import Report


def write_page(
    run: Run,
    sections: Sequence[Section],
    corpora: Sequence[Corpus],
    title: str,
    subtitle: str,
    settings: dict[str, Any],
) -> None:
    """Write sections as the page reports/NAME and say where it is; nothing without --report.

    The manifest keeps the command as it was typed, so that `textmine verify` can repeat it.
    """
    name = run.given["report"]
    if name is None:
        return
    from textmine.cli.repeating import typed_words
    from textmine.report.folder import write_report_folder

    words = typed_words()
    settings = {**settings, "command": words} if words else settings
    report = report_of(run, sections, corpora, title, subtitle)
    former = replaces(run.workspace, "reports", name)
    page = write_report_folder(run.workspace, name, report, settings, run.seed, run.forms)
    say(f"The report is {page}.{former}")


def write_shown(run: Run, section: Section, corpora: Sequence[Corpus], out: Path | None) -> None:
    """Write a section as the page that --report names and as the file that --out names, if any."""
    from textmine.report.folder import write_out

    subtitle = " ".join(run.where)
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
