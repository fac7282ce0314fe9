"""The history of a workspace: what each command changed, and the former state of it.

A change lies in .history/NUMBER: change.json, and a copy of what stood before in PART/former. It is
put in its place together with what it tells of.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from textmine.errors import InputError, NotFoundError
from textmine.store.kept import digest_of, keep_copy
from textmine.store.running import running, running_number

HISTORY = ".history"
_CHANGE = "change.json"
State = Literal["done", "taken back"]


class Part(BaseModel):
    """One thing that a change did: to a file or folder, or to the codings of a corpus.

    `where` is a path of the workspace, or codings/CORPUS or draws/CORPUS. `before` and `after` are
    digests of what stood at the path, "" for nothing. `number` is the batch or the draw in the
    database, which was `added` or else withdrawn; `what` says so in words, and `after` when it was
    entered.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    where: str
    before: str = ""
    after: str = ""
    what: str = ""
    number: int = 0
    added: bool = True

    @property
    def in_database(self) -> bool:
        """Whether it is a batch of codings or a draw."""
        return self.where.startswith(("codings/", "draws/"))


class Change(BaseModel):
    """What one command did; `reads` names what it was made from, in the words of `Part.where`.

    What it kept of a `forgotten` change was deleted to free space.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = 1
    number: int
    command: str
    when: str
    state: State = "done"
    taken_back: str = ""
    forgotten: bool = False
    reads: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether it is in force."""
        return self.state == "done"


def changes(root: Path) -> list[Change]:
    """Return the changes of a workspace, oldest first.

    Raises InputError when one cannot be read.
    """
    folders = (path.parent for path in (root / HISTORY).glob(f"*/{_CHANGE}"))
    numbers = sorted(int(folder.name) for folder in folders if folder.name.isdecimal())
    return [_read(root, number) for number in numbers]


def find_change(root: Path, number: int) -> Change:
    """Return a change by its number; raise NotFoundError."""
    for change in changes(root):
        if change.number == number:
            return change
    raise NotFoundError(f"There is no change {number}.", hint="See 'textmine undo --list'.")


def with_state(change: Change, state: State) -> Change:
    """Return a change that is taken back now, or in force again."""
    time = datetime.now(UTC).isoformat(timespec="microseconds") if state == "taken back" else ""
    return change.model_copy(update={"state": state, "taken_back": time})


def change_file(root: Path, number: int) -> Path:
    """Return the file that tells of a change."""
    return change_folder(root, number) / _CHANGE


def write_change(path: Path, change: Change) -> None:
    """Write what a change is into a file."""
    text = json.dumps(change.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8")


def change_folder(root: Path, number: int) -> Path:
    """Return the folder of a change."""
    return root / HISTORY / str(number)


def former_copy(root: Path, number: int, place: int) -> Path:
    """Return where the copy lies of what stood before part `place` (from 1) of a change."""
    return change_folder(root, number) / str(place) / "former"


def later_copy(root: Path, number: int, place: int) -> Path:
    """Return where the copy lies of what a change had made, once it is taken back."""
    return change_folder(root, number) / str(place) / "later"


def make_change(
    root: Path,
    folder: Path,
    drafts: Mapping[Path, Path | None],
    parts: Sequence[Part],
    reads: Sequence[str],
) -> tuple[Change | None, dict[Path, Path]]:
    """Tell in `folder` what the running command is about to change, and keep what stands there.

    `drafts` are what will stand at paths of the workspace, None for nothing. Returns the change
    and the drafts of the history itself, by the paths that they replace; None where all stays as
    it is. What one command does at several times is one change.
    """
    number = running_number(root)
    change = _begun(root) if number is None else _read(root, number)
    told = list(change.parts)
    places = {part.where: place for place, part in enumerate(told) if not part.in_database}
    own: dict[Path, Path] = {}
    for path, draft in drafts.items():
        where, before = path.relative_to(root).as_posix(), digest_of(path)
        after = digest_of(draft) if draft is not None else ""
        if before == after:
            continue
        if where in places:
            place = places[where]
            told[place] = told[place].model_copy(update={"after": after})
            continue
        told.append(Part(where=where, before=before, after=after))
        if before:
            kept = former_copy(root, change.number, len(told))
            own[kept] = folder / str(len(told))
            keep_copy(path, own[kept])
    told += parts
    if tuple(told) == change.parts:
        return None, {}
    change = change.model_copy(
        update={"parts": tuple(told), "reads": tuple(dict.fromkeys((*change.reads, *reads)))}
    )
    folder.mkdir(parents=True, exist_ok=True)
    write_change(folder / _CHANGE, change)
    return change, {**own, change_file(root, change.number): folder / _CHANGE}


def _begun(root: Path) -> Change:
    """Return a change that has the next number and did nothing yet."""
    numbers = (int(path.name) for path in (root / HISTORY).glob("*") if path.name.isdecimal())
    when = datetime.now(UTC).isoformat(timespec="seconds")
    return Change(number=max(numbers, default=0) + 1, command=running().words, when=when)


def _read(root: Path, number: int) -> Change:
    path = change_folder(root, number) / _CHANGE
    try:
        return Change.model_validate(json.loads(path.read_bytes()))
    except (ValidationError, ValueError) as error:
        raise InputError(
            f"{path} cannot be read: {str(error).splitlines()[0]}.",
            hint="Move its folder away; that change can then not be taken back.",
        ) from error
