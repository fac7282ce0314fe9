"""textmine codebook: list, check, diff, crosswalk …; and where new, show and change hang."""

from typing import Annotated

import typer

from textmine.cli.codebook_change import app as change
from textmine.cli.codebook_files import NameArgument, export, import_, new, show, workspace_if_any
from textmine.cli.command import Run, shown
from textmine.cli.options import CodedCorpusArgument, CoderOption, DryRunOption, PermutationsOption
from textmine.cli.shared import progress_bar
from textmine.cli.topics_shared import ClustersOption
from textmine.errors import UsageError
from textmine.present import Section

_Book = Annotated[str, typer.Argument(help="CODEBOOK, or CODEBOOK:DIMENSION for one of it.")]


@shown("out", "where", "report", "seed")
def crosswalk(
    run: Run,
    corpus: CodedCorpusArgument,
    first: _Book,
    second: _Book,
    coder: CoderOption = None,
    clusters: ClustersOption = None,
    permutations: PermutationsOption = 1999,
) -> Section:
    """Cross the codes of two codebooks on one corpus: do those of one follow those of the other?

    Example: textmine codebook crosswalk forum ling-martins-2015 martins-ling-2017
    """
    from textmine.reading.displays.two_codebooks import cross_codebooks
    from textmine.report.two_codings import two_codebooks_section

    loaded = run.chosen(run.corpus(corpus))
    with progress_bar() as progress:
        crossing = cross_codebooks(
            run.workspace,
            loaded,
            first,
            second,
            coder=coder,
            kind=clusters,
            n_permutations=permutations,
            seed=run.seed,
            tell=run.tell,
            progress=progress,
        )
    run.displayed(two_codebooks_section(crossing, full=True), [loaded])
    return two_codebooks_section(crossing)


@shown("out", "report", "seed")
def sortings(
    run: Run,
    first: Annotated[
        str,
        typer.Argument(
            help="A table: a column code and one for each person, or code, theme and person. Or "
            "a codebook, NAME or NAME@VERSION."
        ),
    ],
    second: Annotated[str | None, typer.Argument(help="The other codebook.")] = None,
    dimension: Annotated[str | None, "The dimension whose codes are sorted."] = None,
    corpus: Annotated[
        str | None, "Also measure how alike the documents of a theme are in this corpus."
    ] = None,
    codebook: Annotated[str | None, "The codebook of its codings; default: the one used."] = None,
    permutations: PermutationsOption = 4999,
) -> Section:
    """Compare how people sort the same codes into themes, and list the pairs to be settled.

    It compares two codebooks by the codes above their codes.

    Example: textmine codebook sortings sortings.csv
    Example: textmine codebook sortings my-book@3 my-book --dimension practice
    """
    from pathlib import Path

    from textmine.codebook import find_codebook
    from textmine.coding import chosen_codings
    from textmine.reading.displays.sortings import (
        alike_within,
        compare_all,
        read_sortings,
        sorting_of,
    )
    from textmine.report.two_codings import sortings_section

    if dimension is None and (second is not None or corpus is not None):
        raise UsageError(
            "Say which dimension has the codes of this sorting.",
            hint="Name it: --dimension DIMENSION.",
        )
    if corpus is None and (codebook is not None or (second is None and dimension is not None)):
        raise UsageError(
            "A dimension and a codebook say which codings are looked at.", hint="Add --corpus NAME."
        )
    if second is None:
        people_sortings = read_sortings(Path(first))
    else:
        books = [find_codebook(book_name, run.workspace) for book_name in (first, second)]
        people_sortings = [sorting_of(book, dimension or "") for book in books]
    pairs = compare_all(people_sortings, n_permutations=permutations, seed=run.seed)
    alike, loaded = [], []
    if corpus is not None:
        loaded = [run.corpus(corpus)]
        chosen = chosen_codings(run.workspace, loaded[0], None, codebook)
        for remark in (*chosen.remarks, *chosen.by_whom.remarks(dimension or "")):
            run.tell(remark)
        alike = [
            alike_within(
                sorting, chosen, dimension or "", n_permutations=permutations, seed=run.seed
            )
            for sorting in people_sortings
        ]
    section = sortings_section(pairs, alike)
    return run.displayed(section, loaded)


