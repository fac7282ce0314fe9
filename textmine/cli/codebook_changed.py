"""Make a change of a codebook: keep the version before, tell what changed and what to look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from textmine.cli.shared import Format, open_workspace, print_rows, say
from textmine.cli.show import show

if TYPE_CHECKING:
    from textmine.codebook import Code, Codebook
    from textmine.present import Table

_SHOWN = 20
_LISTED = ("corpus", "document", "coder", "dimension", "code", "reason")


@dataclass(frozen=True)
class Order:
    """What the user said with a change, whatever the change is."""

    workspace: Path | None
    name: str
    reason: str
    by: str
    dry_run: bool
    list_to: Path | None


def make_change(order: Order, change: Callable[[Codebook, dict[str, str]], Codebook]) -> None:
    """Change the codebook, unless it is a dry run, and tell what there is to know."""
    from textmine.codebook import diff_codebooks, newest_codebook, replace_version
    from textmine.coding import to_review
    from textmine.report.codebooks import difference_section, review_table
    from textmine.store.tables import write_table

    space = open_workspace(order.workspace)
    today = datetime.now(UTC).date().isoformat()
    with nullcontext() if order.dry_run else space.whole():
        old = newest_codebook(space, order.name)
        new = change(old, {"reason": order.reason, "by": order.by, "date": today})
        review = review_table(to_review(space, new))
        if order.list_to is not None:
            write_table(order.list_to, _LISTED, review.rows)
        kept = None if order.dry_run else replace_version(space, old, new)
    show(replace(difference_section(diff_codebooks(old, new)), sentences=()), Format.table)
    if kept is None:
        say(f"Dry run: '{new.name}' would be version {new.version}; the codebook was not changed.")
    else:
        say(
            f"'{new.name}' is now version {new.version}; version {old.version} is kept in "
            f"{kept.relative_to(space.root)}."
        )
    _tell(review, order.list_to)


def pairs(said: Sequence[str] | None) -> dict[str, str]:
    """Read DIMENSION=CODE pairs."""
    found = {}
    for text in said or ():
        dimension, equals, code = text.partition("=")
        if not equals:
            raise typer.BadParameter(f"'{text}' is not DIMENSION=CODE", param_hint="--follows")
        found[dimension.strip()] = code.strip()
    return found


def code_or_id(text: str) -> Code | str:
    """Read NEWCODE:its name as a new code, and CODE as the id of one that is there."""
    identity, colon, name = text.partition(":")
    return new_code(identity, name) if colon else identity.strip()


def new_code(identity: str, name: str, **parts: Any) -> Code:
    """Return a new code, which is called by its id where it has no name."""
    from textmine.codebook import Code

    identity, name = identity.strip(), name.strip()
    if not identity:
        raise typer.BadParameter("a code needs an id")
    return Code(id=identity, name=name or identity, **parts)


def _tell(review: Table, list_to: Path | None) -> None:
    n = len(review.rows)
    if list_to is not None:
        say(f"{n:,} codings that have to be looked at again written to {list_to}.")
    elif n:
        print_rows(review.for_people[:_SHOWN], Format.table, title=review.title)
        more = f"; the first {_SHOWN} are shown" if n > _SHOWN else ""
        say(f"{n:,} codings have to be looked at again{more}; --list FILE.csv.")
    else:
        say("No coding has to be looked at again.")
