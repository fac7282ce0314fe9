"""Codes by group, case or round: the shares, and whether they differ by more than chance."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textmine.arrays import Ints
from textmine.choices import Cluster
from textmine.coding.sampling.draws import n_beyond_draws
from textmine.config import Tell, untold
from textmine.corpus import Corpus, Level, column_of
from textmine.errors import InputError, UsageError
from textmine.reading.code_table import CodesRequest, CodeTable, TableCode, code_table
from textmine.reading.counting.chances import drawn_of
from textmine.reading.counting.sides import group_levels, in_order
from textmine.schema import AUTHOR
from textmine.stats.groups.by_group import CodesByGroup, codes_by_group
from textmine.stats.moving import is_constant
from textmine.store import Workspace
from textmine.topics.groups.clusters import Clusters, clusters_of

_MOST = 50


@dataclass(frozen=True)
class Returning:
    """Somebody with coded units in several groups: the codes in each group, None for no unit."""

    name: str
    codes: tuple[tuple[TableCode, ...] | None, ...]


@dataclass(frozen=True)
class CodesCompared:
    """Codes of units in the groups of a column, tested with whole clusters changing groups.

    `tested` has an entry for each of the `codes`, with groups by number. `clusters` says what moves
    as a whole ("" where units do), `paired` by which column the same people are known ("" where
    they are not looked for). `drawn` says that a draw covers the corpus, so that differences have
    intervals. `n_without` units have no group (or, paired, nobody), `n_incomplete` are not coded on
    every dimension. `returning` are the people of the column `paired` who are in several groups.
    """

    column: str
    groups: tuple[str, ...]
    codes: tuple[TableCode, ...]
    tested: CodesByGroup
    unit: Level
    clusters: str
    paired: str
    who: str
    drawn: bool
    n_without: int
    n_incomplete: int
    returning: tuple[Returning, ...] = ()


def compare_codes(
    workspace: Workspace,
    corpus: Corpus,
    column: str,
    request: CodesRequest,
    *,
    level: Level | None = None,
    kind: Cluster | None = None,
    paired: str | None = None,
    n_permutations: int = 1999,
    seed: int = 0,
    tell: Tell = untold,
) -> CodesCompared:
    """Compare how often each code is given in the groups of a column.

    Units are whole documents, or those of a `level`; clusters of them (threads, or authors where
    these have one group each and threads have not) change groups as wholes, and groups change
    inside people of the column `paired`. Raises InputError for a
    column that is not there or has not 2 to 50 values, for units of a level that belong to several
    groups, and where nothing is coded.
    """
    level = level or request.at.counted
    table = code_table(workspace, corpus, request, tell, level)
    levels = group_levels(corpus, table.codings.codebook, column)
    of_units = [sorted({levels[row] for row in rows} - {""}) for rows in table.members]
    several = sum(len(groups) > 1 for groups in of_units)
    unit: Level = level or ("passages" if corpus.info.cut_files else "documents")
    if several:
        raise InputError(
            f"{several:,} of {len(of_units):,} {unit} belong to several groups of '{column}'.",
            hint="Leave out --count: then each document counts in its own group.",
        )
    names, people = _people(corpus, paired, table.members)
    here = np.array([bool(groups) for groups in of_units])
    if people is not None:
        here &= people >= 0
    groups = in_order(
        {of_unit[0] for of_unit, is_here in zip(of_units, here, strict=True) if is_here}
    )
    if not 2 <= len(groups) <= _MOST:
        raise InputError(
            f"The coded {unit} have {len(groups)} values of '{column}'; codes can be compared "
            f"between 2 to {_MOST}.",
            hint="Choose another column, or a longer period.",
        )
    number_of = {group: number for number, group in enumerate(groups)}
    numbers = np.array(
        [number_of[of_unit[0]] for of_unit, is_here in zip(of_units, here, strict=True) if is_here]
    )
    groups_of = np.full(len(here), -1)
    groups_of[here] = numbers
    if people is not None and paired is not None:
        _need_pairs(people[here], numbers, paired, column)
    clusters = None
    word = ""
    if level not in ("interviews", "threads", "authors", "cases"):
        rows = np.array(
            [rows[0] for rows, is_here in zip(table.members, here, strict=True) if is_here]
        )
        whole = _clusters(corpus, kind, column, rows, numbers)
        clusters, word = whole.numbers[rows], whole.kind
    elif kind is not None:
        raise UsageError(f"--clusters does nothing where textmine counts {level}.")
    ids = corpus.ids
    documents = [
        ids[row]
        for rows, is_here in zip(table.members, here, strict=True)
        if is_here
        for row in rows
    ]
    beyond = n_beyond_draws(workspace, corpus)
    drawn = drawn_of(table.codings.by_whom, table.dimensions, documents, beyond)
    sampled = drawn.evenly and len(documents) < len(corpus)
    tested = codes_by_group(
        table.has[here].astype(np.int64),
        numbers,
        clusters,
        None if people is None else people[here],
        intervals=sampled,
        n_permutations=n_permutations,
        seed=seed,
    )
    return CodesCompared(
        column,
        tuple(groups),
        table.codes,
        tested,
        unit,
        word,
        paired or "",
        table.who,
        sampled,
        int((~here).sum()),
        table.n_incomplete,
        () if people is None else _returning(table, names, people, groups_of),
    )


def _returning(
    table: CodeTable, names: Sequence[str], people: Ints, groups: Ints
) -> tuple[Returning, ...]:
    """Return who is in several groups, by name; `people` and `groups` (n_units,) may be -1."""
    returning = []
    for number, name in enumerate(names):
        codes = []
        for group in range(groups.max() + 1):
            mine = table.has[(people == number) & (groups == group)]
            given = zip(table.codes, mine.any(axis=0), strict=True)
            codes.append(tuple(code for code, has in given if has) if len(mine) else None)
        if sum(of_group is not None for of_group in codes) > 1:
            returning.append(Returning(name, tuple(codes)))
    return tuple(returning)


def column_of_group(corpus: Corpus, column: str) -> str:
    """Return the column of the corpus by which documents are grouped, "" for an attribute."""
    try:
        return column_of(corpus, column.partition(":")[0])
    except InputError:
        return ""


def _clusters(
    corpus: Corpus, kind: Cluster | None, column: str, rows: Ints, groups: Ints
) -> Clusters:
    """Return what moves as a whole: threads, but authors where only these have one group each."""
    usual = clusters_of(corpus, kind, column_of_group(corpus, column))
    if kind is None and usual.kind == "thread" and not is_constant(groups, usual.numbers[rows]):
        authors = any(corpus.column(AUTHOR)) and clusters_of(corpus, "author")
        if authors and is_constant(groups, authors.numbers[rows]):
            return authors
    return usual


def _need_pairs(people: Ints, groups: Ints, paired: str, column: str) -> None:
    """Raise InputError where nobody is in two groups."""
    if is_constant(groups, people):
        raise InputError(
            f"No {paired} has coded texts in two groups of '{column}': nothing can be paired.",
            hint="Leave out --paired, or name the column by which people can be known again.",
        )


def _people(
    corpus: Corpus, paired: str | None, members: list[tuple[int, ...]]
) -> tuple[list[str], Ints | None]:
    """Return people, and whose each unit is (-1: nobody known); None unpaired."""
    if paired is None:
        return [], None
    column = corpus.column(column_of(corpus, paired))
    mine = [column[rows[0]] for rows in members]
    names = in_order({*mine} - {""})
    numbers = {name: number for number, name in enumerate(names)}
    return names, np.array([numbers.get(name, -1) for name in mine], dtype=np.int64)
