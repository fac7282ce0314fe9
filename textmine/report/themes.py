"""Themes: shares, coherence, words and quotations, and what people made of them."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmine.present import (
    Column,
    Figure,
    Quote,
    QuotedTopic,
    Section,
    Table,
    columns_of,
    table_of,
)
from textmine.report.figures import interval_chart, map_chart
from textmine.report.wording import first_of

if TYPE_CHECKING:
    from textmine.topics import Placed, TopicsView, TopicView
    from textmine.topics.evaluating.reference import ReferenceCoherence
    from textmine.topics.naming.theme_changes import Changed
    from textmine.topics.naming.themes_file import Themes

_LISTED, _FEWEST = 5, 3
HOW_SHARES_VARY = "Intervals: 95 %, t over {} taken whole (CR2)."
_LABELS_ARE_PROPOSED = (
    "Labels are proposed by a machine from the phrases of a topic's units (log-odds against the "
    "rest), no two the same: confirm or change them. FREX words are frequent in a topic and nearly "
    "only there."
)
_WHAT_STANDS_APART = (
    "Quotations marked 'apart' come from units in which the topic is strong and that mean "
    "something else than the others. Where the encoder does not read the language, the words say "
    "so. Read them before you say what all of them say."
)


def topics_section(view: TopicsView) -> Section:
    """Return the section on the topics of a corpus."""
    from textmine.topics.card import topic_table

    table = topic_table(view)
    return Section(
        f"topics-{view.model}",
        f"Themes: {view.model}",
        [
            *([f"Note: {view.remark}."] if view.remark else []),
            f"Share: mean share of a unit. {_how_shares_vary(view)}",
            *([view.sampled.sentence] if view.sampled else []),
            view.coherence,
            view.how_stable,
            _unplaced(view),
        ],
        [table],
        [*_shares(view), *_map(view)],
        [_quoted(topic) for topic in view.topics],
        records=table,
        explained=[
            f"The units are documents: {view.vocabulary} words, read by {view.nlp.title}.",
            _LABELS_ARE_PROPOSED,
            f"Name a theme only after reading its quotations. {_WHAT_STANDS_APART}",
        ],
    )


def coherence_sentence(found: ReferenceCoherence) -> str:
    """Say how coherent topics are on another corpus."""
    scores = ", ".join(f"{topic} {score:.3f}" for topic, score in found.npmi.items())
    return (
        f"NPMI on the {found.n_units:,} documents of '{found.corpus}': mean {found.mean:.3f}; "
        f"{scores}."
    )


def placed_section(placed: Placed, out: Path, rolled: Mapping[str, tuple[Path, int]]) -> Section:
    """Say where the shares of documents are, those of wholes by column, and what has no share."""
    name, n = placed.corpus.name, len(placed.corpus)
    lost = [i for i, here in zip(placed.corpus.ids, placed.in_topics, strict=True) if not here]
    sentences = [
        f"{size:,} values of {column}, documents weighted by length: {path}."
        for column, (path, size) in rolled.items()
    ]
    sentences.append(
        f"{n - len(lost):,} of {n:,} documents of '{name}' placed; shares are in {out}."
    )
    if lost:
        sentences.append(f"Without a known word: {first_of(lost, _LISTED)}.")
    return Section.of(*sentences)


def _how_shares_vary(view: TopicsView) -> str:
    """Return the sentence on how intervals of shares were made, and when they promise less."""
    sentence = HOW_SHARES_VARY.format(f"{view.n_groups} {view.groups}s")
    reasons = dict.fromkeys(topic.interval.reason for topic in view.topics if topic.interval.reason)
    return " ".join([sentence, *list(reasons)[:1]])


def _unplaced(view: TopicsView) -> str:
    listed = f" ({first_of(view.unplaced, _LISTED)})" if view.unplaced else ""
    return f"Units in no topic: {len(view.unplaced):,}{listed}."


def _shares(view: TopicsView) -> list[Figure]:
    chart: list[dict[str, Any]] = [
        {"label": f"{topic.id}  {topic.title}", "value": topic.share, **topic.interval.limits}
        for topic in view.topics
        if topic.interval.defined
    ]
    if len(chart) < 2:
        return []
    draw = partial(
        interval_chart,
        chart,
        label="label",
        domain=(0.0, min(1.0, max(row["high"] for row in chart) * 1.08)),
        title=f"mean share of a document, n = {len(view.ids) - len(view.unplaced):,}",
        machine=True,
        percent=True,
        bars=True,
    )
    caption = f"Mean share of each theme in a unit, the topics held fixed. {_how_shares_vary(view)}"
    return [Figure(f"topics_{view.model}", caption, draw)]


def _map(view: TopicsView) -> list[Figure]:
    """Draw the topics on a map: those whose words are alike lie near each other."""
    points = [
        {"id": topic.id, "label": topic.title, "x": x, "y": y, "share": topic.share}
        | {"told": f"{100 * topic.share:.0f} %"}
        for topic, (x, y) in zip(view.topics, view.places, strict=bool(view.places))
    ]
    if len(points) < _FEWEST:
        return []
    title = (
        f"near: alike in words; area: mean share of {len(view.ids) - len(view.unplaced):,} texts"
    )
    caption = (
        "Themes by how alike their words are: the root of the Jensen-Shannon divergence, by "
        "classical scaling in two dimensions, which cannot keep all distances."
    )
    return [Figure(f"map_{view.model}", caption, partial(map_chart, points, title=title))]


def _quoted(topic: TopicView) -> QuotedTopic:
    """Return a topic's words by weight, FREX and keyness, and what is typical or stands apart."""
    portrait = topic.portrait
    lines = [f"words: {', '.join(topic.words)}"]
    if portrait.frex:
        lines.append(f"FREX: {', '.join(portrait.frex)}")
    if portrait.key_words:
        keys = ", ".join(f"{key.word} ({key.z:.1f})" for key in portrait.key_words)
        lines.append(f"key words (z): {keys}")
    quotes = [Quote(quote.text, quote.signature) for quote in topic.quotations]
    for dissent in portrait.dissenting:
        signed = [dissent.quotation.signature] if dissent.quotation.signature else []
        source = " · ".join([*signed, f"apart: {dissent.why}"])
        quotes.append(Quote(dissent.quotation.text, source))
    return QuotedTopic(_heading(topic), lines, quotes)


