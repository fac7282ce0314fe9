"""Find what the writer of an e-mail wrote: the readable part, without quotations and signature."""

import re
from dataclasses import dataclass
from email.message import Message
from typing import Any

from textmine.corpus.reading.forums.reply_marks import FORWARDED, FROM, LEAD, PHONE, SENT, WROTE
from textmine.corpus.reading.html_text import html_to_text, parse_html, tree_to_text

_QUOTED = re.compile(r"[ \t]{0,2}>")
_RULE = re.compile(r"\s*_{8,}\s*$")
_OWN, _QUOTE, _SIGN = "own", "quote", "sign"


@dataclass(frozen=True)
class MailBody:
    """The body as it came (LF line ends), and the [start, end) of what the writer wrote in it.

    `text` is those spans with a blank line between them; `quoted` and `signature` are the rest.
    """

    raw: str
    text: str
    spans: tuple[tuple[int, int], ...]
    quoted: str
    signature: str


def split_body(raw: str) -> MailBody:
    """Set the quoted lines and the signature of a body aside, by the marks that mail programs use.

    Quoted are lines after ">" with the line that names their writer, and all that follows a header
    of an answered or forwarded message. A signature starts at "-- ", or at the foot of a list.

    >>> split_body("I agree.\\n\\nOn 1 May Ann wrote:\\n> Too dear.\\n\\n-- \\nBen").text
    'I agree.'
    """
    lines = raw.split("\n")
    kinds = _kinds(lines)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    runs: list[tuple[str, int, int]] = []
    for index, kind in enumerate(kinds):
        start, end = starts[index], starts[index + 1] - 1
        if runs and runs[-1][0] == kind:
            runs[-1] = (kind, runs[-1][1], end)
        else:
            runs.append((kind, start, end))
    spans = [
        _trimmed(raw, start, end)
        for kind, start, end in runs
        if kind == _OWN and raw[start:end].strip()
    ]
    aside = {
        wanted: "\n\n".join(raw[a:b].strip("\n") for kind, a, b in runs if kind == wanted)
        for wanted in (_QUOTE, _SIGN)
    }
    text = "\n\n".join(raw[start:end] for start, end in spans)
    return MailBody(raw, text, tuple(spans), aside[_QUOTE], aside[_SIGN])


def _kinds(lines: list[str]) -> list[str]:
    """Return for every line whether it is the writer's own, quoted, or of the signature."""
    kinds: list[str] = []
    state = _OWN
    while len(kinds) < len(lines):
        index = len(kinds)
        line = lines[index]
        if _rest_is_quoted(lines, index):
            kinds += [_QUOTE] * (len(lines) - index)
        elif _QUOTED.match(line):
            kinds.append(_QUOTE)
            state = _OWN
        elif introducing := _attribution(lines, index):
            kinds += [_QUOTE] * introducing
            state = _OWN
        elif not line.strip():
            kinds.append(kinds[-1] if kinds else _OWN)
        else:
            if line.rstrip() == "--" or _RULE.match(line) or PHONE.match(line):
                state = _SIGN
            kinds.append(state)
    return kinds


def _attribution(lines: list[str], index: int) -> int:
    """Return how many lines from here say "On ... X wrote:" above a quoted line, 0 for none."""
    if not LEAD.match(lines[index]) and not WROTE.search(lines[index]):
        return 0
    for count in (1, 2):
        last = index + count - 1
        if last >= len(lines) or (count == 2 and not LEAD.match(lines[index])):
            return 0
        if WROTE.search(lines[last][-200:]):
            after = next((line for line in lines[last + 1 : last + 4] if line.strip()), "")
            return count if _QUOTED.match(after) else 0
    return 0


def _rest_is_quoted(lines: list[str], index: int) -> bool:
    line = lines[index]
    if FORWARDED.match(line):
        return True
    near = lines[index : index + 3]
    return bool(FROM.match(line)) and any(SENT.match(other) for other in near[1:])


def _trimmed(raw: str, start: int, end: int) -> tuple[int, int]:
    piece = raw[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def readable(message: Message) -> tuple[str, list[str]]:
    """Return the body as text with LF line ends, and the names of what is attached.

    Of alternatives, plain text is taken before HTML. In text that was HTML, quoted blocks are
    marked with ">", as mail programs do it in plain text.
    """
    texts: list[str] = []
    attached: list[str] = []
    waiting: list[Message] = [message]
    while waiting:
        part = waiting.pop()
        kind = part.get_content_type()
        payload = part.get_payload()
        inner = (
            [inner_part for inner_part in payload if isinstance(inner_part, Message)]
            if part.is_multipart()
            else []
        )
        if kind == "multipart/alternative":
            waiting.extend(_best(inner))
        elif kind.startswith("multipart/") and inner:
            waiting.extend(reversed(inner))
        elif _is_attachment(part, kind):
            attached.append(_file_name(part) or kind)
        else:
            text = _decoded(part)
            texts.append(_from_html(text) if kind == "text/html" else text)
    whole = "\n\n".join(text.strip("\n") for text in texts if text.strip())
    return whole, attached


def _best(parts: list[Message]) -> list[Message]:
    """Return the plain part of alternatives with what is attached beside it, else the last part."""
    for part in parts:
        if part.get_content_type() == "text/plain":
            return [part]
    return parts[-1:]


def _is_attachment(part: Message, kind: str) -> bool:
    if kind not in ("text/plain", "text/html", "text/enriched"):
        return True
    return (part.get_content_disposition() or "") == "attachment" or bool(_file_name(part))


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, TypeError, LookupError, AttributeError):
        name = "unnamed"
    return " ".join(str(name).split())


def _decoded(part: Message) -> str:
    try:
        data: Any = part.get_payload(decode=True)
        charset = part.get_content_charset() or "utf-8"
    except (ValueError, TypeError, LookupError, AttributeError):
        data, charset = str(part.get_payload()).encode("utf-8", "surrogateescape"), "utf-8"
    if not isinstance(data, bytes):
        return ""
    for name in (charset, "utf-8", "cp1252"):
        try:
            text = data.decode(name)
            break
        except (LookupError, ValueError):
            continue
    else:
        text = data.decode("latin-1")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _from_html(markup: str) -> str:
    root = parse_html(markup)
    if root is None:
        return html_to_text(markup).text
    quotes = root.xpath(
        "//blockquote[not(ancestor::blockquote)]"
        " | //div[contains(@class, 'gmail_quote')][not(ancestor::blockquote)]"
    )
    for element in quotes:
        words = tree_to_text(element).text
        tail = element.tail
        element.clear()
        element.tag, element.tail = "pre", tail
        element.text = "\n".join(f"> {line}" for line in words.split("\n")) if words else ""
    return tree_to_text(root).text
