"""textmine corpus: import, readers, list, info, export."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from textmine.cli.command import Run, shown
from textmine.cli.corpus_exclusions import duplicates, exclude, exclusions, include
from textmine.cli.corpus_fetch import fetch
from textmine.cli.corpus_pseudonymise import pseudonymise, reidentification
from textmine.cli.import_options import COLUMNS, IMPORTING
from textmine.cli.options import CorpusArgument, DryRunOption
from textmine.cli.shared import cell_rule
from textmine.errors import BadRowsError
from textmine.present import Section


@shown("report")
def check(
    run: Run,
    corpus: CorpusArgument,
    documents: Annotated[
        Path | None, "Write the documents behind each finding into this CSV: id, area, finding."
    ] = None,
) -> Section:
    """Look a corpus over before working with it; nothing is changed.

    It looks at lengths, languages, dates, authors, threads, damage, copies, missing codes, personal
    data and columns. Then it says what each job needs, whether this corpus has it, and what to do.

    Example: textmine corpus check forum --documents look.csv
    """
    from textmine.checking import check_corpus, write_documents
    from textmine.coding.taken import set_aside_remarks
    from textmine.corpus.taking import open_taking
    from textmine.project.next_steps import step_with
    from textmine.project.status import status_of
    from textmine.report.corpus_check import checked_section

    read = open_taking(run.workspace, corpus)
    loaded = read.light
    checked = check_corpus(run.workspace, read)
    remarks = set_aside_remarks(run.workspace, corpus)
    if documents is not None:
        write_documents(documents, loaded, checked.findings)
        remarks.append(f"The documents behind the findings are in {documents}.")
    section = checked_section(checked)
    run.paged(section, [loaded], title=f"What {corpus} is like", about="before the analysis")
    run.named["then"] = step_with(status_of(run.workspace, corpus), corpus)
    return section.saying(*remarks)


@shown("where", "report")
def threads(run: Run, corpus: CorpusArgument) -> Section:
    """List the threads: title, opened when and by whom, last post, documents, people, words.

    Where the corpus was cut from files, these are the files.

    Example: textmine corpus threads forum
    """
    from textmine.corpus.conversations import conversations
    from textmine.report.threads import threads_section

    whole = run.corpus(corpus)
    chosen = run.chosen(whole)
    section = threads_section(chosen, conversations(whole, chosen))
    where = {"where": list(chosen.where)} if chosen.where else {}
    return run.paged(
        section,
        [chosen],
        title=f"Threads of {corpus}",
        about="opened, last, people",
        settings=where,
    )


app = typer.Typer(help="Bring documents in, look at them, write them out.", no_args_is_help=True)
for command in (
    *(fetch, check, duplicates, threads, exclude, include, exclusions),
    *(pseudonymise, reidentification),
):
    app.command(command.__name__)(command)


@app.command("import")
@shown(also=IMPORTING, without=("format",), then="textmine corpus check {name}")
def import_(
    run: Run,
    path: Annotated[
        str,
        typer.Argument(
            help="A table, a survey, a platform's export, a .zip or a folder; or its address in an "
            "object store, such as s3://bucket/messages.csv."
        ),
    ],
) -> Section:
    """Read a file or a folder into the workspace as a corpus.

    Columns are guessed, shown, and can be overridden ("-" leaves a field out). Every row is
    checked first; nothing is written when one is bad, unless --skip-bad-rows names a file. What is
    read, and how --reader calls it, is listed by 'textmine corpus readers'. A corpus of that name
    with other documents is replaced with --replace only, and kept for 'textmine undo'. --add adds
    later documents to it, such as a second round.

    Example: textmine corpus import messages.csv --name forum --dry-run
    Example: textmine corpus import s3://bucket/messages.csv --name forum
    """
    from textmine.coding import taken
    from textmine.coding.carried import carry_codings, coded_words
    from textmine.corpus import About, ReadOptions, import_corpus, read_documents
    from textmine.corpus.reading.adding import added_to
    from textmine.corpus.reading.importing import name_of
    from textmine.corpus.reading.remote import source_at
    from textmine.report.corpora import reading_lines
    from textmine.report.imports import corpus_section

    space, options = run.workspace, run.given
    if options["add"] and options["replace"]:
        raise typer.BadParameter(
            "documents are added, or replace the corpus", param_hint="--add, --replace"
        )
    how = ReadOptions(
        options["reader"],
        options["encoding"],
        options["separator"],
        options["sheet"],
        options["split"],
        not options["no_header"],
        keep_running_lines=options["keep_running_lines"],
        header_rows=options["header_rows"],
        questions=tuple(options["question"] or ()),
        keep_quotes=options["keep_quotes"],
        guess_parents=options["guess_parents"],
        interviewers=tuple(options["interviewer"] or ()),
        from_name=options["from_name"],
    )
    with source_at(path, space) as brought:
        reading = read_documents(
            brought.path,
            how,
            {name: options[name] for name in COLUMNS},
            options["date_order"],
            keep_orphans=options["keep_orphans"] or options["add"],
            cut_cycles=options["cut_cycles"],
            keep_personal=tuple(options["keep_personal"] or ()),
            rule=cell_rule(options["missing"]),
        )
        name = options["name"] or name_of(brought.path)
        run.named["name"] = name
        if options["add"]:
            reading = added_to(space, name, reading, keep_orphans=options["keep_orphans"])
        for line in reading_lines(reading):
            run.tell(line)
        if options["dry_run"]:
            problems = reading.checked.problems
            there = "" if options["add"] else taken.would_replace(space, name, reading)
            return Section.of(
                *([str(BadRowsError(brought.path.name, problems))] if problems else []),
                f"Dry run: nothing was written.{there}",
            )
        about = About(
            options["description"], options["licence"], options["synthetic"], brought.address
        )
        rejected_to, former = options["skip_bad_rows"], taken.replaces_corpus(space, name)
        replacing = options["replace"] or options["add"]
        before = coded_words(space, name) if former and replacing else []
        with taken.telling_what_stands(space, name):
            imported = import_corpus(space, name, reading, about, rejected_to, replacing=replacing)
    carried = carry_codings(space, name, before)
    replaced = taken.after_replacing(space, name, carried) if former else None
    section = corpus_section(imported, replaced)
    aside = f"{imported.rejected:,} rows were put into {rejected_to}."
    return section.saying(aside) if imported.rejected else section


@app.command("readers")
@shown(without=("workspace",))
def readers(run: Run) -> Section:
    """List what can be imported: the readers, their endings and the options that they obey.

    Example: textmine corpus readers
    """
    from textmine.corpus import READERS
    from textmine.report.corpora import readers_section

    return readers_section(READERS)


@app.command("list")
@shown()
def list_(run: Run) -> Section:
    """List the corpora of the workspace.

    Example: textmine corpus list
    """
    from textmine.corpus.corpus import every_info
    from textmine.report.corpora import corpora_section

    return corpora_section(*every_info(run.workspace))


@app.command("info")
@shown()
def info(run: Run, corpus: CorpusArgument) -> Section:
    """Show where a corpus comes from, its columns and its counts.

    Example: textmine corpus info forum
    """
    from textmine.coding.current import said_of_excluded
    from textmine.report.corpora import corpus_section

    loaded = run.corpus(corpus)
    return corpus_section(loaded, said_of_excluded(loaded.excluded))


@app.command("export")
@shown("where", without=("format",))
def export(
    run: Run,
    corpus: CorpusArgument,
    out: Annotated[Path, "File to write: .csv, .tsv, .jsonl, .xlsx, .parquet; a folder with --to."],
    to: Annotated[Literal["convokit"] | None, "convokit: a folder that ConvoKit loads."] = None,
    excluded: Annotated[bool, "The documents that are left out, with the reasons."] = False,
) -> Section:
    """Write a corpus, or a part of it, as a table.

    Example: textmine corpus export forum --out forum.xlsx
    """
    from textmine.coding.current import said_of_excluded
    from textmine.corpus import export_convokit, export_corpus
    from textmine.corpus.corpus import load_stored
    from textmine.corpus.excluding import excluded_documents

    if excluded:
        loaded = excluded_documents(load_stored(run.workspace, corpus))
    else:
        loaded = run.corpus(corpus)
        for sentence in said_of_excluded(loaded.excluded):
            run.tell(sentence)
    chosen = run.chosen(loaded)
    if to == "convokit":
        n = export_convokit(chosen, out)
        return Section.of(f"{n:,} utterances written into the folder {out}.")
    return Section.of(f"{export_corpus(chosen, out):,} documents written to {out}.")


@app.command("rename")
@shown(without=("format",))
def rename(
    run: Run,
    corpus: CorpusArgument,
    to: Annotated[str, typer.Argument(help="The new name.")],
    dry_run: DryRunOption = False,
) -> Section:
    """Give a corpus another name, if no codings, draws or models rest on it.

    Example: textmine corpus rename messages forum-2024
    """
    from textmine.coding.uses import rename_unused_corpus

    return Section.of(*rename_unused_corpus(run.workspace, corpus, to, dry_run=dry_run))


@app.command("remove")
@shown(without=("format",))
def remove(run: Run, corpus: CorpusArgument, dry_run: DryRunOption = False) -> Section:
    """Remove a corpus, if no codings, draws or models rest on it.

    Example: textmine corpus remove old-forum
    """
    from textmine.coding.uses import remove_unused_corpus

    return Section.of(*remove_unused_corpus(run.workspace, corpus, dry_run=dry_run))
