"""Which columns of a wide table of codes are coders: those that look alike and are nothing else."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textmine.cells import clean, find_missing, fold, yes_or_no
from textmine.cells.spelling import number_of
from textmine.corpus.reading.columns import is_id_like
from textmine.corpus.reading.raw import RawTable
from textmine.errors import InputError

_LONG_TEXT = 40
_ALIKE, _CLOSE = 0.7, 0.9
"""Mean share of the cells of two columns whose values the other has: alike, and surely alike."""

_FEW = 6
"""Rows below which that no row has two yes may be chance."""

_MANY = 4
"""Different numbers above which columns are ratings, told alike by their range."""

_COUNTS = re.compile(
    r"(n|nr|no|num|number|count|total|sum|mean|likes?|dislikes?|upvotes?|downvotes?|votes?|"
    r"shares?|replies|comments?|views?|clicks|score|points|karma|year|month|day|hour|week|date|"
    r"time|age|words?|characters|chars|length|position|page|line|sentence|paragraph|weight|"
    r"probability|confidence|duration|seconds|minutes|wave|round|of|in|the|per)s?"
)
_FACTS = re.compile(
    r"(group|thread|topic|region|district|ward|country|area|city|town|gender|sex|party|site|source|"
    r"platform|channel|lang|language|stratum|strata|batch|sample|fold|split|set|cluster|order|rank|"
    r"row|section|chapter|status|agree|agrees|agreement|disagree|disagreement|match|matches|same|"
    r"conflict|difference|diff|checked|done|complete)s?"
)
"""Names of what is known of a unit, or of how far its coders agree."""

_SETTLED = re.compile(
    r"(agreed|gold|goldstandard|final|consensus|majority|adjudicated|resolved|truth|groundtruth|"
    r"reference|truelabel|model|machine|predicted|prediction|predictions|ypred|classifier)"
)


@dataclass(frozen=True)
class CoderColumns:
    """The columns that are coders, and a remark on those that look alike and were left out."""

    names: tuple[str, ...]
    remark: str = ""


def coder_columns(table: RawTable, used: Sequence[str] = ()) -> CoderColumns:
    """Find the columns that hold the codes of one coder each.

    They draw on the same values; columns called like a count, a date or a settled code are none.
    Raises InputError where no two columns look alike, and where it is not clear which belong
    together.
    """
    values = _values(table, used)
    named = {name for name in values if _is_other(name)}
    free = [name for name in values if name not in named]
    groups = _groups({name: values[name] for name in free}, loose=len(free) == 2)
    if not values:
        raise InputError(
            f"{table.source} holds no code.",
            hint="Are the code columns empty? Name the coders: --coders A,B.",
        )
    if len(values) == 1:
        raise InputError(
            f"{table.source} has the codes of one coder only ({next(iter(values))}).",
            hint="Agreement needs two coders or more: a column each, named with --coders A,B; or a "
            "file each.",
        )
    if not groups:
        raise InputError(
            f"No two columns of {table.source} look like the codes of two coders.",
            hint=f"Name the coders: --coders A,B. Columns: {', '.join(table.columns[:20])}.",
        )
    best = max(groups, key=len)
    if [len(group) for group in groups].count(len(best)) > 1:
        listed = "; or ".join(", ".join(group) for group in groups if len(group) == len(best))
        raise InputError(
            f"It is not clear which columns of {table.source} are coders: {listed}.",
            hint="Name them: --coders A,B.",
        )
    _refuse_odd(table, best, values)
    _refuse_flags(table, best, values)
    similar = [name for name in named if any(_share(values[name], values[b]) >= 0.5 for b in best)]
    theirs = {value for name in best for value in values[name]}
    within = [name for name in free if name not in best and values[name].keys() <= theirs]
    remarks = (_left_out(similar, "what they are called"), _left_out(within, "their values"))
    return CoderColumns(tuple(best), " ".join(filter(None, remarks)))


def _left_out(names: Sequence[str], why: str) -> str:
    listed = ", ".join(f"'{name}'" for name in names)
    return listed and f"Not read as coders, for {why}: {listed} (--coders names coders)."


def _is_other(name: str) -> bool:
    """Return whether a column is called like a count, a fact of the unit or a settled code."""
    words = re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower())
    return bool(_SETTLED.fullmatch("".join(words)) or _COUNTS.fullmatch("".join(words))) or (
        bool(words) and all(_COUNTS.fullmatch(word) or _FACTS.fullmatch(word) for word in words)
    )


def _values(table: RawTable, used: Sequence[str]) -> dict[str, Counter[str]]:
    """Return the folded values of every column that could hold codes."""
    values: dict[str, Counter[str]] = {}
    for name in table.columns:
        if name in used or is_id_like(name):
            continue
        cells = Counter(cell for cell in table.cells(name) if clean(cell))
        missing = find_missing(cells)
        for cell in (*missing.sure, *missing.doubtful):
            del cells[cell]
        n = sum(cells.values())
        if not n or sum(len(cell) * times for cell, times in cells.items()) / n > _LONG_TEXT:
            continue
        folded = Counter[str]()
        for cell, times in cells.items():
            folded[fold(cell)] += times
        texts = len(folded) > 20 and len(folded) > 0.9 * n
        if not texts or all(number_of(cell) is not None for cell in folded):
            values[name] = folded
    return values


def _groups(values: Mapping[str, Counter[str]], *, loose: bool) -> list[list[str]]:
    """Return sets of two columns or more that are alike, each with the first of its set.

    With `loose` columns that share half of their values are alike, be they numbers or words.
    """
    groups: list[list[str]] = []
    left = list(values)
    while left:
        alike = {
            name: [
                other
                for other in left
                if other == name or _alike(values[name], values[other], loose=loose)
            ]
            for name in left
        }
        group = max(alike.values(), key=len)
        if len(group) < 2:
            break
        groups.append(group)
        left = [name for name in left if name not in group]
    return groups


def _share(counts: Mapping[str, int], other: Mapping[str, int]) -> float:
    """Return the mean share of the cells of each whose values the other has too."""
    first = sum(n for value, n in counts.items() if value in other) / sum(counts.values())
    second = sum(n for value, n in other.items() if value in counts) / sum(other.values())
    return (first + second) / 2


def _alike(counts: Mapping[str, int], other: Mapping[str, int], *, loose: bool) -> bool:
    if _share(counts, other) >= _ALIKE:
        return True
    ranges = [_range(values) for values in (counts, other)]
    numbers = ranges[0] is not None and ranges[1] is not None
    shared = 2 * len(counts.keys() & other.keys()) >= min(len(counts), len(other))
    if shared and (loose or not numbers):
        return True
    if ranges[0] is None or ranges[1] is None:
        return False
    if min(len(counts), len(other)) <= _MANY:
        return False
    (low, high), (least, most) = ranges[0], ranges[1]
    whole = max(high, most) - min(low, least)
    return whole == 0 or (min(high, most) - max(low, least)) / whole >= 0.6


def _range(values: Mapping[str, int]) -> tuple[float, float] | None:
    numbers = [number_of(value) for value in values]
    known = [number for number in numbers if number is not None]
    return (min(known), max(known)) if known and len(known) == len(numbers) else None


def _refuse_flags(
    table: RawTable, group: Sequence[str], values: Mapping[str, Counter[str]]
) -> None:
    """Refuse three columns or more of yes and no of which a row has one yes at most: codes."""
    answers = [yes_or_no(value) for name in group for value in values[name]]
    if len(group) < 3 or len(table.rows) < _FEW or None in answers:
        return
    ticked = [[yes_or_no(cell) is True for cell in table.cells(name)] for name in group]
    if all(map(any, ticked)) and all(sum(row) <= 1 for row in zip(*ticked, strict=True)):
        listed = ",".join(group)
        raise InputError(
            f"{', '.join(group)} of {table.source} say yes and no, and no row has two yes: they "
            "look like codes, not like coders.",
            hint=f"If they are coders, say --coders {listed}. To import codes: 'textmine "
            f"coding import FILE --flags DIMENSION={listed}'.",
        )


def _refuse_odd(table: RawTable, group: Sequence[str], values: Mapping[str, Counter[str]]) -> None:
    """Refuse numbers of which some columns are surely alike and one is less so: a count perhaps."""
    if len(group) < 3 or any(_range(values[name]) is None for name in group):
        return
    if all(len(values[name]) > _MANY for name in group):
        return
    near = {
        name: max(_share(values[name], values[other]) for other in group if other != name)
        for name in group
    }
    odd = [name for name in group if near[name] < _CLOSE]
    if odd and len(odd) <= len(group) - 2:
        rest = ",".join(name for name in group if name not in odd)
        raise InputError(
            f"'{odd[0]}' of {table.source} holds numbers that the other coders' columns do not: it "
            "may be a coder or a count.",
            hint=f"Name the coders: --coders {rest} without it.",
        )
