"""textmine codebook: list, check, diff, history; and where new, show and change hang."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli import codebook_change, codebook_new, codebook_show
from textmine.cli.codebook_shared import NameArgument, workspace_if_any
from textmine.cli.options import DryRunOption, FormatOption, WorkspaceOption
from textmine.cli.shared import Format, open_workspace, print_rows, say
from textmine.cli.taken import say_kept

app = typer.Typer(
    help="Codebooks: dimensions, codes, rules, and their changes.", no_args_is_help=True
)
app.command("new")(codebook_new.new)
app.command("show")(codebook_show.show)
app.add_typer(codebook_change.app, name="change")


@app.command("list")
def list_(workspace: WorkspaceOption = None, format: FormatOption = Format.table) -> None:
    """List the codebooks that can be used.

    Example: textmine codebook list
    """
    from textmine.codebook import list_codebooks

    rows = [
        {
            "codebook": listed.codebook.name,
            "title": listed.codebook.title,
            "dimensions": ", ".join(
                f"{dimension.id} ({len(dimension.code_ids)})"
                for dimension in listed.codebook.dimensions
            ),
            "version": listed.codebook.version,
            "from": "textmine" if listed.builtin else listed.path.name,
        }
        for listed in list_codebooks(workspace_if_any(workspace))
    ]
    print_rows(rows, format)


@app.command("check")
def check(name: NameArgument, workspace: WorkspaceOption = None) -> None:
    """Check that a codebook can be used, and that every coding made with it fits it.

    Codings of people and machines are held against its rules too.

    Example: textmine codebook check my-codebook.toml
    """
    from dataclasses import asdict

    from textmine.codebook import find_codebook
    from textmine.coding import misfits, open_codings, rule_breaks, to_review
    from textmine.errors import InputError

    space = workspace_if_any(workspace)
    book = find_codebook(name, space)
    codes = sum(len(dimension.code_ids) for dimension in book.dimensions)
    if space is not None:
        wrong = misfits(open_codings(space), book)
        if wrong:
            raise InputError(
                f"{len(wrong)} codings do not fit codebook '{book.name}':\n  " + "\n  ".join(wrong),
                hint="\nMend the codebook, or code these documents again.",
            )
        broken = rule_breaks(space, book)
        if broken:
            raise InputError(
                f"{len(broken)} times codings break a rule of codebook '{book.name}':\n  "
                + "\n  ".join(broken),
                hint="\nCode these documents again, or mend the rule.",
            )
    undefined = [
        f"{dimension.id} {code.id}"
        for dimension in book.dimensions
        for code in dimension.codes
        if not code.definition and not code.retired
    ]
    rules = f", {len(book.rules)} rules" if book.rules else ""
    say(f"'{book.name}' is valid: {len(book.dimensions)} dimensions, {codes} codes{rules}.")
    review = to_review(space, book) if space is not None else []
    if review:
        print_rows([asdict(item) for item in review], Format.table)
        say(f"{len(review)} codings have to be looked at again after changes of the codebook.")
    if undefined:
        say(f"Without a definition: {', '.join(undefined)}.")


@app.command("diff")
def diff(
    first: NameArgument,
    second: NameArgument,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Show what differs between two codebooks, or two versions of one.

    Example: textmine codebook diff themes@1 themes
    """
    from textmine.codebook import diff_codebooks, find_codebook

    space = workspace_if_any(workspace)
    rows = [
        {
            "difference": found.kind,
            "dimension": found.dimension,
            "code": found.code,
            "detail": found.detail,
        }
        for found in diff_codebooks(find_codebook(first, space), find_codebook(second, space))
    ]
    if rows or format is not Format.table:
        print_rows(rows, format)
    if not rows:
        say("They say the same.")


@app.command("history")
def history(
    name: NameArgument, workspace: WorkspaceOption = None, format: FormatOption = Format.table
) -> None:
    """List the recorded changes of a codebook, each with its reason.

    Example: textmine codebook history themes
    """
    from textmine.codebook import find_codebook

    book = find_codebook(name, workspace_if_any(workspace))
    rows = [
        {
            "version": change.version,
            "date": change.date,
            "by": change.by,
            "change": change.action,
            "dimension": change.dimension,
            "codes": ", ".join(change.codes),
            "into": ", ".join(change.into),
            "detail": change.detail,
            "reason": change.reason,
        }
        for change in book.changes
    ]
    if rows or format is not Format.table:
        print_rows(rows, format)
    if not rows:
        say(f"'{book.name}' is at version {book.version}; no change is recorded.")


@app.command("remove")
def remove(
    name: Annotated[str, typer.Argument(help="Name of a codebook of the workspace.")],
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Remove a codebook with its former versions, if no coding was made with it.

    Example: textmine codebook remove old-themes
    """
    from textmine.codebook import list_codebooks, remove_codebook
    from textmine.codebook.files import own_codebook
    from textmine.coding.uses import refuse_used, uses_of_codebook

    space = open_workspace(workspace)
    own_codebook(space, name)
    refuse_used(f"Codebook '{name}'", uses_of_codebook(space, name))
    if dry_run:
        say(f"Dry run: codebook '{name}' would be removed.")
        return
    remove_codebook(space, name)
    say(f"Codebook '{name}' is removed, with its former versions.")
    if name in (listed.codebook.name for listed in list_codebooks(space)):
        say(f"The codebook '{name}' that comes with textmine is the one that counts now.")
    say_kept(space)
