"""Which page does what a command does: the button beside a next step."""

from __future__ import annotations

import shlex

PAGES: dict[tuple[str, ...], tuple[str, str]] = {
    ("coding", "sheets"): ("Code", "/code"),
    ("coding", "import"): ("Code", "/code"),
    ("coding", "sample"): ("Draw messages", "/draws"),
    ("coding", "adjudicate"): ("Settle", "/settle"),
    ("corpus", "import"): ("Import a file", "/import"),
    ("codebook", "list"): ("Choose or make a codebook", "/codebook"),
    ("train",): ("Train", "/jobs"),
    ("apply",): ("Apply", "/jobs"),
    ("topics", "fit"): ("Find themes", "/jobs"),
    ("report",): ("Write the report", "/jobs"),
}
"""The first words of commands -> the words of a button, and the page behind it."""


def page_of(command: str) -> tuple[str, str]:
    """Return the words of a button and the page that does a command, ("", "") where none does."""
    words = tuple(shlex.split(command)[1:])
    for first, button in PAGES.items():
        if words[: len(first)] == first:
            return button
    return "", ""
