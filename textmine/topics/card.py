"""The card of a topic model: what it was fitted to, its topics, and how far to trust it."""

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
        Column("topic", lambda row: row.id),
        Column("name", lambda row: row.name),
        Column("label", lambda row: row.portrait.label),
        Column(
            "share", lambda row: with_interval(row.share, row.interval), "share [95 %]", stem=""
        ),
        Column("held_out", lambda row: row.held_out, "held-out NPMI"),
        Column("stability", lambda row: row.stability),
        Column("returned", lambda row: row.returned, people=False),
        Column("npmi", lambda row: row.npmi, people=False),
        Column("c_v", lambda row: row.c_v, people=False),
        Column("exclusivity", lambda row: row.exclusivity, people=False),
        Column("words", lambda row: ", ".join(row.words), people=False),
        Column("frex", lambda row: ", ".join(row.portrait.frex), people=False),
        Column(
            "key words",
            lambda row: ", ".join(key.word for key in row.portrait.key_words),
            people=False,
        ),
    ]
    drawn = f", fitted to {view.sampled.n} of them" if view.sampled else ""
    units = f"{len(view.ids)} units of '{view.corpus}'{drawn}"
    title = f"{view.model}: {view.extent}, {view.engine}, {units}"
    return table_of(f"topics_{view.model}", title, columns, view.topics, kind="topics")
