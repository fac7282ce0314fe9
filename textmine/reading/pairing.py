"""Which codes stand together: at one place, in one text or in one interview, against chance."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from textmine.choices import Cluster
from textmine.config import Tell, untold
from textmine.corpus import Corpus, Level
from textmine.errors import InputError
from textmine.reading.code_table import CodesRequest, CodeTable, TableCode, code_table
from textmine.reading.coded_units import CodedUnits, coded_units
from textmine.stats.codes.co_occurrence import CoOccurrence, PairOfCodes, co_occurrence
from textmine.store import Workspace
from textmine.topics.groups.clusters import clusters_of


@dataclass(frozen=True)
class SpanRelation:
    """How the stretches of two codes lie in texts: how many pairs of stretches are of each kind.

    `identical` ones are the same, `inside` are stretches of the first code within one of the
    second, `around` the reverse, `overlapping` share a part alone.
    """

    first: TableCode
    second: TableCode
    identical: int
    inside: int
    around: int
    overlapping: int


@dataclass(frozen=True)
class CodesTogether:
    """Pairs of codes in units of a level, with what chance would bring together.

    `pairs` are those that can stand together: two codes of a dimension that takes one code cannot.
    `relations` are of stretches of text, where coders marked some. `clusters` is inside what codes
    change places ("" where units themselves do). `n_incomplete` units are left out.
    """

    codes: tuple[TableCode, ...]
    pairs: tuple[PairOfCodes, ...]
    relations: tuple[SpanRelation, ...]
    found: CoOccurrence
    unit: Level
    clusters: str
    who: str
    n_incomplete: int
    counts: tuple[int, ...]


def codes_together(
    workspace: Workspace,
    corpus: Corpus,
    request: CodesRequest,
    *,
    level: Level | None = None,
    kind: Cluster | None = None,
    n_permutations: int = 1999,
    seed: int = 0,
    tell: Tell = untold,
) -> CodesTogether:
    """Count the pairs of codes in units, and test them against chance inside clusters.

    Units are whole documents, or those of a `level`; at that of passages, the same stretches of
    text. Inside threads (else authors) the order of documents turns, each code by itself
    (`stats.co_occurrence`); units of interviews or higher change places freely. Raises InputError
    where nothing is coded on all dimensions.
    """
    level = level or request.at.counted
    table = code_table(workspace, corpus, request, tell, level)
    clusters, word = None, ""
    of_texts = level in (None, "passages") or (level == "documents" and not corpus.info.cut_files)
    if of_texts:
        whole = clusters_of(corpus, kind)
        if whole.kind != "document":
            first = np.array([rows[0] for rows in table.members])
            clusters, word = whole.numbers[first], whole.kind
    together = co_occurrence(
        table.has.astype(np.int64), clusters, n_permutations=n_permutations, seed=seed
    )
    single = {entry.id for entry in table.codings.codebook.dimensions if entry.labels == "single"}
    dimension = [code.dimension for code in table.codes]
    pairs = tuple(
        pair
        for pair in together.pairs
        if not of_texts
        or pair.together
        or dimension[pair.first] != dimension[pair.second]
        or dimension[pair.first] not in single
    )
    if not pairs:
        raise InputError(
            f"No two codes of {', '.join(table.dimensions)} can stand together in one text.",
            hint="Name two dimensions, or count interviews: --count interviews.",
        )
    return CodesTogether(
        table.codes,
        pairs,
        _relations(table, request.roles),
        together,
        level or ("passages" if corpus.info.cut_files else "documents"),
        word,
        table.who,
        table.n_incomplete,
        tuple(int(count) for count in table.has.sum(axis=0)),
    )


def _relations(table: CodeTable, roles: bool) -> tuple[SpanRelation, ...]:
    """Return how stretches of every two codes lie, where any was marked."""
    if all(coding.start is None for coding in table.codings):
        return ()
    units = coded_units(table.codings, "passages", table.dimensions)
    column = _columns(units, table, roles)
    by_text: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for unit, span in enumerate(units.spans):
        if span is not None:
            for code_column in sorted({column[code] for code in np.flatnonzero(units.given[unit])}):
                by_text[units.members[unit][0]].append((*span, code_column))
    counts = Counter(kind for marks in by_text.values() for kind in _kinds(marks))
    pairs = sorted({(first, second) for first, second, _ in counts})
    return tuple(
        SpanRelation(
            table.codes[first],
            table.codes[second],
            *(counts[first, second, kind] for kind in _KINDS),
        )
        for first, second in pairs
    )


_KINDS = ("identical", "inside", "around", "overlapping")


def _columns(units: CodedUnits, table: CodeTable, roles: bool) -> list[int]:
    """Return the column of the table for each code of the units."""
    number_of = {(code.dimension, code.label): number for number, code in enumerate(table.codes)}
    return [number_of[code.dimension, str(code) if roles else code.code] for code in units.codes]


def _kinds(marks: Iterable[tuple[int, int, int]]) -> Iterable[tuple[int, int, str]]:
    """Return how every two stretches of one text with different codes lie that share a letter."""
    for left, right in combinations(sorted(marks, key=lambda mark: (mark[2], *mark[:2])), 2):
        (start, end, first), (begin, stop, second) = left, right
        if first == second or end <= begin or stop <= start:
            continue
        if (start, end) == (begin, stop):
            yield first, second, "identical"
        elif begin <= start and end <= stop:
            yield first, second, "inside"
        elif start <= begin and stop <= end:
            yield first, second, "around"
        else:
            yield first, second, "overlapping"
