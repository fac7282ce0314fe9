"""The page and the styles of a Word document: A4, page numbers, headings in one ink."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

EPOCH = datetime(1980, 1, 1)
SOFT = "5B6875"
PAGE_CM = 16.0
"""Width of the text."""
_INK = "1D3557"
_FONT = "Calibri"
_STYLES = {
    "Title": (22.0, _INK, 0, 6),
    "Heading 1": (15.0, _INK, 18, 6),
    "Heading 2": (12.5, _INK, 12, 4),
    "Heading 3": (11.0, _INK, 10, 2),
    "Caption": (9.5, "1C2530", 8, 4),
    "Intense Quote": (12.0, _INK, 6, 10),
}
"""Style -> size in points, colour, points before and after."""


def set_page(document: Document) -> None:
    """Make the pages A4 with a number at the foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm((21 - PAGE_CM) / 2)
    page.top_margin = page.bottom_margin = Cm(2.5)
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)


def set_styles(document: Document, language: str) -> None:
    """Give texts, headings and captions their type, and say in which language they are."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(11)
    spoken = normal.element.get_or_add_rPr().find(qn("w:lang"))
    if spoken is None:
        spoken = OxmlElement("w:lang")
        normal.element.get_or_add_rPr().append(spoken)
    spoken.set(qn("w:val"), language)
    for name, (size, ink, before, after) in _STYLES.items():
        style: Any = document.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(ink)
        style.font.name = _FONT
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{kind}"), None)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.keep_with_next = name != "Caption"
