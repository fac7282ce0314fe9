"""Where somebody's own words stand in a text: no quoted reply, signature, heading or mark-up."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from textmine.corpus.reading.forums.reply_marks import FORWARDED, LEAD, PHONE, WROTE

Span = tuple[int, int]

_LINE = re.compile(r"[^\n]+")
_ASIDE = re.compile(r"[ \t]{0,8}(?:>|&gt;|#{1,6}[ \t]|\||={3}|-{3}|_{3}|\*{3})")
_HEADER = re.compile(
    r"[ \t]{0,8}\*?(?:from|sent|to|cc|subject|date|von|gesendet|an|betreff|datum)\*?:\*? ", re.I
)
_SIGNATURE = re.compile(r"-- ?$")
_CLOSING = re.compile(
    r"[ \t]{0,8}(?:(?:best|kind|warm|many)(?: regards| wishes| thanks)?|regards|yours (?:sincerely"
    r"|faithfully|truly)|sincerely(?: yours)?|respectfully(?: submitted)?|thank you|thanks|cheers"
    r"|(?:mit )?(?:freundlichen|freundliche|besten|beste|viele|liebe|herzliche) gr[uü](?:ß|ss)en?"
    r"|mfg|cordialement|saludos(?: cordiales)?|atentamente)[ \t]{0,4}[,.!]?[ \t]{0,4}$",
    re.IGNORECASE,
)
_UNDER_CLOSING = 4
_BLOCK_OPENS = re.compile(r"\[quote\b[^\]\n]{0,300}\]|<blockquote\b[^>\n]{0,300}>", re.IGNORECASE)
_BLOCK_CLOSES = re.compile(r"\[/quote\]|</blockquote>", re.IGNORECASE)
_FENCE = re.compile(r"^[ \t]{0,3}(?:```|~~~)", re.MULTILINE)
MARK_UP = re.compile(
    r"</?[A-Za-z][^<>\n]{0,300}>"
    r"|&(?:[A-Za-z]{2,10}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,6});"
    r"|!?\[[^\[\]\n]{0,300}\]\([^()\s]{1,500}\)"
    r"|\[/?(?:b|i|u|s|url|img|code|color|size|list|quote|email|left|center|right|font|\*)"
    r"(?:=[^\]\n]{0,300})?\]"
    r"|\*\*|(?<![A-Za-z0-9])__|__(?![A-Za-z0-9])|`"
    r"|(?:https?://|www\.)[^\s<>\"')\]]+",
    re.IGNORECASE,
)
"""Tags, entities, links and emphasis of HTML, Markdown and forums, and web addresses."""


def own_lines(text: str) -> list[Span]:
    """Return the lines of a text that are somebody's own: start and end of each.

    Left out are lines that a reply quotes, the line above them that says who wrote them, headings,
    tables, blocks from [quote] to [/quote] and of code, what follows "-----Original Message-----",
    signatures, and the names under a closing formula. They are told by their form, in English and
    some other languages.
    """
    lines = [match.span() for match in _LINE.finditer(text) if match[0].strip()]
    blocked = _blocks(text)
    own_spans = []
    index = 0
    while index < len(lines):
        start, end = lines[index]
        line = text[start:end]
        if _SIGNATURE.match(line) or FORWARDED.match(line):
            break
        if PHONE.match(line):
            index += 1
            continue
        if _CLOSING.match(line) and len(lines) - index <= _UNDER_CLOSING:
            break
        lead = _lead_lines(text, lines, index)
        if lead:
            index += lead
            continue
        if not _ASIDE.match(line) and not _HEADER.match(line) and not reached(blocked, start, end):
            own_spans.append((start, end))
        index += 1
    return own_spans


def _lead_lines(text: str, lines: Sequence[Span], index: int) -> int:
    """Return how many lines from here say who wrote what is quoted below, 0 for none.

    "On 1 May Ann wrote:" may go on in a second line; without "On" a quoted line must follow.
    """
    for several in (1, 2):
        if index + several > len(lines):
            break
        start, end = lines[index][0], lines[index + several - 1][1]
        if end - start > 300 or not WROTE.search(text[start:end]):
            continue
        follows = lines[index + several][0] if index + several < len(lines) else None
        quoted = follows is not None and _ASIDE.match(text, follows) is not None
        dated = LEAD.match(text, start) and re.search(r"\d", text[start:end])
        short = several == 1 and end - start <= 60
        if quoted or dated or (short and follows is not None):
            return several
    return 0


def _blocks(text: str) -> list[Span]:
    """Return the stretches that forums and mail programs mark as quoted, and those of code."""
    spans: list[Span] = []
    start = 0
    while opens := _BLOCK_OPENS.search(text, start):
        closes = _BLOCK_CLOSES.search(text, opens.end())
        end = closes.end() if closes else len(text)
        spans.append((opens.start(), end))
        start = end
    fences = [match.start() for match in _FENCE.finditer(text)]
    for opens_at, closes_at in zip(fences[::2], [*fences[1::2], len(text)], strict=False):
        spans.append((opens_at, min(closes_at + 3, len(text))))
    return _disjoint(spans)


def _disjoint(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def reached(spans: Sequence[Span], start: int, end: int) -> bool:
    """Return whether any of the spans, in their order and without overlaps, reaches in here."""
    index = bisect_right(spans, start, key=lambda span: span[1])
    return index < len(spans) and spans[index][0] < end


def marks_in(text: str, start: int, end: int) -> list[Span]:
    """Return the places of mark-up between two places of a text."""
    return [match.span() for match in MARK_UP.finditer(text, start, end)]


def all_own(text: str) -> bool:
    """Return whether a text is somebody's own words throughout, without mark-up."""
    if MARK_UP.search(text):
        return False
    lines = [match.span() for match in _LINE.finditer(text) if match[0].strip()]
    return own_lines(text) == lines
