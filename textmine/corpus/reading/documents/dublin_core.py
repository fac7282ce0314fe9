"""The properties that office files keep as Dublin Core elements."""

from __future__ import annotations

from textmine.corpus.reading.documents.document_text import Properties
from textmine.corpus.reading.documents.metadata import iso_time, telling_author, telling_title
from textmine.corpus.reading.office_xml import local
from textmine.lazily import etree


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
