"""The card of a topic model: what it was fitted to, its topics, and how far to trust it."""

from __future__ import annotations

from textmine.cells.acting import marked
from textmine.cells.markdown import in_markdown
from textmine.present import Column, Table, markdown_lines, table_of, with_interval
from textmine.store import Manifest
from textmine.topics.viewing import TopicsView


def topic_card(view: TopicsView, manifest: Manifest) -> str:
    """Return the README of a topic model folder, in Markdown."""
    synthetic = "**Made from a synthetic corpus: for demonstration only.**"
    lines = [
        f"# Topics `{view.model}`",
        "",
        *([synthetic, ""] if view.synthetic else []),
        f"- Engine: {view.engine}, {len(view.topics)} topics, seed {manifest.seed}.",
        f"- Fitted to corpus `{view.corpus}`: {len(view.ids)} units (documents), "
        f"{view.vocabulary} words, read by {view.nlp.title}.",
        *([f"- {view.sampled.sentence}"] if view.sampled else []),
        f"- Units without a known word, in no topic: {len(view.unplaced)}.",
        f"- {view.coherence}",
        f"- {view.how_stable} Read the quotations before you name a topic.",
        "- People's names of topics, and the themes they made of several, are in themes.toml; "
        "`textmine topics show` has their figures. Below are the topics as they were fitted.",
        f"- Share: mean share of a unit, 95 % interval (t) over {view.groups}s taken whole, the "
        "topics held fixed.",
        "",
        *markdown_lines(topic_table(view)),
        *(f"- {topic.id}: {in_markdown(', '.join(topic.words))}" for topic in view.topics),
    ]
    return marked("\n".join(lines) + "\n")


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
    drawn = f", fitted to {view.sampled.n} of them" if view.sampled else ""
    units = f"{len(view.ids)} units of '{view.corpus}'{drawn}"
    title = f"{view.model}: {view.extent}, {view.engine}, {units}"
    return table_of(f"topics_{view.model}", title, columns, view.topics, kind="topics")
