"""What becomes of the codings of a corpus that is pseudonymised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textmine.cli.shared import say

if TYPE_CHECKING:
    from textmine.privacy import Replaced
    from textmine.schema import Coding
    from textmine.store import Workspace


def carry(
    workspace: Workspace, old: str, new: str, replaced: Sequence[Replaced]
) -> tuple[Coding, ...]:
    """Record what people coded for the new corpus too, spans moved; return what was carried.

    Memos are left behind, for they may name people; so is what machines coded, for they read the
    old texts.
    """
    from textmine.coding import by_people, open_codings
    from textmine.privacy import moved_span
    from textmine.schema import TEXT

    store = open_codings(workspace)
    codings = by_people(store.rounds(old))
    spans: dict[str, list[Replaced]] = defaultdict(list)
    for one in replaced:
        if one.column == TEXT:
            spans[one.document].append(one)
    carried = []
    for coding in codings:
        start, end = coding.start, coding.end
        if start is not None and end is not None:
            start, end = moved_span(start, end, spans[coding.document])
        carried.append(replace(coding, corpus=new, start=start, end=end, memo=""))
    if carried:
        store.append(carried)
    return tuple(codings)


def say_carried(workspace: Workspace, old: str, new: str, carried: Sequence[Coding] | None) -> None:
    """Say which codings were carried to the new corpus, or, with None, that they stay behind."""
    from textmine.coding import by_people, open_codings

    if carried is None:
        stay = len(by_people(open_codings(workspace).rounds(old)))
        if stay:
            say(
                f"{stay:,} codings by people stay with '{old}'; their spans count in its texts. "
                f"With --carry-codings they are recorded for '{new}' too."
            )
    elif carried:
        memos = sum(bool(coding.memo) for coding in carried)
        left = f" {memos:,} memos were left behind: they may name people." if memos else ""
        say(
            f"{len(carried):,} codings by people are recorded for '{new}', their spans moved.{left}"
        )
