"""Tables that name what was coded by its words: the passages are found in the texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from textmine.cells import clean, fold
from textmine.coding.tables.found_words import Place, Words
from textmine.coding.tables.tool_exports import SPANS
from textmine.corpus import Corpus, RawTable
from textmine.errors import InputError, RowProblem, did_you_mean
from textmine.schema import SOURCE, THREAD_ID, TITLE

if TYPE_CHECKING:
    from textmine.coding.tables.laying_out import CodingRequest

NAMES = frozenset(
    "passage passages segment segments quotation quote excerpt coded_segment coded_segments "
    "coded_text quotation_content textstelle zitat segmento fragmento cita extrait".split()
)
"""What columns of passages are called, in small letters, with _ for blanks."""

_TURN, _ANSWER = "meta.turn", "answer"
_ENDING = re.compile(r"\.[A-Za-z0-9]{2,5}$")
_FEW = 3

Occurrence = tuple[Place, ...]


@dataclass
class _Located:
    """Rows with the document and the places of their passages, and those that have none."""

    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    found: int = 0
    known: int = 0
    filled: int = 0

    def add(self, number: int, row: Sequence[str], spans: Sequence[tuple[str, str, str]]) -> None:
        for span in spans:
            self.rows.append([*row, *span])
            self.numbers.append(number)


def with_places(
    raw: RawTable, request: CodingRequest, corpus: Corpus
) -> tuple[RawTable, CodingRequest]:
    """Return a table with the document and the places of each passage, and a request that says so.

    The column of passages is the one that `request.passage` names, or else one called so of whose
    passages most are found. Rows whose words are not there, or at several places, are problems. A
    passage of several turns gives a row for each answer. Where there is no such column, the table
    is returned as it is. Raises InputError for a column that is not there.
    """
    if request.passage is not None and request.passage not in raw.columns:
        raise InputError(
            f"{request.path} has no column '{request.passage}'.",
            hint=did_you_mean(request.passage, raw.columns),
        )
    column = request.passage or _guessed(raw, request)
    if column is None:
        return raw, request
    by_name = _by_name(corpus)
    naming = request.document if request.document in raw.columns else _naming(raw, by_name, column)
    located = _located(raw, column, naming, corpus, by_name)
    if request.passage is None and 2 * located.known < located.filled:
        return raw, request
    added = [_new(name, raw.columns) for name in ("document", "start", "end")]
    where = f", in what '{naming}' names" if naming else ""
    table = replace(
        raw,
        columns=[*raw.columns, *added],
        rows=located.rows,
        numbers=located.numbers,
        problems=[*raw.problems, *located.problems],
        remarks=[
            *raw.remarks,
            f"Passages of '{column}' are found by their words{where}: {located.found:,} of "
            f"{located.filled:,}.",
        ],
    )
    spans = f"{added[1]},{added[2]}"
    return table, replace(request, document=added[0], spans=spans, passage=column)


def _guessed(raw: RawTable, request: CodingRequest) -> str | None:
    """Return the column that is called like one of passages, if no places are named."""
    if request.spans or raw.facts.get(SPANS) or request.level:
        return None
    return next(
        (name for name in raw.columns if clean(fold(name)).replace(" ", "_") in NAMES), None
    )


def _by_name(corpus: Corpus) -> dict[str, list[int]]:
    """Return the rows of documents by what names them: their id, interview, file or title."""
    by_name: dict[str, list[int]] = {}
    ids = {_key(identity): [row] for row, identity in enumerate(corpus.ids)}
    for column in (TITLE, SOURCE, THREAD_ID):
        rows_of: dict[str, list[int]] = {}
        for row, cell in enumerate(corpus.column(column)):
            if cell:
                rows_of.setdefault(_key(str(cell)), []).append(row)
        by_name |= rows_of
    return by_name | ids


def _key(name: str) -> str:
    return _ENDING.sub("", fold(clean(name)))


def _naming(raw: RawTable, by_name: Mapping[str, Sequence[int]], passages: str) -> str | None:
    """Return the column that names documents or interviews most often, None where none does."""
    known = {
        name: sum(_key(cell) in by_name for cell in raw.cells(name))
        for name in raw.columns
        if name != passages
    }
    best = max(known, key=lambda name: known[name], default=None)
    return best if best is not None and 2 * known[best] >= len(raw.rows) else None


def _located(
    raw: RawTable,
    column: str,
    naming: str | None,
    corpus: Corpus,
    by_name: Mapping[str, Sequence[int]],
) -> _Located:
    words = Words(corpus.texts)
    names = [""] * len(raw.rows) if naming is None else list(map(clean, raw.cells(naming)))
    everywhere = range(len(corpus.ids))
    times = Counter(map(tuple, raw.rows))
    seen: Counter[tuple[str, ...]] = Counter()
    done = _Located()
    cells = raw.cells(column)
    for number, row, passage, name in zip(raw.numbers, raw.rows, cells, names, strict=True):
        if not clean(passage):
            done.add(number, row, [(name, "", "")])
            continue
        done.filled += 1
        looked_in = by_name.get(_key(name), ()) if name else everywhere
        found = _of_answers(words.places(passage, looked_in), corpus)
        key = tuple(row)
        if found and len(found) <= times[key]:
            places = found[min(seen[key], len(found) - 1)]
            seen[key] += 1
            spans = [(corpus.ids[at.row], str(at.start), str(at.end)) for at in places]
            done.add(number, row, spans)
            done.found += 1
            done.known += 1
            continue
        done.add(number, row, [(name, "", "")])
        elsewhere = words.places(passage, everywhere)
        done.known += bool(elsewhere)
        why = _why(found, name, looked_in, corpus, elsewhere)
        done.problems.append(RowProblem(number, "", why))
    return done


def _of_answers(found: Sequence[Occurrence], corpus: Corpus) -> list[Occurrence]:
    """Leave out what an interviewer says, unless nobody else says it."""
    if _TURN not in corpus.documents:
        return list(found)
    turns = corpus.column(_TURN)
    answers = [tuple(place for place in places if turns[place.row] == _ANSWER) for places in found]
    return [places for places in answers if places] or list(found)


def _why(
    found: Sequence[Occurrence],
    name: str,
    looked_in: Sequence[int],
    corpus: Corpus,
    elsewhere: Sequence[Occurrence],
) -> str:
    """Return why a passage has no place: no such document, not its words, or several places."""
    if name and not looked_in:
        return f"corpus '{corpus.name}' has no document, interview or file '{name}'"
    if found:
        listed = ", ".join(f"'{corpus.ids[places[0].row]}'" for places in found[:_FEW])
        more = ", …" if len(found) > _FEW else ""
        return f"these words stand at {len(found):,} places ({listed}{more}): name the document"
    if elsewhere:
        return f"'{name}' does not have these words; '{corpus.ids[elsewhere[0][0].row]}' has"
    return f"{f'{name!r}' if name else f'corpus {corpus.name!r}'} does not have these words"


def _new(name: str, taken: Sequence[str]) -> str:
    added = f"{name} of the passage"
    return added if added not in taken else f"{added} (found)"
