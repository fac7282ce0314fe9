"""A report as a Word document: same bytes every time, and nothing in a text acts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textmine import __version__
from textmine.cells.acting import marked
from textmine.present import Figure, Quote, QuotedTopic, Section, Table
from textmine.report.document import Report
from textmine.report.docx_style import EPOCH, SOFT, add_grid, set_page, set_styles
from textmine.report.language import language_of
from textmine.report.printed import PrintFigure, notes_of, print_figure, printed_table
from textmine.store.canonical_zip import zip_members

if TYPE_CHECKING:
    from docx.document import Document


def docx_bytes(report: Report, figures: Mapping[str, PrintFigure] | None = None) -> bytes:
    """Return a report as the bytes of a .docx file: headings, sentences, tables, figures, quotes.

    Every text is written as it stands, but for characters that act or that no such file may hold:
    these are shown as marks (`cells.acting`). No text becomes a field, a link or a style. `figures`
    are those that are drawn already, by name.
    """
    document, say = _blank(report), language_of(report.language).say
    document.add_heading(marked(report.title), level=0)
    for line in (report.byline, report.subtitle):
        if line:
            _paragraph(document, line, soft=True)
    if report.question:
        _paragraph(document, report.question, style="Intense Quote")
    if report.synthetic:
        _paragraph(document, say("word.synthetic"), bold=True)
    drawn = figures or {}
    for section in report.sections:
        _add_section(document, section, drawn)
    if report.appendix:
        heading = document.add_heading(say("title.appendix"), level=1)
        heading.paragraph_format.page_break_before = True
    for section in report.appendix:
        _add_section(document, section, drawn, level=2)
    _paragraph(document, f"{report.made_with}.", soft=True)
    for name, digest in report.inputs.items():
        _paragraph(document, f"{name} {digest}", soft=True)
    return _same_bytes(document)


def _blank(report: Report) -> Document:
    """Return an empty document whose properties say what made it, and hold no clock."""
    from docx import Document

    document = Document()
    properties = document.core_properties
    properties.author = marked("; ".join(report.authors))[:255] or f"textmine {__version__}"
    properties.last_modified_by = ""
    properties.title = marked(report.title)[:255]
    properties.language = report.language
    properties.comments = ""
    properties.created = properties.modified = EPOCH
    properties.last_printed = EPOCH
    properties.revision = 1
    set_page(document)
    set_styles(document, report.language)
    return document


def _add_section(
    document: Document, section: Section, figures: Mapping[str, PrintFigure], level: int = 1
) -> None:
    document.add_heading(marked(section.title), level=level)
    for sentence in (*section.sentences, *section.explained):
        _paragraph(document, sentence)
    for light in section.lights:
        paragraph = _paragraph(document, f"{light.sign} {light.word}: ", bold=True, indent=0.4)
        paragraph.add_run(marked(light.text))
    for figure in section.figures:
        _add_figure(document, figure, figures.get(figure.name))
    for table in section.tables:
        _add_table(document, table)
    for topic in section.topics:
        _add_topic(document, topic, level + 1)


def _add_topic(document: Document, topic: QuotedTopic, level: int) -> None:
    document.add_heading(marked(topic.heading), level=level)
    for line in topic.words:
        _paragraph(document, line, soft=True)
    for quote in topic.quotations:
        _add_quote(document, quote)


def _add_quote(document: Document, quote: Quote) -> None:
    """Add a quotation; its marked words, or all of them in their context, are highlighted."""
    from docx.enum.text import WD_COLOR_INDEX

    for text, source in quote.above:
        _paragraph(document, f"{text} ({source})", soft=True, indent=1.0)
    paragraph = _paragraph(document, quote.before, indent=0.8)
    framed = bool(quote.before or quote.after)
    for text, lit in quote.parts if quote.marks else [(quote.text, framed)]:
        run = paragraph.add_run(marked(text))
        if lit:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    if quote.after:
        paragraph.add_run(marked(quote.after))
    paragraph.paragraph_format.keep_with_next = True
    for text, source in quote.below:
        _paragraph(document, f"{text} ({source})", soft=True, indent=1.0)
    for line in (quote.source, *quote.notes):
        _paragraph(document, line, soft=True, indent=0.8)


def _add_table(document: Document, table: Table) -> None:
    printed = printed_table(table)
    if printed is None:
        if table.note or table.aside:
            _paragraph(document, f"{table.title}: {table.note or table.aside}")
        return
    if table.title:
        _paragraph(document, table.title, style="Caption").paragraph_format.keep_with_next = True
    add_grid(document, printed, marked(table.title))
    _paragraph(document, notes_of(table), soft=True)


def _add_figure(document: Document, figure: Figure, drawn: PrintFigure | None) -> None:
    """Add a figure at print size; its caption is its text for those who cannot see it, too."""
    from docx.shared import Cm

    drawn = drawn or print_figure(figure)
    document.add_picture(io.BytesIO(drawn.png), width=Cm(drawn.width_cm))
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    picture = document.inline_shapes[-1]._inline.docPr
    picture.set("name", marked(figure.name))
    picture.set("descr", marked(figure.caption))
    _paragraph(document, figure.caption, style="Caption")


def _paragraph(
    document: Document,
    text: str,
    *,
    soft: bool = False,
    bold: bool = False,
    indent: float = 0.0,
    style: str | None = None,
) -> Any:
    """Add a paragraph of one run; `indent` is in centimetres."""
    from docx.shared import Cm, Pt, RGBColor

    paragraph = document.add_paragraph(style=style)
    paragraph.paragraph_format.space_after = Pt(4)
    if indent:
        paragraph.paragraph_format.left_indent = Cm(indent)
    run = paragraph.add_run(marked(text))
    run.bold = bold or None
    if soft:
        run.font.color.rgb = RGBColor.from_string(SOFT)
        run.font.size = Pt(9.5)
    return paragraph


def _same_bytes(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as source:
        return zip_members({name: source.read(name) for name in source.namelist()})
