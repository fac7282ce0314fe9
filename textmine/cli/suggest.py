"""textmine suggest."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.coding_sheets import SheetForm
from textmine.cli.options import ProcessesOption, ProfileOption, WhereOption, WorkspaceOption
from textmine.cli.shared import comma_list, open_workspace, print_csv, progress_bar, say

if TYPE_CHECKING:
    from textmine.classify.suggesting.suggesting import CodeSuggestions, Embed
    from textmine.classify.suggesting.suggestion_columns import Columns
    from textmine.codebook import Codebook
    from textmine.coding.sheets.exporting import SheetRequest
    from textmine.config import Progress
    from textmine.store import Workspace

_TIED = "--draw and --coders go with --sheets"


def suggest(
    corpus: Annotated[str, typer.Argument(help="The corpus.")],
    codebook: Annotated[str, typer.Option(help="The codebook whose codes are ranked.")],
    n: Annotated[int, typer.Option("--n", help="Codes to suggest a dimension.", min=1)] = 2,
    out: Annotated[
        Path | None, typer.Option(help="CSV to write; default: to stdout.", show_default=False)
    ] = None,
    sheets: Annotated[
        Path | None,
        typer.Option(
            help="Write coding sheets of a draw into this folder instead, with the suggestions "
            "beside the empty columns for codes.",
            show_default=False,
        ),
    ] = None,
    draw: Annotated[
        str | None,
        typer.Option(help="Whose documents; default: the latest draw.", show_default=False),
    ] = None,
    coders: Annotated[
        str | None,
        typer.Option(help="Comma-separated; default: all of the draw.", show_default=False),
    ] = None,
    sheet_format: Annotated[SheetForm, typer.Option(help="What --sheets writes.")] = "xlsx",
    embeddings: Annotated[
        str | None,
        typer.Option(
            help="Compare by another encoder: minilm, a model's folder or package; none: by words "
            "alone. Default: by meaning, where that reads the language.",
            show_default=False,
        ),
    ] = None,
    where: WhereOption = None,
    profile: ProfileOption = None,
    processes: ProcessesOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Suggest codes before anything is coded, by what the codebook says of them; records nothing.

    A document is compared with each code's name, definition, include note and examples. What comes
    out is a first guess, so that the first coding sheet is not a blank one: expect it to be right
    more often than chance, and no more often than the commonest code. Coders who see suggestions
    are drawn to them: measure agreement on documents that were coded without.

    Example: textmine suggest forum --codebook ling-martins-2015 --out suggestions.csv
    Example: textmine suggest forum --codebook ling-martins-2015 --sheets first --draw draw-1
    """
    from textmine.classify.suggesting.suggesting import suggest_codes
    from textmine.classify.suggesting.suggestion_table import suggestion_columns, suggestion_rows
    from textmine.codebook import find_codebook
    from textmine.coding.sheets.exporting import SheetRequest
    from textmine.corpus import load_corpus, select_documents
    from textmine.store.tables import write_table

    if sheets is None and (draw, coders) != (None, None):
        raise typer.BadParameter(_TIED, param_hint="--sheets")
    if sheets is not None and (out is not None or where):
        raise typer.BadParameter(
            "--sheets writes the documents of a draw: leave --out and --where out",
            param_hint="--sheets",
        )
    space = open_workspace(workspace)
    book = find_codebook(codebook, space)
    whole = load_corpus(space, corpus)
    chosen = select_documents(whole, where or [])
    settings = space.settings.override("nlp", profile=profile, n_process=processes).nlp
    with progress_bar() as progress:
        embed = _embedder(embeddings, settings.lang, space, progress)
        found = suggest_codes(whole, book, settings, space, embed=embed, progress=progress)
    if sheets is not None:
        named = f"{book.name}@{book.version}"
        request = SheetRequest(corpus, named, sheets, draw, sheet_format, comma_list(coders))
        _write_sheets(space, request, suggestion_columns(found, book, n))
    else:
        rows = suggestion_rows(found, chosen, book, n)
        if out is None:
            print_csv(rows[0], rows)
        else:
            write_table(out, rows[0], rows)
    _say_what(found, chosen.ids, book, out)


def _embedder(name: str | None, lang: str, space: Workspace, progress: Progress) -> Embed | None:
    """Return what turns texts into vectors: by default by meaning, where that can be read."""
    from textmine.classify.features.meaning import without_meaning
    from textmine.nlp.encoders import MEANING, MINILM, choose_encoder, embed_texts

    lacking = without_meaning([MEANING], lang) if name is None else ""
    if lacking:
        say(f"Note: {lacking}; words alone are compared.")
    if lacking or name == "none":
        return None
    encoder = choose_encoder({None: MEANING, "default": MINILM}.get(name, name or ""))
    return partial(embed_texts, encoder=encoder, workspace=space, progress=progress)


def _write_sheets(space: Workspace, request: SheetRequest, columns: Columns) -> None:
    from textmine.coding.sheets.exporting import export_sheets
    from textmine.coding.suggested import CODEBOOK

    shown = f"{CODEBOOK}{request.codebook}"
    for sheet in export_sheets(space, request, columns, shown):
        say(f"{sheet.path}: {sheet.documents:,} documents for {sheet.coder}.")
        if sheet.gone:
            say(f"  {sheet.gone:,} documents of the draw are no longer in the corpus.")


def _say_what(
    found: Sequence[CodeSuggestions], shown: Sequence[str], book: Codebook, out: Path | None
) -> None:
    wanted = set(shown)
    for one in found:
        if one.by_name_alone:
            say(
                f"Ranked by name alone on {one.dimension}, for the codebook says no more of them: "
                f"{', '.join(one.by_name_alone)}."
            )
        like = zip(one.documents, one.likeness.max(axis=1), strict=True)
        nothing = sum(identity in wanted and best <= 0 for identity, best in like)
        if nothing:
            say(f"{nothing:,} documents are like no code of {one.dimension}: nothing is suggested.")
    say(
        f"Suggestions for {len(shown):,} documents by what codebook '{book.name}' says"
        + (f"; see {out}." if out else ".")
        + " They are no codings, and none is recorded."
    )
