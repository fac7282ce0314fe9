"""The file in which people's themes stand, read strictly: what is wrong is named with its line."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from textmine.config.toml_text import read_toml
from textmine.errors import InputError
from textmine.topics.listing import is_id, same_name

_Record = TypeVar("_Record", bound=BaseModel)
_SHAPE = "A theme has topics, a description and a stage (prototype or final); a change has on, what"


class Theme(BaseModel):
    """A theme: the topics it is made of, what it is about, whether people are done with it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    topics: tuple[str, ...] = Field(min_length=1)
    description: str = ""
    stage: Literal["prototype", "final"] = "prototype"

    @field_validator("topics")
    @classmethod
    def _as_ids_are_written(cls, topics: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(topic.strip().upper() for topic in topics))


class ThemeChange(BaseModel):
    """One entry of the history: what was done, when and why.

    So that it can be taken back, `former` holds the theme that each topic had before ("" for none)
    and `ended` the themes that came to an end by it; `into` is where the topics went.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    on: str
    what: str
    reason: str = ""
    into: str = ""
    former: dict[str, str] = Field(default_factory=dict)
    ended: dict[str, Theme] = Field(default_factory=dict)


@dataclass(frozen=True)
class Themes:
    """The themes of a model by name, and their history, oldest first."""

    themes: dict[str, Theme]
    history: tuple[ThemeChange, ...]

    def name_of(self, topic: str) -> str:
        """Return the theme that a topic belongs to, "" if none."""
        return next((name for name, theme in self.themes.items() if topic in theme.topics), "")

    def called(self, name: str) -> str:
        """Return a theme's name as it is written here, "" if there is none of that name."""
        return next((own for own in self.themes if same_name(own, name)), "")

    def without_topic(self, ids: Collection[str]) -> dict[str, list[str]]:
        """Return, by theme, its topics that are not among the ids of a model."""
        gone = {
            name: [topic for topic in theme.topics if topic not in ids]
            for name, theme in self.themes.items()
        }
        return {name: topics for name, topics in gone.items() if topics}


NO_THEMES = Themes({}, ())


def read_themes(path: Path) -> Themes:
    """Read a file of themes; raise InputError, with the line, for one that cannot be used."""
    content, text = read_toml(path, "Correct it.")
    for key, kind, shape in (("themes", dict, "[themes.NAME]"), ("history", list, "[[history]]")):
        if not isinstance(content.get(key, kind()), kind):
            raise _unusable(path, text, key, f"'{key}' is no table; write {shape}")
    for key in content.keys() - {"themes", "history"}:
        raise _unusable(path, text, key, f"'{key}' is not known; write [themes.NAME]")
    themes = {
        str(name): _record(Theme, theme, path, text, str(name))
        for name, theme in content.get("themes", {}).items()
    }
    history = tuple(
        _record(ThemeChange, entry, path, text, "history") for entry in content.get("history", ())
    )
    _refuse_names(themes, path, text)
    _refuse_topics_twice(themes, path, text)
    return Themes(themes, history)


def _record(kind: type[_Record], content: Any, path: Path, text: str, name: str) -> _Record:
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in (name, *first["loc"]))
        message = f"{key}: {first['msg']}. Got {first.get('input')!r}"
        raise _unusable(path, text, name, message) from error


def _unusable(path: Path, text: str, name: str, problem: str) -> InputError:
    """Return the error, with the line on which a table or key of that name begins."""
    called = rf"""["']?{re.escape(name)}["']?"""
    begins = re.compile(rf"(?<!\s)\s*+(\[\[?\s*+(themes\s*+\.\s*+)?{called}\s*+\]|{called}\s*+=)")
    lines = (number for number, line in enumerate(text.splitlines(), 1) if begins.match(line))
    line_number = next(lines, None)
    where = f" (line {line_number})" if line_number else ""
    return InputError(
        f"{path}{where} cannot be used: {problem}.", hint=f"Correct it. {_SHAPE}, reason."
    )


def _refuse_names(themes: dict[str, Theme], path: Path, text: str) -> None:
    """Refuse names that a reader could not tell apart, from each other or from ids."""
    for index, name in enumerate(themes):
        alike = next((own for own in list(themes)[:index] if same_name(own, name)), None)
        if not name.strip():
            raise _unusable(path, text, name, "a theme needs a name")
        if is_id(name):
            raise _unusable(path, text, name, f"'{name}' is how topics are called, not themes")
        if alike is not None:
            message = f"two themes are called '{alike}' and '{name}', which are told apart by case "
            raise _unusable(path, text, name, message + "or blanks alone")


def _refuse_topics_twice(themes: dict[str, Theme], path: Path, text: str) -> None:
    where: dict[str, str] = {}
    for name, theme in themes.items():
        for topic in theme.topics:
            if where.setdefault(topic, name) != name:
                message = f"topic {topic} stands in two themes, '{where[topic]}' and '{name}'"
                raise _unusable(path, text, name, message)
