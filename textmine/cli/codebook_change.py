"""textmine codebook change: change the codes of a codebook, with a reason that is kept."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.codebook_changed import Order, code_or_id, make_change, new_code, pairs
from textmine.cli.options import WorkspaceOption

if TYPE_CHECKING:
    from textmine.codebook import Codebook

app = typer.Typer(
    help="Change the codes of a codebook; the version before is kept.", no_args_is_help=True
)


class Stage(StrEnum):
    """A stage of coding."""

    open = "open"
    axial = "axial"
    selective = "selective"


_Text = str | None
_Name = Annotated[str, typer.Argument(help="Name of a codebook.")]
_Dimension = Annotated[str, typer.Option(help="The dimension of the code.")]
_Reason = Annotated[str, typer.Option(help="Why; it stays in the history of the codebook.")]
_By = Annotated[str, typer.Option(help="Who decided it.", show_default=False)]
_Dry = Annotated[bool, typer.Option("--dry-run", help="Only tell what would change.")]
_ListTo = Annotated[
    Path | None,
    typer.Option(
        "--list", help="Write what has to be looked at again into this CSV.", show_default=False
    ),
]
_Code = Annotated[str, typer.Option(help="Id of the code.")]
_Before = Annotated[str, typer.Option(help="Put it before this code.", show_default=False)]
_Follows = Annotated[
    list[str] | None,
    typer.Option(
        help="DIMENSION=CODE that follows from it on a derived dimension; may be repeated.",
        show_default=False,
    ),
]
_Definition = Annotated[_Text, typer.Option(help="What it means.", show_default=False)]
_Include = Annotated[_Text, typer.Option(help="What belongs to it.", show_default=False)]
_Exclude = Annotated[_Text, typer.Option(help="What does not.", show_default=False)]
_Example = Annotated[
    list[str] | None, typer.Option(help="An example; may be repeated.", show_default=False)
]


@app.command("add")
def add(
    name: _Name,
    dimension: _Dimension,
    code: _Code,
    reason: _Reason,
    code_name: Annotated[str, typer.Option("--name", help="Its name.", show_default=False)] = "",
    definition: _Definition = None,
    include: _Include = None,
    exclude: _Exclude = None,
    example: _Example = None,
    parent: Annotated[str, typer.Option(help="Group it under this.", show_default=False)] = "",
    stage: Annotated[Stage | None, typer.Option(help="Its stage.", show_default=False)] = None,
    before: _Before = "",
    follows: _Follows = None,
    by: _By = "",
    dry_run: _Dry = False,
    list_to: _ListTo = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Add a code.

    Example: textmine codebook change add my-book --dimension theme --code rent
    --reason 'seen often'
    """
    from textmine.codebook import add_code

    def change(book: Codebook, why: dict[str, str]) -> Codebook:
        new = new_code(
            code,
            code_name,
            definition=definition or "",
            include=include or "",
            exclude=exclude or "",
            examples=tuple(example or ()),
            parent=parent,
            stage=stage.value if stage else "",
        )
        return add_code(book, dimension, new, before=before, follows=pairs(follows), **why)

    make_change(Order(workspace, name, reason, by, dry_run, list_to), change)


