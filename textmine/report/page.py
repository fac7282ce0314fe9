"""A report as a self-contained HTML page, or as Markdown; nothing in a text can act."""

import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from textmine.cells.acting import marked
from textmine.cells.markdown import in_markdown
from textmine.codebook import Codebook, how_to_answer, outline, rule_sentence
from textmine.present import Quote, Section, Table, markdown_lines, written
from textmine.report.document import Report
from textmine.report.figures.style import ON_PAGES
from textmine.report.language import language_of
from textmine.report.printed import notes_of

_FOLDER = Path(__file__).parent


def fill_template(
    name: str,
    content: dict[str, Any],
    filters: dict[str, Callable[..., Any]],
    tests: dict[str, Callable[..., bool]] | None = None,
) -> str:
    """Return a page made of a template of this folder, with the style of all pages as `css`."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(filters)
    environment.tests.update(tests or {})
    css = (_FOLDER / "style.css").read_text(encoding="utf-8")
    page = environment.get_template(name).render(**content, css=Markup(css))
    return marked(page.replace("\r\n", "\n"))


_LONG = 36
"""Letters from which on a line of a cell is text to read, and not a label."""

_TAG = re.compile("<[^<>]*>")
_COLOUR = re.compile(r'\b(fill|stroke)="(#[0-9a-f]{6})"')


def render_page(report: Report) -> str:
    """Return the page: every text is escaped, and a policy in its head forbids any script."""
    language = language_of(report.language)
    return fill_template(
        "page.html.j2",
        {"report": report, "say": language.say},
        {"cell": written, "svg": inline_chart, "listed": language.listed},
        {"figure": _is_figure, "long": _is_long, "wordy": _is_wordy},
    )


def _is_figure(value: Any) -> bool:
    """Return whether a text is a figure with its interval, which must not be broken in lines."""
    return isinstance(value, str) and re.fullmatch(r"[-\d.,;()%/\[\] \u00a0\n]+", value) is not None


def _is_long(value: Any) -> bool:
    """Return whether a cell is text to read: one of its lines is long."""
    return isinstance(value, str) and max(map(len, value.split("\n")), default=0) > _LONG


def _is_wordy(table: Table) -> bool:
    """Return whether a table holds texts to read: a narrow page shows its cells one by one."""
    cells = (cell for row in table.for_people for cell in row.values())
    return any(map(_is_long, cells))


def inline_chart(svg: str) -> Any:
    """Return a chart in the colours of the page; the library that drew it escaped its texts."""
    from markupsafe import Markup

    drawn = svg[svg.index("<svg") :]
    return Markup(_TAG.sub(lambda tag: _COLOUR.sub(_of_page, tag[0]), drawn))


def _of_page(match: re.Match[str]) -> str:
    """Return a colour in an attribute as that of the page, with the drawn one where it has none."""
    name, colour = match.groups()
    own = ON_PAGES.get(colour)
    return f'{name}="var(--{own}, {colour})"' if own else match[0]


def codebook_page(book: Codebook) -> str:
    """Return the page: a section a dimension, then cells, rules, attributes and history."""
    return fill_template(
        "codebook.html.j2",
        {"book": book},
        {"outline": outline, "asks": how_to_answer, "demand": rule_sentence},
    )


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
