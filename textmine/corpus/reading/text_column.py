"""Find the column that holds the texts; a column of dates, numbers, ids, addresses never is it."""

import re
from collections.abc import Collection, Sequence

from textmine.corpus.reading import column_values
from textmine.corpus.reading.raw import RawTable
from textmine.errors import InputError

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
