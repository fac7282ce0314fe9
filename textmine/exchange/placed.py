"""Where the text of a source stands in the documents of a corpus."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Placed:
    """Where the text of a source stands in a document: shifted, and only from `start` to `end`.

    All are code points; `start` and `end` into the source, end exclusive, `shift` is what a place
    in the source has to be moved by.
    """

    document: str
    start: int
    end: int
    shift: int = 0


def placed(text: str, document: str, stored: str) -> Placed | None:
    """Return where the text of a source stands in a document that may have no blanks around it.

    None where the document has another text.

    >>> placed("  Hello ", "1", "Hello")
    Placed(document='1', start=2, end=7, shift=-2)
    """
    if text == stored:
        return Placed(document, 0, len(text))
    start = len(text) - len(text.lstrip())
    if stored and text[start : start + len(stored)] == stored and text.strip() == stored.strip():
        return Placed(document, start, start + len(stored), -start)
    return None
