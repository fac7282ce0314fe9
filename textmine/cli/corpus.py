"""textmine corpus: import, readers, list, info, export."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from textmine.cli import (
    corpus_check,
    corpus_duplicates,
    corpus_fetch,
    corpus_pseudonymise,
    corpus_reidentification,
)
from textmine.cli import import_options as options
from textmine.cli.imported import say_imported
from textmine.cli.options import (
    DryRunOption,
    FormatOption,
    MissingOption,
    WhereOption,
    WorkspaceOption,
)
from textmine.cli.shared import Format, cell_rule, open_workspace, print_rows, say
from textmine.cli.taken import (
    ReplaceOption,
    replaces_corpus,
    say_kept,
    telling_what_stands,
    would_replace,
)

if TYPE_CHECKING:
    from textmine.corpus import Reading

app = typer.Typer(help="Bring documents in, look at them, write them out.", no_args_is_help=True)
app.command("fetch")(corpus_fetch.fetch)
app.command("check")(corpus_check.check)
app.command("duplicates")(corpus_duplicates.duplicates)
app.command("pseudonymise")(corpus_pseudonymise.pseudonymise)
app.command("reidentification")(corpus_reidentification.reidentification)


class ExportForm(StrEnum):
    """What a corpus is written as, beside a table."""

    convokit = "convokit"


@app.command("import")
def import_(
    path: options.PathArgument,
    name: options.NameOption = None,
    id: options.IdColumn = None,
    text: options.TextColumn = None,
    title: options.TitleColumn = None,
    author: options.AuthorColumn = None,
    group: options.GroupColumn = None,
    created_at: options.CreatedAtColumn = None,
    thread_id: options.ThreadColumn = None,
    parent_id: options.ParentColumn = None,
    position: options.PositionColumn = None,
    lang: options.LangColumn = None,
    source: options.SourceColumn = None,
    question: options.QuestionColumns = None,
    keep_personal: options.KeepPersonalOption = None,
    missing: MissingOption = None,
    reader: options.ReaderOption = None,
    encoding: options.EncodingOption = None,
    separator: options.SeparatorOption = None,
    sheet: options.SheetOption = None,
    no_header: options.NoHeaderOption = False,
    header_rows: options.HeaderRowsOption = None,
    split: options.SplitOption = options.Split.none,
    keep_running_lines: options.KeepRunningLinesOption = False,
    keep_quotes: options.KeepQuotesOption = False,
    guess_parents: options.GuessParentsOption = False,
    date_order: options.DateOrderOption = None,
    description: options.DescriptionOption = "",
    licence: options.LicenceOption = "",
    synthetic: options.SyntheticOption = False,
    keep_orphans: options.KeepOrphansOption = False,
    cut_cycles: options.CutCyclesOption = False,
    dry_run: options.DryRunOption = False,
    skip_bad_rows: options.SkipBadRowsOption = None,
    replace: ReplaceOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Read a file or a folder into the workspace as a corpus.

    Columns are guessed, shown, and can be overridden ("-" leaves a field out). Every row is
    checked first; nothing is written when one is bad, unless --skip-bad-rows names a file. What is
    read, and how --reader calls it, is listed by 'textmine corpus readers'. A corpus of that name
    with other documents is replaced with --replace only, and kept for 'textmine undo'.

    Example: textmine corpus import messages.csv --name forum --dry-run
    """
    from textmine.corpus import About, ReadOptions, import_corpus, read_documents
    from textmine.errors import BadRowsError

    space = open_workspace(workspace)
    given = {
        "id": id,
        "text": text,
        "title": title,
        "author": author,
        "group": group,
        "created_at": created_at,
        "thread_id": thread_id,
        "parent_id": parent_id,
        "position": position,
        "lang": lang,
        "source": source,
    }
    how = ReadOptions(
        reader,
        encoding,
        separator,
        sheet,
        split.value,
        not no_header,
        keep_running_lines=keep_running_lines,
        header_rows=header_rows,
        questions=tuple(question or ()),
        keep_quotes=keep_quotes,
        guess_parents=guess_parents,
    )
    order = date_order.value if date_order else None
    reading = read_documents(
        path,
        how,
        given,
        order,
        keep_orphans=keep_orphans,
        cut_cycles=cut_cycles,
        keep_personal=tuple(keep_personal or ()),
        rule=cell_rule(missing),
    )
    _show(reading)
    name = name or _name_of(path)
    if dry_run:
        if reading.checked.problems:
            say(str(BadRowsError(path.name, reading.checked.problems)))
        say(f"Dry run: nothing was written.{would_replace(space, name, reading)}")
        return
    about = About(description, licence, synthetic)
    former = replaces_corpus(space, name)
    with telling_what_stands(space, name):
        imported = import_corpus(space, name, reading, about, skip_bad_rows, replacing=replace)
    say_imported(space, imported, former)
    if imported.rejected:
        say(f"{imported.rejected:,} rows were put into {skip_bad_rows}.")


