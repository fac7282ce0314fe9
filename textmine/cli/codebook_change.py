"""textmine codebook change: change the codes of a codebook, with a reason that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from textmine.choices import Stage
from textmine.cli.command import Run, shown
from textmine.cli.options import DryRunOption, ReasonOption
from textmine.present import Section

if TYPE_CHECKING:
    from textmine.codebook import Code, Codebook
    from textmine.coding.changing import Change

app = typer.Typer(
    help="Change the codes of a codebook; the version before is kept.", no_args_is_help=True
)

_Text = str | None
_Name = Annotated[str, typer.Argument(help="Name of a codebook.")]
_Dimension = Annotated[str, "The dimension of the code."]
_Code = Annotated[str, "Id of the code."]
_Stage = Annotated[Stage | None, "Its stage."]
_Before = Annotated[str, "Put it before this code."]
_Follows = Annotated[
    list[str] | None,
    "DIMENSION=CODE that follows from it on a derived dimension; give it again for more.",
]
_Definition = Annotated[_Text, "What it means."]
_Include = Annotated[_Text, "What belongs to it."]
_Exclude = Annotated[_Text, "What does not."]
_Example = Annotated[list[str] | None, "An example; give it again for more."]


_EVERY = {
    "by": (Annotated[str, "Who decided it."], ""),
    "dry_run": (DryRunOption, False),
    "list_to": (
        Annotated[
            Path | None, typer.Option("--list", help="Write what needs another look into this CSV.")
        ],
        None,
    ),
}
_changing = shown(also=_EVERY, without=("format",))


@app.command("add")
@_changing
def add(
    run: Run,
    name: _Name,
    dimension: _Dimension,
    code: _Code,
    reason: ReasonOption,
    code_name: Annotated[str, typer.Option("--name", help="Its name.")] = "",
    definition: _Definition = None,
    include: _Include = None,
    exclude: _Exclude = None,
    example: _Example = None,
    parent: Annotated[str, "Group it under this."] = "",
    stage: _Stage = None,
    before: _Before = "",
    follows: _Follows = None,
    heading: Annotated[bool, "Nobody gives it: it groups other codes."] = False,
) -> Section:
    """Add a code.

    Example: textmine codebook change add my-book --dimension theme --code rent
    --reason 'seen often'
    """
    from textmine.codebook import add_code

    def change(book: Codebook, why: dict[str, str]) -> Codebook:
        new = _new_code(
            code,
            code_name,
            definition=definition or "",
            include=include or "",
            exclude=exclude or "",
            examples=tuple(example or ()),
            parent=parent,
            stage=stage or "",
            codable=not heading,
        )
        return add_code(book, dimension, new, before=before, follows=_pairs(follows), **why)

    return _changed(run, name, reason, change)


@app.command("rename")
@_changing
def rename(
    run: Run,
    name: _Name,
    dimension: _Dimension,
    code: _Code,
    reason: ReasonOption,
    to: Annotated[str, "Its new id."] = "",
    code_name: Annotated[str, typer.Option("--name", help="Its new name.")] = "",
) -> Section:
    """Give a code another id, another name or both; its codings stay valid.

    Example: textmine codebook change rename my-book --dimension theme --code rent --to space
    --reason 'wider'
    """
    from textmine.codebook import rename_code

    return _changed(
        *(run, name, reason),
        lambda book, why: rename_code(book, dimension, code, to=to, name=code_name, **why),
    )


@app.command("redefine")
@_changing
def redefine(
    run: Run,
    name: _Name,
    dimension: _Dimension,
    code: _Code,
    reason: ReasonOption,
    definition: _Definition = None,
    include: _Include = None,
    exclude: _Exclude = None,
    example: _Example = None,
) -> Section:
    """Change what a code means; its codings then need another look.

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

    return _changed(run, name, reason, change)


