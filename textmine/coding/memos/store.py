"""The append-only store of memos: a change is a new version, and a removal is one too."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from textmine.cells import clean
from textmine.coding.database import MEMO, MEMOS, reading, taken_back, writing
from textmine.coding.memos.memo import Memo, Seen, Target
from textmine.errors import InputError, NotFoundError
from textmine.present import beginning
from textmine.schema import MAX_TEXT
from textmine.store import Part, Workspace

_LIST = "See 'textmine memo list'."
_LONGEST_NAME = 200
_TITLE = 40


@dataclass(frozen=True)
class Version:
    """A memo as it stands in the history; one that was `taken_back` by undo does not count."""

    memo: Memo
    taken_back: bool = False


class MemoStore:
    """The memos of a workspace. Numbers are never given twice."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._url = workspace.codings_url

    def add(self, memos: Sequence[Memo]) -> list[Memo]:
        """Keep new memos, all or none; return them with their numbers.

        Raises InputError for one without a text, NotFoundError for a link to no memo.
        """
        with self._workspace.whole():
            known = set(self._latest())
            next_one = self.next_number()
            numbers = {*known, *range(next_one, next_one + len(memos))}
            new = [
                replace(_checked(memo, numbers), number=next_one + index)
                for index, memo in enumerate(memos)
            ]
            return self._append(new)

    def next_number(self) -> int:
        """Return the number that the next memo gets."""
        return max((version.memo.number for version in self.versions()), default=0) + 1

    def change(self, memos: Sequence[Memo]) -> list[Memo]:
        """Keep another version of memos that stand; one that says nothing new is left out.

        Raises as `add` does, and as `find` does.
        """
        with self._workspace.whole():
            known = self._latest()
            new = []
            for memo in memos:
                former = self.find(memo.number)
                changed = _checked(memo, known)
                if _said(changed) != _said(former):
                    new.append(changed)
            return self._append(new)

    def remove(self, number: int, reason: str, by: str = "") -> Memo:
        """Withdraw a memo; its versions stay in the history. Raises as `find` does."""
        if not reason.strip():
            raise InputError("A reason is missing.", hint="Say --reason: it stays in the history.")
        with self._workspace.whole():
            former = self.find(number)
            last = replace(former, withdrawn=True, reason=_plain(reason), by=by or former.by)
            return self._append([last])[0]

    def standing(self) -> list[Memo]:
        """Return the memos that stand, each in its latest version, by number."""
        return [memo for memo in self._latest().values() if not memo.withdrawn]

    def all(self) -> list[Memo]:
        """Return every memo in its latest version, those that were withdrawn too, by number."""
        return list(self._latest().values())

    def find(self, number: int) -> Memo:
        """Return a memo that stands; raise NotFoundError, or InputError if it was withdrawn."""
        latest = self._latest()
        if number not in latest:
            numbers = ", ".join(map(str, latest)) if len(latest) <= _MOST else ""
            known = f"Known: {numbers}." if numbers else _LIST if latest else "There are none yet."
            raise NotFoundError(f"There is no memo {number}.", hint=known)
        memo = latest[number]
        if memo.withdrawn:
            raise InputError(
                f"Memo {number} was withdrawn: {memo.reason}.",
                hint=f"'textmine memo show {number}' has what it said.",
            )
        return memo

    def history(self, number: int) -> list[Version]:
        """Return every version of a memo, oldest first; raise NotFoundError."""
        versions = [version for version in self.versions() if version.memo.number == number]
        if not versions:
            raise NotFoundError(f"There is no memo {number}.", hint=_LIST)
        return versions

    def versions(self) -> list[Version]:
        """Return every version of every memo, oldest first."""
        with reading(self._url, MEMOS) as connection:
            if connection is None:
                return []
            gone = taken_back(connection, MEMO)
            rows = connection.execute(sa.select(MEMOS).order_by(MEMOS.c.id)).mappings().all()
        begun: dict[int, str] = {}
        counted: dict[int, int] = {}
        versions = []
        for row in rows:
            number = row["memo"]
            begun.setdefault(number, row["created_at"])
            counted[number] = counted.get(number, 0) + 1
            memo = replace(_memo(row), begun_at=begun[number], version=counted[number])
            versions.append(Version(memo, row["id"] in gone))
        return versions

    def _latest(self) -> dict[int, Memo]:
        latest = {
            version.memo.number: version.memo
            for version in self.versions()
            if not version.taken_back
        }
        return dict(sorted(latest.items()))

    def _append(self, memos: Sequence[Memo]) -> list[Memo]:
        if not memos:
            return []
        time = datetime.now(UTC).isoformat(timespec="microseconds")
        so_far = Counter(version.memo.number for version in self.versions())
        timed = [
            replace(
                memo,
                created_at=time,
                begun_at=memo.begun_at or time,
                version=so_far[memo.number] + 1,
            )
            for memo in memos
        ]
        with writing(self._url) as connection:
            for memo in timed:
                key = connection.execute(MEMOS.insert(), _row(memo)).inserted_primary_key
                number = int(key[0]) if key else 0
                where = f"memos/{memo.number}"
                self._workspace.record(
                    Part(where=where, number=number, what=said_of_memo(memo), after=time)
                )
        return timed