def _name_of(path: Path) -> str:
    """Make a name of a file's: letters without accents, everything else a hyphen."""
    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._]+", "-", plain).strip("-._") or "corpus"


def _show(reading: Reading) -> None:
    facts = ", ".join(f"{key} {value}" for key, value in reading.table.facts.items())
    problems = len({problem.row for problem in reading.checked.problems})
    rows = len(reading.table.rows)
    say(f"{reading.path.name}: {rows:,} rows ({facts}); {problems:,} with problems")
    for field, columns in reading.mapping.columns.items():
        say(f"  {field:<11}= {'+'.join(columns)}  ({reading.mapping.how[field]})")
    used = {name for columns in reading.mapping.columns.values() for name in columns}
    used |= set(reading.mapping.left_out)
    rest = [name for name in reading.table.columns if name not in used]
    if rest:
        say(f"  kept as they are, under meta.: {', '.join(rest)}")
    for remark in reading.checked.remarks:
        say(f"  note: {remark}")


@app.command("readers")
def readers(format: FormatOption = Format.table) -> None:
    """List what can be imported: the readers, their endings and the options that they obey.

    Example: textmine corpus readers
    """
    from textmine.corpus import READERS

    print_rows(
        [
            {
                "reader": one.name,
                "reads": one.reads,
                "endings": " ".join(one.endings),
                "options": " ".join(f"--{option}" for option in sorted(one.options)),
            }
            for one in READERS
        ],
        format,
    )


@app.command("list")
def list_(workspace: WorkspaceOption = None, format: FormatOption = Format.table) -> None:
    """List the corpora of the workspace.

    Example: textmine corpus list
    """
    from textmine.corpus import load_info
    from textmine.corpus.corpus import CORPUS_TOML
    from textmine.errors import InputError

    space = open_workspace(workspace)
    names = space.names("corpora", CORPUS_TOML)
    infos = []
    for name in names:
        try:
            infos.append(load_info(space.root / "corpora" / name))
        except InputError as error:
            say(f"Corpus '{name}' cannot be used: {error}")
    rows = [
        {
            "corpus": info.name,
            "documents": info.counts.get("documents"),
            "words": info.counts.get("words"),
            "threads": info.counts.get("threads"),
            "authors": info.counts.get("authors"),
            "first": info.counts.get("first"),
            "last": info.counts.get("last"),
            "synthetic": "yes" if info.synthetic else "",
        }
        for info in infos
    ]
    print_rows(rows, format, note="" if names else "No corpus yet: textmine corpus import FILE")


@app.command("info")
def info(
    name: Annotated[str, typer.Argument(help="The corpus.")],
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Show where a corpus comes from, its columns and its counts.

    Example: textmine corpus info forum
    """
    from textmine.corpus import load_corpus

    loaded = load_corpus(open_workspace(workspace), name)
    about = loaded.info
    facts: dict[str, Any] = {
        "description": about.description,
        "licence": about.licence,
        "synthetic": "yes" if about.synthetic else "no",
        **{f"source: {key}": value for key, value in about.source.items()},
        **{f"column {key}": f"read from {value}" for key, value in about.columns.items()},
        **about.counts,
        "other columns": ", ".join(
            str(column) for column in loaded.documents.columns if str(column).startswith("meta.")
        ),
    }
    rows = [{"fact": key, "value": str(value)} for key, value in facts.items() if value != ""]
    print_rows(rows, format, title=name)


@app.command("export")
def export(
    name: Annotated[str, typer.Argument(help="The corpus.")],
    out: Annotated[
        Path,
        typer.Option(
            help="File to write: .csv, .tsv, .jsonl, .xlsx, .parquet; a folder with --to."
        ),
    ],
    to: Annotated[
        ExportForm | None, typer.Option(help="convokit: a folder that ConvoKit loads.")
    ] = None,
    where: WhereOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Write a corpus, or a part of it, as a table.

    Example: textmine corpus export forum --out forum.xlsx
    """
    from textmine.corpus import export_convokit, export_corpus, load_corpus, select_documents

    chosen = select_documents(load_corpus(open_workspace(workspace), name), where or [])
    if to is ExportForm.convokit:
        say(f"{export_convokit(chosen, out):,} utterances written into the folder {out}.")
        return
    say(f"{export_corpus(chosen, out):,} documents written to {out}.")


@app.command("remove")
def remove(
    name: Annotated[str, typer.Argument(help="The corpus.")],
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Remove a corpus, if no codings, draws or models rest on it.

    Example: textmine corpus remove old-forum
    """
    from textmine.coding.uses import refuse_used, uses_of_corpus
    from textmine.corpus.corpus import CORPUS_TOML, remove_corpus, size_of

    space = open_workspace(workspace)
    size = size_of(space.existing("corpora", name, CORPUS_TOML))
    refuse_used(f"Corpus '{name}'", uses_of_corpus(space, name))
    if dry_run:
        say(f"Dry run: corpus '{name}', {size}, would be removed.")
        return
    remove_corpus(space, name)
    say(f"Corpus '{name}', {size}, is removed.")
    say_kept(space)
