"""The properties that office files keep as Dublin Core elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.corpus.reading.documents.document_text import Properties
from textmine.corpus.reading.documents.metadata import (
    iso_time,
    telling_author,
    telling_title,
)
from textmine.corpus.reading.office_xml import local

if TYPE_CHECKING:
    from lxml.etree import _Element


def dublin_core(root: _Element | None) -> Properties:
    """Return the properties in a part with Dublin Core elements (docProps/core.xml, meta.xml)."""
    if root is None:
        return Properties()
    said: dict[str, str] = {}
    for element in root.iter():
        said.setdefault(local(element), (element.text or "").strip())
    author = said.get("initial-creator", "") or said.get("creator", "")
    created = said.get("created", "") or said.get("creation-date", "")
    modified = said.get("modified", "") or said.get("date", "")
    return Properties(
        telling_title(said.get("title", "")),
        telling_author(author),
        iso_time(created),
        iso_time(modified),
        said.get("language", "")[:20],
    )
