"""textmine coding sample and draws."""

from __future__ import annotations

from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.coding_sheets import AuthorOption, SheetForm, tell_sheets
from textmine.cli.options import FormatOption, SeedOption, WhereOption, WorkspaceOption
from textmine.cli.shared import Format, comma_list, open_workspace, print_rows, progress_bar, say
from textmine.cli.taken import say_set_aside

if TYPE_CHECKING:
    from textmine.coding import Draw
    from textmine.coding.sampling.request import SampleRequest
    from textmine.store import Workspace


class Spread(StrEnum):
    """How documents are spread over strata."""

    proportional = "proportional"
    equal = "equal"


_FEW_SHARED = 50
"""Below this many documents coded by everybody agreement is known too roughly to build on
(Neuendorf 2017, The Content Analysis Guidebook, chapter 6)."""


def sample(
    corpus: Annotated[str, typer.Argument(help="The corpus.")],
    n: Annotated[int | None, typer.Option("--n", help="How many documents to draw.")] = None,
    share: Annotated[
        float | None, typer.Option(help="Or which share of those that can be drawn, 0 to 1.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Or all of them.")] = False,
    by: Annotated[
        list[str] | None,
        typer.Option(
            help="Stratify by a column, created_at:PERIOD (day, week, month, quarter, year) or "
            "code:DIMENSION (as a machine coded it); may be repeated, which crosses them.",
            show_default=False,
        ),
    ] = None,
    allocation: Annotated[
        Spread,
        typer.Option(help="proportional to the strata (at least one each), or equal numbers."),
    ] = Spread.proportional,
    model: Annotated[
        str | None, typer.Option(help="Whose predictions, where several models coded.")
    ] = None,
    where: WhereOption = None,
    coders: Annotated[str | None, typer.Option(help="Who codes; comma-separated.")] = None,
    shared: Annotated[
        float | None,
        typer.Option(
            help="Share of the drawn documents that every coder gets; the others are dealt evenly. "
            "Default: 1, everybody codes everything.",
            show_default=False,
        ),
    ] = None,
    again: Annotated[
        str | None, typer.Option(help="Draw for this coder what she coded, to code it once more.")
    ] = None,
    include_coded: Annotated[
        bool,
        typer.Option("--include-coded", help="Also draw what is coded and was never drawn."),
    ] = False,
    active: Annotated[
        str | None,
        typer.Option(help="A model that chooses, beside the random part, what it doubts most."),
    ] = None,
    random_share: Annotated[
        float | None,
        typer.Option(
            help="With --active: the share of the draw that is random, 0.3 at the least and by "
            "default.",
            show_default=False,
        ),
    ] = None,
    name: Annotated[str | None, typer.Option(help="Name of the draw; default: draw-1, …")] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the coding sheets into this folder at once.")
    ] = None,
    codebook: Annotated[str | None, typer.Option(help="The codebook; wanted with --out.")] = None,
    sheet_format: Annotated[SheetForm, typer.Option(help="What --out writes.")] = SheetForm.xlsx,
    with_author: AuthorOption = False,
    seed: SeedOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Draw documents to code at random, deal them to coders, and keep with what chance they came.

    What was drawn before is not drawn again, so that a second draw adds to the first. Documents
    that people coded without a draw are left out, because nobody knows their chance. Single coding
    rests on an agreement that is known: 'textmine coding plan' says how many documents --shared
    has to leave to all coders.

    With --active a model chooses a part of the draw: what it is least sure of, spread over what the
    documents speak of, one of several that say the same. These teach the next model; estimates rest
    on the random part, which is drawn as if nothing had been chosen.

    Example: textmine coding sample forum --n 60 --by created_at:month --coders ann,bob --shared 0.3
    Example: textmine coding sample forum --share 0.2 --again ann
    Example: textmine coding sample forum --n 50 --active forum-model
    """
    from textmine.codebook import find_codebook
    from textmine.coding.sampling.drawing import keep_draw
    from textmine.coding.sampling.request import SampleRequest
    from textmine.coding.sheets.exporting import SheetRequest, export_sheets
    from textmine.errors import StoreError

    if (out is None) != (codebook is None):
        raise typer.BadParameter("--out and --codebook go together", param_hint="--out, --codebook")
    space = open_workspace(workspace)
    request = SampleRequest(
        corpus=corpus,
        n=n,
        share=share,
        everything=everything,
        by=tuple(by or ()),
        allocation=allocation.value,
        model=model,
        where=tuple(where or ()),
        coders=comma_list(coders),
        shared=shared,
        again=again,
        include_coded=include_coded,
        name=name,
        seed=seed,
        active=active,
        random_share=random_share,
    )
    if codebook is not None and out is not None:  # before anything is kept
        find_codebook(codebook, space)
        if out.exists() and not out.is_dir():
            raise StoreError(f"{out} is a file.", hint="Name a folder for the sheets.")
    # a model that chooses reads for minutes, in which others need not wait
    with space.whole() if active is None else nullcontext():
        made = _made(space, request)
        with space.whole():
            draw = keep_draw(space, *made)
            sheets = []
            if out is not None and codebook is not None:
                wanted = SheetRequest(
                    corpus, codebook, out, draw.name, sheet_format.value, with_author=with_author
                )
                sheets = export_sheets(space, wanted)
    say_set_aside(space, corpus)
    _print_strata(draw, format)
    _say_choice(space, draw)
    _say_coders(draw)
    tell_sheets(sheets)


def _made(space: Workspace, request: SampleRequest) -> tuple[Draw, int]:
    from textmine.coding.sampling.drawing import make_draw

    if request.active is None:
        return make_draw(space, request)
    from functools import partial

    from textmine.classify.growing.active import measure_doubt
    from textmine.classify.trained.model import load_model

    model = load_model(space, request.active)
    n_process = space.settings.nlp.n_process
    with progress_bar() as progress:
        measure = partial(measure_doubt, space, model, n_process=n_process, progress=progress)
        return make_draw(space, request, measure)


def draws(
    corpus: Annotated[str, typer.Argument(help="The corpus.")],
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """List the draws of a corpus: when, how, how many documents, and who codes them.

    Example: textmine coding draws forum
    """
    from textmine.coding import open_draws
    from textmine.corpus import load_corpus

    space = open_workspace(workspace)
    found = open_draws(space).all(load_corpus(space, corpus).name)
    if not found and format is Format.table:
        say(f"No documents of '{corpus}' were drawn yet: see 'textmine coding sample --help'.")
        return
    rows = [
        {
            "draw": draw.name,
            "when": draw.created_at,
            "purpose": str(draw.design.get("purpose", "")),
            "round": draw.round,
            "method": _method(draw),
            "N": len(draw.frame),
            "n": len(draw.drawn),
            "at random": len(draw.sampled),
            "coders": ", ".join(
                f"{coder} {len(draw.documents_of(coder))}" for coder in draw.coders
            ),
            "seed": draw.design.get("seed", ""),
        }
        for draw in found
    ]
    print_rows(rows, format, title=f"Draws of '{corpus}', oldest first")


def _method(draw: Draw) -> str:
    by, where = draw.design.get("by"), draw.design.get("where")
    method = str(draw.design.get("method", ""))
    if isinstance(by, list) and by:
        method += f" by {' x '.join(by)} ({draw.design.get('allocation')})"
    if draw.chosen:
        method += f", and {len(draw.chosen)} chosen by {draw.design.get('active')}"
    return f"{method}, where {' and '.join(where)}" if isinstance(where, list) and where else method


def _print_strata(draw: Draw, form: Format) -> None:
    from textmine.coding.sampling.design import strata_of

    rows = [
        {
            "stratum": one.name,
            "N": one.size,
            "drawn before": one.size - one.available,
            "n": one.n,
            "probability": one.probability if one.available else None,
        }
        for one in strata_of(draw)
    ]
    if draw.chosen:
        chosen = {"drawn before": None, "n": len(draw.chosen), "probability": None}
        rows.append({"stratum": f"chosen by {draw.design.get('active')}", "N": None, **chosen})
    title = (
        f"{draw.name} of '{draw.corpus}': {len(draw.drawn)} of {len(draw.frame)} documents, "
        f"{_method(draw)}, seed {draw.design.get('seed')}"
    )
    print_rows(rows, form, title=title)


def _say_choice(space: Workspace, draw: Draw) -> None:
    design = draw.design
    before = len(draw.sampled) + len(draw.chosen) - len(draw.drawn)
    if before:
        say(
            f"{before} of the random documents need no coder: a model chose them before, and they "
            "were given out then."
        )
    if design.get("active") is None:
        return
    say(
        f"{len(draw.sampled)} documents are random, {len(draw.chosen)} chosen by "
        f"'{design['active']}': only the random ones stand for others in an estimate."
    )
    if design.get("set_aside"):
        say(f"{design['set_aside']} doubtful documents were set aside: they repeat others.")
    if len(draw.drawn) < int(str(design["asked"])):
        say(
            f"Note: {design['asked']} documents were asked for; what is left is coded or repeats "
            "what was given out."
        )
    models = _models_so_far(space, draw)
    if len(models) > 1:
        say(
            "Whether more coding still changes what the models say: textmine coding stop "
            f"{' '.join(models)} --corpus {draw.corpus}"
        )
    else:
        say(
            "Train the next model under a new name: 'textmine coding stop' compares models that "
            "follow each other."
        )


def _models_so_far(space: Workspace, draw: Draw) -> list[str]:
    """Return the models that chose in the draws of a corpus and are still there, in order."""
    from textmine.coding import open_draws

    named = [str(one.design.get("active", "")) for one in open_draws(space).all(draw.corpus)]
    return [name for name in dict.fromkeys(named) if name and space.folder("models", name).is_dir()]


def _say_coders(draw: Draw) -> None:
    design = draw.design
    if design.get("purpose") == "again":
        say(f"{draw.coders[0]} codes them again, in round {draw.round}, without her old codes.")
    elif draw.coders:
        dealt = ", ".join(f"{coder} {len(draw.documents_of(coder))}" for coder in draw.coders)
        n_shared = sum(len(one.coders) == len(draw.coders) for one in draw.drawn)
        together = f"; {n_shared} of {len(draw.drawn)} go to every coder" * (len(draw.coders) > 1)
        say(f"Documents a coder: {dealt}{together}.")
        if len(draw.coders) > 1 and n_shared < min(_FEW_SHARED, len(draw.drawn)):
            say(
                f"Note: agreement on {n_shared} documents is known only roughly; see "
                "'textmine coding plan'."
            )
    unknown = int(str(design.get("coded_and_never_drawn", 0)))
    if unknown and design.get("include_coded"):
        say(f"{unknown:,} documents of the frame carry codes and were never drawn before.")
    elif unknown:
        say(
            f"{unknown:,} documents are left out: they are coded and were never drawn, so that "
            "their chance is unknown. --include-coded draws among them too."
        )
