"""Do people see what holds a topic together? Tasks with one word or topic that is out of place.

Source: Chang et al. (2009), Reading tea leaves: how humans interpret topic models.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textmine.choices import OddOneOut
from textmine.stats.intervals import Interval, wilson_interval
from textmine.topics.engines.engine import Floats
from textmine.topics.placed import Placed

"""What is out of place: a word among a topic's, or a topic among a text's."""

N_TRUE = 5
CHANCE = 1 / (N_TRUE + 1)
"""How often a guess finds the one among six."""

_SEVERAL = 3


@dataclass(frozen=True)
class Task:
    """Six choices, one of which does not belong: `intruder` is its place from 1.

    `about` is what the coder reads (nothing for words, a text for topics).
    """

    id: str
    topic: str
    about: str
    choices: tuple[str, ...]
    intruder: int


@dataclass(frozen=True)
class Precision:
    """How often coders found the intruder: of `n` answers, with a Wilson interval; nan for none.

    `open` answers were left out. By `topic`, or "all".
    """

    topic: str
    found: int
    n: int
    open: int
    interval: Interval

    @property
    def value(self) -> float:
        """The share of answers that name the intruder."""
        return self.found / self.n if self.n else float("nan")


def tasks_of(placed: Placed, kind: OddOneOut, n: int, seed: int) -> list[Task]:
    """Return tasks on the words of the themes, or `n` of them on the texts.

    Raises InputError where there is one theme only.
    """
    placed.need_two_themes()
    model, corpus = placed.model, placed.corpus
    tops = model.top_words(placed.n_words)
    if kind == "words":
        return word_tasks(model.topic_word, tops, model.words, model.topic_ids, seed)
    return topic_tasks(placed.unit_topic, corpus.texts, corpus.ids, tops, model.topic_ids, n, seed)


def word_tasks(
    topic_word: Floats,
    tops: Sequence[Sequence[str]],
    words: Sequence[str],
    ids: Sequence[str],
    seed: int,
) -> list[Task]:
    """Return three tasks a topic: five of its top words and one of another topic's that it lacks.

    `topic_word` is (n_topics, n_words). The intruder is a top word of another topic with a low
    probability in this one (its lower half). Topics with fewer than five words have no task.
    """
    draw = np.random.Generator(np.random.PCG64(seed))
    place_of = {word: index for index, word in enumerate(words)}
    tasks = []
    for topic, own in enumerate(tops):
        middle = float(np.median(topic_word[topic]))
        strangers = [
            word
            for other, top in enumerate(tops)
            if other != topic
            for word in top[:N_TRUE]
            if word not in own and topic_word[topic, place_of[word]] <= middle
        ]
        if len(own) < N_TRUE or not strangers:
            continue
        for step in range(_SEVERAL):
            true = [
                str(word) for word in draw.choice(list(own[: 2 * N_TRUE]), N_TRUE, replace=False)
            ]
            intruder = str(draw.choice(strangers))
            tasks.append(_mixed(f"{ids[topic]}-{step + 1}", ids[topic], "", true, intruder, draw))
    return _shuffled(tasks, draw)


def topic_tasks(
    unit_topic: Floats,
    texts: Sequence[str],
    documents: Sequence[str],
    tops: Sequence[Sequence[str]],
    ids: Sequence[str],
    n_tasks: int,
    seed: int,
) -> list[Task]:
    """Return tasks on texts: the words of a text's strongest topics, and of one it hardly has.

    As many of the strongest topics are shown as the model has, up to five; the intruder is one of
    the weaker half. `unit_topic` is (n_units, n_topics); texts without a topic have no task.
    """
    draw = np.random.Generator(np.random.PCG64(seed))
    n_topics = unit_topic.shape[1]
    n_shown = min(N_TRUE, n_topics - 1)
    able = np.flatnonzero(unit_topic.sum(axis=1) > 0)
    chosen = draw.permutation(able)[:n_tasks]
    tasks = []
    for unit in chosen:
        order = np.argsort(-unit_topic[unit], kind="stable")
        weak = order[max(n_shown, n_topics // 2) :]
        intruder = int(draw.choice(weak))
        shown = [", ".join(tops[topic][:6]) for topic in order[:n_shown]]
        main = ids[int(order[0])]
        stranger = ", ".join(tops[intruder][:6])
        tasks.append(_mixed(documents[unit], main, texts[unit], shown, stranger, draw))
    return tasks


def score(tasks: Sequence[Task], answers: Sequence[int | None]) -> list[Precision]:
    """Return how often the intruder was named, over all tasks and by topic.

    `answers` (n_tasks,) are places from 1, None where the coder gave none.
    """
    groups: dict[str, list[tuple[Task, int | None]]] = {"all": []}
    for task, answer in zip(tasks, answers, strict=True):
        groups["all"].append((task, answer))
        groups.setdefault(task.topic, []).append((task, answer))
    precisions = []
    for topic in ["all", *sorted(set(groups) - {"all"})]:
        answered = [(task, answer) for task, answer in groups[topic] if answer is not None]
        right = sum(task.intruder == answer for task, answer in answered)
        n_open = len(groups[topic]) - len(answered)
        precisions.append(
            Precision(topic, right, len(answered), n_open, wilson_interval(right, len(answered)))
        )
    return precisions


def _mixed(
    identity: str,
    topic: str,
    about: str,
    true: Sequence[str],
    intruder: str,
    draw: np.random.Generator,
) -> Task:
    position = int(draw.integers(len(true) + 1))
    choices = [*true[:position], intruder, *true[position:]]
    return Task(identity, topic, about, tuple(choices), position + 1)


def _shuffled(tasks: list[Task], draw: np.random.Generator) -> list[Task]:
    return [tasks[int(index)] for index in draw.permutation(len(tasks))]
