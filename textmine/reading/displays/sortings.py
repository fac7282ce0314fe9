"""Who sorts which codes together: sortings of people or codebooks, compared for a meeting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from textmine.cells import clean, fold
from textmine.codebook import Codebook
from textmine.coding import Codings
from textmine.corpus import RawTable, ReadOptions, read_raw, written
from textmine.errors import BadRowsError, InputError, RowProblem, UsageError
from textmine.reading.coded_units import corpus_of
from textmine.reading.likeness import by_words, cosines
from textmine.stats.agreement.sortings import (
    Homogeneity,
    SortingsCompared,
    compare_sortings,
    homogeneity,
)

_CODE, _THEME = "code", "theme"
_PERSONS = ("person", "coder", "by")
_FEWEST = 2
_MOST_PASSAGES = 2000


@dataclass(frozen=True)
class Sorting:
    """The theme in which somebody put each code; `who` is a person, or a codebook."""

    who: str
    themes: Mapping[str, str]


@dataclass(frozen=True)
class PairOfSortings:
    """Two sortings of the `codes` that both have; `n_one` codes are in one of them only."""

    first: Sorting
    second: Sorting
    codes: tuple[str, ...]
    compared: SortingsCompared
    n_one: int


@dataclass(frozen=True)
class AlikeWithin:
    """How alike the passages of codes are within the themes of a sorting, and between them.

    `themes` are those of `found.themes`, in its order; `n_passages` were compared.
    """

    sorting: Sorting
    themes: tuple[str, ...]
    found: Homogeneity
    n_passages: int


def read_sortings(path: Path) -> list[Sorting]:
    """Read a table with a column 'code' and one for each person, with the theme of each code.

    Or with the columns code, theme and person. An empty cell is a code that a person did not sort.
    Raises InputError for other columns, BadRowsError for rows that name a code twice.
    """
    table = written(read_raw(path, ReadOptions(header_rows=1)))
    index_of = {fold(name): at for at, name in enumerate(table.columns)}
    if _CODE not in index_of:
        raise InputError(
            f"{table.source} has no column 'code'.",
            hint="Write a column code and one for each person, or code, theme and person.",
        )
    person = next((index_of[name] for name in _PERSONS if name in index_of), None)
    if person is not None and _THEME in index_of:
        cells = [(row[person], row[index_of[_CODE]], row[index_of[_THEME]]) for row in table.rows]
        return _sorted(table, cells, list(range(len(cells))))
    people = [at for at in range(len(table.columns)) if at != index_of[_CODE]]
    cells = [
        (table.columns[at], row[index_of[_CODE]], row[at]) for row in table.rows for at in people
    ]
    return _sorted(table, cells, [at for at in range(len(table.rows)) for _ in people])


def sorting_of(book: Codebook, dimension: str) -> Sorting:
    """Return the theme of each code of a dimension: the highest code that it is grouped under.

    A code that nothing is grouped with is in no theme. Raises InputError where no code is.
    """
    own = book.dimension(dimension)
    themes = {
        code.id: own.ancestors(code.id)[-1]
        for code in own.codes
        if code.parent and not code.retired
    }
    if not themes:
        raise InputError(
            f"No code of '{dimension}' in '{book.name}' is grouped under another.",
            hint="'textmine codebook change move --parent' groups codes.",
        )
    return Sorting(f"{book.name}@{book.version}", themes)


def compare_all(
    sortings: Sequence[Sorting], *, n_permutations: int = 4999, seed: int = 0
) -> list[PairOfSortings]:
    """Compare every two sortings on the codes that both have.

    Raises UsageError for fewer than two, InputError where two have fewer than two codes in common.
    """
    if len(sortings) < _FEWEST:
        raise UsageError(
            f"There is one sorting only, of {sortings[0].who if sortings else 'nobody'}.",
            hint="Name a table with two people, or two codebooks.",
        )
    pairs = []
    for sorting, other in combinations(sortings, 2):
        codes = [code for code in sorting.themes if code in other.themes]
        if len(codes) < _FEWEST:
            raise InputError(
                f"{sorting.who} and {other.who} sorted {len(codes)} codes in common.",
                hint="Two codes are the same only if their ids are.",
            )
        groups = [
            _numbers([sorting.themes[code] for code in codes]) for sorting in (sorting, other)
        ]
        compared = compare_sortings(groups[0], groups[1], n_permutations=n_permutations, seed=seed)
        n_one = len({*sorting.themes} ^ {*other.themes})
        pairs.append(PairOfSortings(sorting, other, tuple(codes), compared, n_one))
    return pairs


def alike_within(
    sorting: Sorting, codings: Codings, dimension: str, *, n_permutations: int = 4999, seed: int = 0
) -> AlikeWithin:
    """Measure how alike the documents of codes are, by their words, within themes and between.

    Final codes of a dimension are taken. Of more than 2,000 documents so many are drawn. Raises
    InputError where fewer than two codes of the sorting were given.
    """
    corpus = corpus_of(codings)
    codes_of = codings.by_whom.on(dimension).codes
    pairs = [
        (row, code)
        for row, identity in enumerate(corpus.ids)
        for code in sorted(codes_of.get(identity, ()))
        if code in sorting.themes
    ]
    rows = sorted({row for row, _ in pairs})
    if len(rows) > _MOST_PASSAGES:
        draw = np.random.default_rng(seed)
        rows = sorted(draw.choice(rows, _MOST_PASSAGES, replace=False).tolist())
        kept_rows = {*rows}
        pairs = [pair for pair in pairs if pair[0] in kept_rows]
    codes = list(dict.fromkeys(code for code in sorting.themes if code in {c for _, c in pairs}))
    if len(codes) < _FEWEST:
        raise InputError(
            f"{len(codes)} codes of the sorting of {sorting.who} were given in '{corpus.name}' on "
            f"'{dimension}'.",
            hint="Name the dimension and codebook whose codes were sorted.",
        )
    texts = corpus.texts
    vectors = by_words(corpus)([texts[row] for row in rows])
    index_of = {row: at for at, row in enumerate(rows)}
    at = np.array([index_of[row] for row, _ in pairs])
    similarity = cosines(vectors, vectors)[np.ix_(at, at)]
    similarity[at[:, None] == at] = np.nan
    themes = _numbers([sorting.themes[code] for code in codes])
    number = {code: n for n, code in enumerate(codes)}
    measured = homogeneity(
        similarity,
        np.array([number[code] for _, code in pairs]),
        themes,
        n_permutations=n_permutations,
        seed=seed,
    )
    names = tuple(dict.fromkeys(sorting.themes[code] for code in codes))
    return AlikeWithin(sorting, names, measured, len(rows))


def _sorted(
    table: RawTable, cells: Sequence[tuple[str, str, str]], rows: Sequence[int]
) -> list[Sorting]:
    themes_of: dict[str, dict[str, str]] = {}
    problems = list(table.problems)
    for row, row_cells in zip(rows, cells, strict=True):
        who, code, theme = (clean(cell).strip() for cell in row_cells)
        if not who or not code or not theme:
            continue
        mine = themes_of.setdefault(who, {})
        if code in mine and mine[code] != theme:
            problems.append(
                RowProblem(
                    table.numbers[row],
                    _CODE,
                    f"'{who}' put '{code}' into '{mine[code]}' and into '{theme}'",
                )
            )
        mine.setdefault(code, theme)
    if problems:
        raise BadRowsError(table.source, problems)
    return [Sorting(who, themes) for who, themes in themes_of.items()]


def _numbers(names: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return a number for each name, in the order in which names come."""
    number = {name: at for at, name in enumerate(dict.fromkeys(names))}
    return np.array([number[name] for name in names], dtype=np.int64)
