"""Name, merge, finish and part themes: each change is told, and kept so that it can be undone."""

import functools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Concatenate, ParamSpec

from textmine.errors import InputError, did_you_mean
from textmine.store import Workspace
from textmine.store.manifest import MANIFEST
from textmine.topics.listing import JOINT, is_id
from textmine.topics.naming.themes import load_themes, save_themes
from textmine.topics.naming.themes_file import Theme, ThemeChange, Themes

Given = ParamSpec("Given")


@dataclass(frozen=True)
class Changed:
    """The themes after a change, the sentence that says what was done, and the theme's name.

    The sentence is "" where everything was so already.
    """

    themes: Themes
    told: str
    name: str


def _alone(
    change: Callable[Concatenate[Workspace, Given], Changed],
) -> Callable[Concatenate[Workspace, Given], Changed]:
    """Let a change read the themes and write them while no other command changes them."""

    @functools.wraps(change)
    def changed(workspace: Workspace, /, *given: Given.args, **named: Given.kwargs) -> Changed:
        with workspace.whole():
            return change(workspace, *given, **named)

    return changed


@_alone
def make_theme(
    workspace: Workspace,
    model: str,
    topics: Sequence[str],
    name: str,
    description: str = "",
    reason: str = "",
) -> Changed:
    """Give topics a name: they become a theme, or join the theme of that name.

    `topics` are ids, or names of themes, which stand for all their topics. Topics leave the themes
    they were in; a theme without topics ends, and one that goes into a new name whole is renamed:
    description and stage go with it. Raises NotFoundError for a model that is not there, and
    InputError for a topic that it lacks and for a name that no theme can have.
    """
    folder = workspace.existing("models", model, MANIFEST)
    before = load_themes(folder)
    wanted = _topics(workspace, model, before, topics)
    name = usable_name(name)
    alike = before.called(name)
    if alike and set(before.themes[alike].topics) != set(wanted):
        name = alike
    had = before.themes[name].topics if name in before.themes else ()
    moved = {topic: before.name_of(topic) for topic in wanted if topic not in had}
    themes = _without(before.themes, list(moved))
    ended = {
        theme_name: theme for theme_name, theme in before.themes.items() if theme_name not in themes
    }
    whole = next(iter(ended.values())) if len(ended) == 1 and not had else None
    renamed = whole is not None and set(whole.topics) == set(wanted)
    basis = before.themes.get(name) or (whole if renamed else None)
    themes[name] = Theme(
        topics=tuple(sorted({*had, *wanted})),
        description=description.strip() or (basis.description if basis else ""),
        stage=basis.stage if basis else "prototype",
    )
    if renamed:
        sentence = f"'{next(iter(ended))}' is called '{name}' now"
    else:
        sentence = "; ".join(_moves(moved, themes, name, joins=bool(had)))
    if not sentence and themes[name] != before.themes.get(name):
        sentence = f"'{name}' is described anew"
    if not sentence:
        return Changed(before, "", name)
    change = ThemeChange(on="", what=sentence, reason=reason, into=name, former=moved, ended=ended)
    return Changed(save_themes(workspace, folder, themes, change), f"{sentence}.", name)


@_alone
def part_theme(workspace: Workspace, model: str, name: str, reason: str = "") -> Changed:
    """Take a theme apart: each topic has again the name it had before it joined, or none.

    A topic that had the theme's name before others joined keeps it. Raises InputError for a theme
    that is not there.
    """
    folder = workspace.existing("models", model, MANIFEST)
    before = load_themes(folder)
    name = _existing(name, before, model)
    again, ended = former_names(before, name)
    themes = _without(before.themes, [topic for topic, own in again.items() if own != name])
    for topic, own in again.items():
        if own and own != name:
            former_theme = themes.get(own) or ended.get(own)
            others = themes[own].topics if own in themes else ()
            themes[own] = Theme(
                topics=tuple(sorted({*others, topic})),
                description=former_theme.description if former_theme else "",
                stage=former_theme.stage if former_theme else "prototype",
            )
    parts = [
        f"{topic} is '{own}' {'still' if own == name else 'again'}"
        if own
        else f"{topic} has no name"
        for topic, own in again.items()
    ]
    sentence = f"'{name}' is taken apart: {', '.join(parts)}"
    gone = {} if name in themes else {name: before.themes[name]}
    moved = {topic: name for topic, own in again.items() if own != name}
    change = ThemeChange(on="", what=sentence, reason=reason, former=moved, ended=gone)
    return Changed(save_themes(workspace, folder, themes, change), f"{sentence}.", name)


