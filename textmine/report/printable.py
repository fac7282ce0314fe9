"""Texts without the control characters that no page, figure or workbook may hold."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def printable(text: str) -> str:
    """Drop the characters that neither HTML nor XML allows.

    >>> printable("a\\x01b\\nc")
    'ab\\nc'
    """
    return _CONTROL.sub("", text)
