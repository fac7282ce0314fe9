"""A report as a Word document: same bytes every time, and nothing in a text acts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from textmine import __version__
from textmine.cells.acting import marked
from textmine.present import Figure, Quote, QuotedTopic, Section, Table, written
from textmine.report.document import Report
from textmine.store.canonical_zip import zip_members

if TYPE_CHECKING:
    from docx.document import Document

SYNTHETIC = (
    "Made from a synthetic corpus: invented texts, for demonstration and tests only. No figure "
    "here is a finding."
)
"""The banner of a report that is made from invented texts."""

_EPOCH = datetime(1980, 1, 1)
_SOFT = "5B6875"
_FIGURE_INCHES = 6.0
_FONT = "Calibri"


def docx_bytes(report: Report) -> bytes:
    """Return a report as the bytes of a .docx file: headings, sentences, tables, figures, quotes.

    Every text is written as it stands, but for characters that act or that no such file may hold:
    these are shown as marks (`cells.acting`). No text becomes a field, a link or a style.
    """
    document = _blank(report)
    document.add_heading(marked(report.title), level=0)
    if report.subtitle:
        _paragraph(document, report.subtitle, soft=True)
    if report.synthetic:
        _paragraph(document, SYNTHETIC, bold=True)
    for section in report.every_section:
        _add_section(document, section)
    _paragraph(document, f"{report.made_with}.", soft=True)
    for name, digest in report.inputs.items():
        _paragraph(document, f"{name} {digest}", soft=True)
    return _same_bytes(document)


def _blank(report: Report) -> Document:
    """Return an empty document whose properties say what made it, and hold no clock and no name."""
    from docx import Document
    from docx.shared import Pt

    document = Document()
    properties = document.core_properties
    properties.author = f"textmine {__version__}"
    properties.last_modified_by = ""
    properties.title = marked(report.title)[:255]
    properties.comments = ""
    properties.created = properties.modified = _EPOCH
    properties.last_printed = _EPOCH
    properties.revision = 1
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(11)
    return document


def _add_section(document: Document, section: Section) -> None:
    document.add_heading(marked(section.title), level=1)
    for sentence in (*section.sentences, *section.explained):
        _paragraph(document, sentence)
    for figure in section.figures:
        _add_figure(document, figure)
    for table in section.tables:
        _add_table(document, table)
    for topic in section.topics:
        _add_topic(document, topic)


def _add_topic(document: Document, topic: QuotedTopic) -> None:
    document.add_heading(marked(topic.heading), level=2)
    for line in topic.words:
        _paragraph(document, line, soft=True)
    for quote in topic.quotations:
        _add_quote(document, quote)


def _add_quote(document: Document, quote: Quote) -> None:
    """Add a quotation; where its context stands beside it, its own words are marked."""
    from docx.enum.text import WD_COLOR_INDEX

    for text, source in quote.above:
        _paragraph(document, f"{text} ({source})", soft=True, indent=1.0)
    framed = bool(quote.before or quote.after)
    paragraph = _paragraph(document, quote.before, indent=0.8)
    run = paragraph.add_run(marked(quote.text))
    if framed:
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    if quote.after:
        paragraph.add_run(marked(quote.after))
    paragraph.paragraph_format.keep_with_next = True
    for text, source in quote.below:
        _paragraph(document, f"{text} ({source})", soft=True, indent=1.0)
    for line in (quote.source, *quote.notes):
        _paragraph(document, line, soft=True, indent=0.8)


def _add_table(document: Document, table: Table) -> None:
    rows = [*table.for_people]
    if not rows:
        if table.note:
            _paragraph(document, f"{table.title}: {table.note}")
        return
    if table.title:
        _paragraph(document, table.title, bold=True).paragraph_format.keep_with_next = True
    heads = [*rows[0]]
    grid = document.add_table(rows=0, cols=len(heads))
    grid.style = "Light Grid Accent 1"
    _fill(grid.add_row().cells, heads)
    for row in rows:
        _fill(grid.add_row().cells, row.values())
    _paragraph(document, table.note, soft=True)


def _fill(cells: Iterable[Any], values: Iterable[Any]) -> None:
    for cell, value in zip(cells, values, strict=True):
        cell.text = marked(written(value))


def _add_figure(document: Document, figure: Figure) -> None:
    import vl_convert
    from docx.shared import Inches

    picture = vl_convert.svg_to_png(figure.printed, scale=3)
    document.add_picture(io.BytesIO(picture), width=Inches(_FIGURE_INCHES))
    _paragraph(document, figure.caption, soft=True)


def _paragraph(
    document: Document,
    text: str,
    *,
    soft: bool = False,
    bold: bool = False,
    indent: float = 0.0,
) -> Any:
    """Add a paragraph of one run; `indent` is in centimetres."""
    from docx.shared import Cm, Pt, RGBColor

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(4)
    if indent:
        paragraph.paragraph_format.left_indent = Cm(indent)
    run = paragraph.add_run(marked(text))
    run.bold = bold or None
    if soft:
        run.font.color.rgb = RGBColor.from_string(_SOFT)
        run.font.size = Pt(9.5)
    return paragraph


def _same_bytes(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as source:
        return zip_members({name: source.read(name) for name in source.namelist()})
