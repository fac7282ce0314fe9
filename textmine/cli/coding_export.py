"""textmine coding export and sentences."""

from pathlib import Path
from typing import Annotated

import typer

from textmine.choices import ExportCells, ExportShape, OtherProgram
from textmine.cli.command import Run, shown
from textmine.cli.options import CodebookOption, CodedCorpusArgument, RollUpOption
from textmine.present import Section


@shown("level", "rule", "roll_down", "where", without=("format",))
def export(
    run: Run,
    corpus: CodedCorpusArgument,
    out: Annotated[Path, "File to write: .csv, .tsv, .xlsx, .parquet."],
    shape: Annotated[
        ExportShape,
        "long: a row a coding, with everything about it; 'coding import' reads it back. "
        "Others: a row a unit, a column a code.",
    ] = "long",
    coder: Annotated[
        str | None,
        "NAME; agreed: final codes; all: what anybody said; each: columns a coder. "
        "Default: all in a long table, else agreed.",
    ] = None,
    cells: Annotated[
        ExportCells,
        "Of a unit and a code: 0 or 1, the number of passages, or their ids. Empty where "
        "nobody coded it.",
    ] = "01",
    machine: Annotated[
        bool, "What machines said, too, in columns apart, with the probability."
    ] = False,
    with_text: Annotated[bool, "The text, or the passage that is coded."] = False,
    attributes: Annotated[
        list[str] | None,
        typer.Option("--with", help="A column of the corpus to go along; give it again for more."),
    ] = None,
    codebook: CodebookOption = None,
    roll_up: RollUpOption = None,
    for_: Annotated[
        OtherProgram | None,
        typer.Option(
            "--for",
            help="r: names of columns that R takes, and NA where nothing is coded. A script beside "
            "the file (FILE.R) reads it and lists the codes of each dimension in order.",
        ),
    ] = None,
) -> Section:
    """Write codings as a table for other programs, or to read them back elsewhere.

    A long table that is imported again brings no new coding: spans, roles, memos, rounds and the
    codebooks of each row are kept. In the other shapes a column is DIMENSION.CODE, or
    DIMENSION.CODE.ROLE; what nobody coded is empty, and never 0. Without --level a long
    table has the codings of every level, the others have those of documents.

    Example: textmine coding export forum --out codings.csv
    Example: textmine coding export forum --shape interviews --cells counts --out threads.xlsx
    """
    from textmine.coding.current import said_of_excluded
    from textmine.reading.exporting.files import export_codings
    from textmine.reading.exporting.table import ExportRequest

    loaded = run.corpus(corpus)
    chosen = run.chosen(loaded)
    request = ExportRequest(
        shape=shape,
        coder=coder,
        cells=cells,
        codebook=codebook,
        roll_up=roll_up,
        at=run.coded_at("documents" if shape == "long" else shape),
        machine=machine,
        text=with_text,
        attributes=tuple(attributes or ()),
    )
    table, remarks = export_codings(run.workspace, chosen, request, out, r=for_ == "r")
    exclusions = said_of_excluded(loaded.excluded) if shape == "long" else []
    what = "codings" if shape == "long" else shape
    done = f"{len(table):,} {what} in {len(table.columns):,} columns written to {out}."
    return Section.of(*exclusions, *remarks, done)


@shown(without=("format",), then="textmine agreement {name}")
def sentences(
    run: Run,
    corpus: CodedCorpusArgument,
    name: Annotated[str, "The new corpus, of sentences."],
    codebook: CodebookOption = None,
) -> Section:
    """Make a corpus of the sentences of coded documents, with the codes of the spans on them.

    Agreement, train, evaluate and benchmark then take sentences as they take messages. A sentence
    stays in the thread of its document, so that no test looks into what was trained on.

    Example: textmine coding sentences interviews --name interview-sentences
    """
    from textmine.coding.by_sentence import make_sentence_corpus

    cut = make_sentence_corpus(run.workspace, corpus, name, codebook)
    lines = [
        f"Corpus '{name}': {cut.n_sentences:,} sentences of {cut.n_documents:,} documents.",
        f"{cut.n_codes:,} codes of sentences and {cut.n_none:,} times none; coders: "
        f"{', '.join(cut.coders)}.",
    ]
    if cut.halved:
        lines.append(
            f"{cut.halved:,} times a sentence had several codes on a dimension that takes one: it "
            "keeps the one that covers most of it."
        )
    return Section.of(*lines)
