"""Intrusion tasks as a sheet for a coder, and what comes back.

The sheet does not say which choice is the intruder: tasks follow from the model and the seed, and
are made again to score it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from textmine.cells import clean, find_missing, fold
from textmine.cells.spreadsheet import fitted_cell
from textmine.corpus.reading.readers import read_raw
from textmine.corpus.reading.restored import written
from textmine.errors import BadRowsError, InputError, RowProblem
from textmine.store.tables import write_table
from textmine.topics.evaluating.intrusion import Task

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
    problems: list[RowProblem] = []
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