@app.command("rename")
def rename(
    name: _Name,
    dimension: _Dimension,
    code: _Code,
    reason: _Reason,
    to: Annotated[str, typer.Option(help="Its new id.", show_default=False)] = "",
    code_name: Annotated[
        str, typer.Option("--name", help="Its new name.", show_default=False)
    ] = "",
    by: _By = "",
    dry_run: _Dry = False,
    list_to: _ListTo = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Give a code another id, another name or both; its codings stay valid.

    Example: textmine codebook change rename my-book --dimension theme --code rent --to space
    --reason 'wider'
    """
    from textmine.codebook import rename_code

    def change(book: Codebook, why: dict[str, str]) -> Codebook:
        return rename_code(book, dimension, code, to=to, name=code_name, **why)

    make_change(Order(workspace, name, reason, by, dry_run, list_to), change)


@app.command("redefine")
def redefine(
    name: _Name,
    dimension: _Dimension,
    code: _Code,
    reason: _Reason,
    definition: _Definition = None,
    include: _Include = None,
    exclude: _Exclude = None,
    example: _Example = None,
    by: _By = "",
    dry_run: _Dry = False,
    list_to: _ListTo = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Change what a code means; what was coded with it has to be looked at again.

    Example: textmine codebook change redefine my-book --dimension theme --code rent
    --definition 'The price of space.' --reason 'too wide'
    """
    from textmine.codebook import redefine_code

    def change(book: Codebook, why: dict[str, str]) -> Codebook:
        return redefine_code(
            book,
            dimension,
            code,
            definition=definition,
            include=include,
            exclude=exclude,
            examples=example or None,
            **why,
        )

    make_change(Order(workspace, name, reason, by, dry_run, list_to), change)


@app.command("merge")
def merge(
    name: _Name,
    dimension: _Dimension,
    code: Annotated[list[str], typer.Option(help="A code to merge; repeat it for each.")],
    into: Annotated[str, typer.Option(help="CODE that is there, or NEWCODE:its name.")],
    reason: _Reason,
    definition: _Definition = None,
    follows: _Follows = None,
    by: _By = "",
    dry_run: _Dry = False,
    list_to: _ListTo = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Merge codes into a new one or into one that is there; their codings become codings of it.

    Example: textmine codebook change merge my-book --dimension theme --code rent --code rooms
    --into space:places --reason 'one idea'
    """
    from textmine.codebook import merge_codes

    def change(book: Codebook, why: dict[str, str]) -> Codebook:
        target = code_or_id(into)
        if definition is not None:
            if isinstance(target, str):
                raise typer.BadParameter(f"'{target}' is there already", param_hint="--definition")
            target = target.model_copy(update={"definition": definition})
        return merge_codes(book, dimension, code, target, follows=pairs(follows), **why)

    make_change(Order(workspace, name, reason, by, dry_run, list_to), change)


@app.command("split")
def split(
    name: _Name,
    dimension: _Dimension,
    code: _Code,
    into: Annotated[
        list[str], typer.Option(help="CODE that is there, or NEWCODE:its name; repeat it.")
    ],
    reason: _Reason,
    by: _By = "",
    dry_run: _Dry = False,
    list_to: _ListTo = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Split a code; what was coded with it has to be decided again.

    Example: textmine codebook change split my-book --dimension theme --code space
    --into rent:rent --into rooms:rooms --reason 'two ideas'
    """
    from textmine.codebook import split_code

    def change(book: Codebook, why: dict[str, str]) -> Codebook:
        parts = [code_or_id(part) for part in into]
        return split_code(book, dimension, code, parts, **why)

    make_change(Order(workspace, name, reason, by, dry_run, list_to), change)


@app.command("move")
def move(
    name: _Name,
    dimension: _Dimension,
    code: _Code,
    reason: _Reason,
    parent: Annotated[
        _Text, typer.Option(help="Group it under this; '' for none.", show_default=False)
    ] = None,
    stage: Annotated[Stage | None, typer.Option(help="Its stage.", show_default=False)] = None,
    before: _Before = "",
    by: _By = "",
    dry_run: _Dry = False,
    list_to: _ListTo = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Group a code under another one, at another stage or another place; its codings stay valid.

    Example: textmine codebook change move my-book --dimension theme --code rent --parent space
    --reason 'a kind of it'
    """
    from textmine.codebook import move_code

    def change(book: Codebook, why: dict[str, str]) -> Codebook:
        return move_code(
            book,
            dimension,
            code,
            parent=parent,
            stage=stage.value if stage else None,
            before=before,
            **why,
        )

    make_change(Order(workspace, name, reason, by, dry_run, list_to), change)


@app.command("retire")
def retire(
    name: _Name,
    dimension: _Dimension,
    code: _Code,
    reason: _Reason,
    by: _By = "",
    dry_run: _Dry = False,
    list_to: _ListTo = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Give a code no more; what was coded with it has to be decided again.

    Example: textmine codebook change retire my-book --dimension theme --code rent --reason 'unused'
    """
    from textmine.codebook import retire_code

    def change(book: Codebook, why: dict[str, str]) -> Codebook:
        return retire_code(book, dimension, code, **why)

    make_change(Order(workspace, name, reason, by, dry_run, list_to), change)