@app.command("merge")
@_changing
def merge(
    run: Run,
    name: _Name,
    dimension: _Dimension,
    code: Annotated[list[str], "A code to merge; repeat it for each."],
    into: Annotated[str, "CODE that is there, or NEWCODE:its name."],
    reason: ReasonOption,
    definition: _Definition = None,
    follows: _Follows = None,
) -> Section:
    """Merge codes into a new one or into one that is there; their codings become codings of it.

    Example: textmine codebook change merge my-book --dimension theme --code rent --code rooms
    --into space:places --reason 'one idea'
    """
    from textmine.codebook import merge_codes

    def change(book: Codebook, why: dict[str, str]) -> Codebook:
        target = _code_or_id(into)
        if definition is not None:
            if isinstance(target, str):
                raise typer.BadParameter(f"'{target}' is there already", param_hint="--definition")
            target = target.model_copy(update={"definition": definition})
        return merge_codes(book, dimension, code, target, follows=_pairs(follows), **why)

    return _changed(run, name, reason, change)


@app.command("split")
@_changing
def split(
    run: Run,
    name: _Name,
    dimension: _Dimension,
    code: _Code,
    into: Annotated[list[str], "CODE that is there, or NEWCODE:its name; repeat it."],
    reason: ReasonOption,
) -> Section:
    """Split a code; what was coded with it has to be decided again.

    Example: textmine codebook change split my-book --dimension theme --code space
    --into rent:rent --into rooms:rooms --reason 'two ideas'
    """
    from textmine.codebook import split_code

    parts = [_code_or_id(part) for part in into]
    return _changed(
        *(run, name, reason), lambda book, why: split_code(book, dimension, code, parts, **why)
    )


@app.command("move")
@_changing
def move(
    run: Run,
    name: _Name,
    dimension: _Dimension,
    code: Annotated[list[str], "Its id; give it again for more, each a version of its own."],
    reason: ReasonOption,
    parent: Annotated[_Text, "Group it under this; '' for none."] = None,
    stage: _Stage = None,
    before: _Before = "",
) -> Section:
    """Group codes under another one, at another stage or another place; their codings stay valid.

    Example: textmine codebook change move my-book --dimension theme --code rent --parent space
    --reason 'a kind of it'
    """
    from textmine.codebook import move_code

    def moving(one: str) -> Change:
        def change(book: Codebook, why: dict[str, str]) -> Codebook:
            return move_code(book, dimension, one, parent=parent, stage=stage, before=before, **why)

        return change

    return _changed(run, name, reason, *map(moving, code))


@app.command("retire")
@_changing
def retire(
    run: Run, name: _Name, dimension: _Dimension, code: _Code, reason: ReasonOption
) -> Section:
    """Give a code no more; what was coded with it has to be decided again.

    Example: textmine codebook change retire my-book --dimension theme --code rent --reason 'unused'
    """
    from textmine.codebook import retire_code

    return _changed(
        *(run, name, reason), lambda book, why: retire_code(book, dimension, code, **why)
    )


def _changed(run: Run, name: str, reason: str, *changes: Change) -> Section:
    """Make changes with what was said of them, and tell what there is to know."""
    from textmine.coding.changing import ChangeRequest, change_codebook
    from textmine.report.codebooks import changed_section

    request = ChangeRequest(name, reason, **{option: run.given[option] for option in _EVERY})
    return changed_section(change_codebook(run.workspace, request, *changes), request.list_to)


def _pairs(pairs: Sequence[str] | None) -> dict[str, str]:
    """Read DIMENSION=CODE pairs."""
    named_pairs = {}
    for text in pairs or ():
        dimension, equals, code = text.partition("=")
        if not equals:
            raise typer.BadParameter(f"'{text}' is not DIMENSION=CODE", param_hint="--follows")
        named_pairs[dimension.strip()] = code.strip()
    return named_pairs


def _code_or_id(text: str) -> Code | str:
    """Read NEWCODE:its name as a new code, and CODE as the id of one that is there."""
    identity, colon, name = text.partition(":")
    return _new_code(identity, name) if colon else identity.strip()


def _new_code(identity: str, name: str, **parts: Any) -> Code:
    """Return a new code, which is called by its id where it has no name."""
    from textmine.codebook import Code

    identity, name = identity.strip(), name.strip()
    if not identity:
        raise typer.BadParameter("a code needs an id")
    return Code(id=identity, name=name or identity, **parts)
