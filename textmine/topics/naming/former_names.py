"""What the topics of a theme were called before it took them in, from the history of themes."""

from __future__ import annotations

from textmine.topics.naming.themes_file import Theme, ThemeChange, Themes


def former_names(themes: Themes, name: str) -> tuple[dict[str, str], dict[str, Theme]]:
    """Return the name that each topic of a theme had before it joined ("" for none), and themes
    that ended then.

    Changes are read from the last to the first; that the whole theme was called otherwise before
    is no joining. A topic to which the others came, one after the other, keeps the theme's name.
    Topics of which the history says nothing (a file written by hand) were there first and had none.
    """
    topics = themes.themes[name].topics
    joined = {topic: _joined(themes.history, topic, name) for topic in topics}
    begun = min(joined.values())
    founders = [topic for topic, place in joined.items() if place == begun]
    again: dict[str, str] = {}
    ended: dict[str, Theme] = {}
    for topic, place in joined.items():
        if len(topics) > 1 and founders == [topic]:
            again[topic] = name
        elif place < 0:
            again[topic] = ""
        else:
            change = themes.history[place]
            again[topic] = change.former[topic]
            ended.update({one: was for one, was in change.ended.items() if one == again[topic]})
    return again, ended


def _joined(history: tuple[ThemeChange, ...], topic: str, name: str) -> int:
    """Return the place of the change by which a topic joined a theme, -1 if none is known."""
    for place in reversed(range(len(history))):
        change = history[place]
        if change.into == name and topic in change.former:
            if not _renames(change):
                return place
            name = change.former[topic]
    return -1


def _renames(change: ThemeChange) -> bool:
    """Return whether a theme of several topics was called otherwise, and nothing else."""
    names = set(change.former.values())
    return len(change.former) > 1 and len(names) == 1 and names == set(change.ended)
