"""textmine coding sample, draws and sheets."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.choices import Allocation, Coded, SheetFormat
from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument, DrawCodersOption, DrawOption, SheetFormatOption
from textmine.cli.shared import comma_list, progress_bar
from textmine.errors import StoreError
from textmine.present import Section

if TYPE_CHECKING:
    from textmine.coding import Draw, SampleRequest
    from textmine.store import Workspace

AuthorOption = Annotated[bool, "Show who wrote a document; else coders do not see it."]
BeforeOption = Annotated[
    int | None,
    typer.Option(
        min=0,
        max=20,
        help="Messages or sentences before each, shown beside it. Default: 1 where the corpus has "
        "threads.",
    ),
]
AfterOption = Annotated[int | None, typer.Option(min=0, max=20, help="The same of those after it.")]


@shown(without=("format",), then="textmine coding import SHEET --corpus {corpus}")
def sheets(
    run: Run,
    corpus: CorpusArgument,
    codebook: Annotated[str, "The codebook to code with."],
    out: Annotated[Path, "Folder for the sheets; made if it is not there."],
    draw: DrawOption = None,
    coders: DrawCodersOption = None,
    format: Annotated[
        SheetFormat, typer.Option("--format", "-f", help="xlsx: with lists to choose from; or csv.")
    ] = "xlsx",
    with_author: AuthorOption = False,
    before: BeforeOption = None,
    after: AfterOption = None,
    level: Annotated[
        Coded, "A row a document of a draw; or each of these, to be coded as a whole."
    ] = "documents",
) -> Section:
    """Write a sheet a coder with the documents of a draw, the codes to choose from and room.

    A dimension that takes one code is a column with a list. One that takes several has a column a
    code to tick and one for none, because an empty row is not coded yet. The sheet shows what comes
    before and after a text, and never what others coded. Bring it back with 'textmine coding import
    FILE', which knows what it is.

    With --level interviews, cases or authors, the sheets of --coders have a row for each of these.
    It has how the unit begins and the codes that the coder gave its passages. Bring them back with
    'textmine coding import FILE --corpus CORPUS --codebook NAME --level interviews'.

    Example: textmine coding sheets forum --codebook ling-martins-2015 --out sheets
    """
    from textmine.coding.sheets.exporting import SheetRequest, export_sheets, sheet_sentences
    from textmine.coding.whole_units import whole_level
    from textmine.reading.unit_sheets import UnitSheetRequest, export_unit_sheets

    whole = whole_level(level)
    if whole is not None:
        if draw is not None or before is not None or after is not None:
            raise typer.BadParameter(
                f"--draw, --before and --after are about documents, not {level}",
                param_hint="--level",
            )
        request_of_units = UnitSheetRequest(
            corpus, codebook, out, whole, comma_list(coders), format, with_author
        )
        with run.workspace.whole():
            new = export_unit_sheets(run.workspace, request_of_units)
        lines = (f"{sheet.path}: {sheet.documents:,} {whole} for {sheet.coder}." for sheet in new)
        return Section.of(*lines)
    request = SheetRequest(
        corpus=corpus,
        codebook=codebook,
        folder=out,
        draw=draw,
        format=format,
        coders=comma_list(coders),
        with_author=with_author,
        before=before,
        after=after,
    )
    with run.workspace.whole():
        return Section.of(*sheet_sentences(export_sheets(run.workspace, request)))


@shown(
    *("where", "seed"),
    then="textmine coding sheets {corpus} --draw {name} --codebook {codebook} --out sheets",
)
def sample(
    run: Run,
    corpus: CorpusArgument,
    n: Annotated[int | None, "How many documents to draw."] = None,
    share: Annotated[float | None, "Or which share of those that can be drawn, 0 to 1."] = None,
    everything: Annotated[bool, typer.Option("--all", help="Or all of them.")] = False,
    by: Annotated[
        list[str] | None,
        "Stratify by a column, created_at:PERIOD (day, week, month, quarter, year) or "
        "code:DIMENSION (as a machine coded it). Give it again to cross columns.",
    ] = None,
    allocation: Annotated[
        Allocation, "proportional to the strata (at least one each), or equal numbers."
    ] = "proportional",
    model: Annotated[str | None, "Whose predictions, where several models coded."] = None,
    coders: Annotated[str | None, "Who codes; comma-separated."] = None,
    shared: Annotated[
        float | None,
        "Share of the drawn documents that every coder gets; the others are dealt evenly. "
        "Default: 1, everybody codes everything.",
    ] = None,
    again: Annotated[
        str | None, "Draw for this coder what she coded, to code it once more."
    ] = None,
    include_coded: Annotated[bool, "Also draw what is coded and was never drawn."] = False,
    active: Annotated[
        str | None, "A model that chooses, beside the random part, what it doubts most."
    ] = None,
    random_share: Annotated[
        float | None,
        "With --active: the share of the draw that is random, 0.3 at the least and by default.",
    ] = None,
    name: Annotated[str | None, "Name of the draw; default: draw-1, …"] = None,
    out: Annotated[Path | None, "Write the coding sheets into this folder at once."] = None,
    codebook: Annotated[str | None, "The codebook; wanted with --out."] = None,
    sheet_format: SheetFormatOption = "xlsx",
    with_author: AuthorOption = False,
) -> Section:
    """Draw documents to code at random, deal them to coders, and keep with what chance they came.

    It draws no document twice, so that a second draw adds to the first. Documents
    that people coded without a draw are left out, because nobody knows their chance. Single coding
    rests on an agreement that is known: 'textmine coding plan' says how many documents --shared
    has to leave to all coders.

    With --active a model chooses a part of the draw: what it is least sure of. It takes many
    subjects, and one of several texts that say the same. These teach the next model. Estimates
    rest on the random part, which is drawn as if nothing had been chosen.

    Example: textmine coding sample forum --n 60 --by created_at:month --coders ann,bob --shared 0.3
    Example: textmine coding sample forum --share 0.2 --again ann
    Example: textmine coding sample forum --n 50 --active forum-model
    """
    from textmine.codebook import find_codebook
    from textmine.coding.sampling.drawing import keep_draw, models_that_chose
    from textmine.coding.sampling.request import SampleRequest
    from textmine.coding.sheets.exporting import SheetRequest, export_sheets, sheet_sentences
    from textmine.coding.taken import set_aside_remarks
    from textmine.report.draws import draw_section

    if (out is None) != (codebook is None):
        raise typer.BadParameter("--out and --codebook go together", param_hint="--out, --codebook")
    space = run.workspace
    request = SampleRequest(
        corpus=corpus,
        n=n,
        share=share,
        everything=everything,
        by=tuple(by or ()),
        allocation=allocation,
        model=model,
        where=tuple(run.where),
        coders=comma_list(coders),
        shared=shared,
        again=again,
        include_coded=include_coded,
        name=name,
        seed=run.given["seed"],
        active=active,
        random_share=random_share,
    )
    if codebook is not None and out is not None:  # before anything is kept
        find_codebook(codebook, space)
        if out.exists() and not out.is_dir():
            raise StoreError(f"{out} is a file.", hint="Name a folder for the sheets.")
    # a model that chooses reads for minutes, in which others need not wait
    with space.whole() if active is None else nullcontext():
        drawn = _made(space, request)
        with space.whole():
            draw = keep_draw(space, *drawn)
            sheets = []
            if out is not None and codebook is not None:
                wanted = SheetRequest(
                    corpus, codebook, out, draw.name, sheet_format, with_author=with_author
                )
                sheets = export_sheets(space, wanted)
    run.named["name"] = draw.name
    if sheets:
        run.named["then"] = f"textmine coding import SHEET --corpus {corpus}"
    elif not draw.coders:
        run.named["then"] = f"textmine coding sheets {corpus} --draw {draw.name} --coders ANN,BOB"
    section = draw_section(draw, models_that_chose(space, corpus))
    aside = set_aside_remarks(space, corpus)
    return replace(section, sentences=[*aside, *section.sentences, *sheet_sentences(sheets)])


def _made(space: Workspace, request: SampleRequest) -> tuple[Draw, int]:
    from textmine.coding.sampling.drawing import make_draw

    if request.active is None:
        return make_draw(space, request)
    from functools import partial

    from textmine.classify.next_to_code.successive import measure_doubt
    from textmine.classify.trained.model import load_model

    model = load_model(space, request.active)
    n_process = space.settings.nlp.n_process
    with progress_bar() as progress:
        measure = partial(measure_doubt, space, model, n_process=n_process, progress=progress)
        return make_draw(space, request, measure)


@shown()
def draws(run: Run, corpus: CorpusArgument) -> Section:
    """List the draws of a corpus: when, how, how many documents, and who codes them.

    Example: textmine coding draws forum
    """
    from textmine.coding import open_draws
    from textmine.report.draws import draws_section

    name = run.corpus(corpus).name
    return draws_section(corpus, open_draws(run.workspace).all(name))
