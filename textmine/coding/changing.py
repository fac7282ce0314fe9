"""Change a codebook of a workspace: the version before is kept."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from textmine.codebook import (
    Codebook,
    newest_codebook,
    replace_version,
)
from textmine.codebook.changed_by_table import changed_by_table
from textmine.codebook.table_of_codes import rows_of_codes
from textmine.coding.migrate import Review, to_review
from textmine.coding.starting import rows_of_file
from textmine.errors import InputError
from textmine.store import Workspace, write_table

Change = Callable[[Codebook, dict[str, str]], Codebook]
"""Makes a new version of a codebook, with `reason`, `by` and `date` in its history."""


@dataclass(frozen=True)
class ChangeRequest:
    """What is said with a change, whatever the change is.

    `list_to` names a CSV for the codings that have to be looked at again. With `dry_run` the
    codebook stays as it is.
    """

    name: str
    reason: str
    by: str = ""
    dry_run: bool = False
    list_to: Path | None = None


@dataclass(frozen=True)
class Changed:
    """The codebook before and after, the codings to look at again, and where the old one is kept.

    `kept` is a path in the workspace, None after a dry run.
    """

    old: Codebook
    new: Codebook
    review: tuple[Review, ...]
    kept: Path | None

    @property
    def steps(self) -> int:
        """How many changes were recorded."""
        return self.new.version - self.old.version


def change_by_table(workspace: Workspace, request: ChangeRequest, path: Path) -> Changed:
    """Change a codebook into what a table of codes says, one version a change, all or none.

    `kept` is where the version before all of them lies. Raises InputError for a table that cannot
    be read, and BadRowsError for rows that could mean several things.
    """
    if not request.reason.strip():
        raise InputError("A change needs a reason.", hint="Give the reason in a sentence.")
    source, cells, numbers = rows_of_file(path)
    rows = rows_of_codes(source, cells, numbers)
    why = _why(request)
    with nullcontext() if request.dry_run else workspace.whole():
        old = newest_codebook(workspace, request.name)
        versions = changed_by_table(old, source, rows, why)
        kept_files = (
            []
            if request.dry_run
            else [replace_version(workspace, *step) for step in pairwise(versions)]
        )
        review = tuple(to_review(workspace, versions[-1])) if len(versions) > 1 else ()
    first = kept_files[0].relative_to(workspace.root) if kept_files else None
    return Changed(old, versions[-1], review, first)


def _why(request: ChangeRequest) -> dict[str, str]:
    today = datetime.now(UTC).date().isoformat()
    return {"reason": request.reason, "by": request.by, "date": today}


def change_codebook(workspace: Workspace, request: ChangeRequest, *changes: Change) -> Changed:
    """Make changes of a codebook, each a version, all or none; nothing where it is a dry run.

    `kept` is where the version before all of them lies. Raises InputError for what cannot be
    changed so.
    """
    why = _why(request)
    with nullcontext() if request.dry_run else workspace.whole():
        old = newest_codebook(workspace, request.name)
        versions = [old]
        for change in changes:
            versions.append(change(versions[-1], why))
        new = versions[-1]
        review = tuple(to_review(workspace, new))
        if request.list_to is not None:
            names = [field.name for field in fields(Review)]
            rows = [{name: getattr(review_item, name) for name in names} for review_item in review]
            write_table(request.list_to, names, rows)
        steps = [] if request.dry_run else list(pairwise(versions))
        kept_files = [replace_version(workspace, *step) for step in steps]
    first = kept_files[0].relative_to(workspace.root) if kept_files else None
    return Changed(old, new, review, first)
