"""Where themes come from: from a final theme back to its topics, through all that people did."""

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.topics.naming.themes_file import ThemeChange, Themes


@dataclass(frozen=True)
class TopicWay:
    """A topic, the themes that it was in (the oldest first, the last is that of now), and changes.

    `themes` is empty where people never gave it a name, and ends with "" where it has none now.
    """

    topic: str
    themes: tuple[str, ...]
    changes: tuple[ThemeChange, ...]

    @property
    def theme(self) -> str:
        """The theme that it belongs to now, "" for none."""
        return self.themes[-1] if self.themes else ""


def topic_ways(topics: Sequence[str], themes: Themes) -> list[TopicWay]:
    """Return the way of each topic of a model into the theme that it belongs to now."""
    ways = []
    for topic in topics:
        names: list[str] = []
        changes = []
        for change in themes.history:
            former = change.former.get(topic)
            if former is None:
                if not change.former and any(_speaks_of(change, name) for name in names):
                    changes.append(change)
                continue
            changes.append(change)
            names += [name for name in (former, change.into) if name and name not in names[-1:]]
        now = themes.name_of(topic)
        if now not in names[-1:] and (now or names):
            names.append(now)
        if now and not changes:
            changes = [
                theme_change
                for theme_change in themes.history
                if theme_change.into == now or _speaks_of(theme_change, now)
            ]
        ways.append(TopicWay(topic, tuple(names), tuple(changes)))
    return ways


def _speaks_of(change: ThemeChange, theme: str) -> bool:
    return f"'{theme}'" in change.what
