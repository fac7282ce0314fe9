"""textmine matrix and findings: cases by codes, and codes with their findings."""

from typing import Annotated

import typer

from textmine.choices import Level
from textmine.cli import options
from textmine.cli.command import Run, shown
from textmine.cli.shared import progress_bar
from textmine.errors import UsageError
from textmine.present import Section


@shown("out", "level", "rule", "roll_down", "where", "report", "no_quotations")
def matrix(
    run: Run,
    corpus: options.CorpusArgument,
    rows: Annotated[str, "A dimension or a column: case, round, interview, level."],
    columns: Annotated[list[str], "A dimension or a column; give it again for a further table."],
    order: Annotated[
        str,
        "Rows: codebook, size (most passages first), or an ordinal dimension, by whose "
        "mean level cases are ordered.",
    ] = "codebook",
    count: Annotated[
        Level | None, "Counted beside passages; default: interviews, threads, or documents."
    ] = None,
    coder: options.CoderOption = None,
    codebook: options.CodebookOption = None,
    roll_up: options.RollUpOption = None,
    roles: options.RolesOption = True,
    words: options.QuotedWordsOption = 25,
) -> Section:
    """Show cases by codes: how many say it, a typical and a deviant quotation, rules broken.

    A terminal has the counts; the page (--report) and the file (--out) have the quotations too.

    Example: textmine matrix forum --rows group --columns goal_orientation --order size
    """
    from textmine.reading.displays.filling import MatrixRequest, find_matrix
    from textmine.report.matrix import matrix_section

    written = run.given["out"] is not None or run.given["report"] is not None
    request = MatrixRequest(
        rows,
        tuple(columns),
        coder,
        codebook,
        roll_up,
        tuple(run.where),
        count,
        order,
        roles,
        quoted=written or run.format != "table",
        at=run.coded_at(),
    )
    crossing = find_matrix(run.workspace, corpus, request, run.tell)
    if written:
        quoted = matrix_section(crossing, words, quoted=True)
        run.displayed(quoted, [crossing.corpus])
    return matrix_section(crossing, words)


@shown("out", "where", "report", "no_quotations")
def findings(
    run: Run,
    corpus: options.CorpusArgument,
    dimension: Annotated[
        str | None, "The codes of this dimension; default: the one that is coded."
    ] = None,
    themes: Annotated[str | None, "The themes of this topic model."] = None,
    coder: options.CoderOption = None,
    codebook: options.CodebookOption = None,
    roll_up: options.RollUpOption = None,
    quotations: Annotated[
        int, typer.Option(min=1, help="Quotations of each, of different people.")
    ] = 2,
    words: options.QuotedWordsOption = 25,
) -> Section:
    """Show codes or themes with their findings, quotations and theory, as a paper's table does.

    Findings are memos of the type summary on a code or theme, theory those of that type. The page
    (--report) and the file (--out) have the quotations too.

    Example: textmine findings forum --dimension knowledge_domain --out findings.docx
    """
    from textmine.reading.displays.findings import findings_of_codes, findings_of_themes
    from textmine.report.findings import findings_section

    if dimension is not None and themes is not None:
        raise UsageError(
            "Findings are those of codes or of themes, not of both.",
            hint="Leave out --dimension or --themes.",
        )
    if themes is None:
        listing = findings_of_codes(
            run.workspace,
            corpus,
            dimension,
            coder=coder,
            codebook=codebook,
            roll_up=roll_up,
            where=run.where,
            n=quotations,
            tell=run.tell,
        )
    else:
        if coder is not None or codebook is not None or roll_up is not None:
            raise UsageError(
                "A model found the themes: they have no coder and no codebook.",
                hint="Leave out --coder, --codebook and --roll-up.",
            )
        with progress_bar() as progress:
            listing = findings_of_themes(
                run.workspace,
                corpus,
                themes,
                where=run.where,
                n=quotations,
                progress=progress,
            )
    run.displayed(findings_section(listing, words, quoted=True), [listing.corpus])
    return findings_section(listing, words)
