"""The report's section on themes: shares, coherence, words and quotations."""

from __future__ import annotations

from typing import Any

from textmine.present import Figure, QuotedTopic, Section, Table
from textmine.report.coded import number, with_interval
from textmine.report.figures import interval_chart
from textmine.report.portraits import LABELS_ARE_PROPOSED, quotations_of_topic, words_of_topic
from textmine.topics import TopicsView

_LISTED = 20
HOW_SHARES_VARY = "Intervals: 95 %, t over {} taken whole (CR2)."


def how_shares_vary(view: TopicsView) -> str:
    """Return the sentence on how intervals of shares were made, and when they promise less."""
    said = HOW_SHARES_VARY.format(f"{view.n_groups} {view.groups}s")
    reasons = dict.fromkeys(one.interval.reason for one in view.topics if one.interval.reason)
    return " ".join([said, *list(reasons)[:1]])


def topics_section(view: TopicsView) -> Section:
    """Return the section on the topics of a corpus."""
    rows = topic_rows(view)
    chart = [
        {**row, "value": row["share"], "label": f"{row['topic']}  {topic.title}"}
        for row, topic in zip(rows, view.topics, strict=True)
        if row["low"] is not None
    ]
    figures = []
    if chart:
        top = max(float(row["high"]) for row in chart)
        svg = interval_chart(
            chart,
            label="label",
            domain=(0.0, min(1.0, top * 1.08)),
            title="mean share of a unit",
            machine=True,
        )
        caption = (
            f"Mean share of each theme in a unit, the topics held fixed. {how_shares_vary(view)}"
        )
        figures.append(Figure(f"topics_{view.model}", caption, svg))
    shown = [
        {
            "topic": row["topic"],
            "name or proposed label": row["name"] or row["label"],
            "share [95 %]": with_interval({**row, "value": row["share"]}),
            "held-out NPMI": row["held_out"],
            "stability": row["stability"],
            "words": row["words"],
        }
        for row in rows
    ]
    table = Table(f"topics_{view.model}", f"{view.extent}, {view.engine}", rows, shown=shown)
    quoted = [
        QuotedTopic(
            heading=f"{topic.id} · {topic.title}"
            + (" · does not come back when texts are left out" if topic.unstable else ""),
            words=[words_of_topic(topic)],
            quotations=quotations_of_topic(topic),
        )
        for topic in view.topics
    ]
    rest = len(view.unplaced) - _LISTED
    more = f" and {rest:,} more" if rest > 0 else ""
    listed = f"{', '.join(view.unplaced[:_LISTED])}{more}"
    unplaced = f" In no topic: {listed}." if view.unplaced else ""
    sentences = [
        f"Model '{view.model}' on the {len(view.ids)} units (documents) of '{view.corpus}': "
        f"{view.engine}, {view.vocabulary} words, read by {view.nlp.title}.{unplaced}",
        *([f"Note: {view.remark}."] if view.remark else []),
        view.coherence,
        f"{view.how_stable} Name a theme only after reading its quotations.",
        LABELS_ARE_PROPOSED,
    ]
    return Section(
        f"topics-{view.model}", f"Themes: {view.model}", sentences, [table], figures, quoted
    )


def topic_rows(view: TopicsView) -> list[dict[str, Any]]:
    """Return a row a topic: share with interval, coherence, words."""
    return [
        {
            "topic": topic.id,
            "name": topic.name,
            "label": topic.portrait.label,
            "share": round(topic.share, 6),
            "low": number(topic.interval.low),
            "high": number(topic.interval.high),
            "held_out": number(topic.held_out),
            "stability": number(topic.stability),
            "returned": number(topic.returned),
            "npmi": number(topic.npmi),
            "c_v": number(topic.c_v),
            "exclusivity": number(topic.exclusivity),
            "words": ", ".join(topic.words),
            "frex": ", ".join(topic.portrait.frex),
            "key words": ", ".join(key.word for key in topic.portrait.key_words),
        }
        for topic in view.topics
    ]
