"""The card of a topic model: what it was fitted to, its topics, and how far to trust it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.cells.acting import marked
from textmine.cells.markdown import in_markdown
from textmine.store import Manifest

if TYPE_CHECKING:
    from textmine.topics.viewing import TopicsView


def topic_card(view: TopicsView, manifest: Manifest) -> str:
    """Return the README of a topic model folder, in Markdown."""
    lines = [
        f"# Topics `{view.model}`",
        "",
        *(
            ["**Made from a synthetic corpus: for demonstration only.**", ""]
            if view.synthetic
            else []
        ),
        f"- Engine: {view.engine}, {len(view.topics)} topics, seed {manifest.seed}.",
        f"- Fitted to corpus `{view.corpus}`: {len(view.ids)} units (documents), "
        f"{view.vocabulary} words, read by {view.nlp.title}.",
        f"- Units without a known word, in no topic: {len(view.unplaced)}.",
        f"- {view.coherence}",
        f"- {view.how_stable} Read the quotations before you name a topic.",
        "- People's names of topics, and the themes they made of several, are in themes.toml; "
        "`textmine topics show` has their figures. Below are the topics as they were fitted.",
        f"- Share: mean share of a unit, 95 % interval by bootstrap over {view.groups}s, the "
        "topics held fixed.",
        "",
        "| topic | share | 95 % | held-out NPMI | stability | words |",
        "|---|---|---|---|---|---|",
    ]
    for topic in view.topics:
        interval = (
            f"{topic.interval.low:.3f}-{topic.interval.high:.3f}"
            if topic.interval.defined
            else topic.interval.reason
        )
        cells = (
            topic.id,
            f"{topic.share:.3f}",
            interval,
            f"{topic.held_out:.3f}",
            f"{topic.stability:.2f}",
            in_markdown(", ".join(topic.words)),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return marked("\n".join(lines) + "\n")
