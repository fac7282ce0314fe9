"""Two corpora held against each other, as rows, sentences and a section."""

from __future__ import annotations

from typing import Any

from textmine.report.coded import number
from textmine.report.document import Figure, QuotedTopic, Section, Table
from textmine.report.figures import interval_chart
from textmine.topics.aligning.alignment import Alignment, SharedTheme, Side

_MOST_WORDS = 8


def said(verdict: str, found: Alignment) -> str:
    """Return a verdict in words, with the names of the corpora."""
    kind, _, side = verdict.partition(" ")
    return kind if not side else f"{kind} {found.first if side == 'first' else found.second}"


def aligned_rows(found: Alignment) -> list[dict[str, Any]]:
    """Return a row a theme: verdict, presence on both sides with intervals, p, words."""
    return [
        {
            "theme": theme.id,
            "verdict": said(theme.verdict, found),
            **_figures(found.first, theme.first),
            **_figures(found.second, theme.second),
            "p": number(theme.p),
            "p (Holm)": number(theme.p_adjusted),
            "words": ", ".join(theme.words),
            f"words in {found.first}": ", ".join(theme.first.words),
            f"words in {found.second}": ", ".join(theme.second.words),
        }
        for theme in found.themes
    ]


def short_rows(found: Alignment) -> list[dict[str, Any]]:
    """Return the rows as a terminal and a page show them."""
    return [
        {
            "theme": theme.id,
            "verdict": said(theme.verdict, found),
            found.first: _in_words(theme.first),
            found.second: _in_words(theme.second),
            "p (Holm)": number(theme.p_adjusted),
            "words": ", ".join(theme.words[:_MOST_WORDS]),
        }
        for theme in found.themes
    ]


def aligned_sentences(found: Alignment) -> list[str]:
    """Return the answer and how it was found, in sentences."""
    first, second = found.first, found.second
    told = []
    for verdict, text in (
        ("only first", f"Only in '{first}'"),
        ("only second", f"Only in '{second}'"),
        ("more first", f"More in '{first}'"),
        ("more second", f"More in '{second}'"),
        ("shared", "Shared"),
        ("undecided", "Undecided (few units have it, or few clusters)"),
    ):
        here = [theme for theme in found.themes if theme.verdict == verdict]
        if here:
            listed = "; ".join(f"{theme.id} ({', '.join(theme.words[:3])})" for theme in here)
            told.append(f"{text}: {listed}.")
    told.append(
        f"Presence: share of units whose main theme it is, of {found.n_units[0]:,} units of "
        f"'{first}' and {found.n_units[1]:,} of '{second}', with 95 % intervals over whole "
        f"{found.clusters[0]}s ({found.n_clusters[0]:,}) and {found.clusters[1]}s "
        f"({found.n_clusters[1]:,}). Test: {found.n_permutations:,} permutations of whole clusters "
        f"between the sides, corrected for {len(found.themes)} themes (Holm). 'Only': less than a "
        "third as present on the other side. 'Shared' and 'undecided': chance could part the sides "
        "as far; 'undecided' would be on one side only."
    )
    if found.least_p >= 0.05:
        told.append(
            f"So few clusters cannot tell the sides apart: no corrected p can be below "
            f"{found.least_p:.2f}. Add documents, or take finer clusters with --clusters document "
            "if passages of a document may be taken as independent."
        )
    return told


def aligned_section(found: Alignment) -> Section:
    """Return the section: figure, table, and the quotations of each side."""
    chart = [
        {
            "label": f"{theme.id}  {', '.join(theme.words[:4])}",
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
            title="share of units whose main theme it is",
            machines=[found.first, found.second],
        )
        figures.append(Figure("aligned", "Presence of each theme on both sides.", svg))
    table = Table("aligned", "Themes on both sides", aligned_rows(found), shown=short_rows(found))
    quoted = [_quoted(theme, found) for theme in found.themes]
    title = f"Themes of '{found.first}' and '{found.second}'"
    return Section("aligned", title, aligned_sentences(found), [table], figures, quoted)


def _quoted(theme: SharedTheme, found: Alignment) -> QuotedTopic:
    quotations = [
        (quote.text, " · ".join(p for p in (name, quote.author, quote.thread, quote.document) if p))
        for name, side in ((found.first, theme.first), (found.second, theme.second))
        for quote in side.quotations
    ]
    words = " | ".join(
        f"{name}: {', '.join(side.words)}"
        for name, side in ((found.first, theme.first), (found.second, theme.second))
        if side.words
    )
    return QuotedTopic(f"{theme.id} · {said(theme.verdict, found)}", words, quotations)


def _figures(name: str, side: Side) -> dict[str, Any]:
    return {
        name: round(side.presence, 6),
        f"{name} low": number(side.interval.low),
        f"{name} high": number(side.interval.high),
    }


def _in_words(side: Side) -> str:
    if not side.interval.defined:
        return f"{side.presence:.3f}"
    return f"{side.presence:.3f} [{side.interval.low:.3f}, {side.interval.high:.3f}]"