@_alone
def finish_theme(workspace: Workspace, model: str, name: str, reason: str = "") -> Changed:
    """Say that people are done with a theme; raise InputError where there is none of that name."""
    folder = workspace.existing("models", model, MANIFEST)
    before = load_themes(folder)
    name = _existing(name, before, model)
    done = before.themes[name].model_copy(update={"stage": "final"})
    sentence = f"'{name}' is final"
    change = ThemeChange(on="", what=sentence, reason=reason)
    return Changed(
        save_themes(workspace, folder, {**before.themes, name: done}, change), f"{sentence}.", name
    )


def _topics(
    workspace: Workspace, model: str, themes: Themes, typed_topics: Sequence[str]
) -> tuple[str, ...]:
    """Return the ids of the topics that were named, each once."""
    from textmine.topics.model import load_topic_model

    ids = load_topic_model(workspace, model)[0].topic_ids
    topic_ids: list[str] = []
    for typed in typed_topics:
        theme = themes.called(typed)
        named = themes.themes[theme].topics if theme else typed.strip().upper().split(JOINT)
        here = [topic for topic in named if topic in ids] if theme else named
        for topic in here:
            if topic not in ids:
                known = [*ids, *themes.themes]
                raise InputError(
                    f"Model '{model}' has no topic '{typed}'.",
                    hint=did_you_mean(typed.strip().upper(), known),
                )
        topic_ids += here
    return tuple(dict.fromkeys(topic_ids))


def usable_name(name: str) -> str:
    """Return a name without needless blanks; raise InputError for one that no theme can have."""
    name = " ".join(name.split())
    if not name:
        raise InputError("A theme needs a name.", hint="Write it in quotation marks.")
    if is_id(name):
        raise InputError(
            f"A theme cannot be called '{name}': topics are called so.",
            hint="Say in a few words what it is about.",
        )
    return name


def _existing(name: str, themes: Themes, model: str) -> str:
    theme_name = themes.called(name)
    if not theme_name:
        raise InputError(
            f"Model '{model}' has no theme '{name}'.", hint=did_you_mean(name, list(themes.themes))
        )
    return theme_name


def _without(themes: Mapping[str, Theme], topics: Sequence[str]) -> dict[str, Theme]:
    """Return themes without some topics; those that have no other end."""
    left = {
        name: tuple(topic for topic in theme.topics if topic not in topics)
        for name, theme in themes.items()
    }
    return {
        name: themes[name].model_copy(update={"topics": topics_left})
        for name, topics_left in left.items()
        if topics_left
    }


def _moves(
    moved: Mapping[str, str], themes: Mapping[str, Theme], name: str, *, joins: bool
) -> Iterable[str]:
    """Yield what topics do, a part of a sentence for each theme that they come from."""
    by_former: dict[str, list[str]] = {}
    for topic, former in moved.items():
        by_former.setdefault(former, []).append(topic)
    for former, topics in by_former.items():
        many = len(topics) > 1
        if not former:
            does = f"{'join' if many else 'joins'} '{name}'" if joins else f"named '{name}'"
            yield f"{listed(topics)} {does}"
            continue
        rest = themes[former].topics if former in themes else ()
        alone = " alone" if len(rest) == 1 else ""
        left = f"now {listed(rest)}{alone}" if rest else "which ends"
        company = joins or len(moved) > len(topics)
        does = ("join" if many else "joins") if company else ("are now" if many else "is now")
        yield (
            f"{listed(topics)} {'leave' if many else 'leaves'} '{former}' ({left}) and {does} "
            f"'{name}'"
        )


def listed(names: Sequence[str]) -> str:
    """Return names as one reads them: T01, T02 and T03."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def lost_topics(themes: Themes, ids: Collection[str]) -> list[str]:
    """Say which themes name topics that a model with these ids does not have."""
    return [
        f"Theme '{name}' names {listed(gone)}, which the model does not have."
        for name, gone in themes.without_topic(ids).items()
    ]


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
    founders = [topic for topic, position in joined.items() if position == begun]
    again: dict[str, str] = {}
    ended: dict[str, Theme] = {}
    for topic, index in joined.items():
        if len(topics) > 1 and founders == [topic]:
            again[topic] = name
        elif index < 0:
            again[topic] = ""
        else:
            change = themes.history[index]
            again[topic] = change.former[topic]
            ended.update(
                {
                    former_name: was
                    for former_name, was in change.ended.items()
                    if former_name == again[topic]
                }
            )
    return again, ended


def _joined(history: tuple[ThemeChange, ...], topic: str, name: str) -> int:
    """Return the place of the change by which a topic joined a theme, -1 if none is known."""
    for index in reversed(range(len(history))):
        change = history[index]
        if change.into == name and topic in change.former:
            if not _renames(change):
                return index
            name = change.former[topic]
    return -1


def _renames(change: ThemeChange) -> bool:
    """Return whether a theme of several topics was called otherwise, and nothing else."""
    names = set(change.former.values())
    return len(change.former) > 1 and len(names) == 1 and names == set(change.ended)
