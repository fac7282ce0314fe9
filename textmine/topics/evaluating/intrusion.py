"""Do people see what holds a topic together? Tasks with one word or topic that is out of place.

Source: Chang et al. (2009), Reading tea leaves: how humans interpret topic models.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from textmine.arrays import Floats
from textmine.cells import clean, find_missing, fold
from textmine.cells.spreadsheet import fitted_cell
from textmine.choices import OddOneOut
from textmine.corpus.reading.readers import read_raw
from textmine.corpus.reading.restored import written
from textmine.errors import BadRowsError, InputError, RowProblem
from textmine.stats.intervals import Interval, wilson_interval
from textmine.store.tables import write_table
from textmine.topics.placed import Placed

ANSWER = "does not belong"
_TASK, _TEXT = "task", "text"


def write_tasks(tasks: Sequence[Task], target: Path) -> None:
    """Write tasks as .xlsx or .csv: numbered choices, and an empty column for the answer.

    Raises InputError for another ending, or when there is no task.
    """
    if not tasks:
        raise InputError(
            "These topics give no task.", hint="At least two topics need five words each."
        )
    if target.suffix.lower() not in (".xlsx", ".csv"):
        raise InputError(f"{target.name} must end in .xlsx or .csv.", hint="Name it so.")
    header = _header(tasks)
    widths = {name: 80.0 if name == _TEXT else 22.0 for name in header}
    rows = ([*_cells(task), ""] for task in tasks)
    write_table(target, header, rows, title="intrusion", widths=widths)


def read_answers(tasks: Sequence[Task], source: Path) -> list[int | None]:
    """Return the answer to each task, as the place of a choice from 1, None where there is none.

    A place or the choice itself may be written, in any spelling; a word for no value is no answer.
    Raises BadRowsError for answers that are neither, and InputError when the sheet is not of these
    tasks.
    """
    table = written(read_raw(source))
    missing = [name for name in (_TASK, ANSWER) if name not in table.columns]
    if missing:
        raise InputError(
            f"{source.name} has no column '{missing[0]}'.",
            hint="Give the sheet that 'topics intrusion' wrote.",
        )
    at = {name: table.columns.index(name) for name in table.columns}
    rows = {
        row[at[_TASK]].strip(): (row, n) for row, n in zip(table.rows, table.numbers, strict=True)
    }
    nothing = find_missing(Counter(map(str.strip, table.cells(ANSWER)))).sure
    answers: list[int | None] = []
    problems = list(table.problems)
    for task in tasks:
        if task.id not in rows:
            raise InputError(
                f"{source.name} lacks the task '{task.id}', or you fitted the model again since.",
                hint="Use the model and the seed that made the sheet.",
            )
        row, number = rows[task.id]
        shown = [row[at[str(number)]] for number in range(1, len(task.choices) + 1)]
        if shown != [fitted_cell(choice) for choice in task.choices]:
            raise InputError(
                f"Task '{task.id}' in {source.name} shows other choices than this model's.",
                hint="Use the model and the seed that made the sheet.",
            )
        answer_text = row[at[ANSWER]].strip()
        answer = _place(answer_text, task)
        if clean(answer_text) and answer is None and answer_text not in nothing:
            problems.append(
                RowProblem(number, ANSWER, f"'{answer_text[:60]}' is none of the choices")
            )
        answers.append(answer)
    if problems:
        raise BadRowsError(source.name, problems, hint="Write the number of a choice, or nothing.")
    return answers


def _place(typed: str, task: Task) -> int | None:
    key = fold(typed)
    numbers = {str(number): number for number in range(1, len(task.choices) + 1)}
    alike = (number for number, choice in enumerate(task.choices, 1) if fold(choice) == key)
    return numbers.get(key) or next(alike, None)


def _header(tasks: Sequence[Task]) -> list[str]:
    most = max(len(task.choices) for task in tasks)
    about = [_TEXT] if any(task.about for task in tasks) else []
    return [_TASK, *about, *(str(number) for number in range(1, most + 1)), ANSWER]


def _cells(task: Task) -> list[str]:
    about = [fitted_cell(task.about)] if task.about else []
    return [task.id, *about, *(fitted_cell(choice) for choice in task.choices)]


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
