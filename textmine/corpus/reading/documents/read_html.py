"""Read web pages: the text and headings of the page, and what its head says about it."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from textmine.corpus.reading.documents.document_text import Heading, Properties, WholeDocument
from textmine.corpus.reading.documents.metadata import iso_time, telling_author, telling_title
from textmine.corpus.reading.encoding import Decoded, read_text
from textmine.corpus.reading.forums.records import first_bytes
from textmine.corpus.reading.html_text import html_to_text, parse_html
from textmine.corpus.reading.limits import check_markup
from textmine.corpus.reading.reader import ReadOptions
from textmine.errors import InputError
from textmine.lazily import etree

_AUTHOR = ("author", "dc.creator", "dcterms.creator", "article:author", "citation_author")
_CREATED = (
    "article:published_time",
    "dcterms.issued",
    "dcterms.date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "date",
    "citation_publication_date",
)
_MODIFIED = ("article:modified_time", "dcterms.modified", "dc.date.modified", "last-modified")
_TITLE = ("og:title", "dc.title", "dcterms.title")
_MOST_ELEMENTS = 2_000
"""Elements at the start of a page among which its head is looked for."""


def read_html(path: Path, options: ReadOptions = ReadOptions()) -> WholeDocument:
    """Read a web page with its headings; scripts, styles and comments are left out.

    The encoding is the one that was named, else that of the page's own `meta charset`, else a
    guess. Raises InputError for a page that has no text, is too large or cannot be decoded.
    """
    decoded = _decoded(path, options.encoding)
    check_markup(decoded.text.encode("utf-8", "replace"), path.name)
    page = html_to_text(decoded.text)
    if not page.text.strip():
        raise InputError(
            f"{path.name} has no text.",
            hint="The page may fill itself by a script: open it in a browser and save it whole.",
        )
    headings: list[Heading] = []
    for heading in page.headings:
        if not headings or heading[1] >= headings[-1].end:
            headings.append(Heading(*heading))
    return WholeDocument(
        page.text,
        tuple(headings),
        properties=_properties(parse_html(decoded.text)),
        encoding=decoded.encoding,
        remark=decoded.remark,
    )


_WESTERN = ("", "utf-8", "utf8", "iso-8859-1", "latin1", "windows-1252", "us-ascii")


def _decoded(path: Path, encoding: str | None) -> Decoded:
    """Decode as was said; else UTF-8 where it fits, else what the page says of itself."""
    if encoding:
        return read_text(path, encoding)
    named = _charset(first_bytes(path, 4_000).decode("ascii", "ignore").lower())
    try:
        guess = read_text(path)
    except InputError:
        if not named:
            raise
        return read_text(path, named)
    if not guess.remark or named in _WESTERN:
        return guess  # browsers read Latin 1 as cp1252 too
    try:
        return read_text(path, named)
    except InputError:
        return guess


def _charset(start: str) -> str:
    charset = start.partition("charset=")[2].lstrip("\"' ")[:40]
    named = "".join(word for word in charset.split(">")[0].split() or [""])
    return named.partition('"')[0].partition("'")[0].partition(";")[0].rstrip("/")


def _properties(root: etree._Element | None) -> Properties:
    if root is None:
        return Properties()
    meta: dict[str, str] = {}
    title = ""
    for element in islice(root.iter(), _MOST_ELEMENTS):
        if element.tag == "title" and not title:
            title = "".join(map(str, element.itertext()))
        elif element.tag == "meta":
            name = element.get("name") or element.get("property") or element.get("http-equiv") or ""
            meta.setdefault(name.lower(), element.get("content") or "")
    return Properties(
        telling_title(title) or telling_title(_first(meta, _TITLE)),
        telling_author(_first(meta, _AUTHOR)),
        iso_time(_first(meta, _CREATED)),
        iso_time(_first(meta, _MODIFIED)),
        (root.get("lang") or "")[:20],
    )


def _first(properties: dict[str, str], names: tuple[str, ...]) -> str:
    return next((properties[name] for name in names if properties.get(name)), "")
