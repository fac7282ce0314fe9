"""A report as Markdown: nothing in a text is read as a mark, a link or HTML."""

from collections.abc import Collection, Iterator

from textmine.cells.markdown import in_markdown
from textmine.present import Quote, Section, markdown_lines
from textmine.report.document import Report
from textmine.report.language import language_of
from textmine.report.printed import notes_of


def markdown_page(report: Report, figures: Collection[str] = ()) -> str:
    """Return a report as Markdown: headings, sentences, tables, and quotations as blocks.

    Of `figures`, by name, figures/NAME.png lies beside it and is shown; others are named by their
    captions alone. A text stands on one line.
    """
    lines = [f"# {in_markdown(report.title)}", ""]
    for line in (report.byline, report.question, report.subtitle):
        lines += [in_markdown(line), ""] if line else []
    say = language_of(report.language).say
    lines += [f"**{say('word.synthetic')}**", ""] if report.synthetic else []
    for section in report.sections:
        lines += _section(section, figures)
    lines += ["---", "", f"# {say('title.appendix')}", ""] if report.appendix else []
    for section in report.appendix:
        lines += _section(section, figures)
    lines += [f"{in_markdown(report.made_with)}.", ""]
    lines += [f"{in_markdown(name)} {digest}" for name, digest in report.inputs.items()]
    return "\n".join(lines).rstrip() + "\n"


def _section(section: Section, figures: Collection[str]) -> Iterator[str]:
    yield from (f"## {in_markdown(section.title)}", "")
    for sentence in (*section.sentences, *section.explained):
        yield from (in_markdown(sentence), "")
    for light in section.lights:
        yield f"- {light.sign} **{in_markdown(light.word)}:** {in_markdown(light.text)}"
    yield from [""] if section.lights else []
    for figure in section.figures:
        caption = in_markdown(figure.caption)
        if figure.name in figures:
            yield from (f"![{caption}](<figures/{figure.name}.png>)", "")
        yield from (f"Figure: {caption}", "")
    for table in section.tables:
        if table.title:
            yield from (f"**{in_markdown(table.title)}**", "")
        yield from markdown_lines(table)
        if table.aside:
            yield from (in_markdown(table.aside), "")
        if table.for_people and notes_of(table):
            yield from (in_markdown(notes_of(table)), "")
    for topic in section.topics:
        yield from (f"### {in_markdown(topic.heading)}", "")
        for line in topic.words:
            yield from (in_markdown(line), "")
        for quote in topic.quotations:
            yield from _quote(quote)


def _quote(quote: Quote) -> Iterator[str]:
    for text, source in quote.above:
        yield from (f"> ({in_markdown(source)}) {in_markdown(text)}", ">")
    own = "".join(
        f"**{in_markdown(text)}**" if lit else in_markdown(text) for text, lit in quote.parts
    )
    yield f"> {in_markdown(quote.before)}“{own}”{in_markdown(quote.after)}"
    for text, source in quote.below:
        yield from (">", f"> ({in_markdown(source)}) {in_markdown(text)}")
    for line in (quote.source, *quote.notes):
        yield from (">", f"> ({in_markdown(line)})")
    yield ""
