"""Wide survey tables: each answer to an open question becomes a document of its respondent."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from textmine.cells import AS_FOUND, CellRule
from textmine.corpus.reading.column_values import TEXTS, kind_of_values
from textmine.corpus.reading.columns import map_columns
from textmine.corpus.reading.no_values import is_no_text
from textmine.corpus.reading.packed import PackedRows
from textmine.corpus.reading.raw import RawTable
from textmine.errors import InputError, UsageError, did_you_mean
from textmine.schema import AUTHOR, ID, PARENT_ID, TEXT, THREAD_ID, TITLE

ALL_QUESTIONS = "all"
_SAMPLE = 1_000
_NUMBERED = re.compile(
    r"\s*+(?:q|question|frage|pregunta|vraag)?[\s.]*+(\d++[a-z]?(?:_\w+)?)\b", re.I
)
_ASKING = re.compile(
    r"\?\s*$|^\s*+(q|question|frage|pregunta)\s*+(\.\s*+)?\d|comment|please|explain|describe|specify|"
    r"other|why|how|what|which",
    re.I,
)


@dataclass(frozen=True)
class Spread:
    """The table of answers, and what of the user's columns is still to be mapped in it."""

    table: RawTable
    given: dict[str, str | None]


def open_questions(table: RawTable, taken: Sequence[str] = ()) -> list[str]:
    """Return the columns that look like open questions: long texts under a heading that asks.

    They are told by the first 1,000 rows.
    """
    rows = list(islice(table.rows, _SAMPLE))
    columns = []
    for index, name in enumerate(table.columns):
        wording = table.labels.get(name, name)
        asks = name in table.labels or len(wording.split()) > 2 or bool(_ASKING.search(wording))
        cells = [cell for row in rows if (cell := row[index].strip())]
        if name not in taken and asks and _are_answers(cells):
            columns.append(name)
    return columns


