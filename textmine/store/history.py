"""The history of a workspace: what each command changed, and the former state of it.

A change lies in .history/NUMBER: change.json, and a copy of what stood before in PART/former. It is
put in its place together with what it tells of.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from textmine.errors import InputError, NotFoundError
from textmine.running import running, running_number
from textmine.store.kept import digest_of, keep_copy
from textmine.store.opened import is_inside, read_record, sealed

HISTORY = ".history"
KEPT = ("corpora", "codebooks", "models")
"""The rooms of which `textmine undo` keeps what was there before."""
_CHANGE = "change.json"
_FORMAT = 1
_AGAIN = "Restore it from a copy, or move its folder away: that change can then not be taken back."
State = Literal["done", "taken back"]
_IN_DATABASE = ("codings", "draws", "memos")
_Number = Annotated[int, Field(ge=0, lt=2**63, strict=True)]


class Part(BaseModel):
    """One thing that a change did: to a file or folder, or to the codings of a corpus.

    `where` is a path of the workspace, or codings/CORPUS, draws/CORPUS or memos/NUMBER. `before`
    and `after` are digests of what stood at the path, "" for nothing. `number` is the batch, the
    draw or the version of a memo in the database, which was `added` or else withdrawn; `what` says
    so in words, and `after` when it was entered. With `sitting` it is that of several batches that
    were sent one by one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    where: str
    before: str = ""
    after: str = ""
    what: str = ""
    number: _Number = 0
    added: bool = True
    sitting: bool = False

    @field_validator("where")
    @classmethod
    def _lies_in_a_room(cls, where: str) -> str:
        rooms, names = (*KEPT, *_IN_DATABASE), PurePosixPath(where).parts
        if not is_inside(where) or len(names) < 2 or names[0] not in rooms:
            raise ValueError(f"'{where}' is no place that a change is made in")
        return where

    @property
    def in_database(self) -> bool:
        """Whether it is a batch of codings, a draw or a version of a memo."""
        return self.where.split("/", 1)[0] in _IN_DATABASE


class Change(BaseModel):
    """What one command did; `reads` names what it was made from, in the words of `Part.where`.

    What it kept of a `forgotten` change was deleted to free space.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = _FORMAT
    number: _Number
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
    numbers = sorted(number for folder in folders if (number := _number_of(folder)))
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
    content = sealed(change.model_dump(mode="json"))
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
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


def refuse_damaged_copy(path: Path, part: Part, kept: str) -> None:
    """Raise InputError unless the copy at `path` has the digest `kept` that the change says."""
    if digest_of(path) != kept:
        state = "is not what was kept there: it is damaged" if path.exists() else "is missing"
        raise InputError(
            f"The copy of {part.where} in {path} {state}.",
            hint="Restore it from a copy of the workspace; nothing was changed.",
        )


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
    if not drafts and not parts:
        return None, {}
    number = running_number(root)
    change = _begun(root) if number is None else _read(root, number)
    all_parts = list(change.parts)
    places = {part.where: index for index, part in enumerate(all_parts) if not part.in_database}
    own: dict[Path, Path] = {}
    for path, draft in drafts.items():
        where, before = path.relative_to(root).as_posix(), digest_of(path)
        after = digest_of(draft) if draft is not None else ""
        if before == after:
            continue
        if where in places:
            part_index = places[where]
            all_parts[part_index] = all_parts[part_index].model_copy(update={"after": after})
            continue
        all_parts.append(Part(where=where, before=before, after=after))
        if before:
            kept_copy = former_copy(root, change.number, len(all_parts))
            own[kept_copy] = folder / str(len(all_parts))
            keep_copy(path, own[kept_copy])
    all_parts += parts
    if tuple(all_parts) == change.parts:
        return None, {}
    change = change.model_copy(
        update={"parts": tuple(all_parts), "reads": tuple(dict.fromkeys((*change.reads, *reads)))}
    )
    folder.mkdir(parents=True, exist_ok=True)
    write_change(folder / _CHANGE, change)
    return change, {**own, change_file(root, change.number): folder / _CHANGE}


def _begun(root: Path) -> Change:
    """Return a change that has the next number and did nothing yet."""
    numbers = (_number_of(path) for path in (root / HISTORY).glob("*"))
    when = datetime.now(UTC).isoformat(timespec="seconds")
    return Change(number=max(numbers, default=0) + 1, command=running().words, when=when)


def _number_of(folder: Path) -> int:
    """Return the number of the change in a folder, 0 where its name is none."""
    name = folder.name
    return int(name) if name.isascii() and name.isdecimal() and name[0] != "0" else 0


def _read(root: Path, number: int) -> Change:
    path = change_file(root, number)
    change = read_record(path, Change, json.loads, known=_FORMAT, again=_AGAIN)
    if change.number != number:
        raise InputError(f"{path} says that it is change {change.number}.", hint=_AGAIN)
    return change
