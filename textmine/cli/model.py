"""textmine model: list the models of the workspace, and remove one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import DryRunOption, FormatOption, WorkspaceOption
from textmine.cli.shared import Format, open_workspace, print_rows, say
from textmine.cli.taken import say_kept

if TYPE_CHECKING:
    from textmine.store import Manifest

app = typer.Typer(
    help="The models that 'train' and 'topics fit' made: list, remove.", no_args_is_help=True
)
_MADE_BY = {"classifier": "train", "topics": "topics fit"}


@app.command("list")
def list_(workspace: WorkspaceOption = None, format: FormatOption = Format.table) -> None:
    """List the models of the workspace: what made them, from which corpus.

    Example: textmine model list
    """
    from textmine.errors import InputError
    from textmine.store import read_manifest
    from textmine.store.kept import bytes_in
    from textmine.store.manifest import MANIFEST

    space = open_workspace(workspace)
    rows = []
    names = space.names("models", MANIFEST)
    for name in names:
        folder = space.folder("models", name)
        try:
            manifest = read_manifest(folder)
        except InputError as error:
            say(f"Model '{name}' cannot be used: {error}")
            continue
        rows.append(
            {
                "model": name,
                "made by": _MADE_BY.get(manifest.kind, manifest.kind),
                "corpus": str(manifest.details.get("corpus", "")),
                "of": _of(manifest),
                "textmine": manifest.textmine,
                "size": f"{bytes_in(folder) / 1e6:.1f} MB",
            }
        )
    print_rows(rows, format, note="" if names else "No model yet: textmine train, topics fit")


@app.command("remove")
def remove(
    name: Annotated[str, typer.Argument(help="The model, of codes or of topics.")],
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Remove a model, its card and its themes, if no codings of it are recorded.

    Example: textmine model remove forum-topics
    """
    from textmine.coding.uses import refuse_used, uses_of_model
    from textmine.store.manifest import MANIFEST

    space = open_workspace(workspace)
    folder = space.existing("models", name, MANIFEST)
    refuse_used(f"Model '{name}'", uses_of_model(space, name))
    if dry_run:
        say(f"Dry run: model '{name}' would be removed.")
        return
    space.remove(folder)
    say(f"Model '{name}' is removed.")
    say_kept(space)


def _of(manifest: Manifest) -> str:
    """Say which dimensions or how many topics a model has."""
    if manifest.kind == "topics":
        return f"{len(manifest.details.get('ids', ()))} topics"
    parts = manifest.details.get("dimensions", ())
    return ", ".join(str(part["dimension"]) for part in parts)
