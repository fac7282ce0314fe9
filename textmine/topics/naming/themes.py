"""Themes that people make of topics: names, descriptions, merges, in a TOML file of the model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from textmine.errors import InputError, did_you_mean
from textmine.store import Workspace
from textmine.store.atomic import replacing_file
from textmine.store.manifest import MANIFEST

THEMES = "themes.toml"
_FIRST_LINES = (
    "Themes that people made of this model's topics. Edit it by hand or with 'textmine topics",
    "name', 'merge' and 'themes'; a refit leaves it where it is, and topics keep their ids.",
)


class Theme(BaseModel):
    """A theme: the topics it is made of, what it is about, whether people are done with it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    topics: tuple[str, ...] = Field(min_length=1)
    description: str = ""
    stage: Literal["prototype", "final"] = "prototype"


class ThemeChange(BaseModel):
    """One entry of the history: what was done, when and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    on: str
    what: str
    reason: str = ""


@dataclass(frozen=True)
class Themes:
    """The themes of a model by name, and their history, oldest first."""

    themes: dict[str, Theme]
    history: tuple[ThemeChange, ...]

    def name_of(self, topic: str) -> str:
        """Return the theme that a topic belongs to, "" if none."""
        return next((name for name, theme in self.themes.items() if topic in theme.topics), "")


NO_THEMES = Themes({}, ())


def load_themes(folder: Path) -> Themes:
    """Read the themes of a model folder, none if there is no file; raise InputError when broken."""
    path = folder / THEMES
    if not path.is_file():
        return NO_THEMES
    content = _parsed(path)
    try:
        themes = {
            str(name): Theme.model_validate(theme)
            for name, theme in dict(content.get("themes", {})).items()
        }
        history = tuple(ThemeChange.model_validate(one) for one in content.get("history", ()))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise InputError(
            f"{path} cannot be used: {key}: {first['msg']}. Got {first.get('input')!r}.",
            hint="Mend it: a theme has topics, a description and a stage (prototype or final).",
        ) from error
    _refuse_topics_twice(themes, path)
    return Themes(themes, history)


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
    for other, theme in list(table.items()):
        left = [topic for topic in theme["topics"] if topic not in wanted or other == name]
        if not left:
            del table[other]
        elif left != list(theme["topics"]):
            theme["topics"] = left
    told = table.setdefault(name, {"topics": [], "description": "", "stage": "prototype"})
    told["topics"] = sorted({*told["topics"], *wanted})
    if description:
        told["description"] = description
    renamed = sorted({one for one in former.values() if one and one != name})
    source = f" (before: {', '.join(renamed)})" if renamed else ""
    _record(content, f"{', '.join(wanted)} named '{name}'{source}", reason)
    return _save(folder, content)


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
    return _save(folder, content)


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
        history = content["history"] = tomlkit.aot()
    entry = tomlkit.table()
    entry.update({"on": dt.datetime.now(dt.UTC).date().isoformat(), "what": what, "reason": reason})
    history.append(entry)


def _document(folder: Path) -> Any:
    """Return the file with its comments, or a fresh one."""
    import tomlkit

    load_themes(folder)  # says what is wrong with it
    path = folder / THEMES
    if path.is_file():
        return tomlkit.parse(path.read_text(encoding="utf-8"))
    content = tomlkit.document()
    for line in _FIRST_LINES:
        content.add(tomlkit.comment(line))
    return content


def _parsed(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not readable as TOML: {error}.", hint="Mend it.") from error


def _refuse_topics_twice(themes: dict[str, Theme], path: Path) -> None:
    where: dict[str, str] = {}
    for name, theme in themes.items():
        for topic in theme.topics:
            if topic in where:
                raise InputError(
                    f"{path} has topic {topic} in two themes, '{where[topic]}' and '{name}'.",
                    hint="Leave it in one.",
                )
            where[topic] = name


def _save(folder: Path, content: Any) -> Themes:
    import tomlkit

    with replacing_file(folder / THEMES) as draft:
        draft.write_text(tomlkit.dumps(content), encoding="utf-8")
    return load_themes(folder)
