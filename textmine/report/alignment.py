"""Two corpora compared: how present themes are, and what each side says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from textmine.present import (
    Column,
    Figure,
    Quote,
    QuotedTopic,
    Section,
    Value,
    nothing,
    table_of,
    with_interval,
)
from textmine.report.figures import interval_chart
from textmine.topics.aligning.presence import CLEAR, SIGNIFICANT
from textmine.topics.aligning.sides import Alignment, SharedTheme, Side

_MOST_WORDS = 8
_MOST_DRAWN = 12
"""Themes of a figure that a page of paper holds in the size of its type."""


def aligned_section(found: Alignment) -> Section:
    """Return the section: figure, table (a row a theme), and the quotations of each side."""
    first, second = found.first, found.second
    columns = [
        Column("theme", lambda theme: theme.id, people=False),
        Column("name", lambda theme: theme.name, people=False),
        Column("title", lambda theme: f"{theme.id} {theme.name}".rstrip(), "theme", files=False),
        Column("verdict", lambda theme: verdict_said(theme, found), files=False),
        Column("verdict", lambda theme: named_side(theme.verdict, found), people=False),
        _presence(first, lambda theme: theme.first),
        _presence(second, lambda theme: theme.second),
        Column("p", lambda theme: theme.p, people=False),
        Column("p (corrected)", lambda theme: theme.p_adjusted),
        Column("few words", lambda theme: _listed(theme.words[:_MOST_WORDS]), "words", files=False),
        Column("words", lambda theme: _listed(theme.words), people=False),
        Column(f"words in {first}", lambda theme: _listed(theme.first.words), people=False),
        Column(f"words in {second}", lambda theme: _listed(theme.second.words), people=False),
        Column(
            f"quotations in {first}",
            lambda theme: _quotations(theme.first),
            people=False,
            unquoted=nothing,
        ),
        Column(
            f"quotations in {second}",
            lambda theme: _quotations(theme.second),
            people=False,
            unquoted=nothing,
        ),
    ]
    table = table_of("aligned", f"{first} and {second}: {found.engine}", columns, found.themes)
    return Section(
        "aligned",
        f"Themes of '{first}' and '{second}'",
        _sentences(found),
        [table],
        _figures(found),
        [_quoted(theme, found) for theme in found.themes],
        records=table,
    )


def named_side(verdict: str, found: Alignment) -> str:
    """Return a verdict with the names of the corpora."""
    kind, _, side = verdict.partition(" ")
    names = {"first": found.first, "second": found.second}
    return f"{kind} {names[side]}" if side in names else verdict


def verdict_said(theme: SharedTheme, found: Alignment) -> str:
    """Return the verdict on a theme; of one that is not settled also which way it leans here."""
    verdict = named_side(theme.verdict, found)
    leaning = theme.leaning
    return f"{verdict} (here {named_side(leaning, found)})" if leaning else verdict


def _sentences(found: Alignment) -> list[str]:
    first, second = found.first, found.second
    sentences = list(found.remarks)
    groups: dict[str, list[str]] = {}
    for theme in found.themes:
        told = f"{theme.id} ({theme.name or ', '.join(theme.words[:3])})"
        groups.setdefault(f"{theme.verdict} {theme.leaning}".strip(), []).append(told)
    for verdict, text in (
        ("only first", f"Only in '{first}'"),
        ("only second", f"Only in '{second}'"),
        ("more first", f"More in '{first}'"),
        ("more second", f"More in '{second}'"),
        ("not settled only first", f"In these texts only in '{first}', but not settled"),
        ("not settled only second", f"In these texts only in '{second}', but not settled"),
        ("not settled more first", f"In these texts more in '{first}', but not settled"),
        ("not settled more second", f"In these texts more in '{second}', but not settled"),
        ("shared", "Shared"),
    ):
        if verdict in groups:
            sentences.append(f"{text}: {'; '.join(groups[verdict])}.")
    sentences.append(
        f"Presence: share of units in which it is the main theme, with a share of "
        f"{100 * CLEAR:.0f} % or more, of {found.n_units[0]:,} units of '{first}' "
        f"({found.n_clear[0]:,} have such a theme) and {found.n_units[1]:,} of '{second}' "
        f"({found.n_clear[1]:,}), with 95 % "
        f"intervals over whole {found.clusters[0]}s ({found.n_clusters[0]:,}) and "
        f"{found.clusters[1]}s ({found.n_clusters[1]:,})."
    )
    sentences.append(
        f"Test: {found.n_permutations:,} permutations of whole clusters between the sides, "
        f"corrected for {len(found.themes)} themes (Westfall-Young). 'Only': on the other side "
        "less than a quarter as present; 'more': less than two thirds, more than chance parts "
        "(corrected p below .05). 'Shared': both have it. 'Not settled': looks one-sided, but "
        "chance could part the sides as far. It is so in these texts; whether in others like them, "
        "they do not say."
    )
    sentences += [
        f"A theme that no unit of '{name}' has may yet be in up to {100 * most:.0f} % of "
        f"{kind}s like these: so often {n:,} of them all lack it by chance (95 %)."
        for name, kind, n, side in zip(
            (first, second), found.clusters, found.n_clusters, ("first", "second"), strict=True
        )
        if any(getattr(theme, side).presence == 0 for theme in found.themes)
        for most in [1 - 0.05 ** (1 / n)]
    ]
    if found.least_p >= SIGNIFICANT:
        sentences.append(
            f"So few clusters cannot tell the sides apart: no p can be below {found.least_p:.2f}. "
            "Add documents, or take finer clusters with --clusters document if passages of a "
            "document may be taken as independent."
        )
    return sentences


def _figures(found: Alignment) -> list[Figure]:
    known = {
        name
        for theme in found.themes
        for name, side in _sides(theme, found)
        if side.interval.defined
    }
    drawn = _drawn(found.themes)
    chart: list[dict[str, Any]] = [
        {
            "label": theme.title,
            "corpus": name,
            "value": side.presence,
            "low": side.interval.low if side.interval.defined else None,
            "high": side.interval.high if side.interval.defined else None,
        }
        for theme in drawn
        for name, side in _sides(theme, found)
        if name in known
    ]
    if len(chart) < 2:
        return []
    top = max(row["value"] if row["high"] is None else row["high"] for row in chart)
    caption = (
        f"Presence of each theme on both sides: share of {found.n_units[0]:,} units of "
        f"'{found.first}' and {found.n_units[1]:,} of '{found.second}', with 95 % intervals; "
        "0 % has none."
    )
    if len(drawn) < len(found.themes):
        caption += f" The table has the other {len(found.themes) - len(drawn):,} themes."
    draw = partial(
        interval_chart,
        chart,
        label="label",
        colour="corpus",
        domain=(0.0, min(1.0, top * 1.08)),
        title="share of units in which it is the main theme",
        machines=[found.first, found.second],
        percent=True,
    )
    return [Figure("aligned", caption, draw)]


def _drawn(themes: Sequence[SharedTheme]) -> list[SharedTheme]:
    """Return the themes that a page has room to draw: the one-sided ones before others."""
    sure = [theme for theme in themes if theme.verdict.startswith(("only", "more"))]
    others = [theme for theme in themes if theme not in sure]
    chosen = {theme.id for theme in [*sure, *others][:_MOST_DRAWN]}
    return [theme for theme in themes if theme.id in chosen]


def _quoted(theme: SharedTheme, found: Alignment) -> QuotedTopic:
    """Return what each side says of a theme: its words there, and quotations."""
    signed = [
        (rank, quote.text, f"{name} · {quote.signature}")
        for name, side in _sides(theme, found)
        for rank, quote in enumerate(side.quotations)
    ]
    return QuotedTopic(
        " · ".join([theme.id, theme.called, verdict_said(theme, found)]),
        [f"in {name}: {_listed(side.words) or 'none'}" for name, side in _sides(theme, found)],
        [Quote(text, source) for _, text, source in sorted(signed, key=lambda item: item[0] > 0)],
        in_brief=sum(rank == 0 for rank, _, _ in signed),
    )


def _sides(theme: SharedTheme, found: Alignment) -> list[tuple[str, Side]]:
    return [(found.first, theme.first), (found.second, theme.second)]


def _presence(name: str, side: Callable[[SharedTheme], Side]) -> Column:
    def cell(theme: SharedTheme) -> Value:
        return with_interval(side(theme).presence, side(theme).interval)

    return Column(name, cell, stem=f"{name} ")


def _quotations(side: Side) -> str:
    return " / ".join(f"“{quote.text}” [{quote.document}]" for quote in side.quotations)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)
