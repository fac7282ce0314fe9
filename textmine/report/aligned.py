"""Two corpora held against each other, as rows, sentences and a section."""

from __future__ import annotations

from typing import Any

from textmine.present import Figure, QuotedTopic, Section, Table
from textmine.report.coded import number
from textmine.report.figures import interval_chart
from textmine.topics.aligning.presence import CLEAR
from textmine.topics.aligning.sides import Alignment, SharedTheme, Side
from textmine.topics.aligning.verdict import SIGNIFICANT

_MOST_WORDS = 8


def said(verdict: str, found: Alignment) -> str:
    """Return a verdict in words, with the names of the corpora."""
    kind, _, side = verdict.partition(" ")
    names = {"first": found.first, "second": found.second}
    return f"{kind} {names[side]}" if side in names else verdict


def aligned_rows(found: Alignment) -> list[dict[str, Any]]:
    """Return a row a theme: verdict, presence on both sides with intervals, p, words."""
    return [
        {
            "theme": theme.id,
            "name": theme.name,
            "verdict": said(theme.verdict, found),
            **_figures(found.first, theme.first),
            **_figures(found.second, theme.second),
            "p": number(theme.p),
            "p (corrected)": number(theme.p_adjusted),
            "words": ", ".join(theme.words),
            f"words in {found.first}": ", ".join(theme.first.words),
            f"words in {found.second}": ", ".join(theme.second.words),
            f"quotations in {found.first}": _quotations(theme.first),
            f"quotations in {found.second}": _quotations(theme.second),
        }
        for theme in found.themes
    ]


def short_rows(found: Alignment) -> list[dict[str, Any]]:
    """Return the rows as a terminal and a page show them."""
    return [
        {
            "theme": f"{theme.id} {theme.name}".rstrip(),
            "verdict": said(theme.verdict, found),
            found.first: _in_words(theme.first),
            found.second: _in_words(theme.second),
            "p (corrected)": number(theme.p_adjusted),
            "words": ", ".join(theme.words[:_MOST_WORDS]),
        }
        for theme in found.themes
    ]


def aligned_sentences(found: Alignment) -> list[str]:
    """Return the answer and how it was found, in sentences."""
    first, second = found.first, found.second
    told = list(found.remarks)
    for verdict, text in (
        ("only first", f"Only in '{first}'"),
        ("only second", f"Only in '{second}'"),
        ("more first", f"More in '{first}'"),
        ("more second", f"More in '{second}'"),
        ("shared", "Shared"),
        ("not settled", "Not settled"),
    ):
        here = [theme for theme in found.themes if theme.verdict == verdict]
        if here:
            listed = "; ".join(
                f"{theme.id} ({theme.name or ', '.join(theme.words[:3])})" for theme in here
            )
            told.append(f"{text}: {listed}.")
    told.append(
        f"Presence: share of units in which it is the main theme, with a share of {CLEAR:.0%} or "
        f"more, of {found.n_units[0]:,} units of '{first}' ({found.n_clear[0]:,} have such a "
        f"theme) and {found.n_units[1]:,} of '{second}' ({found.n_clear[1]:,}), with 95 % "
        f"intervals over whole {found.clusters[0]}s ({found.n_clusters[0]:,}) and "
        f"{found.clusters[1]}s ({found.n_clusters[1]:,})."
    )
    told.append(
        f"Test: {found.n_permutations:,} permutations of whole clusters between the sides, "
        f"corrected for {len(found.themes)} themes (Westfall-Young). 'Only': on the other side "
        "less than a quarter as present; 'more': less than two thirds, more than chance parts "
        "(corrected p below .05). 'Shared': both have it. 'Not settled': looks one-sided, but "
        "chance could part the sides as far."
    )
    if found.least_p >= SIGNIFICANT:
        told.append(
            f"So few clusters cannot tell the sides apart: no p can be below {found.least_p:.2f}. "
            "Add documents, or take finer clusters with --clusters document if passages of a "
            "document may be taken as independent."
        )
    return told


def aligned_section(found: Alignment) -> Section:
    """Return the section: figure, table, and the quotations of each side."""
    chart = [
        {
            "label": theme.title,
            "corpus": name,
            "value": side.presence,
            "low": side.interval.low,
            "high": side.interval.high,
        }
        for theme in found.themes
        for name, side in ((found.first, theme.first), (found.second, theme.second))
        if side.interval.defined
    ]
    figures = []
    if chart:
        sides = [side for theme in found.themes for side in (theme.first, theme.second)]
        top = max(side.interval.high for side in sides if side.interval.defined)
        svg = interval_chart(
            chart,
            label="label",
            colour="corpus",
            domain=(0.0, min(1.0, top * 1.08)),
            title="share of units in which it is the main theme",
            machines=[found.first, found.second],
        )
        figures.append(Figure("aligned", "Presence of each theme on both sides.", svg))
    table = Table("aligned", "Themes on both sides", aligned_rows(found), shown=short_rows(found))
    quoted = [_quoted(theme, found) for theme in found.themes]
    title = f"Themes of '{found.first}' and '{found.second}'"
    return Section("aligned", title, aligned_sentences(found), [table], figures, quoted)


def _quoted(theme: SharedTheme, found: Alignment) -> QuotedTopic:
    quotations = [
        (quote.text, f"{name} · {quote.signature}")
        for name, side in ((found.first, theme.first), (found.second, theme.second))
        for quote in side.quotations
    ]
    words = " | ".join(
        f"{name}: {', '.join(side.words)}"
        for name, side in ((found.first, theme.first), (found.second, theme.second))
        if side.words
    )
    heading = " · ".join(p for p in (theme.id, theme.name, said(theme.verdict, found)) if p)
    return QuotedTopic(heading, [words], quotations)


def _figures(name: str, side: Side) -> dict[str, Any]:
    return {
        name: round(side.presence, 6),
        f"{name} low": number(side.interval.low),
        f"{name} high": number(side.interval.high),
    }


def _quotations(side: Side) -> str:
    return " / ".join(f"“{quote.text}” [{quote.document}]" for quote in side.quotations)


def _in_words(side: Side) -> str:
    if not side.interval.defined:
        return f"{side.presence:.3f}"
    return f"{side.presence:.3f} [{side.interval.low:.3f}, {side.interval.high:.3f}]"
