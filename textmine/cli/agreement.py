"""textmine agreement."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from textmine.cli.shared import (
    Format,
    FormatOption,
    SeedOption,
    WorkspaceOption,
    open_workspace,
    print_rows,
    say,
    standing_codings,
)

if TYPE_CHECKING:
    from textmine.coding import CodeMatrix, DimensionAgreement


_SHOWN = ("figure", "code", "value", "low", "high", "codes given", "prevalence")


class By(StrEnum):
    """What the bootstrap draws."""

    unit = "unit"
    thread = "thread"


def agreement(
    what: Annotated[str, typer.Argument(help="A corpus with codings, or a table of codes.")],
    coders: Annotated[
        str | None, typer.Option(help="Comma-separated coders (in a table: its columns).")
    ] = None,
    categories: Annotated[
        str | None, typer.Option(help="For a table: all codes that could be given.")
    ] = None,
    codebook: Annotated[
        str | None, typer.Option(help="For a corpus: default is the one used.")
    ] = None,
    by: Annotated[By, typer.Option(help="Resample units, or whole threads.")] = By.unit,
    disagreements: Annotated[
        Path | None, typer.Option(help="Write the list of disagreements to this CSV.")
    ] = None,
    resamples: Annotated[int, typer.Option(help="Bootstrap resamples.", min=100)] = 1000,
    seed: SeedOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Measure how far coders agree: per cent, Cohen, Fleiss, Krippendorff's alpha, Gwet's AC1.

    Each figure has a 95 % bootstrap interval, and alpha is given for every code. Codes may be
    missing. A table needs no workspace: a column a coder, or document, coder, code.

    Example: textmine agreement forum --coders coder-1,coder-2
    Example: textmine agreement codes.csv --coders ann,bob
    """
    from textmine.coding import measure_agreement
    from textmine.store import refuse_same_file

    if disagreements is not None:
        refuse_same_file(disagreements, Path(what))
    named = [name.strip() for name in (coders or "").split(",") if name.strip()]
    if Path(what).is_file() or Path(what).suffix:
        listed = [name.strip() for name in (categories or "").split(",") if name.strip()]
        matrices, clusters, texts, used_seed = _of_table(Path(what), named, listed, by, seed)
    else:
        matrices, clusters, texts, used_seed = _of_corpus(
            what, named, codebook, by, seed, workspace
        )
    results = [
        measure_agreement(matrix, clusters=group, n_resamples=resamples, seed=used_seed)
        for matrix, group in zip(matrices, clusters, strict=True)
    ]
    _print(results, format)
    _report_disagreements(matrices, texts, disagreements)


def _of_table(
    path: Path, coders: list[str], categories: list[str], by: By, seed: int | None
) -> tuple[list[CodeMatrix], list[Any], dict[str, str], int]:
    from textmine.coding import matrices_from_table
    from textmine.corpus.readers import read_raw
    from textmine.errors import InputError

    if by is By.thread:
        raise InputError(
            "A table of codes has no threads.", hint="Import corpus and codings, or use --by unit."
        )
    matrices = matrices_from_table(read_raw(path), coders, categories)
    say(f"Coders: {', '.join(matrices[0].coders)} (name others with --coders).")
    if not categories:
        say("The number of categories is what occurs in the table; name all with --categories.")
    return matrices, [None] * len(matrices), {}, 42 if seed is None else seed


def _of_corpus(
    name: str,
    coders: list[str],
    codebook: str | None,
    by: By,
    seed: int | None,
    workspace: Path | None,
) -> tuple[list[CodeMatrix], list[Any], dict[str, str], int]:
    from textmine.codebook import find_codebook
    from textmine.coding import matrices_of, the_codebook
    from textmine.corpus import group_numbers, load_corpus
    from textmine.errors import InputError, did_you_mean

    space = open_workspace(workspace)
    corpus = load_corpus(space, name)
    codings = standing_codings(space, corpus)
    known = sorted({coding.coder for coding in codings})
    for coder in coders:
        if coder not in known:
            raise InputError(f"There is no coder '{coder}'.", hint=did_you_mean(coder, known))
    chosen = coders or sorted({c.coder for c in codings if c.origin == "human"})
    if len(chosen) < 2:
        raise InputError(
            f"'{name}' has codes of {len(chosen)} human coder(s){': ' if chosen else ''}"
            f"{', '.join(chosen)}.",
            hint="Agreement needs two; import them with 'textmine coding import'.",
        )
    book = find_codebook(codebook or the_codebook(codings), space)
    matrices = matrices_of(codings, book, chosen)
    clusters = [group_numbers(corpus, m.units) if by is By.thread else None for m in matrices]
    texts = dict(zip(corpus.ids, corpus.texts, strict=True))
    return matrices, clusters, texts, space.settings.seed if seed is None else seed


def _print(results: list[DimensionAgreement], format: Format) -> None:
    from textmine.report.coded import agreement_rows

    rows = [row for result in results for row in agreement_rows(result)]
    if format is not Format.table:
        print_rows(rows, format)
        return
    for result in results:
        mine = [row for row in rows if row["dimension"] == result.dimension]
        title = (
            f"{result.dimension}: {', '.join(result.coders)}; {result.n_shared} of "
            f"{result.n_units} units coded by two or more; {len(result.categories)} codes; "
            f"95 % intervals by bootstrap over {result.resampled}"
        )
        shown = [
            {key: row[key] for key in _SHOWN}
            | ({"remark": row["remark"]} if any(other["remark"] for other in mine) else {})
            for row in mine
        ]
        print_rows(shown, Format.table, title=title)


def _report_disagreements(
    matrices: list[CodeMatrix], texts: dict[str, str], target: Path | None
) -> None:
    import csv

    from textmine.coding import list_disagreements
    from textmine.store import replacing_file

    found = list_disagreements([matrix for matrix in matrices if not matrix.crossed])
    if target is None:
        say(f"{len(found)} disagreements; list them with --disagreements FILE.csv.")
        return
    coders = matrices[0].coders
    with replacing_file(target) as draft, draft.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["unit", "dimension", *coders, "text"])
        for item in found:
            codes = [item.codes.get(coder, "") for coder in coders]
            writer.writerow([item.unit, item.dimension, *codes, texts.get(item.unit, "")])
    say(f"{len(found)} disagreements written to {target}.")
