"""What stands of the batches of codings: the latest of each statement, and what it leaves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, NamedTuple

from textmine.schema import Coding

_HELD: ContextVar[dict[object, list[Entry]] | None] = ContextVar("codings read", default=None)


@contextmanager
def codings_held() -> Iterator[None]:
    """Let what is read within the block be read once; it is no block to write codings in."""
    token = _HELD.set({})
    try:
        yield
    finally:
        _HELD.reset(token)


def held(key: object, read: Callable[[], list[Entry]]) -> list[Entry]:
    """Return what was read under a key, or read it."""
    known = _HELD.get()
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    return list(known[key])


def forget() -> None:
    """Let everything be read again, as something was written."""
    known = _HELD.get()
    if known is not None:
        known.clear()


_STATEMENT = ("corpus", "level", "document", "dimension", "coder", "codebook", "round")
_UNSAID = frozenset(
    {"created_at", "sampling_probability", "suggested_by", "confirmed", "text_digest"}
    | {"stated_blind"}
)
_SAID = tuple(attribute.name for attribute in fields(Coding) if attribute.name not in _UNSAID)
TAKEN = "taken back"
OTHER_TEXT = "of another text"
Key = tuple[Any, ...]
key_of: Callable[[Coding], Key] = attrgetter(*_STATEMENT)
"""Gives the statement that a coding is part of."""
_said: Callable[[Coding], Key] = attrgetter(*_SAID)
"""Gives what a coding says.

When it was entered, with what chance the document was drawn, and what the coder saw beside it is
not part of it.
"""
Said = dict[Key, Coding]
"""The codings of one statement by what they say."""


@dataclass(frozen=True)
class Appended:
    """How many codings were new, and how many stood in the store already just so.

    `none` of the new ones say that the coder gave no code. `replaced` statements stood before and
    say something else now; `kept` spans stay beside those that are new. They are the batch number
    `batch`, 0 where nothing was entered.
    """

    new: int
    unchanged: int
    replaced: int = 0
    none: int = 0
    kept: int = 0
    batch: int = field(default=0, compare=False)

    def beside(self, other: Appended) -> Appended:
        """Return the counts of both, which are of different statements."""
        return Appended(
            self.new + other.new,
            self.unchanged + other.unchanged,
            self.replaced + other.replaced,
            self.none + other.none,
            self.kept + other.kept,
        )


class Entry(NamedTuple):
    """A coding as it stands in the history: the batch that brought it, and whether it stands.

    `why` says what keeps it from standing, beside a later batch or round: that it was taken back,
    or that it is of another text than the corpus has now. What was said `in_part` leaves the spans
    that it does not touch.
    """

    batch: int
    coding: Coding
    standing: bool = False
    why: str = ""
    in_part: bool = False


def standing_of(entries: Sequence[Entry]) -> list[Coding]:
    """Return the latest batch of every statement, of what can stand, and what it leaves."""
    if len({entry.batch for entry in entries}) == 1:
        return [entry.coding for entry in entries if not entry.why and not entry.coding.withdrawn]
    able = [(key_of(entry.coding), entry) for entry in entries if not entry.why]
    latest: dict[Key, int] = {}
    for key, entry in able:
        latest[key] = max(entry.batch, latest.get(key, 0))
    added_to = {key for key, entry in able if entry.in_part and entry.batch == latest[key]}
    left = _left_by_later(able, added_to) if added_to else set()
    return [
        entry.coding
        for key, entry in able
        if (id(entry.coding) in left if key in added_to else entry.batch == latest[key])
        and not entry.coding.withdrawn
    ]


def _left_by_later(able: Sequence[tuple[Key, Entry]], keys: Collection[Key]) -> set[int]:
    """Return the codings, by their identity, that stand where batches were added to others."""
    batches: dict[Key, dict[int, list[Entry]]] = {}
    for key, entry in able:
        if key in keys:
            batches.setdefault(key, {}).setdefault(entry.batch, []).append(entry)
    left: set[int] = set()
    for by_batch in batches.values():
        stood: Said = {}
        for batch in sorted(by_batch):
            statements = {_said(entry.coding): entry.coding for entry in by_batch[batch]}
            in_part = all(entry.in_part for entry in by_batch[batch])
            stood = merged(stood, statements) if in_part else statements
        left.update(id(coding) for coding in stood.values())
    return left


def merged(stood: Said, said: Said) -> Said:
    """Return what a coder says of a document after saying something more of it.

    Where spans alone are said, those of before stay that no new one overlaps; else nothing does.
    """
    if any(coding.start is None for coding in said.values()):
        return said
    fresh = [coding for key, coding in said.items() if key not in stood]
    stay = {
        key: coding
        for key, coding in stood.items()
        if not coding.withdrawn and not any(_overlap(coding, other) for other in fresh)
    }
    return {**stay, **said}


def _overlap(coding: Coding, other: Coding) -> bool:
    """Whether two codings of a document are of some of the same text."""
    if coding.start is None or coding.end is None or other.start is None or other.end is None:
        return True
    return coding.start < other.end and other.start < coding.end


def compared(
    codings: Sequence[Coding], current: Sequence[Coding], *, complete: bool = False
) -> tuple[list[Coding], Appended]:
    """Return the codings of the statements that say something new, whole, and the counts."""
    standing, new_statements = _by_statement(current), _by_statement(codings)
    new: list[Coding] = []
    n_new = n_none = replaced = n_kept = 0
    for key, statement in new_statements.items():
        stood = standing.get(key)
        if stood is None:
            new += statement.values()
            n_new += len(statement)
            n_none += sum(coding.code is None for coding in statement.values())
            continue
        after = statement if complete else merged(stood, statement)
        if after.keys() == stood.keys() and not _states_more(stood, statement):
            continue
        new += statement.values()
        added = statement.keys() - stood.keys() if len(after) > len(statement) else statement.keys()
        n_new += len(added)
        n_none += sum(statement[statement_key].code is None for statement_key in added)
        replaced += bool(stood.keys() - after.keys())
        n_kept += len(after) - len(statement)
    return new, Appended(n_new, len(codings) - n_new, replaced, n_none, n_kept)


def _states_more(stood: Said, new_statements: Said) -> bool:
    """Whether codings that stand are now stated to be blind."""
    return any(
        coding.stated_blind and not stood[key].stated_blind
        for key, coding in new_statements.items()
    )


def _by_statement(codings: Iterable[Coding]) -> dict[Key, Said]:
    """Group codings by statement; within one by what they say."""
    grouped: dict[Key, Said] = {}
    for coding in codings:
        grouped.setdefault(key_of(coding), {}).setdefault(_said(coding), coding)
    return grouped
