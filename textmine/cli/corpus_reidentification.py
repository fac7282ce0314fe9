"""textmine corpus reidentification: what could still tell who somebody is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from textmine.cli.options import FormatOption, WorkspaceOption
from textmine.cli.shared import Format, comma_list, open_workspace, print_rows, say

if TYPE_CHECKING:
    from textmine.privacy import Risks

_SHOWN = 15


def reidentification(
    name: Annotated[str, typer.Argument(help="The corpus.")],
    columns: Annotated[
        str | None,
        typer.Option(
            help="Attributes that others may know, with commas; default: those with few values.",
            show_default=False,
        ),
    ] = None,
    k: Annotated[int, typer.Option("--k", min=2, help="Smallest group that is safe enough.")] = 5,
    key: Annotated[
        Path | None,
        typer.Option(help="The key: look for its originals in the texts.", show_default=False),
    ] = None,
    n: Annotated[int, typer.Option("--n", min=1, help="Words and leftovers to show.")] = _SHOWN,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Check what could still tell who somebody is, before a corpus is shared.

    Combinations of attributes that few people share, words that one person alone uses, texts that
    a search would find word for word, and what still looks like a name. An aid, not a proof.

    Example: textmine corpus reidentification forum-alias --columns group --k 5
    """
    from textmine.corpus import load_corpus
    from textmine.errors import NotFoundError
    from textmine.privacy import check_reidentification, open_key

    space = open_workspace(workspace)
    if key is not None and not key.is_file():
        raise NotFoundError(f"There is no key {key}.", hint="Name the file with --key.")
    loaded = load_corpus(space, name)
    opened = open_key(key) if key is not None else None
    risks = check_reidentification(loaded, comma_list(columns), k, space.settings.nlp.lang, opened)
    print_rows(_rows(risks, n), format, title=f"{name}: what could tell who somebody is")
    _say_risks(risks, n)


def _rows(risks: Risks, n: int) -> list[dict[str, Any]]:
    unit = f"{risks.unit}s"
    rows: list[dict[str, Any]] = []
    for one in risks.combinations:
        what = " + ".join(one.columns)
        rows.append(_row("alone with an attribute", what, one.unique, one.n, unit))
        rows.append(_row(f"fewer than {risks.k} share it", what, one.below_k, one.n, unit))
    if risks.n_authors:
        own, authors = risks.n_with_own_words, risks.n_authors
        rows.append(_row("words of their own", "three times or more", own, authors, "authors"))
    texts = risks.n_texts
    rows.append(_row("found by a search", "eight words in a row", risks.searchable, texts, "texts"))
    rows.append(_row("time of day of their own", "created_at", risks.timed, texts, "texts"))
    own_words = (
        _row("word of one author", word.word, word.times, word.times, "uses")
        for word in risks.own_words[:n]
    )
    leftovers = (
        _row(f"left over: {left.kind}", left.text, left.documents, texts, "texts")
        for left in risks.leftovers[:n]
    )
    return [*rows, *own_words, *leftovers]


def _row(check: str, what: str, count: int, of: int, unit: str) -> dict[str, Any]:
    return {"check": check, "what": what, "count": count, "of": of, "unit": unit}


def _say_risks(risks: Risks, n: int) -> None:
    if not risks.combinations:
        say("No attribute with few values was found; name columns with --columns.")
    alone = max((one.unique for one in risks.combinations), default=0)
    if alone:
        say(
            f"Alone with their attributes: {alone:,} of {risks.combinations[-1].n:,} "
            f"{risks.unit}s. Who knows the attributes knows whose texts these are. Merge rare "
            "values, or drop a column."
        )
    if risks.searchable:
        say(
            f"{risks.searchable:,} of {risks.n_texts:,} texts have eight words in a row that no "
            "other has. If the originals are public, a search finds them: do not quote word for "
            "word what you promised to hide."
        )
    for listed, what in ((risks.own_words, "words of one author"), (risks.leftovers, "leftovers")):
        if len(listed) > n:
            say(f"{len(listed):,} {what} in all, {n:,} shown; --n shows more.")
    say("These are counts of this corpus, not chances; what others know cannot be counted here.")