@shown("report")
def lineage(
    run: Run,
    name: NameArgument,
    code: Annotated[str | None, "DIMENSION=CODE: only this code and what is below it."] = None,
) -> Section:
    """Show where codes come from: back to every coding, through all changes of the codebook.

    Says of each change who decided it, when and why.

    Example: textmine codebook lineage ling-martins-2015 --code goal_orientation=A
    """
    from textmine.codebook import find_codebook
    from textmine.coding import open_codings
    from textmine.corpus.corpus import CORPUS_TOML
    from textmine.reading.displays.lineage import lineage_of
    from textmine.report.lineage import lineage_section

    book = find_codebook(name, run.workspace)
    codings = open_codings(run.workspace).of_codebook(book.name)
    section = lineage_section(lineage_of(book, codings, code))
    there = run.workspace.names("corpora", CORPUS_TOML) if run.given["report"] else []
    coded = [
        run.corpus(corpus_name) for corpus_name in {coding.corpus for coding in codings} & {*there}
    ]
    coded.sort(key=lambda corpus: corpus.name)
    return run.paged(section, coded, about=code or "")


app = typer.Typer(
    help="Codebooks: dimensions, codes, rules, and their changes.", no_args_is_help=True
)
for command in (new, show, crosswalk, sortings, lineage, export):
    app.command(command.__name__)(command)
app.command("import")(import_)
app.add_typer(change, name="change")


@app.command("list")
@shown()
def list_(run: Run) -> Section:
    """List the codebooks that can be used.

    Example: textmine codebook list
    """
    from textmine.codebook import list_codebooks
    from textmine.report.codebooks import list_section

    return list_section(list_codebooks(workspace_if_any(run.given["workspace"])))


@app.command("check")
@shown()
def check(run: Run, name: NameArgument) -> Section:
    """Check that a codebook can be used, and that every coding made with it fits it.

    It also checks whether codings of people and machines keep its rules.

    Example: textmine codebook check my-codebook.toml
    """
    from textmine.codebook import find_codebook
    from textmine.coding import check_codings
    from textmine.report.codebooks import check_section

    space = workspace_if_any(run.given["workspace"])
    book = find_codebook(name, space)
    return check_section(book, [] if space is None else check_codings(space, book))


@app.command("diff")
@shown()
def diff(run: Run, first: NameArgument, second: NameArgument) -> Section:
    """Show what differs between two codebooks, or two versions of one.

    Example: textmine codebook diff themes@1 themes
    """
    from textmine.codebook import diff_codebooks, find_codebook
    from textmine.report.codebooks import difference_section

    space = workspace_if_any(run.given["workspace"])
    differences = diff_codebooks(find_codebook(first, space), find_codebook(second, space))
    return difference_section(differences)


@app.command("history")
@shown()
def history(run: Run, name: NameArgument) -> Section:
    """List the recorded changes of a codebook, each with its reason.

    Example: textmine codebook history themes
    """
    from textmine.codebook import find_codebook
    from textmine.report.codebooks import changes_section

    return changes_section(find_codebook(name, workspace_if_any(run.given["workspace"])))


@app.command("remove")
@shown(without=("format",))
def remove(
    run: Run,
    name: Annotated[str, typer.Argument(help="Name of a codebook of the workspace.")],
    dry_run: DryRunOption = False,
) -> Section:
    """Remove a codebook with its former versions, if no coding was made with it.

    Example: textmine codebook remove old-themes
    """
    from textmine.coding.uses import remove_unused_codebook

    return Section.of(*remove_unused_codebook(run.workspace, name, dry_run=dry_run))
