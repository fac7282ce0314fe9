"""Take a change of the workspace back, or bring it back again: whole, or not at all.

What stands is kept together with the other state that takes its place.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.coding import database
from textmine.coding.changes_to_turn import change_to_bring_back, change_to_take_back
from textmine.coding.store import open_codings
from textmine.corpus import load_corpus
from textmine.errors import InputError, NotFoundError
from textmine.schema import Coding
from textmine.store import Change, Part, Workspace, change_folder, history
from textmine.store.kept import copy_files, digest_of, keep_copy, kept_files, written_files
from textmine.store.whole import replacing_folder, taking_away, unrecorded
from textmine.store.wording import said_of_part

_IN_DATABASE = {"codings": database.BATCH, "draws": database.DRAW, "memos": database.MEMO}


@dataclass(frozen=True)
class Turned:
    """A change that was taken back or brought back, and what was done, in sentences."""

    change: Change
    sentences: tuple[str, ...]


def change_to_turn(workspace: Workspace, number: int | None, *, back: bool) -> Change:
    """Return the change to take back (`back`), or to bring back again; raise as these do.

    Raises InputError too when a copy that it kept is damaged or missing.
    """
    change = (change_to_take_back if back else change_to_bring_back)(workspace, number)
    _refuse_damaged_copies(workspace, change, back=back)
    return change


def turn(
    workspace: Workspace, number: int | None = None, *, back: bool, anyway: bool = False
) -> Turned:
    """Take a change back (`back`), or bring it back again, and say what was done.

    Raises as `change_to_turn` does, and InputError when something was changed since without
    textmine, unless `anyway`: what stands is kept all the same.
    """
    with workspace.whole():
        change = change_to_turn(workspace, number, back=back)
        _refuse_other_database(workspace, change)
        if not anyway:
            _refuse_edited(workspace, change, back=back)
        corpora = _corpora(change)
        before = _standing(workspace, corpora)
        done = _kept(workspace, change, back=back)
        _turn_parts(workspace, done, back=back)
        done = history.with_state(done, "taken back" if back else "done")
        _write(workspace, done)
    return Turned(done, (*would_do(change, back=back), *_counted(before, workspace, corpora)))


def would_do(change: Change, *, back: bool) -> tuple[str, ...]:
    """Say what `turn` does with a change."""
    return tuple(said_of_part(part, back=back) for part in change.parts)


def forget(workspace: Workspace, change: Change) -> None:
    """Delete what a change kept: it can then neither be taken back nor be brought back.

    Raises InputError where codings of an earlier textmine are told by it.
    """
    for number, part in enumerate(change.parts, start=1):
        room, _, name = part.where.partition("/")
        if (
            room != "corpora"
            or not history.former_copy(workspace.root, change.number, number).exists()
        ):
            continue
        if any(_says_no_text(entry.coding) for entry in open_codings(workspace).history(name)):
            raise InputError(
                f"What change {change.number} kept of corpus '{name}' must stay: codings of an "
                "earlier textmine do not say which texts they are of.",
                hint="Leave it.",
            )
    folders = [
        path for path in change_folder(workspace.root, change.number).glob("*") if path.is_dir()
    ]
    with workspace.whole():
        _write(workspace, change.model_copy(update={"forgotten": True}))
        workspace.remove(*folders)


def _says_no_text(coding: Coding) -> bool:
    return coding.text_digest is None and not coding.level


def _refuse_other_database(workspace: Workspace, change: Change) -> None:
    """Refuse a change whose batches and draws are not in the database, which is another one now."""
    for part in change.parts:
        if not part.in_database:
            continue
        with database.reading(workspace.codings_url, database.CODINGS) as connection:
            there = database.entered_at(connection, _what(part), part.number) if connection else ""
        if there != part.after:
            raise InputError(
                f"The codings of change {change.number} are not in the database: it is another one "
                "by now.",
                hint="Put back the one that 'codings' in textmine.toml named then.",
            )


def _what(part: Part) -> str:
    return database.SITTING if part.sitting else _IN_DATABASE[part.where.split("/", 1)[0]]


def _refuse_edited(workspace: Workspace, change: Change, *, back: bool) -> None:
    for part in change.parts:
        if part.in_database:
            continue
        wanted = part.after if back else part.before
        if digest_of(workspace.root / part.where) != wanted:
            raise InputError(
                f"{part.where} is not what change {change.number} left there: it was edited, "
                "added or removed by hand.",
                hint="Say --anyway to undo it all the same: the history keeps what is there.",
            )


def _refuse_damaged_copies(workspace: Workspace, change: Change, *, back: bool) -> None:
    for number, part in enumerate(change.parts, start=1):
        copy_digest = part.before if back else part.after
        if copy_digest and not part.in_database:
            copy = (history.former_copy if back else history.later_copy)(
                workspace.root, change.number, number
            )
            history.refuse_damaged_copy(copy, part, copy_digest)


def _kept(workspace: Workspace, change: Change, *, back: bool) -> Change:
    """Keep what stands at the paths of a change; return the change with what that is."""
    parts = [
        part if part.in_database else _part_kept(workspace, change.number, number, part, back=back)
        for number, part in enumerate(change.parts, start=1)
    ]
    return change.model_copy(update={"parts": tuple(parts)})


def _part_kept(workspace: Workspace, number: int, index: int, part: Part, *, back: bool) -> Part:
    path = workspace.root / part.where
    copy = (history.later_copy if back else history.former_copy)(workspace.root, number, index)
    here = digest_of(path)
    if not here:
        taking_away(copy)
    elif path.is_file():
        with workspace.replacing_file(copy) as draft:
            keep_copy(path, draft)
    else:
        with replacing_folder(copy, set(kept_files(copy))) as draft:
            keep_copy(path, draft)
    return part.model_copy(update={"after" if back else "before": here})


def _turn_parts(workspace: Workspace, change: Change, *, back: bool) -> None:
    in_database = [part for part in change.parts if part.in_database]
    if in_database:
        with database.writing(workspace.codings_url) as connection:
            for part in in_database:
                database.set_taken_back(
                    connection, _what(part), part.number, back=back == part.added
                )
    for number, part in reversed(list(enumerate(change.parts, start=1))):
        if not part.in_database:
            _turn_path(workspace, change.number, number, part, back=back)


def _turn_path(workspace: Workspace, number: int, index: int, part: Part, *, back: bool) -> None:
    path = workspace.root / part.where
    copy = (history.former_copy if back else history.later_copy)(workspace.root, number, index)
    unrecorded(path)
    if not (part.before if back else part.after):
        taking_away(path)
    elif copy.is_file():
        with workspace.replacing_file(path) as draft:
            shutil.copy2(copy, draft)
    else:
        with replacing_folder(path, set(written_files(path))) as draft:
            copy_files(copy, draft)


def _write(workspace: Workspace, change: Change) -> None:
    with workspace.replacing_file(history.change_file(workspace.root, change.number)) as draft:
        history.write_change(draft, change)


def _corpora(change: Change) -> list[str]:
    parts = (part.where.split("/") for part in change.parts)
    return sorted({name[1] for name in parts if name[0] in ("corpora", "codings")})


def _standing(workspace: Workspace, corpora: Sequence[str]) -> dict[str, int]:
    """Return how many codings of each corpus stand on documents that it has."""
    counts = {}
    for name in corpora:
        current = open_codings(workspace).current(name)
        try:
            ids = set(load_corpus(workspace, name).ids)
        except NotFoundError:
            ids = {coding.document for coding in current}
        counts[name] = sum(coding.document in ids for coding in current)
    return counts


def _counted(before: dict[str, int], workspace: Workspace, corpora: Sequence[str]) -> list[str]:
    return [
        f"Of '{name}' {now:,} codings stand now; {before[name]:,} stood before."
        for name, now in _standing(workspace, corpora).items()
        if now != before[name]
    ]
