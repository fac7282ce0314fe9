"""textmine tabulate and prevalence: codes counted, and shares estimated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from textmine.choices import Assumption, PrevalenceMethod, Together
from textmine.cli import options
from textmine.cli.command import Run, shown
from textmine.cli.shared import comma_list, levels_named, progress_bar, tell_current
from textmine.present import Section

if TYPE_CHECKING:
    from textmine.classify import CodingModel
    from textmine.corpus import Corpus
    from textmine.schema import Coding


@shown("level", "rule", "roll_down", "where", "report")
def tabulate(
    run: Run,
    corpus: options.CorpusArgument,
    coder: options.CoderOption = None,
    dimension: Annotated[
        list[str] | None,
        "What to count; a second one, and more, are crossed with the first. Default: "
        "the codebook's product, or with --by every dimension.",
    ] = None,
    by: Annotated[
        str | None, "Cross with column(s), with commas: case,round,created_at:year."
    ] = None,
    count: Annotated[
        str | None,
        "Count passages, documents, interviews, threads, authors or cases; several with "
        "commas. Default: documents.",
    ] = None,
    together: Annotated[
        Together, "Codes stand together in one text, or anywhere in what is counted."
    ] = "text",
    roles: options.RolesOption = True,
    codebook: options.CodebookOption = None,
    roll_up: options.RollUpOption = None,
    per: Annotated[
        Literal["message", "group"],
        "Count messages, or exact and near copies once (see 'corpus duplicates'): by "
        "the first of them that has the codes.",
    ] = "message",
) -> Section:
    """Count the codes: two dimensions crossed, a dimension by groups, or one dimension alone.

    Every count has its n. Per cents have an interval only where the coded documents were drawn.

    Example: textmine tabulate forum --dimension goal_orientation --count documents,authors
    """
    from textmine.corpus import select_documents
    from textmine.corpus.taking import open_columns, open_taking
    from textmine.reading.counting.tabulating import TabulationRequest, tabulate_corpus
    from textmine.report.code_counts import counts_section, tabulation_section

    request = TabulationRequest(
        coder,
        tuple(dimension or ()),
        codebook,
        roll_up,
        per_group=per == "group",
        by=comma_list(by),
        counts=levels_named(count),
        together=together,
        roles=roles,
        at=run.coded_at(),
    )
    if run.where or request.columns is None:
        loaded = select_documents(open_taking(run.workspace, corpus).light, run.where)
    else:
        loaded = open_columns(run.workspace, corpus, request.columns)
    tables = tabulate_corpus(run.workspace, loaded, request, run.tell)
    section = tabulation_section(tables[0]) if request.plain else counts_section(tables)
    return run.paged(section, [loaded], about=corpus)


@shown("where", "processes", "report", then="textmine report {corpus}")
def prevalence(
    run: Run,
    model: Annotated[
        str, typer.Argument(help="A trained model, or a machine that recorded codes: llm:NAME.")
    ],
    corpus: Annotated[str, typer.Argument(help="The corpus whose codes are to be shared out.")],
    dimension: Annotated[
        str | None, "One dimension; default: the cells of the codebook, else all of them."
    ] = None,
    cells: Annotated[bool, "The cells of two dimensions that are crossed."] = False,
    by: Annotated[
        list[str] | None,
        "Also by a column or created_at:PERIOD (day, week, month, quarter, year); may be "
        "repeated, which crosses them.",
    ] = None,
    difference: Annotated[
        str | None, "Two groups of --by, A,B: also the shares in A less in B."
    ] = None,
    coder: options.CoderOption = None,
    codebook: options.ModelCodebookOption = None,
    method: Annotated[
        PrevalenceMethod | None,
        "ppi: hand codes and machine probabilities; hand: hand codes alone; dsl: with "
        "chances, not tuned; acc, pacc: without a sample. Default: ppi.",
    ] = None,
    level: Annotated[float, "Level of the intervals, 0 to 1."] = 0.95,
    simultaneous: Annotated[bool, "Let all intervals hold together."] = False,
    assume: Annotated[
        Assumption | None,
        "random: the coded documents are a random sample; label-shift: only the mix of "
        "codes differs from the training documents (acc, pacc). Printed with the result.",
    ] = None,
) -> Section:
    """Estimate how common each code is, corrected for the machine's errors, with intervals.

    It needs hand-coded documents of the corpus that chance chose ('textmine coding sample'), and
    says no where it cannot know that.

    Example: textmine prevalence forum-model forum
    Example: textmine prevalence forum-model forum --by group --difference residents,staff
    """
    from textmine.classify import load_model
    from textmine.classify.prevalence import (
        PrevalenceRequest,
        estimate_prevalence,
        estimate_recorded,
        methods_of,
        recorded_machine,
    )
    from textmine.coding.suggested import LLM
    from textmine.corpus.taking import open_taking
    from textmine.report.prevalence import prevalence_section

    documents = open_taking(run.workspace, corpus)
    whole = documents.light
    request = PrevalenceRequest(
        dimension=dimension,
        cells=cells,
        by=tuple(by or ()),
        difference=comma_list(difference),
        where=tuple(run.where),
        coder=coder,
        methods=methods_of(method, assume or ""),
        level=level,
        simultaneous=simultaneous,
        assume=assume or "",
        n_process=run.settings.nlp.n_process,
    )
    synthetic = whole.info.synthetic
    if model.startswith(LLM):
        stands = tell_current(run.workspace, whole, codebook, run.tell)
        recorded = recorded_machine(run.workspace, model, corpus, stands, stands.codebook)
        results = estimate_recorded(run.workspace, recorded, whole, stands, request)
    else:
        loaded = load_model(run.workspace, model)
        synthetic = synthetic or loaded.manifest.synthetic
        codings = _codings(run, whole, loaded, codebook)
        if loaded.manifest.details["corpus"] != corpus:
            run.named["then"] = "textmine report {corpus} --model {model}"
        with progress_bar() as progress:
            results = estimate_prevalence(
                run.workspace, loaded, documents, codings, request, progress
            )
    section = prevalence_section(results)
    if synthetic:
        section = section.saying(
            "Note: model or corpus are synthetic; these shares show nothing real."
        )
    return run.paged(section, [whole], about=f"in {corpus}, by {model}", settings={"model": model})


def _codings(
    run: Run, whole: Corpus, model: CodingModel, codebook: str | None
) -> tuple[Coding, ...]:
    """Return the codings that stand for a corpus, none where nobody coded it."""
    from textmine.coding import by_people, codebooks_of, open_codings

    current = open_codings(run.workspace).current(whole.name)
    used = codebooks_of(by_people(current))
    if not used:
        return tuple(current)
    del current  # of which a machine may have a million, which are read again
    mine = model.codebook.name if model.codebook.name in used else None
    return tell_current(run.workspace, whole, codebook or mine, run.tell).items
