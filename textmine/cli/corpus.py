"""textmine corpus: import, list, info, export."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from textmine.cli import corpus_duplicates, corpus_pseudonymise, corpus_reidentification
from textmine.cli.shared import (
    Format,
    FormatOption,
    WhereOption,
    WorkspaceOption,
    open_workspace,
    print_rows,
    replaces,
    say,
)

if TYPE_CHECKING:
    from textmine.corpus import Corpus, Reading
    from textmine.store import Workspace

app = typer.Typer(help="Bring documents in, look at them, write them out.", no_args_is_help=True)
app.command("duplicates")(corpus_duplicates.duplicates)
app.command("pseudonymise")(corpus_pseudonymise.pseudonymise)
app.command("reidentification")(corpus_reidentification.reidentification)


class Split(StrEnum):
    """How the files of a folder are cut."""

    none = "none"
    sections = "sections"
    paragraphs = "paragraphs"


class DateOrder(StrEnum):
    """Order of day, month and year in dates such as 3/4/2013."""

    dmy = "dmy"
    mdy = "mdy"


def _column(what: str) -> Any:
    return typer.Option(help=f"Column with {what}.", show_default=False, rich_help_panel="Columns")


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="A .csv, .tsv, .xlsx, .jsonl file or a folder.")],
    name: Annotated[
        str | None, typer.Option(help="Name of the corpus; default: the file's.")
    ] = None,
    id: Annotated[str | None, _column("unique ids; A+B joins columns")] = None,
    text: Annotated[str | None, _column("the texts")] = None,
    title: Annotated[str | None, _column("titles")] = None,
    author: Annotated[str | None, _column("authors")] = None,
    group: Annotated[str | None, _column("groups of authors")] = None,
    created_at: Annotated[str | None, _column("dates")] = None,
    thread_id: Annotated[str | None, _column("threads, or the whole a unit belongs to")] = None,
    parent_id: Annotated[str | None, _column("ids of the message answered")] = None,
    position: Annotated[str | None, _column("places within the thread")] = None,
    lang: Annotated[str | None, _column("language codes")] = None,
    source: Annotated[str | None, _column("sources")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding, if the guess is wrong.")] = None,
    separator: Annotated[str | None, typer.Option(help="Cell separator of a table.")] = None,
    sheet: Annotated[str | None, typer.Option(help="Sheet of a workbook.")] = None,
    no_header: Annotated[
        bool, typer.Option("--no-header", help="The first row of a table is data, not names.")
    ] = False,
    reader: Annotated[str | None, typer.Option(help="csv, xlsx, jsonl or folder.")] = None,
    split: Annotated[Split, typer.Option(help="Cut the files of a folder.")] = Split.none,
    date_order: Annotated[
        DateOrder | None, typer.Option(help="Order in dates like 3/4/13.")
    ] = None,
    description: Annotated[str, typer.Option(help="One line about the corpus.")] = "",
    licence: Annotated[str, typer.Option(help="Licence of the texts.")] = "",
    synthetic: Annotated[
        bool, typer.Option("--synthetic", help="The texts are invented; reports will say so.")
    ] = False,
    keep_orphans: Annotated[
        bool,
        typer.Option("--keep-orphans", help="Keep replies to documents that are not there."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would happen; write nothing.")
    ] = False,
    skip_bad_rows: Annotated[
        Path | None, typer.Option(help="Put rows that cannot be used into this CSV and go on.")
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Read a file or a folder into the workspace as a corpus.

    Columns are guessed, shown, and can be overridden ("-" leaves a field out). Every row is
    checked first; nothing is written when one is bad, unless --skip-bad-rows names a file.

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
    options = ReadOptions(reader, encoding, separator, sheet, split.value, not no_header)
    order = date_order.value if date_order else None
    reading = read_documents(path, options, given, order, keep_orphans=keep_orphans)
    _show(reading)
    if dry_run:
        if reading.checked.problems:
            say(str(BadRowsError(path.name, reading.checked.problems)))
        say("Dry run: nothing was written.")
        return
    about = About(description, licence, synthetic)
    name = name or _name_of(path)
    former = replaces(space, "corpora", name)
    imported = import_corpus(space, name, reading, about, skip_bad_rows)
    counts = imported.corpus.info.counts
    listed = ", ".join(f"{value:,} {key}" for key, value in counts.items() if _is_count(key, value))
    say(f"Corpus '{imported.corpus.name}': {listed}.{former}")
    if former:
        _say_kept(space, imported.corpus)
    if imported.rejected:
        say(f"{imported.rejected:,} rows were put into {skip_bad_rows}.")


def _say_kept(space: Workspace, corpus: Corpus) -> None:
    """Say what becomes of the codings of a corpus that was imported again."""
    from textmine.coding import open_codings

    codings = open_codings(space).current(corpus.name)
    here = set(corpus.ids)
    kept = sum(coding.document in here for coding in codings)
    if codings:
        say(
            f"{kept:,} of its {len(codings):,} codings belong to ids that are still there. They "
            "stay, whatever those texts say now: import changed texts under another --name."
        )


def _name_of(path: Path) -> str:
    """Make a name of a file's: letters without accents, everything else a hyphen."""
    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._]+", "-", plain).strip("-._") or "corpus"


def _is_count(key: str, value: object) -> bool:
    return isinstance(value, int) and key != "rows_rejected"


def _show(reading: Reading) -> None:
    facts = ", ".join(f"{key} {value}" for key, value in reading.table.facts.items())
    problems = len({problem.row for problem in reading.checked.problems})
    rows = len(reading.table.rows)
    say(f"{reading.path.name}: {rows:,} rows ({facts}); {problems:,} with problems")
    for field, columns in reading.mapping.columns.items():
        say(f"  {field:<11}= {'+'.join(columns)}  ({reading.mapping.how[field]})")
    used = {name for columns in reading.mapping.columns.values() for name in columns}
    rest = [name for name in reading.table.columns if name not in used]
    if rest:
        say(f"  kept as they are, under meta.: {', '.join(rest)}")
    for remark in reading.checked.remarks:
        say(f"  note: {remark}")


@app.command("list")
def list_(workspace: WorkspaceOption = None, format: FormatOption = Format.table) -> None:
    """List the corpora of the workspace.

    Example: textmine corpus list
    """
    from textmine.corpus import load_info
    from textmine.corpus.corpus import CORPUS_TOML

    space = open_workspace(workspace)
    infos = [
        load_info(space.root / "corpora" / name) for name in space.names("corpora", CORPUS_TOML)
    ]
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
    print_rows(rows, format, note="" if rows else "No corpus yet: textmine corpus import FILE")


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
    out: Annotated[Path, typer.Option(help="File to write: .csv, .tsv, .jsonl, .xlsx, .parquet.")],
    where: WhereOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Write a corpus, or a part of it, as a table.

    Example: textmine corpus export forum --out forum.xlsx
    """
    from textmine.corpus import export_corpus, load_corpus, select_documents

    chosen = select_documents(load_corpus(open_workspace(workspace), name), where or [])
    say(f"{export_corpus(chosen, out):,} documents written to {out}.")
