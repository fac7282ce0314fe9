"""textmine topics name, merge, themes, lineage and apply: what people make of topics."""

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import ReasonOption
from textmine.cli.topics_shared import ModelArgument, lost_topics, placed_by
from textmine.present import Section

DescriptionOption = Annotated[str, "What the theme is about."]


@shown(without=("format",))
def name(
    run: Run,
    model: ModelArgument,
    topic: Annotated[str, typer.Argument(help="The topic, such as T03, or a theme to rename.")],
    name: Annotated[str, typer.Argument(help="Its name.")],
    description: DescriptionOption = "",
    reason: ReasonOption = "",
) -> Section:
    """Give a topic a name, which stays with it over refits, or a theme another one.

    A topic that gets the name of a theme joins it; one that was in another leaves that.

    Example: textmine topics name forum-topics T03 'Rents and rooms' --reason 'read 30 messages'
    """
    from textmine.report.themes import changed_section
    from textmine.topics.naming.theme_changes import make_theme

    changed = make_theme(run.workspace, model, [topic], name, description, reason)
    return changed_section(changed, model)


@shown(without=("format",))
def merge(
    run: Run,
    model: ModelArgument,
    topics: Annotated[list[str], typer.Argument(help="Topics, such as T03 T07, or themes.")],
    into: Annotated[str, "Name of the theme."],
    description: DescriptionOption = "",
    reason: ReasonOption = "",
) -> Section:
    """Make one theme of several topics: one row everywhere, whose share is the sum of theirs.

    Topics leave the themes they were in. 'textmine topics themes MODEL --unmerge NAME' takes a
    theme apart again.

    Example: textmine topics merge forum-topics T03 T05 --into 'Places to work'
    """
    from textmine.report.themes import changed_section
    from textmine.topics.naming.theme_changes import make_theme

    changed = make_theme(run.workspace, model, topics, into, description, reason)
    return changed_section(changed, model)


@shown()
def themes(
    run: Run,
    model: ModelArgument,
    final: Annotated[str | None, "Say that people are done with this theme."] = None,
    unmerge: Annotated[
        str | None, "Take this theme apart: its topics get back the names they had."
    ] = None,
    reason: ReasonOption = "",
    history: Annotated[bool, "What was done, when and why, instead."] = False,
) -> Section:
    """List the themes that people made of a model's topics.

    The history holds what people did; what refits did to the topics is said beside it.

    Example: textmine topics themes forum-topics --history
    """
    from textmine.report.themes import history_section, themes_section
    from textmine.topics import load_themes, load_topic_model
    from textmine.topics.naming.theme_changes import finish_theme, part_theme

    space = run.workspace
    if unmerge is not None:
        run.tell(part_theme(space, model, unmerge, reason).told)
    if final is not None:
        finish_theme(space, model, final, reason)
    _, manifest = load_topic_model(space, model)
    theme_list = load_themes(space.folder("models", model))
    section = (
        history_section(model, theme_list, manifest.details.get("history", ()))
        if history
        else themes_section(model, theme_list)
    )
    return section.saying(*lost_topics(run, model))


@shown("report")
def lineage(run: Run, model: ModelArgument) -> Section:
    """Show where themes come from: which topics they are made of, what was done, when and why.

    Example: textmine topics lineage forum-topics
    """
    from textmine.reading.displays.lineage import topic_ways
    from textmine.report.lineage import theme_lineage_section
    from textmine.topics import load_themes, load_topic_model

    fitted, manifest = load_topic_model(run.workspace, model)
    themes = load_themes(run.workspace.folder("models", model))
    ids = list(fitted.topic_ids)
    labels = dict(zip(ids, manifest.details.get("labels", ()), strict=False))
    section = theme_lineage_section(model, themes, topic_ways(ids, themes), labels)
    return run.paged(section, [], settings={"model": model})


@shown("where", "scheduler", without=("format",))
def apply(
    run: Run,
    model: ModelArgument,
    corpus: Annotated[str, typer.Argument(help="The corpus whose documents are placed.")],
    out: Annotated[Path, "CSV with the share of each topic in each document."],
    roll_up: Annotated[
        list[str] | None,
        "Write shares of whole threads or files too (thread_id), or of another column; "
        "give it again for more.",
    ] = None,
) -> Section:
    """Place documents in the topics of a model; nothing is refitted.

    A column is a topic, or a theme: the sum of the topics that people made one. Roll-ups weigh
    documents by their length and stand beside OUT, as OUT.thread_id.csv.

    Example: textmine topics apply forum-topics new-messages --out themes.csv --roll-up thread_id
    """
    from textmine.report.themes import placed_section
    from textmine.topics.groups.shares import write_shares

    placed = placed_by(run, model, corpus)
    return placed_section(placed, out, write_shares(placed, out, roll_up or ()))
