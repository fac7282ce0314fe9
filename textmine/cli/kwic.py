"""textmine kwic."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.choices import ConcordanceOrder
from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument, LimitOption
from textmine.cli.page import write_page
from textmine.cli.topics_shared import texts_by
from textmine.present import Section

if TYPE_CHECKING:
    from textmine.topics.words.concordance import Line

_NO_TERMINAL = 110
_WIDEST_LABEL = 12


@shown("where", "profile", "report")
def kwic(
    run: Run,
    corpus: CorpusArgument,
    word: Annotated[
        str | None, typer.Argument(help='A word, word* or "a phrase"; not needed with --topic.')
    ] = None,
    topic: Annotated[
        str | None, typer.Option(help="Only texts mainly of this theme: MODEL:T03.")
    ] = None,
    lemma: Annotated[bool, typer.Option("--lemma", help="Find all forms of the word.")] = False,
    regex: Annotated[
        bool, typer.Option("--regex", help="A regular expression for each whole word.")
    ] = False,
    case: Annotated[bool, typer.Option("--case", help="Mind capital letters.")] = False,
    sort: Annotated[
        ConcordanceOrder,
        typer.Option(help="By the words before, after, or the words found."),
    ] = "text",
    width: Annotated[
        int, typer.Option(min=10, max=1000, help="Characters on either side, in json and csv.")
    ] = 80,
    limit: LimitOption = 50,
) -> Section:
    """Show every place where a word stands, with what is said before and after it.

    It matches whole words. With --topic and no word, the theme's top words are looked for. 'find'
    looks for words in all corpora, memos and codes at once.

    Example: textmine kwic forum "business rates" --sort right
    """
    from textmine.report.words import lines_section
    from textmine.topics.words.concordance import concordance

    texts = texts_by(run, corpus, topic)
    query, sought = texts.query(word, lemma=lemma, regex=regex, case=case)
    rows = texts.rows(run.where)
    found = concordance(query, texts.corpus, texts.with_rows(rows), width, limit, sort)
    section = lines_section(sought, found, len(rows), limit, query.remark)
    write_page(run, [section], [texts.corpus], f"{section.title}: {corpus}", "", {})
    if run.format == "table":
        _print_aligned(found.lines)
    return replace(section, tables=())


def _print_aligned(lines: Sequence[Line]) -> None:
    """Print the lines with the words found under each other."""
    from rich.cells import cell_len, set_cell_size

    total = shutil.get_terminal_size().columns if sys.stdout.isatty() else _NO_TERMINAL
    labels = [
        (
            line.document[-_WIDEST_LABEL:],
            line.author[:_WIDEST_LABEL],
            line.thread[:_WIDEST_LABEL],
            line.place[-_WIDEST_LABEL:],
        )
        for line in lines
    ]
    widths = [max((cell_len(label[i]) for label in labels), default=0) for i in range(4)]
    node = min(max((cell_len(line.node) for line in lines), default=0), 40)
    side = max(10, (total - sum(widths) - node - 8) // 2)
    for line, label in zip(lines, labels, strict=True):
        who = " ".join(
            set_cell_size(part, width) for part, width in zip(label, widths, strict=True) if width
        )
        left = line.left
        while cell_len(left) > side:
            left = left[1:]
        pad = " " * (side - cell_len(left))
        middle = set_cell_size(line.node, node)
        typer.echo(f"{who}  {pad}{left} {middle} {set_cell_size(line.right, side)}".rstrip())
