"""Find the columns of texts and of threads by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import numpy as np

from textmine.corpus.reading import column_values
from textmine.corpus.reading.cell_arrays import in_one, program_words, stripped
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reply_columns import chains_within
from textmine.errors import InputError
from textmine.lazily import npt, pa, pc

_LONG = 15
_SHOWN = 50
_TECHNICAL = re.compile(
    r"status|distributionchannel|useragent|browser|operatingsystem|device|starttime|endtime|"
    r"completiontime|lastmodifiedtime|collectorid|refurl|startlanguage|userlanguage|"
    r"metainfo\w*|recipient\w*|firstname|lastname|fullname|surname|externalreference|externaldataref\w*"
)
"""Columns that survey programs fill themselves, in lower case without marks."""


def find_text(
    table: RawTable, named: Sequence[str], free: Collection[str], names_of_others: Collection[str]
) -> tuple[str, str, dict[str, str]]:
    """Return the column of the texts, how it was found, and the columns passed over.

    `named` are the free columns that are called like it, `names_of_others` those that are called
    like another field. What is passed over maps to what it holds. Raises InputError when no column
    can be the text.
    """
    passed_over: dict[str, str] = {}
    for name in named:
        kind = column_values.kind_of_values(column_values.values_of(table, name))
        if kind == column_values.TEXTS:
            return name, "guessed from its name", passed_over
        if kind != column_values.NOTHING:
            passed_over[name] = kind
    may_be = frozenset(free)
    lengths = {
        name: _mean_length(cells)
        for name in table.columns
        if name in may_be and name not in table.own and not _is_technical(name)
        if column_values.kind_of_values(cells := column_values.values_of(table, name))
        == column_values.TEXTS
        and not column_values.is_choice(cells)
    }
    longest = max(lengths, key=lambda name: lengths[name], default=None)
    if longest is not None and lengths[longest] >= _LONG:
        return longest, "guessed: the longest texts", passed_over
    left = [name for name in lengths if name not in names_of_others]
    if len(left) == 1 and _have_words(column_values.values_of(table, left[0])):
        return left[0], "guessed: the only texts", passed_over
    kinds = "".join(f" '{name}' holds {kind}." for name, kind in passed_over.items())
    raise InputError(
        f"No column of {table.source} looks like the text of messages.{kinds}",
        hint=f"Say which it is: --text COLUMN. Columns: {', '.join(table.columns[:_SHOWN])}"
        + (", …" if len(table.columns) > _SHOWN else ".")
        + " Codes of texts that are a corpus already are read by 'textmine coding import'.",
    )


def _is_technical(name: str) -> bool:
    key = re.sub(r"[^a-z0-9]", "", name.lower())
    return _TECHNICAL.fullmatch(key) is not None


def _mean_length(cells: Sequence[str]) -> float:
    return sum(map(len, cells[:500])) / max(len(cells[:500]), 1)


def _have_words(cells: Sequence[str]) -> bool:
    return 2 * sum(len(cell.split()) > 1 for cell in cells) > len(cells)


def passed_over_remarks(passed_over: dict[str, str]) -> list[str]:
    """Return a remark for each column that is called like the text and holds something else."""
    return [
        f"'{name}' is called like the text and holds {kind}: it was passed over (--text '{name}' "
        "takes it)"
        for name, kind in passed_over.items()
    ]


_WITHIN, _HALF = 0.95, 0.5
_SURE_NAME = re.compile(r"(thread|conversation)(key|name|title)?$|(id|nr|no|number)$")
_LABEL_LENGTH, _FEW_VALUES, _OFTEN = 20, 20, 10


def find_thread(
    table: RawTable, names: Sequence[str], pairs: npt.NDArray[np.int64]
) -> tuple[str, str, dict[str, str]]:
    """Return the column of threads among `names` ("" if none), how it was found, what was not.

    `pairs` are the places of replies and of what they answer, a row each. Of the columns within
    which they lie the finest is taken; without replies the first by name, or one that lies within
    it. Columns that were passed over map to the reason.
    """
    passed_over: dict[str, str] = {}
    codes: dict[str, npt.NDArray[np.int64]] = {}
    share: dict[str, float] = {}
    for name in names:
        values, codes_of_name = _numbered(table, name)
        n = int((codes_of_name >= 0).sum())
        if not len(values) or len(values) == n:
            empty = len(codes_of_name) - n
            if n > 1 and empty >= n:
                what = "fill them first, if they mean 'as above'"
                passed_over[name] = f"no value stands twice, and {empty:,} cells are empty: {what}"
            continue
        if len(values) <= _FEW_VALUES and is_category(name, {*values.to_pylist()}, n):
            passed_over[name] = f"{len(values):,} values for {n:,} rows look like categories"
            continue
        within = chains_within(codes_of_name, pairs)
        if within < (_HALF if _SURE_NAME.search(_key(name)) else _WITHIN):
            passed_over[name] = f"{100 * (1 - within):.0f} % of the replies leave it"
            continue
        codes[name], share[name] = codes_of_name, within
    if not codes:
        return "", "", passed_over
    first = next(iter(codes))
    if not len(pairs):
        return _finest_within(codes, first), "guessed from its name", passed_over
    within_share = {n: c for n, c in codes.items() if share[n] >= _WITHIN}
    if not within_share:
        return first, "guessed from its name", passed_over
    best = max(within_share, key=lambda name: len(np.unique(within_share[name])))
    return best, "guessed: the replies lie within it", passed_over


def _numbered(table: RawTable, name: str) -> tuple[pa.Array, npt.NDArray[np.int64]]:
    """Return the different values of a column, and the number of that of each row.

    The number is -1 where a cell is empty or a word by which programs say so.
    """
    cells = in_one(map(stripped, table.packed_cells(name).chunks))
    values = pc.unique(cells)
    nothing = pa.array(["", *program_words(values)], values.type)
    values = values.filter(pc.invert(pc.is_in(values, value_set=nothing)))
    return values, np.asarray(pc.fill_null(pc.index_in(cells, value_set=values), -1), np.int64)


def is_category(name: str, values: set[str], n: int) -> bool:
    """Return whether a column holds a few labels that come back rather than names of threads.

    >>> is_category("topic", {"rent", "bus"}, 40), is_category("thread_id", {"1", "2"}, 40)
    (True, False)
    """
    if _SURE_NAME.search(_key(name)):
        return False
    if len(values) <= 2:
        return n > 4
    short = sum(map(len, values)) / len(values) <= _LABEL_LENGTH
    return short and len(values) <= _FEW_VALUES and n >= _OFTEN * len(values)


def _finest_within(codes: dict[str, npt.NDArray[np.int64]], first: str) -> str:
    """Return the column of most values each of which stands with one value of the first alone."""
    best = first
    for name, own in codes.items():
        pairs = np.unique(np.column_stack([own, codes[first]])[own >= 0], axis=0)
        values = len(np.unique(pairs[:, 0]))
        is_document = _key(name).startswith("doc")
        if values == len(pairs) and values > len(np.unique(codes[best])) and not is_document:
            best = name
    return best


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
