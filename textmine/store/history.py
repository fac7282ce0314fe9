"""The journal of a workspace: what each command changed, and the former state of it.

A change lies in .history/NUMBER: change.json, and a copy of what stood before in PART/former. It is
written down before anything is changed and completed afterwards, so that a kill in between leaves
either the old state and no change, or the new state and its change.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from textmine.errors import InputError, NotFoundError
from textmine.store.atomic import replacing_file
from textmine.store.kept import digest_of, keep_copy, remove

HISTORY = ".history"
_CHANGE = "change.json"
State = Literal["done", "taking back", "taken back", "bringing back"]


class Part(BaseModel):
    """One thing that a change did: to a file or folder, or to the codings of a corpus.

    `where` is a path of the workspace, or codings/CORPUS or draws/CORPUS. `before` and `after` are
    digests of what stood at the path, "" for nothing; `after` is None until the change is done.
    `number` is the batch or the draw in the database, which was `added` or else withdrawn; `what`
    says so in words.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    where: str
    before: str = ""
    after: str | None = None
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


@dataclass
class _Command:
    """The command that runs, and the change it makes in each workspace."""

    words: str
    numbers: dict[Path, int] = field(default_factory=dict)


_RUNNING: ContextVar[_Command | None] = ContextVar("command", default=None)


@contextmanager
def one_change(words: str) -> Iterator[None]:
    """Make one change of all that is recorded in the block; `words` is the command as typed."""
    token = _RUNNING.set(_Command(words))
    try:
        yield
    finally:
        _RUNNING.reset(token)


@contextmanager
def recorded(root: Path, *paths: Path, reads: Sequence[str] = ()) -> Iterator[None]:
    """Keep what stands at paths while the block changes it, so that it can be taken back.

    `reads` names what the change is made from, such as corpora/forum or codings/forum. What the
    block leaves as it was is not recorded.
    """
    with nullcontext() if _RUNNING.get() else one_change(""):
        touched = _begin(root, paths, reads)
        try:
            yield
        finally:
            _complete(root, touched)


def record(root: Path, *parts: Part, reads: Sequence[str] = ()) -> None:
    """Write down what was done in the database."""
    change = _read(root, _number(root))
    _write(root, _with(change, [*change.parts, *parts], reads))


def running_number(root: Path) -> int | None:
    """Return the number of the change that the running command has made so far, None if none."""
    running = _RUNNING.get()
    return running.numbers.get(root) if running is not None else None


def changes(root: Path) -> list[Change]:
    """Return the changes of a workspace, oldest first.

    Raises InputError when one cannot be read.
    """
    folders = (path.parent for path in (root / HISTORY).glob(f"*/{_CHANGE}"))
    numbers = sorted(int(folder.name) for folder in folders if folder.name.isdecimal())
    found = [_settled(root, _read(root, number)) for number in numbers]
    return [change for change in found if change.parts]


def find_change(root: Path, number: int) -> Change:
    """Return a change by its number; raise NotFoundError."""
    for change in changes(root):
        if change.number == number:
            return change
    raise NotFoundError(f"There is no change {number}.", hint="See 'textmine undo --list'.")


def save_change(root: Path, change: Change, state: State) -> Change:
    """Write down how far a change is taken back or brought back."""
    time = datetime.now(UTC).isoformat(timespec="microseconds") if state == "taken back" else ""
    saved = change.model_copy(update={"state": state, "taken_back": time})
    _write(root, saved)
    return saved


def change_folder(root: Path, number: int) -> Path:
    """Return the folder of a change."""
    return root / HISTORY / str(number)


def former_copy(root: Path, number: int, place: int) -> Path:
    """Return where the copy lies of what stood before part `place` (from 1) of a change."""
    return change_folder(root, number) / str(place) / "former"


def later_copy(root: Path, number: int, place: int) -> Path:
    """Return where the copy lies of what a change had made, once it is taken back."""
    return change_folder(root, number) / str(place) / "later"


def _number(root: Path) -> int:
    """Return the number of the running command's change, or a new one."""
    running = _RUNNING.get()
    if running is not None and root in running.numbers:
        return running.numbers[root]
    words = running.words if running is not None else ""
    number = _claim(root)
    when = datetime.now(UTC).isoformat(timespec="seconds")
    _write(root, Change(number=number, command=words, when=when))
    if running is not None:
        running.numbers[root] = number
    return number


def _claim(root: Path) -> int:
    folder = root / HISTORY
    folder.mkdir(exist_ok=True)
    number = max((int(path.name) for path in folder.iterdir() if path.name.isdecimal()), default=0)
    while True:
        number += 1
        with suppress(FileExistsError):
            (folder / str(number)).mkdir()
            return number


def _begin(root: Path, paths: Sequence[Path], reads: Sequence[str]) -> set[str]:
    """Keep what stands at paths and write down that it may change; return where they are."""
    number = _number(root)
    parts = list(_read(root, number).parts)
    known = {part.where for part in parts}
    for path in paths:
        where, digest = path.relative_to(root).as_posix(), digest_of(path)
        if where not in known:
            if digest:
                keep_copy(path, former_copy(root, number, len(parts) + 1))
            parts.append(Part(where=where, before=digest))
    _write(root, _with(_read(root, number), parts, reads))
    return {path.relative_to(root).as_posix() for path in paths}


def _complete(root: Path, touched: set[str]) -> None:
    """Write down what stands now at the paths that were touched.

    A change that left everything as it was is no change, and its folder goes.
    """
    number = _number(root)
    change = _read(root, number)
    parts = [
        part.model_copy(update={"after": digest_of(root / part.where)})
        if part.where in touched
        else part
        for part in change.parts
    ]
    if any(part.in_database or part.after != part.before for part in parts):
        _write(root, change.model_copy(update={"parts": tuple(parts)}))
        return
    remove(change_folder(root, number))
    running = _RUNNING.get()
    if running is not None:
        running.numbers.pop(root, None)
    with suppress(OSError):
        (root / HISTORY).rmdir()


def _settled(root: Path, change: Change) -> Change:
    """Return a change without what was never done; what a kill left open is what stands now."""
    parts = [
        part.model_copy(update={"after": digest_of(root / part.where)})
        if part.after is None and not part.in_database
        else part
        for part in change.parts
    ]
    changed = any(part.in_database or part.before != part.after for part in parts)
    return change.model_copy(update={"parts": tuple(parts) if changed else ()})


def _with(change: Change, parts: Sequence[Part], reads: Sequence[str]) -> Change:
    known = dict.fromkeys((*change.reads, *reads))
    return change.model_copy(update={"parts": tuple(parts), "reads": tuple(known)})


def _read(root: Path, number: int) -> Change:
    path = change_folder(root, number) / _CHANGE
    try:
        return Change.model_validate(json.loads(path.read_bytes()))
    except (ValidationError, ValueError) as error:
        raise InputError(
            f"{path} cannot be read: {str(error).splitlines()[0]}.",
            hint="Move its folder away; that change can then not be taken back.",
        ) from error


def _write(root: Path, change: Change) -> None:
    text = json.dumps(change.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n"
    with replacing_file(change_folder(root, change.number) / _CHANGE) as draft:
        draft.write_text(text, encoding="utf-8")
