"""textmine coding batches and remove: what came in together, and taking it away."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument, DryRunOption
from textmine.present import Section


@shown()
def batches(run: Run, corpus: CorpusArgument) -> Section:
    """List the batches of codings of a corpus: what each import, settling or model brought.

    Example: textmine coding batches forum
    """
    from textmine.coding.batches import list_batches
    from textmine.report.coding_history import batches_section

    return batches_section(corpus, list_batches(run.workspace, corpus))


@shown(without=("format",))
def remove(
    run: Run,
    corpus: CorpusArgument,
    batch: Annotated[
        int | None, typer.Option(help="One batch, as 'textmine coding batches' numbers it.", min=1)
    ] = None,
    coder: Annotated[str | None, typer.Option(help="All that this coder said.")] = None,
    draw: Annotated[str | None, typer.Option(help="This draw.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All codings and all draws.")] = False,
    dry_run: DryRunOption = False,
) -> Section:
    """Take codings or a draw away, if no agreed codes and no model rest on them.

    Nothing is deleted: 'textmine coding history' shows what was said, and 'textmine undo' brings it
    back.

    Example: textmine coding remove forum --batch 3
    Example: textmine coding remove forum --coder ann --dry-run
    """
    from textmine.coding.batches import remove_named

    if sum((batch is not None, coder is not None, draw is not None, everything)) != 1:
        raise typer.BadParameter("say one of them", param_hint="--batch, --coder, --draw or --all")
    told = remove_named(
        *(run.workspace, corpus), batch=batch, coder=coder, draw=draw, dry_run=dry_run
    )
    return Section.of(told)