def _are_answers(cells: Sequence[str]) -> bool:
    if not cells:
        return False
    words = sorted(len(cell.split()) for cell in cells)
    if kind_of_values(cells) != TEXTS:
        return False
    has_words = words[len(words) // 2] >= 4 and sum(map(len, cells)) / len(cells) >= 20
    return has_words and len(set(cells)) > 0.5 * len(cells)


def spread_answers(
    table: RawTable,
    questions: Sequence[str],
    given: Mapping[str, str | None],
    rule: CellRule = AS_FOUND,
) -> Spread:
    """Make a document of each answer to these questions ("all": those that look open).

    A document is called RESPONSE.q3 after the number that the question's heading begins with, else
    RESPONSE.c7 after its column; its author is the respondent, so that no split parts the answers
    of one, and its title the question. The other columns are kept with every answer; empty answers
    are skipped and counted. Raises InputError for a question that is not there, or none.
    """
    if given.get(TEXT) not in (None, "-"):
        raise UsageError("--text and --question contradict each other.", hint="Say one of them.")
    known = {name: column for name, column in table.fields.items() if name in (ID, AUTHOR)}
    any_question = next((name for name in questions if name in table.columns), table.columns[-1])
    mapping = map_columns(
        replace(table, fields=known | {TEXT: any_question}),
        {name: given.get(name) for name in (ID, AUTHOR)},
    )
    respondent = mapping.columns.get(ID, ())
    author = mapping.columns.get(AUTHOR, ()) if given.get(AUTHOR) else ()
    chosen, remark = _chosen(table, questions, (*respondent, *author))
    new = _new_names(table.columns)
    other_columns = [index for index, name in enumerate(table.columns) if name not in chosen]
    columns = [*new.values(), *(table.columns[index] for index in other_columns)]
    reader = _Answers(table, chosen, respondent, author, other_columns, rule)
    rows = PackedRows(reader.rows(), len(columns))
    fields = {name: column for name, column in table.fields.items() if column in columns}
    fields |= {name: new[name] for name in (ID, TEXT, AUTHOR, TITLE)}
    remarks = [
        *table.remarks,
        remark,
        f"{len(rows):,} answers of {len(table.rows):,} respondents; "
        f"{reader.skipped:,} empty answers were skipped",
    ]
    spread = replace(
        table, columns=columns, rows=rows, numbers=reader.numbers, fields=fields, remarks=remarks
    )
    left = {name: value for name, value in given.items() if name not in (ID, TEXT, AUTHOR)}
    for name in (THREAD_ID, PARENT_ID):
        left[name] = left.get(name) or "-"
    return Spread(spread, left)


class _Answers:
    """Goes through the respondents once; notes the rows of the answers and counts empty ones."""

    def __init__(
        self,
        table: RawTable,
        chosen: Sequence[str],
        respondent: Sequence[str],
        author: Sequence[str],
        kept: Sequence[int],
        rule: CellRule,
    ) -> None:
        self.numbers: list[int] = []
        self.skipped = 0
        self._table, self._kept, self._rule = table, kept, rule
        names = _short_names(table.columns)
        self._questions = [
            (table.columns.index(name), names[name], name, table.labels.get(name, name))
            for name in chosen
        ]
        self._respondent = [table.columns.index(name) for name in respondent]
        self._author = [table.columns.index(name) for name in author]

    def rows(self) -> Iterator[list[str]]:
        width = len(str(len(self._table.rows)))
        for index, (number, row) in enumerate(
            zip(self._table.numbers, self._table.rows, strict=True), start=1
        ):
            who = ".".join(row[at].strip() for at in self._respondent)
            if not self._respondent:
                who = f"r{index:0{width}d}"
            author = ".".join(row[at].strip() for at in self._author).strip(".") or who
            rest = [row[at] for at in self._kept]
            for at, short, question, wording in self._questions:
                if not row[at].strip() or is_no_text(row[at], self._rule):
                    self.skipped += 1
                    continue
                self.numbers.append(number)
                identity = f"{who}.{short}" if who.strip(".") else ""
                yield [identity, row[at], author, wording, question, who, *rest]


def _chosen(
    table: RawTable, questions: Sequence[str], taken: Sequence[str]
) -> tuple[list[str], str]:
    if list(questions) == [ALL_QUESTIONS] and ALL_QUESTIONS not in table.columns:
        columns_found = open_questions(table, taken)
        if not columns_found:
            raise InputError(
                f"No column of {table.source} looks like an open question.",
                hint=f"Name them: --question COLUMN. Columns: {', '.join(table.columns[:30])}.",
            )
        return (
            columns_found,
            f"open questions (guessed: long texts under headings): {_listed(columns_found)}",
        )
    by_label = {label: name for name, label in table.labels.items()}
    chosen = []
    for question in questions:
        name = question if question in table.columns else by_label.get(question)
        if name is None:
            raise InputError(
                f"{table.source} has no column '{question}' (named as a question).",
                hint=did_you_mean(question, table.columns),
            )
        chosen.append(name)
    return list(dict.fromkeys(chosen)), f"questions: {_listed(chosen)}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name[:60]}'" for name in names)


def _short_names(columns: Sequence[str]) -> dict[str, str]:
    """Name every column q3 after the number in its heading where that is its alone, else c7."""
    numbers = [match[1].lower() if (match := _NUMBERED.match(name)) else "" for name in columns]
    return {
        name: f"q{number}" if number and numbers.count(number) == 1 else f"c{number_in_table}"
        for number_in_table, (name, number) in enumerate(
            zip(columns, numbers, strict=True), start=1
        )
    }


def _new_names(columns: Sequence[str]) -> dict[str, str]:
    """Return names for the new columns that no column of the table has."""
    wanted = {
        ID: "answer id",
        TEXT: "answer",
        AUTHOR: "answered by",
        TITLE: "question text",
        "question": "question",
        "respondent": "respondent",
    }
    free: dict[str, str] = {}
    for key, name in wanted.items():
        while name in columns:
            name = f"{name} (survey)"  # noqa: PLW2901
        free[key] = name
    return free
