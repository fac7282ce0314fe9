"""textmine corpus pseudonymise: a new corpus in which people have aliases, and its key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.shared import (
    Format,
    FormatOption,
    WorkspaceOption,
    comma_list,
    open_workspace,
    print_rows,
    progress_bar,
    say,
)
from textmine.cli.taken import (
    ReplaceOption,
    replaces_corpus,
    say_replaced,
    telling_what_stands,
)

if TYPE_CHECKING:
    from textmine.privacy import ColumnPlan, Pseudonymised

AID = (
    "This is an aid, not anonymity: names that no rule and no model saw are still there. Read the "
    "review list and a sample of the texts before you share them."
)
_Columns = Annotated[
    str | None, typer.Option(help="Columns that hold names of people.", show_default=False)
]


def pseudonymise(
    corpus: Annotated[str, typer.Argument(metavar="NAME", help="The corpus.")],
    name: Annotated[
        str | None, typer.Option("--name", help="Name of the new corpus.", show_default=False)
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(
            help="The key file; the same key keeps aliases the same in several corpora. "
            "Default: keys/project.key.json.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        str | None,
        typer.Option(
            help="Seed of the aliases; default: a secret one, kept in the key. Whoever knows the "
            "seed and all names can work the aliases out.",
            show_default=False,
        ),
    ] = None,
    placeholders: Annotated[
        bool,
        typer.Option(
            "--placeholders/--aliases", help="People become [person 3] instead of first names."
        ),
    ] = False,
    keep: Annotated[
        str | None,
        typer.Option(
            help="Kinds to leave as they are: people, organisations, places, urls, …",
            show_default=False,
        ),
    ] = None,
    names_in: _Columns = None,
    drop: Annotated[str | None, typer.Option(help="Columns to drop.", show_default=False)] = None,
    leave: Annotated[
        str | None, typer.Option(help="Columns to leave as they are.", show_default=False)
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(
            help="Language of texts without one; default: lang in textmine.toml.",
            show_default=False,
        ),
    ] = None,
    rules_only: Annotated[
        bool, typer.Option("--rules-only", help="Do not use spaCy's names; many will be missed.")
    ] = False,
    review: Annotated[
        Path | None,
        typer.Option(help="Write the uncertain names into this CSV.", show_default=False),
    ] = None,
    decisions: Annotated[
        Path | None,
        typer.Option(
            help="That CSV with replace or keep in its column 'decision'.", show_default=False
        ),
    ] = None,
    carry_codings: Annotated[
        bool,
        typer.Option("--carry-codings", help="Record codings by people for the new corpus too."),
    ] = False,
    replace: ReplaceOption = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be replaced; write no corpus.")
    ] = False,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Make a new corpus in which people have aliases; the old one stays as it is.

    Authors and people named in the texts become the same first names; places, organisations,
    e-mails, phones, postcodes, urls and user names become placeholders such as [place 3]. The key
    says what stood where; keep it apart. This is an aid, not anonymity.

    Example: textmine corpus pseudonymise forum --name forum-alias --review check.csv
    """
    from textmine.cli.pseudonym_codings import carry_or_say
    from textmine.cli.pseudonym_files import check_review_file, load_decisions, write_review
    from textmine.corpus import load_corpus
    from textmine.errors import InputError
    from textmine.privacy import (
        ColumnWishes,
        Request,
        check_new_name,
        key_path,
        kinds_named,
        open_key,
        review_rows,
        save_pseudonymised,
    )
    from textmine.privacy import pseudonymise as make

    space = open_workspace(workspace)
    if name is None and not dry_run:
        raise InputError("The new corpus needs a name.", hint="Give --name, or try --dry-run.")
    new = name or f"{corpus}-pseudonymised"
    former = replaces_corpus(space, new)
    if not dry_run:
        with telling_what_stands(space, new):
            check_new_name(space, corpus, new, replace=replace)
    if review is not None:
        check_review_file(review)
    request = Request(
        kinds_named(comma_list(keep)),
        placeholders,
        rules_only,
        ColumnWishes(comma_list(names_in), comma_list(drop), comma_list(leave)),
        load_decisions(decisions),
    )
    path = key_path(space, key)
    opened = open_key(path, seed)
    loaded = load_corpus(space, corpus)
    settings = space.settings.override("nlp", lang=lang).nlp
    with progress_bar() as progress:
        made = make(loaded, new, opened, request, settings, progress)
    print_rows(
        [asdict(count) for count in made.counts], format, title=f"{new}: replaced in the texts"
    )
    _say_made(made)
    if review is not None:
        write_review(review, review_rows(made.review))
        say(f"{len(made.review):,} uncertain texts are in {review}: it holds the names themselves.")
    if dry_run:
        say(f"Dry run: no corpus and no key was written. {AID}")
        return
    with telling_what_stands(space, new):
        save_pseudonymised(space, loaded, made, opened, path, replace=replace)
    say(
        f"Corpus '{new}': {len(made.corpus):,} documents.{former} The key is {path}: never share "
        "it."
    )
    if former:
        say_replaced(space, new)
    carry_or_say(space, corpus, new, made.replaced, carry=carry_codings)
    say(
        f"Share the new corpus with 'textmine corpus export {new}', not this folder: the old "
        f"corpus, its prepared texts (.textmine) and former states (.history) are in it. {AID}"
    )


def _listed(plans: Sequence[ColumnPlan]) -> str:
    """Name columns, those of one reason together."""
    by_reason: dict[str, list[str]] = {}
    for plan in plans:
        by_reason.setdefault(plan.reason, []).append(plan.column)
    return "; ".join(f"{', '.join(columns)} ({reason})" for reason, columns in by_reason.items())


def _say_made(made: Pseudonymised) -> None:
    from textmine.privacy import ATTRIBUTE, Action

    for lang, title in sorted(made.readers.items()):
        say(f"Texts in '{lang}' were read by {title}.")
    for action in (Action.names, Action.search, Action.drop, Action.leave):
        mine = [plan for plan in made.columns if plan.action is action and plan.reason != "needed"]
        if mine:
            say(f"Columns {action.value}: {_listed(mine)}.")
    for remark in made.remarks:
        say(f"{remark[0].upper()}{remark[1:]}.")
    attributes = [plan for plan in made.columns if plan.reason == ATTRIBUTE]
    if attributes:
        say("What attributes tell together: textmine corpus reidentification.")
    unsure = len(made.review)
    if unsure:
        say(f"{unsure:,} texts are uncertain; --review FILE lists them, --decisions FILE settles.")
