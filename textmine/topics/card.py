"""The card of a topic model: what it was fitted to, its topics, and how far to trust it."""

from __future__ import annotations

from textmine.cells.acting import marked
from textmine.cells.markdown import in_markdown
from textmine.present import markdown_lines
from textmine.store import Manifest
from textmine.topics.topic_table import topic_table
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
