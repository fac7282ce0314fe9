"""textmine coding plan and stop: how much to code, and whether it is enough."""

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CodebookOption, ExactOption, MissingOption
from textmine.cli.shared import cell_rule, comma_list, progress_bar
from textmine.errors import UsageError
from textmine.present import Section

_TWO = 2


@shown("report", "seed")
def plan(
    run: Run,
    pilot: Annotated[
        str | None,
        typer.Argument(help="A corpus or a table that was coded twice already, as the pilot."),
    ] = None,
    width: Annotated[
        float, typer.Option(help="The widest 95 % interval of alpha that will do.", min=0.01)
    ] = 0.2,
    coders: Annotated[str | None, "Comma-separated coders of the pilot."] = None,
    codebook: CodebookOption = None,
    by_thread: Annotated[
        bool | None,
        typer.Option(
            "--by-thread/--by-unit",
            help="Whether units come in threads, as those of the pilot do. Default: as in it.",
        ),
    ] = None,
    alpha: Annotated[float | None, "Without a pilot: what alpha may be."] = None,
    shares: Annotated[
        str | None, "Without a pilot: the shares of the codes, such as .5,.3,.2."
    ] = None,
    n_coders: Annotated[int, typer.Option(help="Without a pilot: how many code.", min=2)] = _TWO,
    missing: MissingOption = None,
    exact: ExactOption = False,
) -> Section:
    """Say how many messages two or more coders must code, so that alpha is known closely enough.

    From a pilot its own codes are drawn; without one say what alpha may be and how common the codes
    are.

    Example: textmine coding plan forum --width 0.15 --coders coder-1,coder-2
    Example: textmine coding plan --width 0.2 --alpha 0.7 --shares 0.5,0.3,0.2
    """
    from textmine.coding import AgreementRequest, TableRequest, read_agreement_input
    from textmine.coding.agreement.run_agreement import plan_from_codes
    from textmine.report.draws import plan_section
    from textmine.stats.agreement.planning import plan_from_assumptions

    if (pilot is None) == (alpha is None or shares is None):
        raise typer.BadParameter(
            "name a pilot, or say what to assume", param_hint="PILOT, or --alpha and --shares"
        )
    if pilot is None:
        seed = 42 if run.given["seed"] is None else run.given["seed"]
        assumed = plan_from_assumptions(
            alpha or 0.0, _numbers(shares or ""), n_coders, width, seed=seed
        )
        section = plan_section({"assumed": assumed})
        return run.paged(section, [], about="by what is assumed")
    if alpha is not None or shares is not None or n_coders != _TWO:
        raise typer.BadParameter(
            "are for a plan without a pilot", param_hint="--alpha, --shares, --n-coders"
        )
    path = Path(pilot)
    table = path.is_file() or bool(path.suffix)
    request = AgreementRequest(
        corpus="" if table else pilot,
        tables=(path,) if table else (),
        names=(pilot,),
        coders=comma_list(coders),
        codebook=codebook,
        by_thread=by_thread,
        seed=run.given["seed"],
        table=TableRequest(coders=comma_list(coders), cells=cell_rule(missing, exact)),
    )
    data = read_agreement_input(request, None if table else run.workspace)
    for remark in data.remarks:
        run.tell(remark)
    section = plan_section(plan_from_codes(data, width))
    if run.given["report"]:
        loaded = [] if table else [run.corpus(pilot)]
        run.paged(section, loaded, about=f"by the pilot {pilot}")
    return section


def _numbers(shares: str) -> list[float]:
    try:
        return [float(share) for share in comma_list(shares)]
    except ValueError:
        raise UsageError(
            f"'{shares}' are not shares.", hint="Write numbers that add up to 1: .5,.3,.2."
        ) from None


@shown("where", "processes", "report", "seed")
def stop(
    run: Run,
    models: Annotated[
        list[str], typer.Argument(help="Two or more models, in the order of their training.")
    ],
    corpus: Annotated[str, "The corpus that is being coded."],
) -> Section:
    """Say whether more coding still changes what a model says: do successive models agree?

    All models code the same documents, up to 2,000 that none of them was trained on. Each is
    compared with the next. When the mean kappa of the last three pairs is .99 or more, more
    documents of the same kind change little (Bloodgood and Vijay-Shanker 2009).

    Example: textmine coding stop model-1 model-2 model-3 model-4 --corpus forum
    """
    from textmine.classify import load_model
    from textmine.classify.next_to_code.successive import compare_successive
    from textmine.report.learning_curve import succession_section

    loaded = [load_model(run.workspace, name) for name in models]
    whole = run.corpus(corpus)
    chosen = run.chosen(whole)
    n_process = run.settings.nlp.n_process
    with progress_bar() as progress:
        succession = compare_successive(
            run.workspace, loaded, whole, chosen, run.seed, n_process, progress
        )
    section = succession_section(succession, corpus)
    return run.paged(section, [whole], about=", ".join(models), settings={"models": models})
