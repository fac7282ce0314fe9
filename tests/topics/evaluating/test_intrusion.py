"""Tasks with one stranger among six."""

from __future__ import annotations

import csv

import numpy as np
import openpyxl
import pytest

from textmine.errors import BadRowsError, InputError
from textmine.topics.evaluating.intrusion import (
    ANSWER,
    CHANCE,
    read_answers,
    score,
    topic_tasks,
    word_tasks,
    write_tasks,
)

WORDS = [f"{name}{i}" for name in "abcd" for i in range(10)]
TOPIC_WORD = np.kron(np.eye(4), np.ones(10)) + 0.001
TOPS = [WORDS[10 * topic : 10 * topic + 10] for topic in range(4)]
IDS = ["T01", "T02", "T03", "T04"]


def tasks(seed=0):
    return word_tasks(TOPIC_WORD, TOPS, WORDS, IDS, seed)


def test_five_words_of_the_topic_and_one_of_another():
    made = tasks()
    assert len(made) == 12
    for task in made:
        own = TOPS[IDS.index(task.topic)]
        assert len(set(task.choices)) == 6
        assert [choice in own for choice in task.choices].count(False) == 1
        assert task.choices[task.intruder - 1] not in own
    assert tasks() == made
    assert tasks(1) != made


def test_a_text_and_a_topic_that_it_hardly_has():
    weights = np.array([[0.7, 0.2, 0.1, 0.0], [0.0, 0.1, 0.2, 0.7], [0, 0, 0, 0]])
    made = topic_tasks(weights, ["one", "two", "three"], ["1", "2", "3"], TOPS, IDS, 10, 0)
    assert {task.about for task in made} == {"one", "two"}
    first = next(task for task in made if task.about == "one")
    assert first.choices[first.intruder - 1].startswith("d0")
    assert len(first.choices) == 4


def test_scores_of_the_knowing_and_of_the_guessing():
    made = tasks()
    knows = score(made, [task.intruder for task in made])
    assert knows[0].value == 1
    assert [one.topic for one in knows] == ["all", *IDS]
    draw = np.random.default_rng(0)
    many = [task for seed in range(100) for task in tasks(seed)]
    guess = score(many, [int(draw.integers(1, 7)) for _ in many])[0]
    assert guess.interval.low < CHANCE < guess.interval.high
    none = score(made, [None] * len(made))[0]
    assert (none.n, none.open) == (0, 12)
    assert np.isnan(none.value)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_sheet_there_and_back(tmp_path, ending):
    made, path = tasks(), tmp_path / f"t.{ending}"
    write_tasks(made, path)
    assert read_answers(made, path) == [None] * len(made)
    if ending == "xlsx":
        book = openpyxl.load_workbook(path)
        sheet = book.active
        column = [cell.value for cell in sheet[1]].index(ANSWER) + 1
        for row, task in enumerate(made, start=2):
            sheet.cell(row, column).value = task.intruder if row % 2 else task.choices[0]
        book.save(path)
        expected = [t.intruder if row % 2 else 1 for row, t in enumerate(made, start=2)]
        assert read_answers(made, path) == expected


def test_bad_answers_and_other_models_are_named(tmp_path):
    made, path = tasks(), tmp_path / "t.csv"
    write_tasks(made, path)
    path.write_text(path.read_text(encoding="utf-8-sig").replace(",\n", ",#N/A\n", 1))
    with pytest.raises(
        BadRowsError, match=f"row 2, column '{ANSWER}': .* error of the spreadsheet"
    ):
        read_answers(made, path)
    with pytest.raises(BadRowsError, match="'9' is none of the choices"):
        _answered(path, made, "9")
    with pytest.raises(InputError, match="other choices"):
        read_answers(tasks(5), path)
    with pytest.raises(InputError, match="give no task"):
        write_tasks([], path)
    with pytest.raises(InputError, match="must end in"):
        write_tasks(made, tmp_path / "t.docx")


def _answered(path, made, typed):
    """Write the tasks, and an answer to the first; return what is read."""
    write_tasks(made, path)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    rows[1][-1] = typed
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return read_answers(made, path)[0]


@pytest.mark.parametrize(
    ("typed", "place"),
    [("2", 2), ("2.0", 2), ("２", 2), ("²", 2), ("WORD", 1), ("word\u200b", 1), ("NA", None)],
)
def test_an_answer_is_read_as_other_cells_are(tmp_path, typed, place):
    made = tasks()
    word = made[0].choices[0]
    typed = typed.replace("WORD", word.upper()).replace("word", word)
    assert _answered(tmp_path / "t.csv", made, typed) == place


@pytest.mark.parametrize("typed", ["9" * 5000, "x", "0"])
def test_what_is_none_of_the_choices_is_named(tmp_path, typed):
    with pytest.raises(BadRowsError, match="none of the choices"):
        _answered(tmp_path / "t.csv", tasks(), typed)
