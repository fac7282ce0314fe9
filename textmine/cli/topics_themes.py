"""textmine topics name, merge, themes: what people make of topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.shared import (
    Format,
    FormatOption,
    WorkspaceOption,
    open_workspace,
    print_rows,
    say,
)
from textmine.cli.topics_shared import ModelArgument

if TYPE_CHECKING:
    from textmine.topics.naming.themes_file import Themes

ReasonOption = Annotated[str, typer.Option(help="Why; it is kept in the history.")]
DescriptionOption = Annotated[str, typer.Option(help="What the theme is about.")]


def name(
    model: ModelArgument,
    topic: Annotated[str, typer.Argument(help="The topic, such as T03.")],
    name: Annotated[str, typer.Argument(help="Its name.")],
    description: DescriptionOption = "",
    reason: ReasonOption = "",
    workspace: WorkspaceOption = None,
) -> None:
    """Give a topic a name, which stays with it over refits.

    Example: textmine topics name forum-topics T03 'Rents and rooms' --reason 'read 30 messages'
    """
    from textmine.topics.naming.themes import name_topic

    space = open_workspace(workspace)
    found = name_topic(space, model, topic, name, description, reason)
    _say_theme(found, name)


def merge(
    model: ModelArgument,
    topics: Annotated[list[str], typer.Argument(help="Topics, such as T03 T07.")],
    into: Annotated[str, typer.Option(help="Name of the theme.")],
    description: DescriptionOption = "",
    reason: ReasonOption = "",
    workspace: WorkspaceOption = None,
) -> None:
    """Make one theme of several topics.

    Example: textmine topics merge forum-topics T03 T05 --into 'Places to work'
    """
    from textmine.topics.naming.themes import make_theme

    space = open_workspace(workspace)
    found = make_theme(space, model, topics, into, description, reason)
    _say_theme(found, into)


def themes(
    model: ModelArgument,
    final: Annotated[
        str | None, typer.Option(help="Say that people are done with this theme.")
    ] = None,
    reason: ReasonOption = "",
    history: Annotated[
        bool, typer.Option("--history", help="What was done, when and why, instead.")
    ] = False,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """List the themes that people made of a model's topics.

    The history holds what people did; what refits did to the topics is said beside it.

    Example: textmine topics themes forum-topics --history
    """
    from textmine.topics import load_topic_model
    from textmine.topics.naming.themes import finish_theme, load_themes

    space = open_workspace(workspace)
    if final is not None:
        finish_theme(space, model, final, reason)
    kept, manifest = load_topic_model(space, model)
    found = load_themes(space.folder("models", model))
    if history:
        rows = [{"on": one.on, "what": one.what, "reason": one.reason} for one in found.history]
    else:
        rows = [
            {
                "theme": title,
                "topics": ", ".join(theme.topics),
                "stage": theme.stage,
                "description": theme.description,
            }
            for title, theme in found.themes.items()
        ]
    print_rows(
        rows, format, note="" if rows else "No theme yet: textmine topics name MODEL T01 NAME"
    )
    if history:
        for refit in manifest.details.get("history", ()):
            told = " ".join(refit["changes"])
            say(f"Fitted to {refit['documents']:,} documents of '{refit['corpus']}': {told}")
    for title, gone in found.without_topic(kept.topic_ids).items():
        say(f"Theme '{title}' names {' and '.join(gone)}, which the model has no more.")


def _say_theme(found: Themes, name: str) -> None:
    theme = found.themes[name.strip()]
    say(f"Theme '{name.strip()}': {', '.join(theme.topics)} ({theme.stage}).")
