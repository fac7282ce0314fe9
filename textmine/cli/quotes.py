"""textmine quotes."""

from dataclasses import replace
from typing import Annotated

import typer

from textmine.choices import QuotationOrder
from textmine.cli import options
from textmine.cli.command import Run, shown
from textmine.cli.shared import progress_bar, say
from textmine.errors import UsageError
from textmine.present import Section

_IN_BRIEF, _IN_BRIEF_OF_EACH = 20, 3
_WORDS = 150


@shown("out", "level", "rule", "roll_down", "where", "report", "no_quotations")
def quotes(
    run: Run,
    corpus: options.CorpusArgument,
    code: Annotated[
        list[str] | None,
        "[DIMENSION=]CODE by id or name; repeated: passages with all of them. Default: "
        "every code by itself.",
    ] = None,
    any: Annotated[bool, "Passages with any of the codes."] = False,
    cell: Annotated[str | None, "A cell of the codebook's product, as A1 or by its name."] = None,
    theme: Annotated[str | None, "Only documents mainly of this theme: MODEL:T03."] = None,
    coder: options.CoderOption = None,
    case: Annotated[str | None, "Only documents of this case."] = None,
    round: Annotated[str | None, "Only documents of this round."] = None,
    codebook: options.CodebookOption = None,
    roll_up: options.RollUpOption = None,
    order: Annotated[
        QuotationOrder,
        "all: as they are read; typical or deviant: most or least like the others of "
        "the code first; dissenting: first those on which coders differ.",
    ] = "all",
    by: Annotated[
        str, "Compare passages by: words, meaning, minilm, or a model's folder or package."
    ] = "words",
    against: Annotated[
        str | None, "Compare with this code: most alike pairs, words that tell them apart."
    ] = None,
    beside: Annotated[
        str | None, "Show this passage, DOCUMENT or DOCUMENT:START-END, beside those most like it."
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(min=1, help="Quotations a code; default: all, a terminal shows fewer."),
    ] = None,
    voices: Annotated[bool, "One of each person before a second of anybody."] = False,
    repeats: Annotated[bool, "Show passages that repeat another one, too."] = False,
    context: Annotated[
        int, typer.Option(min=0, max=500, help="Words before and after a stretch of a text.")
    ] = 20,
    around: Annotated[
        int, typer.Option(min=0, max=20, help="Messages before and after a whole one.")
    ] = 0,
    words: options.QuotedWordsOption = _WORDS,
    risk: Annotated[bool, "Say how far each tells who speaks, and why; offer a safer one."] = False,
    public: Annotated[
        bool | None,
        typer.Option(
            "--public/--not-public",
            help="Whether the texts stand on public pages; default: found out.",
        ),
    ] = None,
    column: Annotated[
        list[str] | None, "A column to say of each, such as group; may be repeated."
    ] = None,
) -> Section:
    """Quote the passages of codes, word for word, with who said it and who coded it.

    Codes are the final ones, or everybody's as long as coders differ and nothing is settled. Every
    quotation is checked against the stored text at its offsets.

    Example: textmine quotes forum --cell A1 --order typical --limit 5 --voices
    Example: textmine quotes forum --code A --order dissenting --out a.docx
    Example: textmine quotes forum --code A --against B
    Example: textmine quotes forum --order typical --limit 3 --risk
    """
    from textmine.reading import asking
    from textmine.reading.quotation_risk import DEEPER, judge_found
    from textmine.reading.quotations import Surroundings
    from textmine.reading.quoting import Choice
    from textmine.report.compared import beside_section, compared_section
    from textmine.report.folder import write_out
    from textmine.report.quoted import Telling, quotes_section

    if against is not None and beside is not None:
        raise UsageError("Compare two codes, or one passage with others.", hint="Not both at once.")
    if risk and (against is not None or beside is not None):
        raise UsageError("--risk works for quotations by code only.", hint="Leave --risk out.")
    if against is not None and order == "all":
        order = "typical"
    choice = Choice(order, limit or 0, voices, repeats)
    named = {"case": case, "round": round}
    conditions = [f"{name}={value}" for name, value in named.items() if value is not None]
    request = asking.QuotesRequest(
        tuple(code or ()),
        cell,
        any,
        theme,
        coder,
        codebook,
        roll_up,
        (*run.where, *conditions),
        choice,
        Surroundings(context, around, tuple(column or ())),
        by,
        run.coded_at(),
    )
    wider = replace(choice, limit=choice.limit * DEEPER) if risk else choice
    deeper = replace(request, choice=wider)
    telling = Telling(words, None if limit else _IN_BRIEF, choice, by)
    with progress_bar() as progress:
        if against is not None:
            passages, pairs = asking.find_contrast(
                run.workspace, corpus, request, against, progress
            )
            section = compared_section(passages, pairs, telling)
            quoted = [*passages.quotations, *(side for pair in pairs.pairs for side in pair.sides)]
        elif beside is not None:
            passages, passage = asking.find_beside(run.workspace, corpus, request, beside, progress)
            section = beside_section(passage, passages, telling)
            quoted = [passage, *passages.quotations]
        else:
            passages = asking.find_quotes(run.workspace, corpus, deeper, progress)
            if risk:
                passages, risks = judge_found(
                    passages,
                    run.workspace.settings.nlp,
                    words=words,
                    limit=limit or 0,
                    public=public,
                )
                telling = replace(telling, risks=risks)
            if len(passages.groups) > 1 and not limit:
                telling = replace(telling, in_brief=_IN_BRIEF_OF_EACH)
            section, quoted = quotes_section(passages, telling), passages.quotations
    asking.check_again(run.workspace, passages.corpus, quoted)
    title = f"Quotations from {corpus}"
    run.paged(section, [passages.corpus], title=title, about=" ".join(request.where))
    out = run.given["out"]
    if out is None:
        return section
    report = run.report_of([section], [passages.corpus], title, " ".join(request.where))
    write_out(out, report)
    say(f"{len(passages.quotations):,} quotations are in {out}.")
    return replace(section, tables=(), topics=())
