"""textmine coding ledger, anchoring, batches and remove: how codings came, and taking back."""

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CodebookOption, CodedCorpusArgument, CorpusArgument, DryRunOption
from textmine.present import Section


@shown("where", "report")
def ledger(
    run: Run,
    corpus: CodedCorpusArgument,
    by: Annotated[
        list[str] | None, "Also by a column, or created_at:PERIOD; give it again for more."
    ] = None,
    codebook: CodebookOption = None,
) -> Section:
    """Say how each code came about: blind, after a suggestion, settled, or of a machine.

    A row a coder, dimension and way; --format json lists every coding. Codes that were given with
    a machine's suggestion in view, or confirm it, are no proof of that machine.

    Example: textmine coding ledger forum
    """
    from textmine.coding import current_codings
    from textmine.coding.ledger import ledger_of
    from textmine.coding.sampling.strata import stratum_names
    from textmine.report.independence import ledger_section

    whole = run.corpus(corpus)
    chosen = run.chosen(whole)
    current = current_codings(run.workspace, chosen, codebook, rounds=True)
    groups = stratum_names(chosen, by, current) if by else {}
    section = ledger_section(ledger_of(current, groups, " / ".join(by or ())))
    return run.paged(section, [whole], about=f"in {corpus}")


@shown("report")
def anchoring(
    run: Run,
    corpus: CodedCorpusArgument,
    draw: Annotated[str | None, "Of one draw; default: of all with a blind share."] = None,
    codebook: CodebookOption = None,
) -> Section:
    """Measure how far coders follow suggestions, from sheets of which a share showed none.

    'apply --queue FILE --blind-share 0.3' and 'suggest --sheets FOLDER --blind-share 0.3' write
    such sheets. It compares what the machine suggested with what coders gave, where they saw it and
    where, by lot, they did not. You may have trained the model again meanwhile.

    Example: textmine coding anchoring forum
    """
    from textmine.coding.anchored import measure_anchoring
    from textmine.report.independence import anchoring_section

    loaded = run.corpus(corpus)
    section = anchoring_section(measure_anchoring(run.workspace, loaded, draw, codebook))
    return run.paged(section, [loaded], about=f"in {corpus}")


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
    coder: Annotated[str | None, "All that this coder said."] = None,
    draw: Annotated[str | None, "This draw."] = None,
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
    sentence = remove_named(
        *(run.workspace, corpus), batch=batch, coder=coder, draw=draw, dry_run=dry_run
    )
    return Section.of(sentence)
