"""What becomes of the codings of a corpus that is pseudonymised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textmine.cli.shared import say

if TYPE_CHECKING:
    from textmine.privacy import Replaced
    from textmine.store import Workspace


def carry_or_say(
    workspace: Workspace, old: str, new: str, replaced: Sequence[Replaced], *, carry: bool
) -> None:
    """Record what people coded for the new corpus too, spans moved; or say that it stays behind.

    Memos are left behind, for they may name people; so is what machines coded, for they read the
    old texts.
    """
    from textmine.coding import by_people, open_codings
    from textmine.privacy import moved_span
    from textmine.schema import TEXT

    store = open_codings(workspace)
    codings = by_people(store.rounds(old))
    if not codings:
        return
    if not carry:
        say(
            f"{len(codings):,} codings by people stay with '{old}'; their spans count in its "
            f"texts. With --carry-codings they are recorded for '{new}' too."
        )
        return
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
    store.append(carried)
    memos = sum(bool(coding.memo) for coding in codings)
    left = f" {memos:,} memos were left behind: they may name people." if memos else ""
    say(f"{len(carried):,} codings by people are recorded for '{new}', their spans moved.{left}")
