"""How tests read a report: parsed, and checked to hold nothing that runs."""

from __future__ import annotations

import re
from pathlib import Path

import lxml.etree
import lxml.html

ACTIVE = {"script", "img", "iframe", "object", "embed", "link", "form", "base", "foreignobject"}
SVG = "{http://www.w3.org/2000/svg}"


def page_of(folder: Path) -> lxml.html.HtmlElement:
    """Parse report.html."""
    return lxml.html.document_fromstring((folder / "report.html").read_bytes())


def refuse_anything_active(root: lxml.etree._Element) -> None:
    """Fail when an element, an attribute or a link could run or fetch something."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2].lower()
        assert name not in ACTIVE, lxml.etree.tostring(element)[:300]
        for key, value in element.attrib.items():
            assert not key.lower().startswith("on"), (name, key)
            assert not re.match(r"\s*(javascript|data|vbscript):", value, re.IGNORECASE)
            if key.rpartition("}")[2].lower() in ("href", "src"):
                assert value.startswith("#"), (name, key, value)


def texts_of(root: lxml.etree._Element) -> str:
    """Return all text that a reader sees, and that no style holds."""
    return "\n".join(text for text in root.itertext() if text is not None)
