"""The sentence that says how many documents, or other units, a table leaves out, and why."""

from __future__ import annotations

from collections.abc import Iterable


def left_out(counts: Iterable[tuple[int, str]], units: str = "documents") -> list[str]:
    """Return the sentence on (how many units, why), none where nothing is left out.

    >>> left_out([(1, "without a group"), (0, "in no topic")])
    ['Left out: 1 document without a group.']
    """
    told = [f"{n:,} {units[:-1] if n == 1 else units} {why}" for n, why in counts if n]
    return [f"Left out: {', '.join(told)}."] if told else []
