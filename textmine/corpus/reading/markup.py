"""Open markup that strangers made: no entities, no document type, nothing too large or too deep."""

from __future__ import annotations

from textmine.corpus.reading.limits import LIMITS, Limits
from textmine.errors import InputError
from textmine.lazily import etree


def check_markup(data: bytes, what: str, limits: Limits = LIMITS) -> None:
    """Raise InputError when a page or an XML part is too large to be held as a tree."""
    if len(data) > limits.markup_bytes or data.count(b"<") > limits.markup_tags:
        raise InputError(
            f"{what} is too large: over {limits.markup_bytes:,} bytes "
            f"or {limits.markup_tags:,} tags.",
            hint="Split it into several files.",
        )


def parse_xml(data: bytes, what: str) -> etree._Element:
    """Parse XML without entities, DTD, network or deep nesting; raise InputError.

    A document type is refused: no office format has one, and it is where entities are declared
    that grow without end or reach into other files.
    """
    check_markup(data, what)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    declared = any("<!DOCTYPE".encode(code) in data for code in ("utf-8", "utf-16-le", "utf-16-be"))
    try:
        root = None if declared else etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{what} is damaged: {error}.", hint="Save the file again.") from error
    if root is None or root.getroottree().docinfo.doctype:
        raise InputError(
            f"{what} declares a document type, which no office file needs.",
            hint="No word processor makes such a file; do not open it.",
        )
    return root
