"""The first page: what was found, in sentences that only say what the figures carry."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.present import Figure, QuotedTopic, Section
from textmine.report.language import Language
from textmine.report.whole.finding_sentences import findings_of
from textmine.report.whole.finding_tables import findings_table
from textmine.report.whole.gathering import Gathered
from textmine.report.whole.lights import first_page_lights
from textmine.report.whole.quoting import Quotations
from textmine.report.whole.shares import DimensionShares
from textmine.report.whole.telling import shares_figure
from textmine.report.whole.themes import themes_figure

_MOST_SENTENCES = 6


def findings_section(
    every: Sequence[Gathered], quotations: Sequence[Quotations], language: Language
) -> Section:
    """Return the findings on corpora: three to six sentences, lights, a chart and a table."""
    found = [
        finding
        for gathered in every
        for finding in findings_of(gathered, language, several=len(every) > 1)
    ]
    most = max(_MOST_SENTENCES, 2 * len(every))
    kept = sorted(range(len(found)), key=lambda at: (-found[at].weight, at))[:most]
    both = list(zip(every, quotations, strict=True))
    figures = [figure for gathered in every for figure in _figure(gathered, language)][:1]
    tables = [
        table for gathered, quoted in both for table in findings_table(gathered, quoted, language)
    ]
    alone = [quote for quoted in quotations for quote in quoted.alone]
    return Section(
        "findings",
        language.say("title.findings"),
        [found[at].text for at in sorted(kept)],
        tables[:1] if len(every) == 1 else tables,
        figures,
        [QuotedTopic(language.say("title.words"), (), alone)] if alone else [],
        lights=[light for gathered in every for light in first_page_lights(language, gathered)],
    )


def first_shares(found: Gathered) -> list[DimensionShares]:
    """Return the dimensions that the first page shows: the first two of the first codebook."""
    return [shares for book in found.books for shares in book.shares][:2]


def _figure(found: Gathered, language: Language) -> list[Figure]:
    shares = first_shares(found)
    if shares:
        return shares_figure(language, f"main_{found.corpus.name}", shares)
    return [figure for theme in found.themes for figure in themes_figure(theme, language)][:1]
