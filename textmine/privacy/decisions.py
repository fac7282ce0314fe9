"""What a person decided about uncertain names, and the list on which that is asked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from textmine.corpus import ReadOptions, read_raw, written
from textmine.corpus.reading.raw import RawTable
from textmine.errors import BadRowsError, InputError, RowProblem
from textmine.privacy.finding import UNSURE, Found
from textmine.privacy.kinds import KINDS, PERSON, kinds_named
from textmine.store.tables import write_table

REPLACE, KEEP = "replace", "keep"
_SPACE = re.compile(r"\s+")
_CONTEXT = 40


@dataclass(frozen=True)
class Decision:
    """What is to be done wherever this text was found, and of which kind it is."""

    replace: bool
    kind: str


@dataclass(frozen=True)
class ReviewItem:
    """One uncertain text: how often it was found, an example, what is proposed and decided."""

    text: str
    type: str
    times: int
    documents: int
    context: str
    rule: str
    proposed: str
    replacement: str
    decision: str = ""


REVIEW_COLUMNS = tuple(ReviewItem.__dataclass_fields__)


@dataclass(frozen=True)
class Sighting:
    """One found span with its text, its surroundings, and what became of it."""

    document: str
    text: str
    context: str
    found: Found
    replacement: str
    decision: str = ""


def plain(text: str) -> str:
    """Return a text as decisions compare it: with single spaces."""
    return _SPACE.sub(" ", text).strip()


def context_of(text: str, start: int, end: int) -> str:
    """Return a span with what stands before and after it, in brackets, on one line.

    >>> context_of("I met Tom there.", 6, 9)
    'I met >>Tom<< there.'
    """
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return f"{before}>>{text[start:end]}<<{after}".replace("\n", " ")


def review_items(sightings: Iterable[Sighting]) -> list[ReviewItem]:
    """Return what a person should look at, a row for each text, the most frequent first.

    These are the texts of which no rule was sure, most of the times, and those that were decided.
    """
    grouped: dict[str, list[Sighting]] = {}
    for sighting in sightings:
        grouped.setdefault(plain(sighting.text), []).append(sighting)
    items = []
    for text, seen in grouped.items():
        doubtful = [
            sighting for sighting in seen if sighting.found.certainty == UNSURE or sighting.decision
        ]
        if 2 * len(doubtful) <= len(seen):
            continue
        first = doubtful[0]
        items.append(
            ReviewItem(
                text,
                first.found.kind,
                len(seen),
                len({sighting.document for sighting in seen}),
                first.context,
                first.found.rule,
                KEEP if first.found.keep else REPLACE,
                first.replacement,
                first.decision,
            )
        )
    return sorted(items, key=lambda item: (-item.times, item.text))


def review_rows(items: Iterable[ReviewItem]) -> list[dict[str, str | int]]:
    """Return the review list as rows of a table."""
    return [asdict(item) for item in items]


def read_decisions(table: RawTable) -> dict[str, Decision]:
    """Read decisions from a review list; a row without one decides nothing.

    A row that was added, with a text, perhaps a type, and "replace", has that text replaced
    wherever it stands. Raises InputError without the columns, BadRowsError for bad cells.
    """
    missing = [name for name in ("text", "decision") if name not in table.columns]
    if missing:
        raise InputError(
            f"{table.source} has no column '{missing[0]}'.",
            hint="Give back the list that --review wrote, with the column 'decision' filled in.",
        )
    decisions: dict[str, Decision] = {}
    problems = [*table.problems]
    for number, cells in zip(table.numbers, table.rows, strict=True):
        row = dict(zip(table.columns, cells, strict=True))
        decision_word = (row.get("decision") or "").strip().casefold()
        text = plain(row.get("text") or "")
        problem = _problem(number, decision_word, text, row, decisions)
        if problem:
            problems.append(problem)
        elif decision_word:
            kind = (row.get("type") or "").strip()
            (name,) = kinds_named([kind]) if kind else (PERSON,)
            decisions[text] = Decision(decision_word == REPLACE, name)
    if problems:
        raise BadRowsError(table.source, problems, hint="Correct these rows; nothing was changed.")
    return decisions


def _problem(
    number: int,
    decision_word: str,
    text: str,
    row: Mapping[str, str],
    decisions: Mapping[str, Decision],
) -> RowProblem | None:
    if not decision_word:
        return None
    if decision_word not in (REPLACE, KEEP):
        return RowProblem(
            number, "decision", f"'{decision_word}' is neither '{REPLACE}' nor '{KEEP}'"
        )
    if not text:
        return RowProblem(number, "text", "there is a decision and no text")
    kind = (row.get("type") or "").strip()
    try:
        kinds_named([kind] if kind else [])
    except InputError:
        return RowProblem(number, "type", f"'{kind}' is none of {', '.join(KINDS)}")
    if text in decisions and decisions[text].replace != (decision_word == REPLACE):
        return RowProblem(number, "decision", f"'{text}' has two different decisions")
    return None


def check_review_file(path: Path) -> None:
    """Raise InputError when no list can be written there: decisions may stand in the file."""
    if path.exists():
        raise InputError(
            f"{path} is there already, and decisions may stand in it.",
            hint="Name another file, or take it away.",
        )


def write_review(path: Path, rows: Sequence[Mapping[str, str | int]]) -> None:
    """Write the list, which only its owner may open, for it holds the names themselves."""
    write_table(path, REVIEW_COLUMNS, rows, private=True)


def load_decisions(path: Path | None) -> dict[str, Decision]:
    """Read the list again with its column 'decision' filled in; no file decides nothing.

    A CSV has to be in UTF-8: a name of which a letter is guessed would not be found in the texts.
    """
    if path is None:
        return {}
    if path.suffix.lower() != ".xlsx":
        try:
            path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise InputError(
                f"{path} is not in UTF-8.", hint="Save it as 'CSV UTF-8' in the spreadsheet."
            ) from error
    return read_decisions(written(read_raw(path, ReadOptions(header_rows=1))))
