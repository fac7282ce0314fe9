"""Clean a text for analysis: small steps from text to text, composed in a stated order.

The stored text of a document is never touched; cleaning happens on the way to the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_QUOTE_LINE = re.compile(r"^[ \t]*>.*(?:\n|\Z)", re.MULTILINE)
_QUOTE_LEAD = re.compile(
    r"^[ \t]*(?:on\b[^\n]{3,120}\n?[^\n]{0,120}?\b)?[^\n]{1,80}\bwrote:[ \t]*\n(?=\s*>)",
    re.MULTILINE | re.IGNORECASE,
)
_FORUM_QUOTE = re.compile(r"\[quote[^\]]*\].*?\[/quote\]", re.DOTALL | re.IGNORECASE)
_ORIGINAL = re.compile(r"^-{2,}\s*original message\s*-{2,}.*\Z", re.M | re.S | re.I)
_SIGNATURE_MARK = re.compile(r"^-- ?\n(?:.*\n){0,11}.*\n?\Z", re.MULTILINE)
_SENT_FROM = re.compile(r"^sent from my [^\n]{1,60}\s*\Z", re.MULTILINE | re.IGNORECASE)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+", re.IGNORECASE)
URL_MARK = "URL"
"""What stands in a cleaned text where a web address was."""

_SUSPECT = re.compile(r"&\w|[^\x20-\x7e\n\t]")
"""HTML entities and control characters: what there can be to repair in plain ASCII."""

_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n\s*\n\s*")


def fix_mojibake(text: str) -> str:
    """Repair text that was decoded with the wrong encoding ("Ã©" to "é"), with ftfy."""
    if text.isascii() and not _SUSPECT.search(text):
        return text
    import ftfy

    return ftfy.fix_text(text, uncurl_quotes=True, normalization="NFC")


def strip_quotes(text: str) -> str:
    """Drop what a reply quotes: lines that begin with ">", their lead line, forum quote blocks."""
    last = text.lower().rfind("[/quote]")  # beyond it no block can close: do not search there
    text = _FORUM_QUOTE.sub(" ", text[: last + 8]) + text[last + 8 :] if last >= 0 else text
    text = _ORIGINAL.sub("", text)
    return _QUOTE_LINE.sub("", _QUOTE_LEAD.sub("", text))


def strip_signature(text: str) -> str:
    """Drop a signature under the line "-- ", and a closing "Sent from my ..."."""
    return _SENT_FROM.sub("", _SIGNATURE_MARK.sub("", text))


def mask_urls(text: str) -> str:
    """Replace every web address by a mark."""
    return _URL.sub(URL_MARK, text)


def squeeze_whitespace(text: str) -> str:
    """Make every run of spaces one space and every run of blank lines one blank line."""
    return _BLANK_LINES.sub("\n\n", _SPACES.sub(" ", text)).strip()


CLEANING_STEPS: dict[str, Callable[[str], str]] = {
    "mojibake": fix_mojibake,
    "quotes": strip_quotes,
    "signature": strip_signature,
    "urls": mask_urls,
    "whitespace": squeeze_whitespace,
}
"""The steps by the names that settings and the command line use."""


def clean_text(text: str, steps: Sequence[str]) -> str:
    """Apply the named steps in order; a text that would vanish is only squeezed.

    A message that is all quotation still says something: it is kept rather than made empty.
    """
    cleaned = text
    for step in steps:
        cleaned = CLEANING_STEPS[step](cleaned)
    return cleaned if cleaned.strip() else squeeze_whitespace(text)
