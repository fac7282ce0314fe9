"""The first page: sentences that only say what the figures carry, and the table."""

from collections.abc import Sequence
from dataclasses import replace

from textmine.present import Column, Figure, QuotedTopic, Section, Table, table_of
from textmine.report.language import Language
from textmine.report.whole.codes import tables_by_coder, unsettled
from textmine.report.whole.finding_sentences import findings_of
from textmine.report.whole.gathering import Gathered, ThemesFound
from textmine.report.whole.lights import first_page_lights, thresholds_once
from textmine.report.whole.quoting import Quotations, in_a_cell
from textmine.report.whole.shares import CodeShare, DimensionShares
from textmine.report.whole.telling import code_cell, figures_of, shares_figure
from textmine.report.whole.themes import theme_columns, themes_figure

_MOST_ROWS = 6


def findings_table(found: Gathered, quoted: Quotations, language: Language) -> list[Table]:
    """Return the commonest codes with a quotation each, or the largest themes."""
    if not any(book.shares for book in found.books):
        themes = [_themes_table(theme, quoted, language) for theme in found.themes[:1]]
        name = f"main_codes_{found.corpus.name}"
        apart = [
            table
            for book in found.books
            if unsettled(book)
            for table in tables_by_coder(name, book, language)
        ]
        return themes or apart[:1]
    book = next(coded_book for coded_book in found.books if coded_book.shares)
    n_each = max(1, _MOST_ROWS // min(len(book.shares), _MOST_ROWS))
    rows: list[tuple[DimensionShares, CodeShare]] = [
        (shares, code_share) for shares in book.shares for code_share in shares.leading[:n_each]
    ][:_MOST_ROWS]
    sure = any(not code_share.amount.counted for _, code_share in rows)
    used: set[str] = set()
    cells = {
        (shares.dimension, share.code): quoted.short(book, shares.dimension, share.code, used)
        for shares, share in rows
    }
    columns = [
        Column("code", lambda row: code_cell(row[1]), language.say("column.code")),
        Column("dimension", lambda row: row[0].name, language.say("column.dimension")),
        Column(
            "share",
            lambda row: _stacked(figures_of(language, *row)),
            language.say("column.share" if sure else "column.share_plain"),
        ),
        Column(
            "quotation",
            lambda row: cells[row[0].dimension, row[1].code],
            language.say("column.words"),
        ),
    ]
    columns = columns if len(book.shares) > 1 else [columns[0], *columns[2:]]
    key = "front.table_codes" if quoted.settings.show else "front.table_codes_plain"
    name = f"main_codes_{found.corpus.name}"
    return [table_of(name, language.say(key), columns, rows, kind="main_codes")]


def _stacked(figures: str) -> str:
    """Return "72 / 131, 55 % [47, 63]" in two lines."""
    first, comma, rest = figures.partition(", ")
    return f"{rest}\n{first}" if comma and "/" in first else figures


def _themes_table(themes: ThemesFound, quoted: Quotations, language: Language) -> Table:
    topics = sorted(themes.view.topics, key=lambda topic_view: -topic_view.share)[:_MOST_ROWS]
    n = 1 if quoted.settings.show else 0
    cells = {
        topic.id: "".join(in_a_cell(quote, language) for quote in quoted.of_topic(topic, n))
        for topic in topics
    }
    columns = [
        *theme_columns(language, 6),
        Column("quotation", lambda topic: cells[topic.id], language.say("column.words")),
    ]
    name = f"main_themes_{themes.view.model}"
    return table_of(name, language.say("front.table_themes"), columns, topics, kind="main_themes")


_MOST_SENTENCES = 6


def findings_section(
    every: Sequence[Gathered],
    quotations: Sequence[Quotations],
    language: Language,
    compared: Sequence[str] = (),
) -> Section:
    """Return the findings on corpora: three to six sentences, lights, a chart and a table.

    `compared` is what is said of two corpora together; it comes first.
    """
    findings = [
        finding
        for gathered in every
        for finding in findings_of(gathered, language, several=len(every) > 1)
    ]
    most = max(_MOST_SENTENCES, 2 * len(every))
    chosen = sorted(range(len(findings)), key=lambda at: (-findings[at].weight, at))[:most]
    both = list(zip(every, quotations, strict=True))
    several = len(every) > 1

    def named(text: str, gathered: Gathered) -> str:
        return f"{gathered.corpus.name}. {text}" if several else text

    figures = [
        replace(figure, caption=named(figure.caption, gathered))
        for gathered in every
        for figure in _figure(gathered, language)
    ][:1]
    tables = [
        replace(table, title=named(table.title, gathered))
        for gathered, quoted in both
        for table in findings_table(gathered, quoted, language)
    ]
    lights = [
        replace(light, text=named(light.text, gathered))
        for gathered in every
        for light in first_page_lights(language, gathered)
    ]
    alone = [quote for quoted in quotations for quote in quoted.alone]
    return Section(
        "findings",
        language.say("title.findings"),
        [*compared, *(findings[at].text for at in sorted(chosen))],
        tables if several else tables[:1],
        figures,
        [QuotedTopic(language.say("title.words"), (), alone)] if alone else [],
        lights=thresholds_once(lights),
    )


def first_shares(found: Gathered) -> list[DimensionShares]:
    """Return the dimensions that the first page shows: the first two of the first codebook."""
    return [shares for book in found.books for shares in book.shares][:2]


def _figure(gathered: Gathered, language: Language) -> list[Figure]:
    shares = first_shares(gathered)
    if shares:
        return shares_figure(language, f"main_{gathered.corpus.name}", shares)
    return [figure for theme in gathered.themes for figure in themes_figure(theme, language)][:1]
