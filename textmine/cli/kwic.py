"""textmine kwic."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import FormatOption, ProfileOption, WhereOption, WorkspaceOption
from textmine.cli.shared import Format, open_workspace, print_rows, progress_bar, say
from textmine.cli.words_texts import Texts, read_texts

if TYPE_CHECKING:
    from textmine.topics.words.concordance import Line
    from textmine.topics.words.query import Query

_TOP_WORDS = 10
_NO_TERMINAL = 110
_WIDEST_LABEL = 12


class SortName(StrEnum):
    """How lines are sorted."""

    text = "text"
    left = "left"
    right = "right"
    node = "node"


def kwic(
    corpus: Annotated[str, typer.Argument(help="The corpus.")],
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
        SortName, typer.Option(help="By the words before, after, or the words found.")
    ] = SortName.text,
    width: Annotated[
        int, typer.Option(min=10, max=1000, help="Characters on either side, in json and csv.")
    ] = 80,
    limit: Annotated[int, typer.Option(min=1, help="Lines shown.")] = 50,
    where: WhereOption = None,
    profile: ProfileOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Show every place where a word stands, with what is said before and after it.

    Whole words are matched. With --topic and no word, the theme's top words are looked for.

    Example: textmine kwic forum "business rates" --sort right
    """
    from textmine.topics.words.concordance import concordance

    space = open_workspace(workspace)
    with progress_bar() as progress:
        texts = read_texts(space, corpus, topic, profile, progress)
    query, sought = _query(texts, word, lemma=lemma, regex=regex, case=case)
    rows = texts.rows(where)
    wanted = set(rows)
    kept = [row in wanted for row in range(len(texts.corpus))]
    chosen = texts.corpus.select(kept, tuple(where or ()))
    lines = concordance(query, chosen, texts.prepared.take(rows), width, sort.value)
    if format is Format.table:
        _print_aligned(lines[:limit])
    else:
        print_rows([vars(line) for line in lines[:limit]], format)
    voices = len({line.author or line.thread or line.document for line in lines})
    documents = len({line.document for line in lines})
    say(
        f"{sought}: {len(lines):,} times in {documents:,} of {len(rows):,} units, {voices:,} voices"
        + (f"; {limit} lines are shown, --limit shows more." if len(lines) > limit else ".")
    )
    if query.remark:
        say(f"Note: {query.remark}.")


def _query(
    texts: Texts, word: str | None, *, lemma: bool, regex: bool, case: bool
) -> tuple[Query, str]:
    from textmine.errors import InputError
    from textmine.topics.words.query import any_of, read_query

    if word is not None:
        query = read_query(word, texts.prepared, lemma=lemma, regex=regex, case=case)
        return query, f"'{word}'"
    if texts.placed is None or texts.topic is None:
        raise InputError("There is no word to look for.", hint="Give a word, or --topic MODEL:T03.")
    top = texts.placed.model.top_words(_TOP_WORDS)[texts.topic]
    caption = texts.placed.captions[texts.topic]
    return any_of(top), f"Top words of {caption} ({', '.join(top)})"


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
