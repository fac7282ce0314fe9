"""Versions of a codebook on disk: the former one is kept whole before a new one takes its place."""

from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from textmine.codebook import files
from textmine.codebook.codebook import Change, Codebook
from textmine.errors import InputError
from textmine.store import Workspace


def newest_codebook(workspace: Workspace, name: str) -> Codebook:
    """Load the version of a codebook that a change can start from; raise InputError for others."""
    if "@" in name or name.endswith(".toml"):
        raise InputError(
            f"'{name}' cannot be changed: it is no codebook of the workspace by its name.",
            hint="Give the name alone, as 'textmine codebook list' shows it.",
        )
    return files.find_codebook(name, workspace)


def replace_version(workspace: Workspace, old: Codebook, new: Codebook) -> Path:
    """Put a new version of a codebook in the place of the old one; return where the old one is.

    The old file is kept first, byte for byte (a built-in one comes into the workspace by that), as
    codebooks/versions/NAME/N.toml; the new one follows, below the comments that headed the old one.
    Both are kept or neither. Raises InputError when the codebook is not the `old` one any more.
    """
    with workspace.whole():
        return _replaced(workspace, old, new)


def _replaced(workspace: Workspace, old: Codebook, new: Codebook) -> Path:
    source = files.codebook_path(old.name, workspace)
    if files.read_codebook(source) != old:
        raise InputError(
            f"Codebook '{old.name}' changed meanwhile: somebody else saved it.",
            hint="Look at it and make your change again.",
        )
    saved = files.versions_folder(workspace, old.name) / f"{old.version}.toml"
    if saved.exists() and files.read_codebook(saved) != old:
        raise InputError(
            f"{saved} holds another version {old.version} of '{old.name}' than {source}.",
            hint=f"Put 'version = {_unused(saved.parent)}' into {source.name} and change it again.",
        )
    with workspace.replacing_file(saved) as draft:
        draft.write_bytes(source.read_bytes())
    files.save_codebook(workspace, new, _head(source))
    return saved


def _head(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(takewhile(lambda line: line.startswith("#") or not line.strip(), lines))


def _unused(folder: Path) -> int:
    return max(int(path.stem) for path in folder.glob("*.toml") if path.stem.isdecimal()) + 1


@dataclass(frozen=True)
class CodeNow:
    """What an old code is now: its `code`, or None where it has to be decided again.

    `review` holds the changes because of which the document has to be looked at again.
    """

    code: str | None
    review: tuple[Change, ...] = ()


def current_code(book: Codebook, dimension: str, code: str, version: int) -> CodeNow:
    """Follow a code given with `version` of a codebook through the changes made since.

    A renamed or merged code is simply called otherwise; a redefined one stays and has to be looked
    at; a split or retired one has to be decided again. A code that the codebook never had is
    returned as it is.
    """
    if version > book.version:
        raise InputError(
            f"'{code}' of '{dimension}' was given with version {version} of codebook "
            f"'{book.name}', which is at version {book.version}.",
            hint="Bring back the newer codebook.",
        )
    review: list[Change] = []
    for change in book.changes:
        if change.version <= version or change.dimension != dimension or code not in change.codes:
            continue
        if change.action in {"rename", "merge"}:
            code = change.into[0]
        elif change.action == "redefine":
            review.append(change)
        elif change.action in {"split", "retire"}:
            return CodeNow(None, (*review, change))
    retired = any(
        (asked.id, other.id) == (dimension, code) and other.retired
        for asked in book.dimensions
        for other in asked.codes
    )
    return CodeNow(None if retired else code, tuple(review))
