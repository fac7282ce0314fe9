"""textmine corpus duplicates: exact and near copies, quotations, and what was changed in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from textmine.cli.options import FormatOption, WorkspaceOption
from textmine.cli.shared import Format, open_workspace, print_rows, say
from textmine.cli.taken import (
    ReplaceOption,
    replaces_corpus,
    say_replaced,
    telling_what_stands,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.corpus import Corpus
    from textmine.corpus.duplicates import Duplicates, Edit

_SHOWN = 20
_FIRST_WORDS = 60
_EDIT_COLUMNS = ("document", "group", "kind", "text", "start", "end")


def duplicates(
    corpus: Annotated[str, typer.Argument(metavar="NAME", help="The corpus.")],
    threshold: Annotated[
        float,
        typer.Option(
            min=0.4, max=1, help="Share of three-word sequences that near copies have in common."
        ),
    ] = 0.6,
    edits: Annotated[
        Path | None,
        typer.Option(
            help="Write what was added to and left out of the copied texts into this CSV.",
            show_default=False,
        ),
    ] = None,
    passages: Annotated[
        str | None,
        typer.Option(
            help="Make a new corpus of this name: what was added, from five words on.",
            show_default=False,
        ),
    ] = None,
    replace: ReplaceOption = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Show what would be found; store nothing in the workspace."),
    ] = False,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Find documents that repeat each other, and mark them; none is deleted.

    Exact: the same words, whatever their case and marks. Near: nearly the same words. Quoted: a
    document that holds all of another (8 words or more) or 25 of its words in a row. The columns
    meta.duplicate_group, _kind, _size and _first are stored in the corpus. 'tabulate --per group'
    then counts the copies of one text once; --where duplicate_first=yes does so for training,
    topics, prevalence and whatever else works on a part of the corpus.

    Example: textmine corpus duplicates forum --edits edits.csv
    """
    from textmine.corpus import load_corpus
    from textmine.corpus.corpus import refuse_taken, save_corpus
    from textmine.corpus.duplicates import (
        added_passages,
        corpus_duplicates,
        find_edits,
        with_duplicates,
    )
    from textmine.errors import InputError

    space = open_workspace(workspace)
    loaded = load_corpus(space, corpus)
    if passages == corpus:
        raise InputError(
            f"The passages cannot be called '{corpus}' as the corpus is, which stays.",
            hint="Give --passages another name.",
        )
    if passages is not None and not replace:
        with telling_what_stands(space, passages, "--passages"):
            refuse_taken(space, passages)
    found = corpus_duplicates(loaded, threshold)
    changed = list(find_edits(loaded.texts, found)) if edits or passages else []
    made = added_passages(loaded, changed, passages) if passages else None
    if edits is not None:
        _write_edits(edits, loaded, changed)
    rows = _rows(loaded, found)
    hidden = len(rows) - _SHOWN
    shown = rows[:_SHOWN] if format is Format.table else rows
    if shown or format is not Format.table:
        print_rows(shown, format, title=f"{corpus}: the largest groups")
    if format is Format.table and hidden > 0:
        say(f"{hidden:,} more groups: --format csv lists all.")
    say(_totals(found))
    if edits is not None:
        say(f"{len(changed):,} edits are in {edits}.")
    if dry_run:
        say("Dry run: the corpus stays as it is.")
        return
    if made is not None:
        former = replaces_corpus(space, made.name)
        save_corpus(space, made, replace=replace, reads=[f"corpora/{corpus}"])
        say(f"Corpus '{passages}': {len(made):,} passages that were added.{former}")
        if former:
            say_replaced(space, made.name)
    save_corpus(space, with_duplicates(loaded, found), replace=True)
    say(
        f"Corpus '{corpus}' has them as meta.duplicate_group, _kind, _size and _first. Say "
        "--where duplicate_first=yes to count each text once."
    )


def _rows(corpus: Corpus, found: Duplicates) -> list[dict[str, Any]]:
    ids, texts = corpus.ids, corpus.texts
    return [
        {
            "group": group.number,
            "n": len(group.members),
            "copies": len(group.copies),
            "kind": group.kind.value,
            "lowest similarity": round(group.low, 3),
            "highest": round(group.high, 3),
            "template": ids[group.template],
            "first words": " ".join(texts[group.template].split())[:_FIRST_WORDS],
        }
        for group in found.groups
    ]


def _totals(found: Duplicates) -> str:
    from textmine.corpus.duplicates import Kind

    copied = sum(bool(group.copies) for group in found.groups)
    quoting = sum(kind is Kind.quotes for kind in found.kinds)
    share = 100 * found.n_copies / found.n if found.n else 0.0
    return (
        f"n = {found.n:,} documents, {len(found.groups):,} groups. {copied:,} of the groups have "
        f"copies: {found.n_copies:,} documents ({share:.1f} %) are a copy of another one. "
        f"{quoting:,} documents are no copy, but quote another one."
    )


def _write_edits(path: Path, corpus: Corpus, changed: Sequence[Edit]) -> None:
    from textmine.store.tables import write_table

    ids = corpus.ids
    rows = (
        [ids[edit.document], edit.group, edit.kind, edit.text, edit.start, edit.end]
        for edit in changed
    )
    write_table(path, _EDIT_COLUMNS, rows)
