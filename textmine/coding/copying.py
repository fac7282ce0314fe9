"""Codings by people for a corpus that was made of theirs, such as one with aliases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textmine.coding.statements import by_people
from textmine.coding.store import open_codings
from textmine.schema import Coding
from textmine.store import Workspace

Moved = Callable[[str, int, int], tuple[int, int]]
"""Document, start and end in the old text -> start and end in the new one."""


def copy_codings(workspace: Workspace, old: str, new: str, moved: Moved) -> tuple[Coding, ...]:
    """Record what people coded for the new corpus too, spans moved; return what was copied.

    Memos are left behind, for they may name people; so is what machines coded, for they read the
    old texts.
    """
    codings = tuple(by_people(open_codings(workspace).rounds(old)))
    copies = [_copy(coding, new, moved) for coding in codings]
    if copies:
        open_codings(workspace).append(copies, complete=True)
    return codings


def _copy(coding: Coding, new: str, moved: Moved) -> Coding:
    start, end = coding.start, coding.end
    if start is not None and end is not None:
        start, end = moved(coding.document, start, end)
    return replace(coding, corpus=new, start=start, end=end, memo="")
