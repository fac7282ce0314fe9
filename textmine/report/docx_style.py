"""The page, the styles and the tables of a Word document."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from textmine.cells.acting import marked
from textmine.report.printed import PrintedTable

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


_TWIPS = 567
"""Twentieths of a point in a centimetre."""
_LINES = {"top": 8, "bottom": 8, "insideH": 2}
"""Rules above, below and between rows, in eighths of a point."""


def add_grid(document: Document, printed: PrintedTable, title: str) -> None:
    """Add a table whose columns have the widths that `printed` gives them; `title` describes it."""
    from docx.shared import Cm

    grid = document.add_table(rows=1 + len(printed.rows), cols=len(printed.heads))
    grid.autofit = False
    _rule(grid, title)
    style = _style(document, printed.points)
    widths = [PAGE_CM * share for share in printed.shares]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Cm(width)
    for index, (row, texts) in enumerate(
        zip(grid.rows, [printed.heads, *printed.rows], strict=True)
    ):
        _whole(row, head=index == 0)
        for cell, text, right, width in zip(row.cells, texts, printed.right, widths, strict=True):
            cell.width = Cm(width)
            _fill(cell, marked(text), style, right=right, head=index == 0)


def _fill(cell: Any, text: str, style: Any, *, right: bool, head: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = cell.paragraphs[0]
    paragraph.style = style
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.add_run(text).bold = head or None


def _style(document: Document, points: float) -> Any:
    """Return the style of texts in tables at this size of type."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    name = f"Table text {points:g}"
    if name in document.styles:
        return document.styles[name]
    style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.font.size = Pt(points)
    style.paragraph_format.space_after = Pt(0)
    return style


def _whole(row: Any, *, head: bool) -> None:
    """Keep a row on one page; heads stand again on each."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", *(("w:tblHeader",) if head else ())):
        properties.append(OxmlElement(name))


def _rule(grid: Any, title: str) -> None:
    """Draw rules between rows only, and say what the table is for those who cannot see it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = grid._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side, width in _LINES.items():
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", str(width)), ("color", "9AA5B1")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        room = OxmlElement(f"w:{side}")
        room.set(qn("w:w"), str(round(0.12 * _TWIPS)))
        room.set(qn("w:type"), "dxa")
        margins.append(room)
    described = OxmlElement("w:tblDescription")
    described.set(qn("w:val"), title)
    _insert(properties, borders, ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"))
    _insert(properties, margins, ("w:tblLook",))
    properties.append(described)


def _insert(parent: Any, child: Any, before: tuple[str, ...]) -> None:
    """Insert an element where the schema wants it: before the first of these that is there."""
    parent.insert_element_before(child, *before)
