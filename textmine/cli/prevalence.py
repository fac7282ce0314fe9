"""textmine prevalence."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import FormatOption, ProcessesOption, WhereOption, WorkspaceOption
from textmine.cli.shared import (
    Format,
    comma_list,
    open_workspace,
    print_rows,
    progress_bar,
    say,
    standing,
)

if TYPE_CHECKING:
    from textmine.classify import CodingModel
    from textmine.classify.prevalence import Prevalence
    from textmine.corpus import Corpus
    from textmine.schema import Coding
    from textmine.store import Workspace


class Method(StrEnum):
    """How shares are estimated."""

    ppi = "ppi"
    hand = "hand"
    dsl = "dsl"
    acc = "acc"
    pacc = "pacc"
    all = "all"


class Assume(StrEnum):
    """What is taken for granted where the workspace does not show it."""

    random = "random"
    label_shift = "label-shift"


def prevalence(
    model: Annotated[str, typer.Argument(help="A trained model.")],
    corpus: Annotated[str, typer.Argument(help="The corpus whose codes are to be shared out.")],
    dimension: Annotated[
        str | None,
        typer.Option(help="One dimension; default: the cells of the codebook, else all of them."),
    ] = None,
    cells: Annotated[
        bool, typer.Option("--cells", help="The cells of two dimensions that are crossed.")
    ] = False,
    by: Annotated[
        list[str] | None,
        typer.Option(
            help="Also by a column or created_at:PERIOD (day, week, month, quarter, year); may be "
            "repeated, which crosses them.",
            show_default=False,
        ),
    ] = None,
    difference: Annotated[
        str | None, typer.Option(help="Two groups of --by, A,B: also the shares in A less in B.")
    ] = None,
    where: WhereOption = None,
    coder: Annotated[str | None, typer.Option(help="Whose codes; default: the final ones.")] = None,
    codebook: Annotated[str | None, typer.Option(help="Default: the model's.")] = None,
    method: Annotated[
        Method | None,
        typer.Option(
            help="ppi: hand codes and machine probabilities; hand: hand codes alone; dsl: with "
            "chances, not tuned; acc, pacc: without a sample. Default: ppi.",
            show_default=False,
        ),
    ] = None,
    level: Annotated[float, typer.Option(help="Level of the intervals, 0 to 1.")] = 0.95,
    simultaneous: Annotated[
        bool, typer.Option("--simultaneous", help="Let all intervals hold together.")
    ] = False,
    assume: Annotated[
        Assume | None,
        typer.Option(
            help="random: the coded documents are a random sample; label-shift: only the mix of "
            "codes differs from the training documents (acc, pacc). Printed with the result.",
            show_default=False,
        ),
    ] = None,
    processes: ProcessesOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Estimate how common each code is, corrected for the machine's errors, with intervals.

    It needs hand-coded documents of the corpus that chance chose ('textmine coding sample'), and
    says no where it cannot know that.

    Example: textmine prevalence forum-model forum
    Example: textmine prevalence forum-model forum --by group --difference residents,staff
    """
    from textmine.classify import load_model
    from textmine.classify.prevalence import PrevalenceRequest, estimate_prevalence, methods_of
    from textmine.corpus import load_corpus

    space = open_workspace(workspace)
    loaded = load_model(space, model)
    whole = load_corpus(space, corpus)
    assumed = assume.value if assume else ""
    request = PrevalenceRequest(
        dimension=dimension,
        cells=cells,
        by=tuple(by or ()),
        difference=comma_list(difference),
        where=tuple(where or ()),
        coder=coder,
        methods=methods_of(method.value if method else None, assumed),
        level=level,
        simultaneous=simultaneous,
        assume=assumed,
        n_process=processes or space.settings.nlp.n_process,
    )
    codings = _codings(space, whole, loaded, codebook)
    with progress_bar() as progress:
        results = estimate_prevalence(space, loaded, whole, codings, request, progress)
    _print(results, format)
    if loaded.manifest.synthetic or whole.info.synthetic:
        say("Note: model or corpus are synthetic; these shares show nothing real.")


def _codings(
    space: Workspace, whole: Corpus, model: CodingModel, codebook: str | None
) -> tuple[Coding, ...]:
    """Return the codings that stand for a corpus, none where nobody coded it."""
    from textmine.coding import by_people, codebooks_of, open_codings

    current = open_codings(space).current(whole.name)
    used = codebooks_of(by_people(current))
    if not used:
        return tuple(current)
    mine = model.codebook.name if model.codebook.name in used else None
    return standing(space, whole, codebook or mine).codings


def _print(results: list[Prevalence], format: Format) -> None:
    from textmine.report.prevalence import (
        prevalence_rows,
        prevalence_sentences,
        shown_differences,
        shown_rows,
        title_of,
    )

    if format is not Format.table:
        print_rows(prevalence_rows(results), format)
    for result in results:
        if format is Format.table:
            for group in result.groups:
                title = title_of(result, group)
                if group.reason:
                    typer.echo(f"{title}\n  {group.reason}\n")
                else:
                    print_rows(shown_rows(result, group), format, title=title)
            for code in result.groups[0].codes:
                if code.name and code.name != code.code:
                    typer.echo(f"  {code.code}  {code.name}")
            if result.differences:
                one = result.differences[0]
                title = f"Shares in {one.first} less shares in {one.second}"
                print_rows(shown_differences(result), format, title=title)
        for sentence in prevalence_sentences(result):
            say(sentence)
