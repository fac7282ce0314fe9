"""textmine coding plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from textmine.cli.options import (
    ExactOption,
    FormatOption,
    MissingOption,
    SeedOption,
    WorkspaceOption,
)
from textmine.cli.shared import Format, cell_rule, comma_list, open_workspace, print_rows, say

if TYPE_CHECKING:
    from textmine.coding import TableRequest
    from textmine.stats.planning import AgreementPlan


_TWO = 2


def plan(
    pilot: Annotated[
        str | None,
        typer.Argument(help="A corpus or a table that was coded twice already, as the pilot."),
    ] = None,
    width: Annotated[
        float, typer.Option(help="The widest 95 % interval of alpha that will do.", min=0.01)
    ] = 0.2,
    coders: Annotated[str | None, typer.Option(help="Comma-separated coders of the pilot.")] = None,
    codebook: Annotated[str | None, typer.Option(help="Default: the one used.")] = None,
    by_thread: Annotated[
        bool | None,
        typer.Option(
            "--by-thread/--by-unit",
            help="Whether units come in threads, as those of the pilot do. Default: as in it.",
            show_default=False,
        ),
    ] = None,
    alpha: Annotated[
        float | None,
        typer.Option(help="Without a pilot: what alpha may be.", show_default=False),
    ] = None,
    shares: Annotated[
        str | None,
        typer.Option(help="Without a pilot: the shares of the codes, such as .5,.3,.2."),
    ] = None,
    n_coders: Annotated[int, typer.Option(help="Without a pilot: how many code.", min=2)] = _TWO,
    missing: MissingOption = None,
    exact: ExactOption = False,
    seed: SeedOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Say how many messages two or more coders must code, so that alpha is known closely enough.

    From a pilot its own codes are drawn; without one say what alpha may be and how common the codes
    are.

    Example: textmine coding plan forum --width 0.15 --coders coder-1,coder-2
    Example: textmine coding plan --width 0.2 --alpha 0.7 --shares 0.5,0.3,0.2
    """
    from textmine.coding import TableRequest

    if (pilot is None) == (alpha is None or shares is None):
        raise typer.BadParameter(
            "name a pilot, or say what to assume", param_hint="PILOT, or --alpha and --shares"
        )
    if pilot is not None and (alpha is not None or shares is not None or n_coders != _TWO):
        raise typer.BadParameter(
            "are for a plan without a pilot", param_hint="--alpha, --shares, --n-coders"
        )
    if pilot is not None:
        table = TableRequest(coders=comma_list(coders), cells=cell_rule(missing, exact))
        plans = _from_pilot(pilot, width, table, codebook, by_thread, seed, workspace)
    else:
        plans = {"assumed": _from_assumptions(alpha or 0.0, shares or "", n_coders, width, seed)}
    rows: list[dict[str, Any]] = []
    for name, found in plans.items():
        rows += [
            {
                "dimension": name,
                "messages": point.n,
                "width of the interval": round(point.width, 4),
                "from sample to sample (SD)": round(point.spread, 4),
                "enough": "yes" if point.width <= width else "",
            }
            for point in found.curve
        ]
    print_rows(rows, format)
    for name, found in plans.items():
        say(_said(name, found))


def _said(name: str, found: AgreementPlan) -> str:
    if found.n == 0:
        return f"{name}: {found.reason}"
    pilot = (
        f"; the {found.pilot_n:,} of the pilot give {found.pilot_width:.3f}"
        if found.pilot_n
        else ""
    )
    threads = f" in about {found.n_clusters:,} threads" if found.n_clusters else ""
    warning = f" {found.reason}" if found.reason else ""
    return (
        f"{name}: {found.n:,} messages{threads}, coded by all coders, give an interval of alpha "
        f"that is {found.width:.3f} wide in half of such samples (wanted: {found.wanted:g}) if "
        f"alpha is about {found.alpha:.3f}{pilot}.{warning}"
    )


def _from_pilot(
    pilot: str,
    width: float,
    asked: TableRequest,
    codebook: str | None,
    by_thread: bool | None,
    seed: int | None,
    workspace: Path | None,
) -> dict[str, AgreementPlan]:
    from textmine.coding import AgreementRequest, read_agreement_input
    from textmine.coding.agreement.measures import alpha_of
    from textmine.stats.planning import plan_from_pilot

    path = Path(pilot)
    table = path.is_file() or bool(path.suffix)
    request = AgreementRequest(
        corpus="" if table else pilot,
        tables=(path,) if table else (),
        names=(pilot,),
        coders=asked.coders,
        codebook=codebook,
        by_thread=by_thread,
        seed=seed,
        table=asked,
    )
    data = read_agreement_input(request, None if table else open_workspace(workspace))
    for remark in data.remarks:
        say(remark)
    plans = {}
    for matrix in data.matrices:
        measure = alpha_of(matrix)
        plans[matrix.dimension] = plan_from_pilot(
            matrix.codes,
            matrix.n_values,
            width,
            clusters=data.resampling.labels(matrix.units),
            metric=measure.options.get("metric", "nominal"),
            seed=data.resampling.seed,
        )
    return plans


def _from_assumptions(
    alpha: float, shares: str, n_coders: int, width: float, seed: int | None
) -> AgreementPlan:
    from textmine.errors import InputError
    from textmine.stats.planning import plan_from_assumptions

    try:
        numbers = [float(share) for share in comma_list(shares)]
    except ValueError:
        raise InputError(
            f"'{shares}' are not shares.", hint="Write numbers that add up to 1: .5,.3,.2."
        ) from None
    return plan_from_assumptions(alpha, numbers, n_coders, width, seed=42 if seed is None else seed)
