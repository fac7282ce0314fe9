"""The table of topics: shares with intervals, figures of trust and words."""

from __future__ import annotations

from textmine.present import Column, Table, table_of, with_interval
from textmine.topics.viewing import TopicsView


def topic_table(view: TopicsView) -> Table:
    """Return a row a topic; its words by three measures stand in files alone."""
    columns = [
        Column("topic", lambda one: one.id),
        Column("name", lambda one: one.name),
        Column("label", lambda one: one.portrait.label),
        Column(
            "share", lambda one: with_interval(one.share, one.interval), "share [95 %]", stem=""
        ),
        Column("held_out", lambda one: one.held_out, "held-out NPMI"),
        Column("stability", lambda one: one.stability),
        Column("returned", lambda one: one.returned, people=False),
        Column("npmi", lambda one: one.npmi, people=False),
        Column("c_v", lambda one: one.c_v, people=False),
        Column("exclusivity", lambda one: one.exclusivity, people=False),
        Column("words", lambda one: ", ".join(one.words), people=False),
        Column("frex", lambda one: ", ".join(one.portrait.frex), people=False),
        Column(
            "key words",
            lambda one: ", ".join(key.word for key in one.portrait.key_words),
            people=False,
        ),
    ]
    title = f"{view.model}: {view.extent}, {view.engine}, {len(view.ids)} units of '{view.corpus}'"
    return table_of(f"topics_{view.model}", title, columns, view.topics, kind="topics")