def _heading(topic: TopicView) -> str:
    """Return id and name, and whether it is proposed or does not come back."""
    name = topic.name or f"{topic.title} (proposed)"
    lost = ["does not come back when texts are left out"] if topic.unstable else []
    return " · ".join([topic.id, name, *lost])


_NONE = "No theme yet: textmine topics name MODEL T01 NAME"


def themes_section(model: str, found: Themes) -> Section:
    """Return the section on the themes of a model as they are."""
    columns = [
        Column("theme", lambda row: row[0]),
        Column("topics", lambda row: ", ".join(row[1].topics)),
        Column("stage", lambda row: row[1].stage),
        Column("description", lambda row: row[1].description),
    ]
    table = table_of("themes", f"Themes of {model}", columns, found.themes.items())
    return _section(model, table, [])


def changed_section(changed: Changed, model: str) -> Section:
    """Say what the theme is now, and what its topics left or joined for it."""
    sentences = [changed.told] if " is called " in changed.told else []
    if " leave" in changed.told or " join" in changed.told:
        back = f"textmine topics themes {model} --unmerge {shlex.quote(changed.name)}"
        sentences = [f"{changed.told} Take it back: {back}"]
    elif not changed.told:
        sentences = ["Everything is so already."]
    theme = changed.themes.themes[changed.name]
    topics = ", ".join(theme.topics)
    return Section.of(*sentences, f"Theme '{changed.name}': {topics} ({theme.stage}).")


def history_section(model: str, found: Themes, refits: Sequence[Mapping[str, Any]]) -> Section:
    """Return the section on what people did to themes, and what refits did to the topics."""
    columns = columns_of("on", "what", "reason")
    table = table_of("theme_history", f"History of the themes of {model}", columns, found.history)
    sentences = [
        f"Fitted to {refit['documents']:,} documents of '{refit['corpus']}': "
        f"{' '.join(refit['changes'])}"
        for refit in refits
    ]
    return _section(model, table, sentences)


def _section(model: str, table: Table, sentences: Sequence[str]) -> Section:
    none = [] if table.rows else [_NONE]
    return Section("themes", f"Themes of {model}", [*none, *sentences], [table], records=table)
