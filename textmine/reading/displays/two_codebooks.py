"""Two codebooks on one corpus: do the codes of one follow those of the other?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from textmine.arrays import Floats, Ints
from textmine.choices import Cluster
from textmine.codebook import Dimension
from textmine.coding import Codings, chosen_codings
from textmine.config import Progress, Tell, silent, untold
from textmine.corpus import Corpus
from textmine.errors import InputError, UsageError
from textmine.stats.groups.soft_association import SoftAssociation, soft_association
from textmine.stats.multiple import Decisions, holm
from textmine.store import Workspace
from textmine.topics.groups.clusters import Clusters, clusters_of

NO_CODE = "(none)"
"""The column of documents that were coded, and got no code."""

_FEWEST = 2


@dataclass(frozen=True)
class Axis:
    """A dimension of one codebook: the codes that documents here have, and what they are called."""

    codebook: str
    dimension: str
    codes: tuple[str, ...]
    names: Mapping[str, str]
    who: str


@dataclass(frozen=True)
class CodesCrossed:
    """Two dimensions: `documents` (n_rows, n_columns) have both codes, of those coded on both.

    The association is that of shares: a document counts once, in equal parts for its codes. `n_one`
    documents were coded on one side only.
    """

    rows: Axis
    columns: Axis
    documents: Ints
    association: SoftAssociation
    n_one: int


@dataclass(frozen=True)
class TwoCodebooks:
    """Every dimension of one codebook by every one of the other, and p over all of them (Holm)."""

    corpus: Corpus
    first: str
    second: str
    crossed: tuple[CodesCrossed, ...]
    decisions: Decisions
    clusters: str


def cross_codebooks(
    workspace: Workspace,
    corpus: Corpus,
    first: str,
    second: str,
    *,
    coder: str | None = None,
    kind: Cluster | None = None,
    n_permutations: int = 1999,
    seed: int = 0,
    tell: Tell = untold,
    progress: Progress = silent,
) -> TwoCodebooks:
    """Cross the final codes of two codebooks, or those of one coder, on documents coded with both.

    `first` and `second` are CODEBOOK, which takes what was coded and not what follows from it, or
    CODEBOOK:DIMENSION for one dimension of any kind. Clusters move
    whole in the test, which corrects for chance (`soft_association`). Raises InputError where no
    document was coded with both, UsageError for one codebook twice.
    """
    sides = [_side(workspace, corpus, book_name, coder, tell) for book_name in (first, second)]
    names = [codings.codebook.name for codings, _ in sides]
    if names[0] == names[1]:
        raise UsageError(
            "These are one codebook.", hint="'textmine tabulate' crosses two of its dimensions."
        )
    pairs = [(side, other) for side in sides[0][1] for other in sides[1][1]]
    clusters = clusters_of(corpus, kind)
    crossed = []
    for done, (dimension, other) in enumerate(pairs):
        progress("dimensions", done, len(pairs))
        crossing = cross_dimensions(
            corpus,
            ((sides[0][0], dimension), (sides[1][0], other)),
            clusters,
            n_permutations=n_permutations,
            seed=seed,
        )
        crossed += [] if crossing is None else [crossing]
    if not crossed:
        raise InputError(
            f"No documents of '{corpus.name}' have different codes of both '{names[0]}' and "
            f"'{names[1]}'.",
            hint="Code the same documents with both: 'textmine coding sheets' makes sheets.",
        )
    decisions = holm([result.association.p for result in crossed])
    return TwoCodebooks(corpus, names[0], names[1], tuple(crossed), decisions, clusters.kind)


def cross_dimensions(
    corpus: Corpus,
    sides: tuple[tuple[Codings, Dimension], tuple[Codings, Dimension]],
    clusters: Clusters,
    *,
    n_permutations: int,
    seed: int,
) -> CodesCrossed | None:
    """Cross two dimensions, each with its codings; None where one has fewer than two codes there.

    Raises InputError where nobody can say whose codes stand.
    """
    codes_of_sides = [codings.by_whom.on(dimension.id).codes for codings, dimension in sides]
    both = np.array(
        [identity in codes_of_sides[0] and identity in codes_of_sides[1] for identity in corpus.ids]
    )
    documents = [name for name, here in zip(corpus.ids, both, strict=True) if here]
    axes = [
        _axis(codings, dimension, mine, documents)
        for (codings, dimension), mine in zip(sides, codes_of_sides, strict=True)
    ]
    if min(len(axis.codes) for axis in axes) < _FEWEST:
        return None
    has = [_has(mine, axis, documents) for axis, mine in zip(axes, codes_of_sides, strict=True)]
    shares = [marks / marks.sum(axis=1, keepdims=True) for marks in has]
    association = soft_association(
        shares[0], shares[1], clusters.of(both), n_permutations=n_permutations, seed=seed
    )
    only = sum((name in codes_of_sides[0]) != (name in codes_of_sides[1]) for name in corpus.ids)
    table = np.rint(has[0].T @ has[1]).astype(np.int64)
    return CodesCrossed(axes[0], axes[1], table, association, only)


def _side(
    workspace: Workspace, corpus: Corpus, book_name: str, coder: str | None, tell: Tell
) -> tuple[Codings, list[Dimension]]:
    """Return the codings made with a codebook, and the dimensions that can be crossed."""
    book, _, dimension = book_name.partition(":")
    codings = chosen_codings(workspace, corpus, coder, book)
    final = codings.by_whom
    if dimension:
        final.on(codings.codebook.dimension(dimension).id)
        names = [dimension]
    else:
        there = [
            coded_dimension.id
            for coded_dimension in codings.codebook.coded_dimensions
            if coded_dimension.id in final.parts
        ]
        names = [name for name in there if not final.parts[name].unsettled]
        for name in there:
            if name not in names:
                tell(f"'{name}' is left out: {final.parts[name].unsettled}")
    for remark in dict.fromkeys((*codings.remarks, *final.remarks(*names))):
        tell(f"{codings.codebook.name}: {remark}")
    return codings, [codings.codebook.dimension(name) for name in names]


def _axis(
    codings: Codings,
    dimension: Dimension,
    codes_of: Mapping[str, frozenset[str]],
    documents: Sequence[str],
) -> Axis:
    codes = {code for document in documents for code in codes_of[document] or (NO_CODE,)}
    order = [*dimension.code_ids, NO_CODE]
    used = [code for code in order if code in codes] + sorted(codes - {*order})
    names = {code.id: code.name for code in dimension.codes}
    who = codings.by_whom.who(dimension.id)
    return Axis(codings.codebook.name, dimension.id, tuple(used), names, who)


def _has(codes_of: Mapping[str, frozenset[str]], axis: Axis, documents: Sequence[str]) -> Floats:
    code_sets = [codes_of[document] or frozenset({NO_CODE}) for document in documents]
    return np.array([[float(code in mine) for code in axis.codes] for mine in code_sets])
