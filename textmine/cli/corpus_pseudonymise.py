"""textmine corpus pseudonymise: a new corpus in which people have aliases, and its key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import FormatOption, WorkspaceOption
from textmine.cli.shared import Format, comma_list, open_workspace, print_rows, progress_bar, say
from textmine.cli.taken import (
    ReplaceOption,
    replaces_corpus,
    say_replaced,
    telling_what_stands,
)

if TYPE_CHECKING:
    from textmine.config import NlpSettings
    from textmine.corpus import Corpus
    from textmine.privacy import ColumnPlan, Key, Pseudonymised, Request
    from textmine.store import Workspace

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
    from textmine.cli.pseudonym_files import check_review_file, load_decisions
    from textmine.corpus import load_corpus
    from textmine.errors import InputError
    from textmine.privacy import ColumnWishes, Request, holding_key, key_path, kinds_named

    space = open_workspace(workspace)
    if name is None and not dry_run:
        raise InputError("The new corpus needs a name.", hint="Give --name, or try --dry-run.")
    new = name or f"{corpus}-pseudonymised"
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
    settings = space.settings.override("nlp", lang=lang).nlp
    order = _Order(space, load_corpus(space, corpus), new, request, settings, path, seed)
    if dry_run:
        made, _ = _made(order, format)
        _write_review(made, review)
        _say_review(made, review)
        say(f"Dry run: no corpus and no key was written. {AID}")
        return
    with holding_key(path):
        _make_and_keep(order, review, format, carry_codings=carry_codings, replace=replace)
    say(
        f"Share the new corpus with 'textmine corpus export {new}', not this folder: the old "
        f"corpus, its prepared texts (.textmine) and former states (.history) are in it. {AID}"
    )


@dataclass(frozen=True)
class _Order:
    """What is to be made, of what, with which key; the seed is that of a new key."""

    space: Workspace
    source: Corpus
    name: str
    request: Request
    settings: NlpSettings
    key: Path
    seed: str | None


def _make_and_keep(
    order: _Order, review: Path | None, form: Format, *, carry_codings: bool, replace: bool
) -> None:
    """Make the corpus; keep it with its key, its codings and the review list, all or nothing."""
    from textmine.cli.pseudonym_codings import carry, say_carried
    from textmine.privacy import check_new_name, made_before, open_key, save_pseudonymised

    space, new, old = order.space, order.name, order.source.name
    former = replaces_corpus(space, new)
    again = made_before(open_key(order.key, order.seed), order.source, new)
    with telling_what_stands(space, new):
        check_new_name(space, old, new, replace=replace or again)
        made, key = _made(order, form)
        with space.whole():
            fresh = save_pseudonymised(space, order.source, made, key, order.key, replace=replace)
            _write_review(made, review)
            carried = carry(space, old, new, made.replaced) if carry_codings else None
    if fresh:
        is_new = f"Corpus '{new}': {len(made.corpus):,} documents.{former}"
        say(f"{is_new} The key is {order.key}: never share it.")
    else:
        say(f"Corpus '{new}' was made of '{old}' before, and is just so. The key is {order.key}.")
    _say_review(made, review)
    if former and fresh:
        say_replaced(space, new)
    say_carried(space, old, new, carried)


def _made(order: _Order, form: Format) -> tuple[Pseudonymised, Key]:
    """Make the corpus, and say what was replaced in it; also return the key that it filled."""
    from textmine.privacy import open_key, pseudonymise

    key = open_key(order.key, order.seed)
    with progress_bar() as progress:
        made = pseudonymise(order.source, order.name, key, order.request, order.settings, progress)
    title = f"{order.name}: replaced in the texts"
    print_rows([asdict(count) for count in made.counts], form, title=title)
    _say_made(made)
    return made, key


def _write_review(made: Pseudonymised, review: Path | None) -> None:
    from textmine.cli.pseudonym_files import write_review
    from textmine.privacy import review_rows

    if review is not None:
        write_review(review, review_rows(made.review))


def _say_review(made: Pseudonymised, review: Path | None) -> None:
    if review is not None:
        say(f"{len(made.review):,} uncertain texts are in {review}: it holds the names themselves.")


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
