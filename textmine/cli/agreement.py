"""textmine agreement."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import (
    ExactOption,
    FormatOption,
    MissingOption,
    RollUpOption,
    SeedOption,
    WhereOption,
    WorkspaceOption,
)
from textmine.cli.shared import By, Format, cell_rule, comma_list, open_workspace, print_rows, say

if TYPE_CHECKING:
    from textmine.coding import AgreementInput, AgreementRequest, CodeMatrix, DimensionAgreement


class Scale(StrEnum):
    """What the order of codes and the distances between them mean."""

    nominal = "nominal"
    ordinal = "ordinal"
    interval = "interval"
    ratio = "ratio"


class Weights(StrEnum):
    """Weights of near agreement."""

    linear = "linear"
    quadratic = "quadratic"
    ordinal = "ordinal"


class Repeats(StrEnum):
    """What counts where a table has two codes of one unit by one coder."""

    refuse = "refuse"
    first = "first"
    last = "last"


class Detail(StrEnum):
    """What else is shown."""

    pairs = "pairs"
    coders = "coders"
    time = "time"
    rounds = "rounds"
    confusions = "confusions"
    words = "words"
    spans = "spans"


_OWN_TABLE = (Detail.confusions, Detail.words, Detail.spans)
"""Details whose tables have other columns; JSON and CSV hold one table."""


class Limit(StrEnum):
    """What a gate looks at."""

    point = "value"
    low = "lower"


def agreement(
    what: Annotated[
        list[str], typer.Argument(help="A corpus with codings, or one or more tables of codes.")
    ],
    coders: Annotated[
        str | None, typer.Option(help="Comma-separated coders (in a wide table: its columns).")
    ] = None,
    show: Annotated[
        list[Detail] | None,
        typer.Option(
            help="More than the overall figures; may be repeated. pairs: every pair; coders: each "
            "with the others, and the others without; time: first half against second; rounds: "
            "coders with themselves; confusions: Dawid and Skene; words: benchmark words with "
            "their probability; spans: Krippendorff's alphas of unitizing.",
            show_default=False,
        ),
    ] = None,
    by: Annotated[
        By | None,
        typer.Option(
            help="What intervals take as independent: units, or whole threads. Default: threads "
            "where some have two coded messages or more.",
            show_default=False,
        ),
    ] = None,
    scale: Annotated[
        Scale | None,
        typer.Option(help="Scale of the codes; default: the codebook's.", show_default=False),
    ] = None,
    weights: Annotated[
        Weights | None,
        typer.Option(help="Weights of near agreement; default: quadratic.", show_default=False),
    ] = None,
    codebook: Annotated[
        str | None, typer.Option(help="For a corpus: default is the one used.")
    ] = None,
    roll_up: RollUpOption = None,
    where: WhereOption = None,
    categories: Annotated[
        str | None, typer.Option(help="For a table: all codes that could be given, in order.")
    ] = None,
    unit: Annotated[
        str | None, typer.Option(help="For a table: column with the unit; - takes rows.")
    ] = None,
    coder: Annotated[
        str | None, typer.Option(help="For a long table: column with the coder.")
    ] = None,
    code: Annotated[
        str | None, typer.Option(help="For a long table: column with the code.")
    ] = None,
    repeats: Annotated[
        Repeats, typer.Option(help="For a table: what counts where a coder coded a unit twice.")
    ] = Repeats.refuse,
    multi: Annotated[
        bool,
        typer.Option(
            "--multi", help="For a table: cells hold several codes with ';', or '-' for none."
        ),
    ] = False,
    missing: MissingOption = None,
    exact: ExactOption = False,
    fail_under: Annotated[
        float | None,
        typer.Option(help="Exit with 3 when alpha of a dimension is lower.", show_default=False),
    ] = None,
    on: Annotated[
        Limit, typer.Option(help="What --fail-under looks at: alpha, or its lower limit.")
    ] = Limit.point,
    disagreements: Annotated[
        Path | None, typer.Option(help="Write the list of disagreements to this CSV.")
    ] = None,
    resamples: Annotated[
        int, typer.Option(help="Bootstrap resamples of --show spans.", min=100)
    ] = 1000,
    seed: SeedOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Measure how far coders agree, by every coefficient that fits, with intervals.

    Per cent, Cohen, Scott, Fleiss, Conger, Brennan-Prediger, Krippendorff's alpha, Gwet's AC1; for
    ordered codes weighted ones and AC2; for sets of codes alpha with MASI and Jaccard distance.
    Alpha is given for every code, and codes may be missing. A table needs no workspace: a column a
    coder, or unit, coder, code.

    Example: textmine agreement forum --coders coder-1,coder-2 --show pairs
    Example: textmine agreement codes.csv --coders ann,bob --fail-under 0.667 --on lower
    """
    from textmine.coding import AgreementRequest, TableRequest, measure_all, read_agreement_input
    from textmine.store import refuse_same_file

    paths = [Path(name) for name in what if Path(name).is_file() or Path(name).suffix]
    if disagreements is not None:
        for path in paths:
            refuse_same_file(disagreements, path)
    request = AgreementRequest(
        corpus="" if paths else what[0],
        tables=tuple(paths),
        names=tuple(what),
        coders=comma_list(coders),
        codebook=codebook,
        by_thread=None if by is None else by is By.thread,
        scale=scale.value if scale else None,
        weights=weights.value if weights else "",
        roll_up=roll_up or "",
        details=tuple(detail.value for detail in show or ()),
        n_resamples=resamples,
        seed=seed,
        where=tuple(where or ()),
        table=TableRequest(
            coders=comma_list(coders),
            categories=comma_list(categories),
            unit=unit,
            coder=coder,
            code=code,
            where=tuple(where or ()),
            scale=scale.value if scale else "nominal",
            repeats=repeats.value,
            multi=multi,
            cells=cell_rule(missing, exact),
        ),
    )
    closer = [detail.value for detail in show or () if detail in _OWN_TABLE]
    if paths and codebook is not None:
        raise typer.BadParameter("has no meaning for a table", param_hint="--codebook")
    if format is not Format.table and closer and len(show or ()) > 1:
        raise typer.BadParameter(
            f"{', '.join(closer)}: tables of their own; ask for one at a time",
            param_hint="--show",
        )
    data = read_agreement_input(request, None if paths else open_workspace(workspace))
    for remark in data.remarks:
        say(remark)
    results = measure_all(data, request)
    if format is Format.table or not closer:
        _print(results, format)
    _print_more(data, request, closer, format)
    _report_disagreements(data.matrices, data.texts, disagreements)
    if fail_under is not None:
        _gate(results, fail_under, on)


