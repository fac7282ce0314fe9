"""Find the column of parents by its values, and that of threads by the replies within it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from operator import ne
from typing import Any

import numpy as np

from textmine.cells import find_missing
from textmine.corpus.reading.cell_arrays import among, blanked
from textmine.corpus.reading.packed import packed
from textmine.corpus.reading.threads import circles, parent_places
from textmine.lazily import npt, pa, pc

_HINT = re.compile(
    r"parent|eltern|padre|(repl(y|ied)|respon(d|ds|ded|se)|answer|answers|react(s|ion)?)_?(to|of)|"
    r"replyto|reply_id|antwort_?(auf|an|zu)|bezug|bezieht|respuesta_?a|reponse_?a|risposta_?a|"
    r"quote(d|s)?_?(id|of|post|message)|zitiert|in_re|\bre\b|responde_a|vorg"
)
_COUNT = re.compile(
    r"count|number|anzahl|replies|likes?\b|vote|rating|rank|score|point|position|order|seq|depth|"
    r"level|indent|age\b|year|month|week|day|hour|page|line|view|star|share|ups\b|downs|karma|"
    r"length|words"
)
_NUMBERED = re.compile(rf"{_COUNT.pattern}|(^|_)(n|num|nr|no|row|index|serial)(_|$)")
_OTHER = re.compile(
    r"thread|topic|conversation|discussion|root|first|last|next|child|duplicate|copy|merged|user|"
    r"author|person|member|speaker"
)
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
_NO_ID = re.compile(r"(0|-1)(\.0+)?")
_FEW, _NEARLY_ALL, _BY_CHANCE = 5, 0.95, 0.05
_SOME = 0.3
_SMALL = 100
"""A whole number up to this times the number of rows may be a count as well as an id."""


def as_ids(cells: Sequence[str], ids: Collection[str]) -> tuple[list[str], int]:
    """Return the cells with ids as the file writes them (12 for 12.0), and how many were mended.

    >>> as_ids(["1.0", "", "x"], ["1", "2"])
    (['1', '', 'x'], 1)
    """
    known = ids if isinstance(ids, set) else set(ids)
    mended = [cell if not cell or cell in known else _as_known(cell, known) for cell in cells]
    return mended, sum(map(ne, cells, mended))


def _as_known(cell: str, known: Collection[str]) -> str:
    return next((identity for identity in _also_written(cell) if identity in known), cell)


def _also_written(cell: str) -> tuple[str, str]:
    """Return the forms in which a file may write a number that is an id."""
    whole = re.sub(r"\.0+$", "", cell)
    return whole, f"{whole}.0"


def known_among(cells: Collection[str], ids: pa.Array) -> set[str]:
    """Return the ids that are cells, or are written in another form of a cell."""
    asked = packed([*cells, *(form for cell in cells for form in _also_written(cell))])
    return {*asked.filter(pc.is_in(asked, value_set=ids)).to_pylist()}


def no_parents(cells: Sequence[str], ids: Sequence[str]) -> set[str]:
    """Return the words among the cells that stand for "no parent", unless a document has that id.

    They are those that mean "no value" in any column, and 0 and -1.
    """
    known = set(ids)
    unknown = set(cells) - known
    some = next(((cell,) for cell in cells if cell in known), ())  # for all that are ids
    written = {cell for cell in (*unknown, *some) if not _NUMBER.fullmatch(cell)}
    missing_words = find_missing(dict.fromkeys(written, 1))
    words = {*missing_words.sure, *missing_words.doubtful, *missing_words.kept}
    words |= {cell for cell in unknown if _NO_ID.fullmatch(cell)}
    return words - known - {""}


def mended_parents(parents: pa.Array, ids: pa.Array) -> tuple[pa.Array, list[str]]:
    """Blank the words for "no parent" and write ids as the file does; return remarks on both."""
    whole = _written_as_ids(parents, ids)
    is_known = pc.is_in(whole, value_set=ids)
    place = pc.index(is_known, True).as_py()
    some = [whole[place].as_py()] if place >= 0 else []  # for all that are ids
    unknown = pc.unique(whole.filter(pc.invert(is_known))).to_pylist()
    nobody = no_parents([*some, *unknown], some)
    remarks = []
    if nobody:
        gone = among(whole, [*nobody])
        remarks.append(
            f"{pc.sum(gone).as_py():,} parents are {', '.join(sorted(nobody))}, read as: answers "
            "no document"
        )
    differ = pc.not_equal(parents, whole)
    n_mended = pc.sum(differ).as_py() or 0
    if n_mended:
        remarks.append(
            f"{n_mended:,} parents are written as other numbers than the ids, such as "
            f"{parents[pc.index(differ, True).as_py()]}, and were read as the ids that they are"
        )
    return blanked(whole, gone) if nobody else whole, remarks


def _written_as_ids(parents: pa.Array, ids: pa.Array) -> pa.Array:
    """Return parents as `as_ids` does; the same array where all are written as the ids are."""
    unknown = pc.unique(parents.filter(pc.invert(pc.is_in(parents, value_set=ids)))).to_pylist()
    mended, n = as_ids(unknown, known_among(unknown, ids))
    if not n:
        return parents
    place = pc.index_in(parents, value_set=pa.array(unknown, parents.type))
    return pc.coalesce(pa.array(mended, parents.type).take(place), parents)


def are_parents(
    name: str, cells: Sequence[str], ids: Sequence[str], order: Sequence[object]
) -> bool:
    """Return whether the values of a column can only be the ids of what the documents answer.

    Nearly every value must be the id of another document, and no circle may follow. Ids that are
    small numbers could be counts or places: these are taken where the name speaks of replies, or
    where every one belongs to an earlier document (by `order`) more surely than chance has it.
    """
    parents, _ = as_ids(cells, ids)
    nobody = no_parents(parents, ids)
    pairs = [
        (child, parent)
        for child, parent in zip(ids, parents, strict=True)
        if parent and parent not in nobody
    ]
    place_of = first_places(ids)
    known = [(child, parent) for child, parent in pairs if parent in place_of]
    if not known or len(known) < _NEARLY_ALL * len(pairs):
        return False
    key, counts = _spaced(name), _could_be_counts(ids)
    hinted = speaks_of_replies(name)
    if hinted and not (counts and _COUNT.search(key)) and not _OTHER.search(key):
        return True
    if not hinted and (_OTHER.search(key) or (counts and _NUMBERED.search(key))):
        return False
    if any(child == parent for child, parent in known) or circles(dict(known)):
        return False
    places = [(order[place_of[parent]], order[place_of[child]]) for child, parent in known]
    if all(_before(parent, child) for parent, child in places):
        return not counts or _beyond_chance(known, place_of, order)
    return not counts and all(_before(child, parent) for parent, child in places)


def half_parents(name: str, cells: Sequence[str], ids: Sequence[str]) -> str:
    """Return a remark on a column that speaks of replies and is no parent for its values, or ""."""
    if not speaks_of_replies(name) or _COUNT.search(_spaced(name)):
        return ""
    known = set(ids)
    parents = [cell for cell in as_ids(cells, known)[0] if cell]
    share = sum(cell in known for cell in parents) / len(parents) if parents else 0.0
    if not share >= _SOME:
        return ""
    return (
        f"'{name}' speaks of replies, and only {100 * share:.0f} % of its values are ids of the "
        f"file: it was not taken for the parents (--parent-id '{name}' takes it)"
    )


def _before(first: Any, second: Any) -> bool:
    return bool(first <= second)


def speaks_of_replies(name: str) -> bool:
    """Return whether the name of a column speaks of what is answered.

    >>> speaks_of_replies("inReplyTo"), speaks_of_replies("likes")
    (True, False)
    """
    return _HINT.search(_spaced(name)) is not None


def _spaced(name: str) -> str:
    """Return a name in lower case with "_" between its words: inReplyTo is in_reply_to."""
    return re.sub(r"[\s./-]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)).lower()


def _could_be_counts(ids: Sequence[str]) -> bool:
    numbers = [int(identity) for identity in ids if re.fullmatch(r"\d{1,9}", identity)]
    return 2 * len(numbers) > len(ids) and min(numbers) <= _SMALL * len(ids)


def _beyond_chance(
    known: Sequence[tuple[str, str]], place_of: dict[str, int], order: Sequence[object]
) -> bool:
    """Whether values drawn from those of the column would seldom all be earlier than their row.

    A column in which every value is that of the row above numbers the rows.
    """
    numbers_rows = all(place_of[child] == place_of[parent] + 1 for child, parent in known)
    if len(known) < _FEW or numbers_rows:
        return False
    values: list[Any] = sorted(order[place_of[parent]] for _, parent in known)
    chance = 1.0
    for child, _ in known:
        at = order[place_of[child]]
        chance *= bisect_left(values, at) / len(values)
        if chance < _BY_CHANCE:
            return True
    return False


def chains_within(codes: npt.NDArray[np.int64], pairs: npt.NDArray[np.int64]) -> float:
    """Return the share of (reply, parent) places whose cells are the same; 1 where there are none.

    `codes` number the different cells of a column, -1 where a cell is empty.

    >>> chains_within(np.array([0, 0, 1]), np.array([(1, 0), (2, 0)]))
    0.5
    """
    replies, parents = codes[pairs[:, 0]], codes[pairs[:, 1]]
    both = (replies >= 0) & (parents >= 0)
    n = int(both.sum())
    return int((replies[both] == parents[both]).sum()) / n if n else 1.0


def first_places(ids: Sequence[str]) -> dict[str, int]:
    """Return the place of each id, the first one where it stands several times."""
    return dict(zip(reversed(ids), range(len(ids) - 1, -1, -1), strict=True))


def reply_pairs(ids: pa.Array, parents: pa.Array) -> npt.NDArray[np.int64]:
    """Return the places of every reply and of the document that it answers, a row each."""
    at = parent_places(ids, _written_as_ids(parents, ids))
    children = np.flatnonzero((at >= 0) & (at != np.arange(len(at))))
    return np.column_stack([children, at[children]])
