"""textmine undo, and model: take changes back, list and remove models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import DryRunOption
from textmine.present import Section

if TYPE_CHECKING:
    from textmine.store import Workspace

_ALL = "all"


@shown()
def undo(
    run: Run,
    number: Annotated[
        int | None,
        typer.Argument(help="The change, as --list numbers it; default: the latest.", min=1),
    ] = None,
    list_: Annotated[
        bool, typer.Option("--list", help="List the changes instead, oldest first.")
    ] = False,
    redo: Annotated[bool, "Bring back what was taken back last, or this change."] = False,
    anyway: Annotated[bool, "Although files were edited by hand since; they are kept."] = False,
    forget: Annotated[
        str | None,
        typer.Option(
            metavar="NUMBER|all",
            help="Delete what a change kept, to free space; it cannot be taken back then.",
        ),
    ] = None,
    dry_run: DryRunOption = False,
) -> Section:
    """Take the latest change of the workspace back: of a corpus, codebook, codings, model, themes.

    What commands replace or remove is kept in the folder .history of the workspace. A change on
    which a later one rests is taken back after that one. Reports, keys and files that were written
    elsewhere stay as they are.

    Example: textmine undo --list
    Example: textmine undo 7 --dry-run
    """
    if sum((list_, redo, forget is not None)) > 1:
        raise typer.BadParameter("one at a time", param_hint="--list, --redo, --forget")
    if forget is not None and number is not None:
        raise typer.BadParameter(f"say --forget {number} alone", param_hint="--forget")
    space = run.workspace
    if list_:
        return _list(space)
    if forget is None:
        return _turn(space, number, back=not redo, anyway=anyway, dry_run=dry_run)
    if forget != _ALL and not forget.isdecimal():
        raise typer.BadParameter(f"'{forget}' is no number; or say 'all'", param_hint="--forget")
    return _forget(space, None if forget == _ALL else int(forget), dry_run)


def _turn(
    space: Workspace, number: int | None, *, back: bool, anyway: bool, dry_run: bool
) -> Section:
    from textmine.coding.taking_back import change_to_turn, turn, would_do
    from textmine.report.kept import turned_section, would_turn_section

    if dry_run:
        change = change_to_turn(space, number, back=back)
        return would_turn_section(change, would_do(change, back=back), back=back)
    return turned_section(turn(space, number, back=back, anyway=anyway), back=back)


def _list(space: Workspace) -> Section:
    from textmine.report.kept import history_section
    from textmine.store.history import HISTORY, change_folder, changes
    from textmine.store.kept import bytes_in

    entries = [
        (change, bytes_in(change_folder(space.root, change.number)))
        for change in changes(space.root)
    ]
    return history_section(entries, space.root / HISTORY)


def _forget(space: Workspace, number: int | None, dry_run: bool) -> Section:
    from textmine.coding.taking_back import forget
    from textmine.report.kept import forgotten_section
    from textmine.store.history import change_folder, changes, find_change
    from textmine.store.kept import bytes_in

    chosen = changes(space.root) if number is None else [find_change(space.root, number)]
    freed = sum(bytes_in(change_folder(space.root, change.number)) for change in chosen)
    if not dry_run:
        for change in chosen:
            forget(space, change)
    return forgotten_section(chosen, freed, every=number is None, dry_run=dry_run)


app = typer.Typer(
    help="The models that 'train' and 'topics fit' made: list, remove.", no_args_is_help=True
)


@app.command("list")
@shown()
def list_(run: Run) -> Section:
    """List the models of the workspace: what made them, from which corpus.

    Example: textmine model list
    """
    from textmine.report.kept import models_section

    return models_section(run.workspace)


@app.command("remove")
@shown(without=("format",))
def remove(
    run: Run,
    name: Annotated[str, typer.Argument(help="The model, of codes or of topics.")],
    dry_run: DryRunOption = False,
) -> Section:
    """Remove a model, its card and its themes, if no codings of it are recorded.

    Example: textmine model remove forum-topics
    """
    from textmine.coding.uses import remove_unused_model

    return Section.of(*remove_unused_model(run.workspace, name, dry_run=dry_run))
