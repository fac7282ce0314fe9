"""Clean a text for analysis: small steps from text to text, composed in a stated order.

The stored text of a document is never touched; cleaning happens on the way to the words.
"""

import re
from collections.abc import Callable, Sequence

_QUOTE_LINE = re.compile(r"^[ \t]*>.*(?:\n|\Z)", re.MULTILINE)
_WROTE = re.compile(r"^(.+)\bwrote:[ \t]*\n(?=\s*>)", re.MULTILINE | re.IGNORECASE)
_ON = re.compile(r"[ \t]*on\b", re.IGNORECASE)
_SHORT, _LONG, _LINE = 80, 320, 122
"""Characters before "wrote:" without "On", on one line with it, and of a line above with it."""

_QUOTE_OPENS = re.compile(r"\[quote[^\]]{0,300}+\]", re.IGNORECASE)
_QUOTE_CLOSES = re.compile(r"\[/quote\]", re.IGNORECASE)
_ORIGINAL = re.compile(r"^-{2,}\s*original message\s*-{2,}.*\Z", re.M | re.S | re.I)
_SIGNATURE_MARK = re.compile(r"^-- ?\n(?:.*\n){0,11}.*\n?\Z", re.MULTILINE)
_SENT_FROM = re.compile(r"^sent from my [^\n]{1,60}\s*\Z", re.MULTILINE | re.IGNORECASE)
_SENT = "from my"
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+", re.IGNORECASE)
URL_MARK = "URL"
"""What stands in a cleaned text where a web address was."""

_SUSPECT = re.compile(r"&\w|[^\x20-\x7e\n\t]")
"""HTML entities and control characters: what there can be to repair in plain ASCII."""

_SPACES = re.compile(r"[^\S\n]{2,}+|[^\S\n ]")
_BLANK_LINES = re.compile(r"\n\s*\n\s*")


def fix_mojibake(text: str) -> str:
    """Repair text that was decoded with the wrong encoding ("Ã©" to "é"), with ftfy."""
    if text.isascii() and ((text.isprintable() and "&" not in text) or not _SUSPECT.search(text)):
        return text
    import ftfy

    return ftfy.fix_text(text, uncurl_quotes=True, normalization="NFC")


def strip_quotes(text: str) -> str:
    """Drop what a reply quotes: lines that begin with ">", their lead line, forum quote blocks."""
    if not any(mark in text for mark in (">", "[", "--")):
        return text
    text = _ORIGINAL.sub("", _without_blocks(text))
    return _QUOTE_LINE.sub("", _without_leads(text)) if ">" in text else text


def _without_blocks(text: str) -> str:
    """Return the text with a space for every block of a forum from [quote] to [/quote]."""
    pieces: list[str] = []
    start = 0
    while opens := _QUOTE_OPENS.search(text, start):
        closes = _QUOTE_CLOSES.search(text, opens.end())
        if closes is None:
            break
        pieces += [text[start : opens.start()], " "]
        start = closes.end()
    return "".join([*pieces, text[start:]])


def _without_leads(text: str) -> str:
    """Return the text without "Ann wrote:", "On 1 May Ann wrote:" above quoted lines.

    The latter may begin in the line above.
    """
    pieces: list[str] = []
    start = 0
    for match in _WROTE.finditer(text):
        begin = match.start()
        above = text.rfind("\n", start, begin - 1) + 1 or start if begin > start else begin
        line = text[above : max(begin - 1, above)]
        words = match[1].lstrip(" \t")
        if _ON.match(line) and 4 < len(line.lstrip(" \t")) <= _LINE and len(match[1]) <= 200:
            begin = above
        elif len(words) > (_LONG if _ON.match(words) else _SHORT):
            continue
        pieces.append(text[start:begin])
        start = match.end()
    return "".join([*pieces, text[start:]])


def strip_signature(text: str) -> str:
    """Drop a signature under the line "-- ", and a closing "Sent from my ..."."""
    text = _SIGNATURE_MARK.sub("", text) if "--" in text else text
    return _SENT_FROM.sub("", text) if _SENT in text.lower() else text


def mask_urls(text: str) -> str:
    """Replace every web address by a mark."""
    return _URL.sub(URL_MARK, text) if "://" in text or "www." in text.lower() else text


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
