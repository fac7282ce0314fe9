"""Themes that people make of topics: names, descriptions, merges, in a TOML file of the model."""

import datetime as dt
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from textmine.store import Workspace
from textmine.store.manifest import MANIFEST, read_manifest
from textmine.store.steady import read_steadily
from textmine.topics.naming.themes_file import NO_THEMES, Theme, ThemeChange, Themes, read_themes

THEMES = "themes.toml"
_EMPTY: dict[str, Any] = {"topics": [], "description": "", "stage": "prototype"}
_CLOSE = re.compile(r"(?<=[^\n])\n(?=\[themes\.|\[\[history\]\])")
_FIRST_LINES = (
    "Themes that people made of this model's topics. Edit it by hand or with 'textmine topics",
    "name', 'merge' and 'themes'; a refit leaves it where it is, and topics keep their ids.",
)


def load_themes(folder: Path) -> Themes:
    """Read the themes of a model folder, none if there is no file; raise InputError when broken."""
    path = folder / THEMES
    return read_steadily(folder, lambda: read_themes(path) if path.is_file() else NO_THEMES)


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
    copy = draft / f"themes-before-{number}.toml"
    shutil.copy2(source, copy)
    return (f"The former model's themes are set aside in {copy.name}.",)


def save_themes(
    workspace: Workspace, folder: Path, themes: Mapping[str, Theme], change: ThemeChange
) -> Themes:
    """Write the themes of a model folder, and the change that led to them with the date of today.

    Remarks that people wrote into the file stay. `textmine undo` can take the change back.
    """
    import tomlkit

    content = _document(folder)
    table = content.setdefault("themes", {})
    for name in [name for name in table if name not in themes]:
        del table[name]
    for name, theme in themes.items():
        theme_table = table.setdefault(name, dict(_EMPTY))
        for key, value in theme.model_dump().items():
            wanted = list(value) if key == "topics" else value
            if theme_table.get(key, _EMPTY[key]) != wanted:
                theme_table[key] = wanted
    _record(content, change)
    text = _CLOSE.sub("\n\n", tomlkit.dumps(content))
    path = folder / THEMES
    with workspace.replacing_file(path) as draft:
        draft.write_text(text, encoding="utf-8")
        return read_themes(draft)


def _record(content: Any, change: ThemeChange) -> None:
    import tomlkit

    history = content.get("history")
    if history is None:
        history = tomlkit.aot()
        content.add("history", history)
    entry = tomlkit.table()
    today = dt.datetime.now(dt.UTC).date().isoformat()
    entry.update({"on": today, "what": change.what, "reason": change.reason})
    if change.into:
        entry["into"] = change.into
    for key in ("former", "ended"):
        values = change.model_dump(mode="json")[key]
        if values:
            entry[key] = tomlkit.inline_table()
            entry[key].update(values)
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


def theme_names(workspace: Workspace, model: str) -> Mapping[str, str]:
    """Return the name of each theme of a topic model by its id, "" where it has none.

    Raises NotFoundError, and InputError for a model that is no topic model or cannot be read.
    """
    folder = workspace.existing("models", model, MANIFEST)
    ids = [str(detail) for detail in read_manifest(folder, "topics").details["ids"]]
    themes = load_themes(folder)
    return {identity: themes.name_of(identity) for identity in ids}
