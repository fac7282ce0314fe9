"""Themes that people make of topics: names, descriptions, merges, in a TOML file of the model."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from textmine.errors import InputError, did_you_mean
from textmine.store import Workspace
from textmine.store.atomic import replacing_file
from textmine.store.manifest import MANIFEST
from textmine.topics.naming.themes_file import NO_THEMES, Themes, read_themes

THEMES = "themes.toml"
_CLOSE = re.compile(r"(?<=[^\n])\n(?=\[themes\.|\[\[history\]\])")
_FIRST_LINES = (
    "Themes that people made of this model's topics. Edit it by hand or with 'textmine topics",
    "name', 'merge' and 'themes'; a refit leaves it where it is, and topics keep their ids.",
)


def load_themes(folder: Path) -> Themes:
    """Read the themes of a model folder, none if there is no file; raise InputError when broken."""
    path = folder / THEMES
    return read_themes(path) if path.is_file() else NO_THEMES


def set_aside_themes(folder: Path, draft: Path) -> tuple[str, ...]:
    """Copy the themes of a model folder to the one that replaces it, under a name of their own.

    They name topics that the new model does not have. Returns a sentence, none without themes.
    """
    source = folder / THEMES
    if not source.is_file():
        return ()
    number = 1
    while (folder / f"themes-before-{number}.toml").exists():
        number += 1
    kept = draft / f"themes-before-{number}.toml"
    shutil.copy2(source, kept)
    return (f"The former model's themes are set aside in {kept.name}.",)


def name_topic(
    workspace: Workspace, model: str, topic: str, name: str, description: str, reason: str
) -> Themes:
    """Give a topic a name: it becomes a theme, or joins the theme of that name.

    Raises NotFoundError for a model that is not there and InputError for a topic that it lacks.
    """
    return make_theme(workspace, model, [topic], name, description, reason)


def make_theme(
    workspace: Workspace,
    model: str,
    topics: Sequence[str],
    name: str,
    description: str = "",
    reason: str = "",
) -> Themes:
    """Make one theme of topics, which leave the themes they were in; empty themes go."""
    name = name.strip()
    if not name:
        raise InputError("A theme needs a name.", hint="Write it in quotation marks.")
    folder = workspace.existing("models", model, MANIFEST)
    wanted = [_known(workspace, model, topic) for topic in topics]
    before = load_themes(folder)
    former = {topic: before.name_of(topic) for topic in wanted}
    content = _document(folder)
    table = content.setdefault("themes", {})
    for other, theme in before.themes.items():
        left = [topic for topic in theme.topics if topic not in wanted or other == name]
        if not left:
            del table[other]
        elif len(left) < len(theme.topics):
            table[other]["topics"] = left
    told = table.setdefault(name, {"topics": [], "description": "", "stage": "prototype"})
    had = before.themes[name].topics if name in before.themes else ()
    told["topics"] = sorted({*had, *wanted})
    if description:
        told["description"] = description
    renamed = sorted({one for one in former.values() if one and one != name})
    source = f" (before: {', '.join(renamed)})" if renamed else ""
    _record(content, f"{', '.join(wanted)} named '{name}'{source}", reason)
    return _save(workspace, folder, content)


def finish_theme(workspace: Workspace, model: str, name: str, reason: str = "") -> Themes:
    """Say that people are done with a theme."""
    folder = workspace.existing("models", model, MANIFEST)
    content = _document(folder)
    table = content.setdefault("themes", {})
    if name not in table:
        raise InputError(
            f"Model '{model}' has no theme '{name}'.", hint=did_you_mean(name, list(table))
        )
    table[name]["stage"] = "final"
    _record(content, f"'{name}' is final", reason)
    return _save(workspace, folder, content)


def _known(workspace: Workspace, model: str, topic: str) -> str:
    from textmine.topics.model import load_topic_model

    ids = load_topic_model(workspace, model)[0].topic_ids
    wanted = topic.strip().upper()
    if wanted not in ids:
        raise InputError(f"Model '{model}' has no topic '{topic}'.", hint=did_you_mean(wanted, ids))
    return wanted


def _record(content: Any, what: str, reason: str) -> None:
    import tomlkit

    history = content.get("history")
    if history is None:
        history = tomlkit.aot()
        content.add("history", history)
    entry = tomlkit.table()
    entry.update({"on": dt.datetime.now(dt.UTC).date().isoformat(), "what": what, "reason": reason})
    history.append(entry)


def _document(folder: Path) -> Any:
    """Return the file with its comments, or a fresh one."""
    import tomlkit

    load_themes(folder)  # says what is wrong with it
    path = folder / THEMES
    if path.is_file():
        return tomlkit.parse(path.read_text(encoding="utf-8-sig"))
    content = tomlkit.document()
    for line in _FIRST_LINES:
        content.add(tomlkit.comment(line))
    return content


def _save(workspace: Workspace, folder: Path, content: Any) -> Themes:
    import tomlkit

    text = _CLOSE.sub("\n\n", tomlkit.dumps(content))
    path = folder / THEMES
    with workspace.recorded(path), replacing_file(path) as draft:
        draft.write_text(text, encoding="utf-8")
    return load_themes(folder)
