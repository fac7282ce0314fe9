"""What the codebook commands share: naming a codebook, and a workspace if there is one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from textmine.store import Workspace

NameArgument = Annotated[
    str, typer.Argument(help="Name of a codebook, NAME@VERSION, or a .toml file.")
]


def workspace_if_any(folder: Path | None) -> Workspace | None:
    """Open the workspace if there is one: built-in codebooks can be looked at without."""
    from textmine.errors import NotFoundError
    from textmine.store import find_workspace

    try:
        return find_workspace(folder)
    except NotFoundError:
        if folder is not None:
            raise
        return None
