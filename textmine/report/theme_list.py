"""The themes that people made of topics, and what was done to them."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from textmine.present import Column, Section, Table, table_of
from textmine.topics.naming.theme_changes import Changed
from textmine.topics.naming.themes_file import Themes

_NONE = "No theme yet: textmine topics name MODEL T01 NAME"


def themes_section(model: str, found: Themes) -> Section:
    """Return the section on the themes of a model as they are."""
    columns = [
        Column("theme", lambda one: one[0]),
        Column("topics", lambda one: ", ".join(one[1].topics)),
        Column("stage", lambda one: one[1].stage),
        Column("description", lambda one: one[1].description),
    ]
    table = table_of("themes", f"Themes of {model}", columns, found.themes.items())
    return _section(model, table, [])


def changed_section(changed: Changed, model: str) -> Section:
    """Say what the theme is now, and what its topics left or joined for it."""
    told = [changed.told] if " is called " in changed.told else []
    if " leave" in changed.told or " join" in changed.told:
        back = f"textmine topics themes {model} --unmerge {shlex.quote(changed.name)}"
        told = [f"{changed.told} Take it back: {back}"]
    elif not changed.told:
        told = ["Everything is so already."]
    theme = changed.themes.themes[changed.name]
    topics = ", ".join(theme.topics)
    return Section.of(*told, f"Theme '{changed.name}': {topics} ({theme.stage}).")


def history_section(model: str, found: Themes, refits: Sequence[Mapping[str, Any]]) -> Section:
    """Return the section on what people did to themes, and what refits did to the topics."""
    columns = [
        Column("on", lambda one: one.on),
        Column("what", lambda one: one.what),
        Column("reason", lambda one: one.reason),
    ]
    table = table_of("theme_history", f"History of the themes of {model}", columns, found.history)
    said = [
        f"Fitted to {refit['documents']:,} documents of '{refit['corpus']}': "
        f"{' '.join(refit['changes'])}"
        for refit in refits
    ]
    return _section(model, table, said)


def _section(model: str, table: Table, said: Sequence[str]) -> Section:
    none = [] if table.rows else [_NONE]
    return Section("themes", f"Themes of {model}", [*none, *said], [table], records=table)
