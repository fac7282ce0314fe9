"""textmine topics lineage."""

from __future__ import annotations

from textmine.cli.command import Run, shown
from textmine.cli.page import write_page
from textmine.cli.topics_shared import ModelArgument
from textmine.present import Section


@shown("report")
def lineage(run: Run, model: ModelArgument) -> Section:
    """Show where themes come from: which topics they are made of, what was done, when and why.

    Example: textmine topics lineage forum-topics
    """
    from textmine.reading.displays.theme_lineage import topic_ways
    from textmine.report.lineage import theme_lineage_section
    from textmine.topics import load_topic_model
    from textmine.topics.naming.themes import load_themes

    fitted, manifest = load_topic_model(run.workspace, model)
    themes = load_themes(run.workspace.folder("models", model))
    ids = list(fitted.topic_ids)
    labels = dict(zip(ids, manifest.details.get("labels", ()), strict=False))
    section = theme_lineage_section(model, themes, topic_ways(ids, themes), labels)
    write_page(run, [section], [], section.title, "", {"model": model})
    return section
