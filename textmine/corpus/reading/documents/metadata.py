"""Bring what files say about themselves into one form."""

from __future__ import annotations

import datetime as dt
import re

from textmine.corpus.reading.documents.document_text import Properties
from textmine.corpus.reading.office_xml import local
from textmine.lazily import etree

_PDF_TIME = re.compile(
    r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z|([+-]\d\d)'?(\d\d)?'?)?.*"
)
_NO_TITLE = re.compile(
    r"(?i)\s*+(untitled|unnamed|document\s*+\d*+|microsoft \w+ - .*+|slide \d++|title|about:blank"
    r"|(?:file|https?)://\S*+|\S+\.(?:docx?|odt|indd|qxd|pdf|rtf|html?|pub|tmp|txt))\s*+\d*+\s*+"
)
_NO_AUTHOR = frozenset({"unknown", "user", "admin", "administrator", "author", "owner", "windows"})
_EARLIEST, _LATEST = 1900, 2200


def iso_time(written: str) -> str:
    """Return a time in ISO 8601, to the second, or "" for what is no time of these centuries.

    >>> iso_time("2016-04-20T18:52:00Z"), iso_time("2016-02-31"), iso_time("spring")
    ('2016-04-20T18:52:00+00:00', '', '')
    """
    written = re.sub(r"(\.\d{6})\d+", r"\1", written.strip())
    try:
        time = dt.datetime.fromisoformat(written)
    except ValueError:
        return ""
    return _said(time) if len(written) > len("2016-04-20") else _said(time)[: len("2016-04-20")]


def pdf_time(written: str) -> str:
    """Return the time of a PDF (ISO 32000-1, 7.9.4) in ISO 8601, or "" for what is no time.

    >>> pdf_time("D:20160420185200+01'00'"), pdf_time("D:2016"), pdf_time("(none)")
    ('2016-04-20T18:52:00+01:00', '2016-01-01T00:00:00', '')
    """
    match = _PDF_TIME.fullmatch(written.strip())
    if not match:
        return ""
    *parts, hours, minutes = match.groups()
    defaults = ("", "01", "01", "00", "00", "00")
    year, month, day, *clock = (
        part or default for part, default in zip(parts, defaults, strict=True)
    )
    zone = f"{hours}:{minutes or '00'}" if hours else ""
    return iso_time(f"{year}-{month}-{day}T{':'.join(clock)}{zone}")


def _said(time: dt.datetime) -> str:
    if not _EARLIEST <= time.year <= _LATEST:
        return ""
    return time.isoformat(timespec="seconds")


def telling_title(title: str) -> str:
    """Return a title in one line, or "" for those that programs write when nobody named one.

    >>> telling_title("Microsoft Word - plan_v3.doc"), telling_title(" Skills \\n plan ")
    ('', 'Skills plan')
    """
    line = " ".join(clean(title).split())
    return "" if _NO_TITLE.fullmatch(line) else line[:300]


def telling_author(author: str) -> str:
    """Return an author in one line, or "" for the names that programs put there."""
    line = " ".join(clean(author).split())
    return "" if line.lower() in _NO_AUTHOR else line[:300]


def clean(text: str) -> str:
    """Return a text without NUL, half characters and other control characters."""
    return "".join(
        character
        for character in text
        if (character >= " " or character in "\n\t") and not "\ud800" <= character <= "\udfff"
    )


def dublin_core(root: etree._Element | None) -> Properties:
    """Return the properties in a part with Dublin Core elements (docProps/core.xml, meta.xml)."""
    if root is None:
        return Properties()
    properties: dict[str, str] = {}
    for element in root.iter():
        properties.setdefault(local(element), (element.text or "").strip())
    author = properties.get("initial-creator", "") or properties.get("creator", "")
    created = properties.get("created", "") or properties.get("creation-date", "")
    modified = properties.get("modified", "") or properties.get("date", "")
    return Properties(
        telling_title(properties.get("title", "")),
        telling_author(author),
        iso_time(created),
        iso_time(modified),
        properties.get("language", "")[:20],
    )