def open_memos(workspace: Workspace) -> MemoStore:
    """Return the memos of a workspace; they lie beside the codings."""
    return MemoStore(workspace)


def said_of_memo(memo: Memo) -> str:
    """Say in words what a version of a memo is."""
    name = f"memo {memo.number} ('{beginning(memo.title or memo.text, _TITLE)}')"
    if memo.withdrawn:
        return f"the withdrawal of {name}"
    return name if memo.version == 1 else f"version {memo.version} of {name}"


_MOST = 12


def _checked(memo: Memo, known: Iterable[int]) -> Memo:
    """Return a memo as it can be kept; raise InputError or NotFoundError."""
    text = _plain(memo.text)
    if not text:
        raise InputError("The memo has no text.", hint="Give a text, or --file FILE.")
    if len(text) > MAX_TEXT:
        raise InputError(
            f"The memo has {len(text):,} characters; {MAX_TEXT:,} are the most.",
            hint="Make several memos of it, and link them.",
        )
    by = clean(_plain(memo.by))
    if len(by) > _LONGEST_NAME:
        raise InputError(
            f"'{by[:40]}…' is too long for a name.", hint=f"Use {_LONGEST_NAME} characters."
        )
    links = tuple(sorted({*memo.links}))
    numbers = {*known}
    for link in links:
        if link == memo.number:
            raise InputError(f"Memo {link} cannot be linked with itself.", hint=_LIST)
        if link not in numbers:
            raise NotFoundError(f"There is no memo {link} to link with.", hint=_LIST)
    return replace(memo, text=text, title=clean(_plain(memo.title)), by=by, links=links)


def _plain(text: str) -> str:
    """Return a text with LF line ends, without NUL, halves of characters and blanks around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return lines.encode("utf-8", "replace").decode("utf-8").strip()


def _said(memo: Memo) -> tuple[Any, ...]:
    return memo.text, memo.type, memo.title, memo.by, memo.links, memo.target


def _row(memo: Memo) -> dict[str, Any]:
    target, seen = memo.target, memo.seen
    return {
        "memo": memo.number,
        "type": memo.type,
        "title": memo.title,
        "text": memo.text,
        "by": memo.by,
        "links": json.dumps(memo.links),
        "about": target.about,
        "place": target.place,
        "name": target.name,
        "dimension": target.dimension,
        "start": target.start,
        "end": target.end,
        "quoted": seen.quoted,
        "text_digest": seen.text_digest,
        "codebook_version": seen.codebook_version,
        "created_at": memo.created_at,
        "withdrawn": memo.withdrawn,
        "reason": memo.reason,
    }


def _memo(row: Any) -> Memo:
    target = Target(
        row["about"], row["place"], row["name"], row["dimension"], row["start"], row["end"]
    )
    return Memo(
        text=row["text"],
        type=row["type"],
        title=row["title"],
        by=row["by"],
        target=target,
        links=tuple(json.loads(row["links"])),
        seen=Seen(row["quoted"], row["text_digest"], row["codebook_version"]),
        number=row["memo"],
        created_at=row["created_at"],
        withdrawn=row["withdrawn"],
        reason=row["reason"],
    )
