"""textmine memo: memos on anything, added, listed, changed, withdrawn, exported and imported."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from textmine.choices import MemoType
from textmine.cli.command import Run, shown
from textmine.cli.options import DecidedByOption, ReasonOption
from textmine.present import Section

if TYPE_CHECKING:
    from textmine.coding.memos.listing import Choice, Listed
    from textmine.coding.memos.memo import Target
    from textmine.coding.memos.targets import Targets
    from textmine.store import Workspace

app = typer.Typer(
    help="Memos on codes, documents, people, themes, cases, corpora, the project.",
    no_args_is_help=True,
)

_Name = str | None
_TARGETS: Mapping[str, tuple[Any, Any]] = {
    "code": (Annotated[_Name, "On a code: CODEBOOK:DIMENSION:CODE."], None),
    "document": (Annotated[_Name, "On a document: CORPUS:ID."], None),
    "span": (Annotated[_Name, "On this part of the document: START-END, end exclusive."], None),
    "participant": (Annotated[_Name, "On a person: CORPUS:ID."], None),
    "theme": (Annotated[_Name, "On a theme, by id or name: MODEL:T03."], None),
    "case": (Annotated[_Name, "On a case: CORPUS:NAME."], None),
    "corpus": (Annotated[_Name, "On a corpus."], None),
}
"""What a memo is on."""
_CHOSEN: Mapping[str, tuple[Any, Any]] = {
    **_TARGETS,
    "corpus": (Annotated[_Name, "On a corpus and all that is in it."], None),
    "type": (
        Annotated[
            Literal[MemoType, "coding"] | None, typer.Option("--type", help="Only of this type.")
        ],
        None,
    ),
    "by": (Annotated[_Name, typer.Option("--by", help="Only by this person.")], None),
    "open": (Annotated[bool, "Only questions to which no other memo links as an answer."], False),
    "codings": (Annotated[bool, "Also the remarks that stand with codings."], False),
}
"""Which memos are listed or written."""
_WITHDRAWN: Mapping[str, tuple[Any, Any]] = {
    "withdrawn": (Annotated[bool, "Also memos that were withdrawn."], False)
}
_By = Annotated[str, "Who writes it."]
_Links = Annotated[
    list[int] | None,
    typer.Option(help="A memo that it belongs with, by number; give it again for more.", min=1),
]
_Number = Annotated[int, typer.Argument(help="The memo's number, as 'memo list' has it.", min=1)]
_Title = Annotated[_Name, "Its title."]
_File = Annotated[Path | None, "Read the text from this file."]


@app.command("add")
@shown(also=_TARGETS, without=("format",))
def add(
    run: Run,
    text: Annotated[_Name, typer.Argument(help="What it says; or --file.")] = None,
    file: _File = None,
    type: Annotated[
        MemoType,
        "theory: what it may mean; method: how and why something was done; open-question: "
        "what is still to be answered; summary; or any other note.",
    ] = "note",
    title: _Title = None,
    by: _By = "",
    link: _Links = None,
) -> Section:
    """Add a memo on one thing, or on the project as a whole.

    A memo stays when what it is about is changed or removed: 'memo list' says so then. One on a
    code follows the code when it is renamed or merged.

    Example: textmine memo add "Is rent a word for space?" --code my-book:theme:rent --by ann
    Example: textmine memo add --file why.txt --document forum:17 --span 0-40 --by ann
    """
    from textmine.coding import Memo, Target, open_memos

    targets = _targets(run)
    if len(targets) > 1:
        raise typer.BadParameter(
            "a memo is about one thing; link memos with --link",
            param_hint=" and ".join(f"--{named.about}" for named in targets),
        )
    space, memo_text = run.workspace, _text(text, file)
    with space.whole():
        target, seen = _known(space).find(targets[0] if targets else Target())
        memo = Memo(memo_text, type, title or "", by, target, tuple(link or ()), seen)
        stored = open_memos(space).add([memo])[0]
    where = f" on {target.about} {target}" if target.about != "project" else " on the project"
    quoted = f" (“{seen.quoted}”)" if target.about == "document" and seen.quoted else ""
    return Section.of(f"Memo {stored.number}{where}{quoted} is kept.")


@app.command("change")
@shown(without=("format",))
def change(
    run: Run,
    number: _Number,
    text: Annotated[_Name, typer.Argument(help="What it says now; or --file.")] = None,
    file: _File = None,
    type: Annotated[MemoType | None, typer.Option(help="What it is.")] = None,
    title: _Title = None,
    by: _By = "",
    link: _Links = None,
) -> Section:
    """Write a new version of a memo; the former ones stay, and 'memo show' has them.

    What you leave out stays as it is. A link is added to those that it has.

    Example: textmine memo change 3 "Rent is a word for space" --by ann
    """
    from dataclasses import replace

    from textmine.coding.memos.store import open_memos

    if not any((text, file, type, title, by, link)):
        raise typer.BadParameter("say what is to change", param_hint="TEXT")
    with run.workspace.whole():
        store = open_memos(run.workspace)
        former = store.find(number)
        memo_text = former.text if text is None and file is None else _text(text, file)
        memo = replace(
            former,
            text=memo_text,
            type=type or former.type,
            title=former.title if title is None else title,
            by=by or former.by,
            links=(*former.links, *(link or ())),
        )
        stored = store.change([memo])
    if not stored:
        return Section.of(f"Memo {number} says that already.")
    return Section.of(
        f"Memo {number} has version {stored[0].version} now; 'textmine memo show {number}' has all."
    )


@app.command("remove")
@shown(without=("format",))
def remove(run: Run, number: _Number, reason: ReasonOption, by: DecidedByOption = "") -> Section:
    """Withdraw a memo; what it said stays in the history, and 'textmine undo' brings it back.

    Example: textmine memo remove 3 --reason "said better in 5"
    """
    from textmine.coding.memos.store import open_memos

    gone = open_memos(run.workspace).remove(number, reason, by)
    return Section.of(f"Memo {gone.number} is withdrawn. 'textmine undo' brings it back.")


@app.command("list")
@shown("report", also={**_CHOSEN, **_WITHDRAWN})
def list_(run: Run) -> Section:
    """List memos, what they are about, and what became of that since.

    Several targets: memos on any of them. Remarks beside codings belong to the coding, and there
    may be thousands of them: --codings or --type coding lists them too.

    Example: textmine memo list --type open-question --open
    Example: textmine memo list --code my-book:theme:rent --codings
    """
    from textmine.report.memos import memos_section

    choice = _choice(run, withdrawn=run.given["withdrawn"])
    section = memos_section(_found(run.workspace, choice), codings=choice.codings)
    return run.paged(section, [], title="Memos")


@app.command("show")
@shown("report")
def show(run: Run, number: _Number) -> Section:
    """Show a memo whole, with every version of it: who wrote it and when.

    Example: textmine memo show 3
    """
    from textmine.coding.memos.listing import listed
    from textmine.coding.memos.store import open_memos
    from textmine.report.memos import memo_section

    versions = open_memos(run.workspace).history(number)
    standing = [version.memo for version in versions if not version.taken_back]
    latest = (standing or [versions[-1].memo])[-1]
    shown_memo = listed(run.workspace, _known(run.workspace), latest)
    section = memo_section(shown_memo, versions)
    return run.paged(section, [])


@app.command("export")
@shown(also=_CHOSEN, without=("format",))
def export(
    run: Run, out: Annotated[Path, "Table (.csv, .tsv, .xlsx), or text to read (.md)."]
) -> Section:
    """Write memos into a table, which 'memo import' reads, or into a text.

    Memos that were withdrawn are in it too, and say so. An import brings no memo twice.

    Example: textmine memo export --out memos.xlsx
    """
    from textmine.coding.memos.exchange import write_memos
    from textmine.report.memos import memos_markdown
    from textmine.store import replacing_file

    kind = out.suffix.lower()
    if kind not in (".csv", ".tsv", ".xlsx", ".md"):
        raise typer.BadParameter(f"'{out}' is no .csv, .tsv, .xlsx or .md", param_hint="--out")
    memos = _found(run.workspace, _choice(run, withdrawn=True))
    if kind == ".md":
        with replacing_file(out) as draft:
            draft.write_text(memos_markdown(memos, "Memos"), encoding="utf-8")
    else:
        write_memos(out, memos)
    return Section.of(f"{len(memos):,} memos written to {out}.")


@app.command("import")
@shown(without=("format",))
def import_(
    run: Run, path: Annotated[Path, typer.Argument(help="A table of memos (.csv, .tsv, .xlsx).")]
) -> Section:
    """Take memos in from a table, as 'memo export' writes it: all rows, or none.

    A memo whose text changed gets a new version; one that is here already is left as it is. The
    columns 'type' and 'text' are enough: a memo on nothing is a memo on the project.

    Example: textmine memo import memos.xlsx
    """
    from textmine.coding.memos.exchange import import_memos

    done = import_memos(run.workspace, path, _known(run.workspace))
    lines = [
        f"{len(done.new):,} memos are new, {len(done.changed):,} have a new version, "
        f"{done.unchanged:,} stood already just so."
    ]
    if done.withdrawn:
        lines.append(f"{done.withdrawn:,} were withdrawn and are left out.")
    if done.links_lost:
        lines.append(
            f"{done.links_lost:,} links lead to memos that are not in {path.name}: left out."
        )
    return Section.of(*lines)


def _targets(run: Run) -> list[Target]:
    from textmine.coding.memos.targets import said_targets

    named = {name: run.given[name] for name in _TARGETS if name != "span"}
    return said_targets(named, run.given["span"])


def _choice(run: Run, *, withdrawn: bool) -> Choice:
    from textmine.coding.memos.listing import Choice

    options = run.given
    codings = options["codings"] or options["type"] == "coding"
    return Choice(
        _targets(run), options["type"], options["by"], options["open"], codings, withdrawn
    )


def _found(space: Workspace, choice: Choice) -> list[Listed]:
    from textmine.coding.memos.listing import list_memos

    return list_memos(space, _known(space), choice)


def _known(space: Workspace) -> Targets:
    from textmine.coding.memos.targets import Targets
    from textmine.topics.naming.themes import theme_names

    return Targets(space, theme_names)


def _text(text: str | None, file: Path | None) -> str:
    if (text is None) == (file is None):
        raise typer.BadParameter("give the text or --file, one of them", param_hint="TEXT")
    if file is None:
        return text or ""
    from textmine.corpus.reading.encoding import read_text

    return read_text(file).text
