"""textmine suggest and suspect: codes to give, and codes to read again."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from textmine.cli import options
from textmine.cli.command import Run, shown
from textmine.cli.shared import comma_list, print_csv, progress_bar, say
from textmine.present import Section

_TIED = "--draw, --coders and --blind-share go with --sheets"


@shown("where", "profile", "processes", "scheduler", "seed", without=("format",))
def suggest(
    run: Run,
    corpus: options.CorpusArgument,
    codebook: Annotated[str, "The codebook whose codes are ranked."],
    limit: Annotated[int, typer.Option(help="Codes to suggest a dimension.", min=1)] = 2,
    out: options.OutOption = None,
    sheets: Annotated[
        Path | None,
        "Write coding sheets of a draw into this folder instead, with the suggestions "
        "beside the empty columns for codes.",
    ] = None,
    draw: options.DrawOption = None,
    coders: options.DrawCodersOption = None,
    sheet_format: options.SheetFormatOption = "xlsx",
    blind_share: options.BlindShareOption = None,
    embeddings: Annotated[
        str | None,
        "Compare by another encoder: minilm, a model's folder or package; none: by words "
        "alone. Default: by meaning, where that reads the language.",
    ] = None,
) -> Section:
    """Suggest codes before anything is coded, by what the codebook says of them; no coding is kept.

    A document is compared with each code's name, definition, include note and examples. What comes
    out is a first guess, so that the first coding sheet is not a blank one. Expect it to be right
    more often than chance, and no more often than the commonest code. Coders who see suggestions
    are drawn to them: measure agreement on documents that were coded without. With --blind-share a
    part of the sheets, drawn by lot, shows none: 'coding anchoring' then measures how far coders
    follow what they are shown.

    Example: textmine suggest forum --codebook ling-martins-2015 --out suggestions.csv
    Example: textmine suggest forum --codebook ling-martins-2015 --sheets first --draw draw-1
    """
    from textmine.classify.suggesting.suggesting import choose_embed, suggest_codes
    from textmine.classify.suggesting.suggestion_sheets import write_suggestion_sheets
    from textmine.codebook import find_codebook
    from textmine.coding.sampling.blind_share import BlindShare
    from textmine.coding.sheets.exporting import SheetRequest, sheet_sentences
    from textmine.report.suspects import suggestions_section
    from textmine.store.tables import write_table

    if sheets is None and (draw, coders, blind_share) != (None, None, None):
        raise typer.BadParameter(_TIED, param_hint="--sheets")
    if sheets is not None and (out is not None or run.where):
        raise typer.BadParameter(
            "--sheets writes the documents of a draw: leave --out and --where out",
            param_hint="--sheets",
        )
    blind = None if blind_share is None else BlindShare(blind_share, run.seed)
    space = run.workspace
    book = find_codebook(codebook, space)
    whole = run.corpus(corpus)
    chosen = run.chosen(whole)
    settings = run.settings.nlp
    with progress_bar() as progress:
        embed, remark = choose_embed(embeddings, settings.lang, space, progress, run.spread)
        if remark:
            say(remark)
        suggestions = suggest_codes(
            whole, book, settings, space, embed=embed, progress=progress, spread=run.spread
        )
    section = suggestions_section(suggestions, chosen, book, limit)
    rows = section.records.rows if section.records else []
    if sheets is not None:
        named = f"{book.name}@{book.version}"
        request = SheetRequest(corpus, named, sheets, draw, sheet_format, comma_list(coders))
        for sentence in sheet_sentences(
            write_suggestion_sheets(space, request, suggestions, book, limit, blind)
        ):
            say(sentence)
    elif out is None:
        print_csv(rows[0], rows)
    else:
        write_table(out, rows[0], rows)
    return replace(section, records=None).saying(
        f"Suggestions for {len(chosen):,} documents by what codebook '{book.name}' says"
        + (f"; see {out}." if out else ".")
        + " They are no codings, and none is recorded."
    )


@shown("report", "seed")
def suspect(
    run: Run,
    model: options.ModelArgument,
    dimension: Annotated[str | None, "Only this dimension."] = None,
    limit: Annotated[int, typer.Option(help="How many to show a dimension.", min=1)] = 20,
    out: Annotated[Path | None, "CSV to write, with whole texts, instead of printing."] = None,
) -> Section:
    """List the hand codes that are most likely mistakes, to read them again; nothing is changed.

    Models that had not seen the document's thread judge it. A code is suspect when they are as sure
    of another code as they are of documents with that code. This is confident learning (Northcutt,
    Jiang and Chuang 2021). An estimate says how many codes are wrong. A weak model takes its own
    mistakes for people's: read the list, but do not quote the number.

    Example: textmine suspect forum-model --limit 10
    """
    from textmine.classify import load_model
    from textmine.classify.review.suspects import suspects_of_model
    from textmine.classify.trained.held_out import training_corpus
    from textmine.report.suspects import suspect_columns, suspects_section
    from textmine.store.tables import write_table

    loaded = load_model(run.workspace, model)
    resamples = run.settings.train.n_resamples
    suspects = suspects_of_model(
        run.workspace, loaded, dimension, n_resamples=resamples, seed=run.seed
    )
    section = suspects_section(suspects, limit)
    corpus = training_corpus(run.workspace, loaded)
    run.paged(section, [corpus] if corpus else [], about=f"by {model}", settings={"model": model})
    if out is None or section.records is None:
        return section
    columns = [column.name for column in suspect_columns(suspects) if column.files]
    write_table(out, columns, section.records.rows)
    return replace(section.saying(f"See {out}."), tables=(), records=None)
