"""Change a codebook of a workspace: the version before is kept, and what it calls back is found."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from textmine.codebook import Codebook, newest_codebook, replace_version
from textmine.coding.carrying import Review, to_review
from textmine.store import Workspace
from textmine.store.tables import write_table

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


def change_codebook(workspace: Workspace, request: ChangeRequest, change: Change) -> Changed:
    """Change a codebook, unless it is a dry run; raise InputError for what cannot be changed so."""
    why = {
        "reason": request.reason,
        "by": request.by,
        "date": datetime.now(UTC).date().isoformat(),
    }
    with nullcontext() if request.dry_run else workspace.whole():
        old = newest_codebook(workspace, request.name)
        new = change(old, why)
        review = tuple(to_review(workspace, new))
        if request.list_to is not None:
            names = [field.name for field in fields(Review)]
            rows = [{name: getattr(one, name) for name in names} for one in review]
            write_table(request.list_to, names, rows)
        kept = None if request.dry_run else replace_version(workspace, old, new)
    return Changed(old, new, review, kept and kept.relative_to(workspace.root))
