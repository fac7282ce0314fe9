"""Read the headers of e-mails: ids, names, dates and subjects, however broken."""

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

_ID = re.compile(r"<\s*([^<>\s]+)\s*>")
_PREFIX = re.compile(
    r"\s*+(?:re|aw|antw|antwort|sv|vs|r|res|rv|tr|wg|fw|fwd|wtr|odp|betr|ynt|ha)"
    r"\s*+(?:(?:\[\d+\]|\(\d+\)|\^\d+)\s*+)?[:：]\s*+",
    re.IGNORECASE,
)
_BREAK = re.compile(r"(?<!\s)[^\S\r\n]*+[\r\n]\s*+")


def header(message: Message, name: str) -> str:
    """Return a header as one line of text, its encoded words decoded; "" where there is none."""
    value = message.get(name)
    if value is None:
        return ""
    text = str(value)
    try:
        parts = decode_header(value)
    except (HeaderParseError, ValueError, TypeError, IndexError):
        return _one_line(text)
    pieces = [_decoded(part, charset) for part, charset in parts]
    return _one_line("".join(pieces))


def _decoded(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    for name in (charset or "utf-8", "utf-8", "cp1252"):
        try:
            return part.decode(name)
        except (LookupError, ValueError):
            continue
    return part.decode("latin-1")


def _one_line(text: str) -> str:
    mended = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return _BREAK.sub(" ", mended.replace("\0", "\ufffd")).strip()


def ids(text: str) -> list[str]:
    """Return the message ids in a header, in their order.

    >>> ids("<a@x> (Ann's message)  <b@y>")
    ['a@x', 'b@y']
    """
    return list(dict.fromkeys(_ID.findall(text)))


def sender(text: str) -> tuple[str, str]:
    """Return the name and the address, in lower case, of who sent a message.

    >>> sender('"Lee, Ann" <Ann@Example.org>'), sender("ben at example.org (Ben)")
    (('Lee, Ann', 'ann@example.org'), ('Ben', 'ben@example.org'))
    """
    archived = re.match(r"(\S++) at (\S++)(.*)$", text)
    if archived and "@" not in text:
        text = f"{archived[1]}@{archived[2]}{archived[3]}"
    try:
        addresses = getaddresses([text])
    except (ValueError, IndexError, TypeError):
        addresses = []
    name, address = addresses[0] if addresses else ("", "")
    if "@" not in address:
        return name.strip() or text.strip(), ""
    return name.strip(), address.strip().lower()


def sent_at(text: str) -> str:
    """Return a Date header as ISO time with its zone, "" for one that cannot be read.

    >>> sent_at("Fri, 01 Mar 2024 10:00:00 +0200"), sent_at("yesterday")
    ('2024-03-01T10:00:00+02:00', '')
    """
    try:
        time = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    return time.replace(microsecond=0).isoformat() if time.year > 1900 else ""


def bare_subject(subject: str) -> str:
    """Return a subject without Re:, AW:, Fwd: and their like.

    >>> bare_subject("AW: Re[2]: Fwd: Bus fares")
    'Bus fares'
    """
    start = 0
    while match := _PREFIX.match(subject, start):
        start = match.end()
    return subject[start:].strip()
