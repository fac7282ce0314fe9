"""The words given for themes (seeds) name the topics that they guide, where they come through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textmine.errors import InputError
from textmine.store import Workspace
from textmine.topics.listing import same_name
from textmine.topics.model import FittedTopics
from textmine.topics.naming.theme_changes import listed, make_theme, usable_name
from textmine.topics.naming.themes import load_themes


@dataclass(frozen=True)
class Seeded:
    """A list of words and the topic that it guided.

    `known` of its `words` are counted in the corpus, `among` are those that stand among the
    topic's `top` words.
    """

    name: str
    topic: str
    words: tuple[str, ...]
    known: tuple[str, ...]
    among: tuple[str, ...]
    top: tuple[str, ...]

    @property
    def came_through(self) -> bool:
        """Whether the topic is about what the words were given for."""
        return bool(self.among)

    @property
    def sentence(self) -> str:
        """What became of the words."""
        unknown = [word for word in self.words if word not in self.known]
        rare = f" Not counted in this corpus: {', '.join(unknown)}." if unknown else ""
        if not self.came_through:
            return (
                f"The words for '{self.name}' did not come through: none of them is among the top "
                f"{len(self.top)} words of {self.topic} ({', '.join(self.top[:5])}), which is not "
                f"named after them.{rare}"
            )
        return (
            f"'{self.name}' guides {self.topic}: of its {len(self.words)} word"
            f"{'' if len(self.words) == 1 else 's'}, {listed(self.among)} "
            f"{'is' if len(self.among) == 1 else 'are'} among the top {len(self.top)}.{rare}"
        )


def seeded_topics(
    seeds: Mapping[str, Sequence[str]],
    words: Sequence[str],
    ids: Sequence[str],
    tops: Sequence[Sequence[str]],
) -> tuple[Seeded, ...]:
    """Return what became of each list of words in a fit to `words`, those that are counted.

    `ids` and `tops` (the top words) are of the topics in the order of the fit, in which those that
    words were given for come first.
    """
    counted = set(words)
    seeded_themes = []
    for (name, seed_words), identity, top in zip(seeds.items(), ids, tops, strict=False):
        own = tuple(dict.fromkeys(word.lower() for word in seed_words))
        seeded_themes.append(
            Seeded(
                name,
                identity,
                own,
                tuple(word for word in own if word in counted),
                tuple(word for word in own if word in top),
                tuple(top),
            )
        )
    return tuple(seeded_themes)


def check_seed_names(seeds: Mapping[str, Sequence[str]]) -> None:
    """Raise InputError for lists of words whose names cannot be those of themes."""
    names = list(seeds)
    for index, name in enumerate(names):
        usable_name(name)
        alike = next((other for other in names[:index] if same_name(other, name)), None)
        if alike is not None:
            raise InputError(
                f"Words are given for '{alike}' and for '{name}', which are one name.",
                hint="Give them together, or change one name.",
            )


def name_seeded(workspace: Workspace, model: FittedTopics, found: Sequence[Seeded]) -> list[str]:
    """Name the topics that their words came through in, and say what became of each list.

    A topic that people named keeps its name, and a name keeps its topics as long as the model has
    one of them.
    """
    sentences, ids = [], model.topic_ids
    for seeded in found:
        sentences.append(seeded.sentence)
        themes = load_themes(workspace.folder("models", model.name))
        own = themes.name_of(seeded.topic)
        if own and not same_name(own, seeded.name):
            sentences.append(f"{seeded.topic} keeps its name, '{own}'.")
        if own or not seeded.came_through:
            continue
        here = themes.themes.get(themes.called(seeded.name))
        there = [topic for topic in here.topics if topic in ids] if here else []
        if there:
            sentences.append(
                f"{seeded.topic} has no name: '{seeded.name}' stands for {listed(there)} "
                "already. Name it with 'textmine topics name'."
            )
            continue
        words = f"the words given for it: {', '.join(seeded.words)}"
        make_theme(workspace, model.name, [seeded.topic], seeded.name, reason=f"named by {words}")
    return sentences