def _print(results: list[DimensionAgreement], format: Format) -> None:
    from textmine.report.coded import agreement_rows, shown_agreement

    if format is not Format.table:
        print_rows([row for result in results for row in agreement_rows(result)], format)
        return
    for result in results:
        title = (
            f"{result.dimension}: {_named(result.coders)}; {result.n_shared:,} of "
            f"{result.n_units:,} units coded by two or more; {len(result.categories)} codes; "
            f"95 % intervals by {result.drawn}"
        )
        print_rows(shown_agreement(agreement_rows(result)), Format.table, title=title)


def _print_more(
    data: AgreementInput, request: AgreementRequest, closer: list[str], format: Format
) -> None:
    """Print what has columns of its own."""
    if not closer:
        return
    from textmine.report.closer import CLOSER

    for detail in closer:
        title, rows_of = CLOSER[detail]
        rows, remarks = rows_of(data, request)
        if rows:
            print_rows(rows, format, title=title)
        for remark in remarks:
            say(remark)


def _named(coders: tuple[str, ...]) -> str:
    shown = ", ".join(coders[:8])
    return shown if len(coders) <= 8 else f"{shown}, … ({len(coders)} coders)"


def _report_disagreements(
    matrices: tuple[CodeMatrix, ...], texts: dict[str, str], target: Path | None
) -> None:
    from textmine.coding import list_disagreements
    from textmine.store.tables import write_table

    found = list_disagreements([matrix for matrix in matrices if not matrix.crossed])
    if target is None:
        say(f"{len(found):,} disagreements; list them with --disagreements FILE.csv.")
        return
    coders = matrices[0].coders
    rows = (
        [
            item.unit,
            item.dimension,
            *(item.codes.get(coder, "") for coder in coders),
            texts.get(item.unit, ""),
        ]
        for item in found
    )
    write_table(target, ["unit", "dimension", *coders, "text"], rows)
    say(f"{len(found):,} disagreements written to {target}.")


def _gate(results: list[DimensionAgreement], limit: float, on: Limit) -> None:
    """Raise GateError when alpha of a dimension is too low, or undefined."""
    from textmine.errors import GateError

    missed = []
    for result in results:
        if result.crossed:
            continue
        if not result.has_alpha:
            missed.append(
                f"{result.dimension}: alpha is undefined (all units have the same set of codes)"
            )
            continue
        estimate = result.alpha
        figure = estimate.interval.low if on is Limit.low else estimate.coefficient.value
        if not figure >= limit:
            what = "the lower limit of alpha" if on is Limit.low else "alpha"
            missed.append(f"{result.dimension}: {what} is {figure:.3f}")
    if missed:
        raise GateError(
            f"{'; '.join(missed)}; wanted: {limit:g} or more.",
            hint="Look at the disagreements, sharpen the codebook, code again.",
        )
    say(f"All dimensions reach {limit:g}.")
