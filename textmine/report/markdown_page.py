"""A report as Markdown: nothing in a text is read as a mark, a link or HTML."""

from __future__ import annotations

from collections.abc import Iterator

from textmine.cells.markdown import in_markdown
from textmine.present import Quote, Section, markdown_lines
from textmine.report.document import Report
from textmine.report.docx import SYNTHETIC


def markdown_page(report: Report) -> str:
    """Return a report as Markdown: headings, sentences, tables, and quotations as blocks.

    Figures are named by their captions alone. A text stands on one line.
    """
    lines = [f"# {in_markdown(report.title)}", ""]
    lines += [in_markdown(report.subtitle), ""] if report.subtitle else []
    lines += [f"**{SYNTHETIC}**", ""] if report.synthetic else []
    for section in report.every_section:
        lines += _section(section)
    lines += [f"{in_markdown(report.made_with)}.", ""]
    lines += [f"{in_markdown(name)} {digest}" for name, digest in report.inputs.items()]
    return "\n".join(lines).rstrip() + "\n"


def _section(section: Section) -> Iterator[str]:
    yield from (f"## {in_markdown(section.title)}", "")
    for sentence in (*section.sentences, *section.explained):
        yield from (in_markdown(sentence), "")
    for figure in section.figures:
        yield from (f"Figure: {in_markdown(figure.caption)}", "")
    for table in section.tables:
        if table.title:
            yield from (f"**{in_markdown(table.title)}**", "")
        yield from markdown_lines(table)
        if table.note:
            yield from (in_markdown(table.note), "")
    for topic in section.topics:
        yield from (f"### {in_markdown(topic.heading)}", "")
        for line in topic.words:
            yield from (in_markdown(line), "")
        for quote in topic.quotations:
            yield from _quote(quote)


def _quote(quote: Quote) -> Iterator[str]:
    for text, source in quote.above:
        yield from (f"> ({in_markdown(source)}) {in_markdown(text)}", ">")
    yield f"> {in_markdown(f'{quote.before}“{quote.text}”{quote.after}')}"
    for text, source in quote.below:
        yield from (">", f"> ({in_markdown(source)}) {in_markdown(text)}")
    for line in (quote.source, *quote.notes):
        yield from (">", f"> ({in_markdown(line)})")
    yield ""
