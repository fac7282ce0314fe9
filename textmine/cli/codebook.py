"""textmine codebook: list, check, diff, history; and where new, show and change hang."""

from typing import Annotated

import typer

from textmine.cli.codebook_change import app as change
from textmine.cli.codebook_compared import crosswalk, lineage, sortings
from textmine.cli.codebook_files import NameArgument, export, import_, new, show, workspace_if_any
from textmine.cli.command import Run, shown
from textmine.cli.options import DryRunOption
from textmine.present import Section

app = typer.Typer(
    help="Codebooks: dimensions, codes, rules, and their changes.", no_args_is_help=True
)
for command in (new, show, crosswalk, sortings, lineage, export):
    app.command(command.__name__)(command)
app.command("import")(import_)
app.add_typer(change, name="change")


@app.command("list")
@shown()
def list_(run: Run) -> Section:
    """List the codebooks that can be used.

    Example: textmine codebook list
    """
    from textmine.codebook import list_codebooks
    from textmine.report.codebooks import list_section

    return list_section(list_codebooks(workspace_if_any(run.given["workspace"])))


@app.command("check")
@shown()
def check(run: Run, name: NameArgument) -> Section:
    """Check that a codebook can be used, and that every coding made with it fits it.

    It also checks whether codings of people and machines keep its rules.

    Example: textmine codebook check my-codebook.toml
    """
    from textmine.codebook import find_codebook
    from textmine.coding import check_codings
    from textmine.report.codebooks import check_section

    space = workspace_if_any(run.given["workspace"])
    book = find_codebook(name, space)
    return check_section(book, [] if space is None else check_codings(space, book))


@app.command("diff")
@shown()
def diff(run: Run, first: NameArgument, second: NameArgument) -> Section:
    """Show what differs between two codebooks, or two versions of one.

    Example: textmine codebook diff themes@1 themes
    """
    from textmine.codebook import diff_codebooks, find_codebook
    from textmine.report.codebooks import difference_section

    space = workspace_if_any(run.given["workspace"])
    differences = diff_codebooks(find_codebook(first, space), find_codebook(second, space))
    return difference_section(differences)


@app.command("history")
@shown()
def history(run: Run, name: NameArgument) -> Section:
    """List the recorded changes of a codebook, each with its reason.

    Example: textmine codebook history themes
    """
    from textmine.codebook import find_codebook
    from textmine.report.codebooks import changes_section

    return changes_section(find_codebook(name, workspace_if_any(run.given["workspace"])))


@app.command("remove")
@shown(without=("format",))
def remove(
    run: Run,
    name: Annotated[str, typer.Argument(help="Name of a codebook of the workspace.")],
    dry_run: DryRunOption = False,
) -> Section:
    """Remove a codebook with its former versions, if no coding was made with it.

    Example: textmine codebook remove old-themes
    """
    from textmine.coding.uses import remove_unused_codebook

    return Section.of(*remove_unused_codebook(run.workspace, name, dry_run=dry_run))
