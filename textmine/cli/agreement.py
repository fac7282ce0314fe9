"""textmine agreement."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from textmine.choices import AgreementDetail, By, Coded, Repeats, Scale, Weights
from textmine.cli.command import Run, shown
from textmine.cli.options import CodebookOption, ExactOption, MissingOption, RollUpOption
from textmine.cli.shared import cell_rule, comma_list
from textmine.errors import UsageError
from textmine.present import Section

if TYPE_CHECKING:
    from textmine.choices import RollUpRule
    from textmine.coding import AgreementInput, AgreementRequest
    from textmine.coding.agreement.agreement_input import ByUnits

    Detail = AgreementDetail
else:
    # typer takes no list of literals
    Detail = StrEnum("Detail", get_args(AgreementDetail))

_OWN_TABLE = ("confusions", "words", "spans", "overlap")
"""Details whose tables have other columns; JSON and CSV hold one table."""


@shown("rule", "where", "fail_under", "on", "report", "seed")
def agreement(
    run: Run,
    what: Annotated[
        list[str], typer.Argument(help="A corpus with codings, or one or more tables of codes.")
    ],
    coders: Annotated[str | None, "Comma-separated coders (in a wide table: its columns)."] = None,
    details: Annotated[
        list[Detail] | None,
        typer.Option(
            "--show",
            help="More than the overall figures; give it once for each. 'pairs': every pair. "
            "'coders': each with the others, and the others without. 'time': first half against "
            "second. 'rounds': coders with themselves. 'confusions': Dawid and Skene. 'words': "
            "benchmark words with their probability. 'spans': Krippendorff's alphas of unitizing. "
            "'overlap': each code by messages, sentences, characters, and as NVivo computes it.",
        ),
    ] = None,
    by: Annotated[
        By | None,
        "What intervals take as independent: units, or whole threads. Default: threads "
        "where some have two coded messages or more.",
    ] = None,
    scale: Annotated[Scale | None, "Scale of the codes; default: the codebook's."] = None,
    weights: Annotated[Weights | None, "Weights of near agreement; default: quadratic."] = None,
    level: Annotated[
        Coded,
        "Codes of documents, or of one of these: as a whole, or with --rule by their passages.",
    ] = "documents",
    blind: Annotated[
        bool, "Only codings that were given without a machine's suggestion in view."
    ] = False,
    codebook: CodebookOption = None,
    roll_up: RollUpOption = None,
    categories: Annotated[
        str | None, "For a table: all codes that could be given, in order."
    ] = None,
    unit: Annotated[str | None, "For a table: column with the unit; - takes rows."] = None,
    coder: Annotated[str | None, "For a long table: column with the coder."] = None,
    code: Annotated[str | None, "For a long table: column with the code."] = None,
    repeats: Annotated[
        Repeats, "For a table: what counts where a coder coded a unit twice."
    ] = "refuse",
    multi: Annotated[
        bool, "For a table: cells hold several codes with ';', or '-' for none."
    ] = False,
    missing: MissingOption = None,
    exact: ExactOption = False,
    disagreements: Annotated[Path | None, "Write the list of disagreements to this CSV."] = None,
    resamples: Annotated[
        int, typer.Option(help="Bootstrap resamples of --show spans and overlap.", min=100)
    ] = 1000,
) -> list[Section]:
    """Measure how far coders agree, by every coefficient that fits, with intervals.

    It gives per cent, Cohen, Scott, Fleiss, Conger, Brennan-Prediger, Krippendorff's alpha and
    Gwet's AC1. Ordered codes also get weighted ones and AC2, sets of codes alpha with MASI and
    Jaccard distance. Every code has its alpha, and codes may be missing. With --fail-under the
    command fails below a limit of alpha. A table needs no workspace: a column a coder, or unit,
    coder, code.

    Example: textmine agreement forum --coders coder-1,coder-2 --show pairs
    Example: textmine agreement codes.csv --coders ann,bob --fail-under 0.667 --on lower
    """
    from textmine.coding import (
        AgreementRequest,
        TableRequest,
        alphas,
        measure_all,
        read_agreement_input,
    )
    from textmine.coding.whole_units import whole_level
    from textmine.report.agreement import agreement_section
    from textmine.report.agreement_details import CLOSER
    from textmine.store import refuse_same_file

    paths = [Path(name) for name in what if Path(name).is_file() or Path(name).suffix]
    if disagreements is not None:
        for path in paths:
            refuse_same_file(disagreements, path)
    closer = [str(detail) for detail in details or () if detail in _OWN_TABLE]
    if paths and codebook is not None:
        raise typer.BadParameter("has no meaning for a table", param_hint="--codebook")
    if run.format != "table" and closer and len(details or ()) > 1:
        raise typer.BadParameter(
            f"{', '.join(closer)}: tables of their own; ask for one at a time", param_hint="--show"
        )
    request = AgreementRequest(
        corpus="" if paths else what[0],
        tables=tuple(paths),
        names=tuple(what),
        coders=comma_list(coders),
        codebook=codebook,
        by_thread=None if by is None else by == "thread",
        scale=scale,
        weights=weights or "",
        roll_up=roll_up or "",
        blind=blind,
        details=tuple(map(str, details or ())),
        n_resamples=resamples,
        seed=run.given["seed"],
        where=tuple(run.where),
        level=whole_level(level),
        table=TableRequest(
            coders=comma_list(coders),
            categories=comma_list(categories),
            unit=unit,
            coder=coder,
            code=code,
            where=tuple(run.where),
            scale=scale or "nominal",
            repeats=repeats,
            multi=multi,
            cells=cell_rule(missing, exact),
        ),
    )
    by_units = _by_units(request, level, run.given["rule"])
    data = read_agreement_input(request, None if paths else run.workspace, by_units)
    for remark in data.remarks:
        run.tell(remark)
    results = measure_all(data, request)
    whole = agreement_section(results, [_listed(data, disagreements)])
    sections = [
        replace(whole, records=None) if closer else whole,
        *(CLOSER[detail](data, results) for detail in closer),
    ]
    if run.given["report"]:
        loaded = [] if paths else [run.corpus(request.corpus)]
        run.paged(sections, loaded, title="How far coders agree", about=", ".join(what))
    hint = "Look at the disagreements, sharpen the codebook, code again."
    run.hold("alpha", alphas(results), hint)
    return sections


def _by_units(request: AgreementRequest, level: Coded, rule: RollUpRule | None) -> ByUnits | None:
    """Return what makes codes of units of codes of passages, where a rule says how."""
    from textmine.reading.coded_at import CodedAt
    from textmine.reading.rolling_units import codings_of_units

    CodedAt(level if request.level else None, rule)
    if rule is None:
        return None
    closer = [detail for detail in request.details if detail in ("spans", "overlap")]
    if closer:
        raise UsageError(
            f"--show {closer[0]} is about spans in texts, and --rule about whole {level}.",
            hint="Leave one of them out.",
        )
    return lambda codings: codings_of_units(codings, level, rule)


def _listed(data: AgreementInput, target: Path | None) -> str:
    """Write the disagreements where they are wanted, and return the sentence on them."""
    from textmine.coding import list_disagreements, said_disagreements, write_disagreements

    sentence = said_disagreements(data.matrices)
    if target is None:
        return f"{sentence}; list them with --disagreements FILE.csv."
    disagreements = list_disagreements(data.matrices)
    write_disagreements(target, disagreements, data.matrices[0].coders, data.texts)
    return f"{sentence} written to {target}."
