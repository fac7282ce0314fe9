"""Transcripts in tables: rows of time, speaker and text, in any order, as Word documents have."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.corpus.reading.interviews.labels import is_label
from textmine.corpus.reading.interviews.lines import Line, only_stamp
from textmine.corpus.reading.interviews.speakers import Mark
from textmine.corpus.reading.interviews.words import folded

_FEWEST, _MOST_COLUMNS = 2, 8
_SHARE = 0.6
_HEADER = frozenset(
    """speaker speakers name person who time timecode timestamp start end text transcript utterance
    speech turn content what no nr line sprecher sprecherin zeit inhalt wer transkript äußerung
    locuteur locutrice temps texte qui hablante tiempo texto quién talare tid vem rozmówca czas
    tekst kto mówca comment comments note notes""".split()
)


@dataclass(frozen=True)
class _Cell:
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Columns:
    width: int
    speaker: int
    text: int
    times: tuple[int, ...]


def row_marks(lines: Sequence[Line]) -> list[Mark]:
    """Return a mark for each row of a table of turns, [] where most lines are no such rows.

    A row without a speaker goes on with what the one above says. Rows that lack cells at an edge
    are put under their columns by what the cells hold.
    """
    filled = [line for line in lines if line.text.strip()]
    rows = [_cells(line.text) for line in filled if "\t" in line.text]
    if len(rows) < _FEWEST or len(rows) < _SHARE * len(filled) / 2:
        return []
    columns = _columns(rows)
    if columns is None:
        return []
    speakers = _names(rows, columns)
    marks: list[Mark] = []
    latest = ""
    for at, line in enumerate(lines):
        if "\t" not in line.text:
            continue
        cells = _cells(line.text)
        if _is_header(cells) or (not marks and _names_columns(cells, columns)):
            marks.append(Mark(at, latest, len(line.text), names_columns=True))
            continue
        row = _placed(cells, columns, speakers)
        text_cell = row.get(columns.text) or _Cell(len(line.text), len(line.text), "")
        who = row.get(columns.speaker)
        latest = who.text.rstrip(":：").strip() if who and who.text else latest
        times = [
            stamp
            for column in columns.times
            if column in row and (stamp := only_stamp(row[column].text))
        ]
        used = {columns.text, columns.speaker, *(columns.times if times else ())}
        beside = [cell.text for column, cell in row.items() if column not in used and cell.text]
        since = times[0].since if times else ""
        until = times[0].until or (times[1].since if len(times) > 1 else "") if times else ""
        beside = [text for text in beside if not text.rstrip(".").isdecimal()]
        marks.append(
            Mark(at, latest, text_cell.start, since, until, text_cell.end, " | ".join(beside))
        )
    return marks


def _cells(text: str) -> list[_Cell]:
    cells: list[_Cell] = []
    at = 0
    for part in text.split("\t"):
        bare = part.strip()
        lead = len(part) - len(part.lstrip()) if bare else 0
        cells.append(_Cell(at + lead, at + lead + len(bare), bare.strip("*_ ")))
        at += len(part) + 1
    return cells


def _columns(rows: Sequence[Sequence[_Cell]]) -> _Columns | None:
    width = Counter(len(row) for row in rows).most_common(1)[0][0]
    if not 2 <= width <= _MOST_COLUMNS:
        return None
    whole = [row for row in rows if len(row) == width and not _is_header(row)]
    if not whole:
        return None
    times = tuple(
        column
        for column in range(width)
        if 2 * sum(only_stamp(row[column].text) is not None for row in whole) >= len(whole)
    )
    others = [column for column in range(width) if column not in times]
    if len(others) < 2:
        return None
    text = max(others, key=lambda column: sum(len(row[column].text) for row in whole))
    speaker = next(
        (column for column in others if column != text and _names_few(whole, column)), None
    )
    return None if speaker is None else _Columns(width, speaker, text, times)


def _names_few(rows: Sequence[Sequence[_Cell]], column: int) -> bool:
    """Return whether the cells of a column are names of few people that come again."""
    names = [row[column].text.rstrip(":：").strip() for row in rows if row[column].text]
    counts = Counter(map(folded, names))
    good = sum(is_label(name) for name in names)
    again = sum(n for n in counts.values() if n > 1)
    return (
        bool(names)
        and good >= 0.9 * len(names)
        and again >= _SHARE * len(names)
        and 3 * len(names) >= len(rows)
    )


def _names(rows: Sequence[Sequence[_Cell]], columns: _Columns) -> frozenset[str]:
    whole = [row for row in rows if len(row) == columns.width]
    return frozenset(folded(row[columns.speaker].text) for row in whole) - {""}


def _is_header(cells: Sequence[_Cell]) -> bool:
    words = [folded(cell.text) for cell in cells if cell.text]
    known = sum(any(part in _HEADER for part in word.split()) for word in words)
    return bool(words) and known == len(words) and all(len(word) < 30 for word in words)


def _names_columns(cells: Sequence[_Cell], columns: _Columns) -> bool:
    """Return whether a row has words where all others have times."""
    if not columns.times or len(cells) != columns.width:
        return False
    beside = [cells[column].text for column in columns.times]
    return all(text and only_stamp(text) is None for text in beside)


def _placed(
    cells: Sequence[_Cell], columns: _Columns, speakers: frozenset[str]
) -> dict[int, _Cell]:
    """Return the cells of a row by column; a narrow row lost empty cells at its edges."""
    if len(cells) > columns.width:
        *first, last = range(columns.width)
        row = dict(zip(first, cells, strict=False))
        tail = cells[last:]
        row[last] = _Cell(tail[0].start, tail[-1].end, " ".join(cell.text for cell in tail))
        return row

    def fits(shift: int) -> int:
        placed = {index + shift: cell for index, cell in enumerate(cells)}
        who = placed.get(columns.speaker)
        good = sum(
            column in placed and bool(only_stamp(placed[column].text)) for column in columns.times
        )
        good += 2 * (who is not None and folded(who.text) in speakers)
        return good + (columns.text in placed)

    shifts = range(columns.width - len(cells) + 1)
    best = max(shifts, key=fits) if len(cells) < columns.width else 0
    return {index + best: cell for index, cell in enumerate(cells)}
