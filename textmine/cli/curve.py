"""textmine curve."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from textmine.cli.options import (
    FormatOption,
    ProcessesOption,
    ProfileOption,
    SeedOption,
    WhereOption,
    WorkspaceOption,
)
from textmine.cli.shared import (
    Format,
    final_of,
    open_workspace,
    print_rows,
    progress_bar,
    say,
    standing,
)

if TYPE_CHECKING:
    from textmine.classify.growing.curve import DimensionCurve
    from textmine.stats.learning_curve import Forecast


def curve(
    corpus: Annotated[str, typer.Argument(help="A corpus with codings.")],
    coder: Annotated[
        str | None, typer.Option(help="Whose codes to learn; default: the final ones.")
    ] = None,
    dimension: Annotated[
        list[str] | None, typer.Option(help="Only this dimension; may be repeated.")
    ] = None,
    codebook: Annotated[str | None, typer.Option(help="Default: the one used.")] = None,
    where: WhereOption = None,
    repeats: Annotated[int, typer.Option(help="How often groups are drawn anew.", min=3)] = 10,
    figure: Annotated[
        Path | None, typer.Option(help="Also draw the curves into this SVG file.")
    ] = None,
    profile: ProfileOption = None,
    processes: ProcessesOption = None,
    seed: SeedOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Say how scores grow with the number of coded documents, and how many more it would take.

    Each time a quarter of the documents, in whole threads, is held out, and growing parts of the
    others are learned as 'textmine train' does. A curve fitted to kappa and macro-F1 forecasts how
    many more a kappa or F1 of .67 and .80 asks for, if the next documents are like these.

    Example: textmine curve forum --repeats 20
    """
    from textmine.classify import gold_codes
    from textmine.classify.growing.curve import learning_curves
    from textmine.corpus import load_corpus, select_documents

    space = open_workspace(workspace)
    settings = space.settings.override("nlp", profile=profile, n_process=processes).override(
        "", seed=seed
    )
    whole = load_corpus(space, corpus)
    stands = standing(space, whole, codebook)
    chosen = select_documents(whole, where or [])
    final = final_of(stands, coder, chosen, dimension or ())
    gold = gold_codes(final, stands.codebook, dimensions=dimension or ())
    with progress_bar() as progress:
        found = learning_curves(
            space, whole, chosen, gold, stands.codebook, settings, repeats, progress
        )
    _print(found, format)
    if figure is not None:
        from textmine.report.learning import learning_chart
        from textmine.store import replacing_file

        with replacing_file(figure) as draft:
            draft.write_text(learning_chart(found), encoding="utf-8")
        say(f"Drawn into {figure}.")


def _print(found: list[DimensionCurve], format: Format) -> None:
    from textmine.report.learning import curve_rows, curve_sentences

    rows = [row for part in found for row in curve_rows(part)]
    if format is not Format.table:
        print_rows(rows, format)
    for part in found:
        if format is Format.table:
            title = (
                f"{part.dimension}: {part.n} documents coded by {part.coder}; each time about "
                f"{part.n_test:.0f} held out in whole {part.groups}s"
            )
            print_rows(_shown(part), format, title=title)
        for name, one in (("kappa", part.kappa), ("macro-F1", part.macro_f1)):
            now = one.means[-1]
            for forecast in one.forecasts:
                say(f"{part.dimension}: {_told(name, now, one.sizes[-1], forecast)}")
    for sentence in curve_sentences(found):
        say(sentence)


def _shown(part: DimensionCurve) -> list[dict[str, Any]]:
    def cell(curve: Any, place: int) -> str:
        interval = curve.intervals[place]
        value = f"{curve.means[place]:.3f}"
        return f"{value} [{interval.low:.3f}, {interval.high:.3f}]" if interval.defined else value

    return [
        {
            "documents learned": round(size),
            "kappa [95 %]": cell(part.kappa, place),
            "macro-F1 [95 %]": cell(part.macro_f1, place),
        }
        for place, size in enumerate(part.kappa.sizes)
    ]


def _told(name: str, now: float, size: float, forecast: Forecast) -> str:
    target = f"{forecast.target:.2f}".lstrip("0")
    if now >= forecast.target:
        return (
            f"{name} is above {target} already in the mean ({now:.3f} with {size:.0f} documents); "
            "its interval stands in the table."
        )
    if not math.isfinite(forecast.needed):
        return (
            f"{name} {target} is not in sight: the fitted curve does not reach it within twenty "
            f"times as many documents ({forecast.reached:.0%} of the curves drawn do)."
        )
    more = max(0.0, forecast.needed - size)
    low, high = max(0.0, forecast.low - size), forecast.high - size
    top = f"{high:,.0f}" if math.isfinite(high) else "out of sight"
    return (
        f"about {_rounded(more)} more documents to reach {name} {target} (95 %: {low:,.0f} to "
        f"{top})."
    )


def _rounded(n: float) -> str:
    """Return a number of documents with two digits that mean something."""
    step = 10 ** max(0, int(math.log10(max(n, 1))) - 1)
    return f"{round(n / step) * step:,.0f}"
