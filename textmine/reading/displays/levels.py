"""The codes of an ordinal dimension as a process: how many, what each goes with, an example."""

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.choices import Cluster
from textmine.coding import chosen_codings
from textmine.config import Progress, Tell, silent, untold
from textmine.corpus import Corpus, load_corpus, select_documents
from textmine.errors import InputError
from textmine.reading.displays.findings import Beside, findings_of_codes
from textmine.reading.displays.two_codebooks import NO_CODE, CodesCrossed, cross_dimensions
from textmine.store import Workspace
from textmine.topics.groups.clusters import clusters_of


@dataclass(frozen=True)
class GoesWith:
    """A code of another dimension: documents with it at a level, and how many chance would give.

    `residual` is the distance in standard deviations over permutations; `apart` says that it stands
    out among all cells of its table.
    """

    dimension: str
    code: str
    name: str
    documents: int
    expected: float
    residual: float
    p: float
    apart: bool


@dataclass(frozen=True)
class Step:
    """A level: how far it reaches, an example, and the codes that go with it, the surest first."""

    level: Beside
    goes_with: tuple[GoesWith, ...]


@dataclass(frozen=True)
class Levels:
    """The levels of a dimension in their order; whole `clusters` moved in the test."""

    corpus: Corpus
    dimension: str
    steps: tuple[Step, ...]
    others: tuple[str, ...]
    who: str
    unit: str
    clusters: str
    n_permutations: int


def find_levels(
    workspace: Workspace,
    name: str,
    dimension: str,
    *,
    coder: str | None = None,
    codebook: str | None = None,
    where: Sequence[str] = (),
    kind: Cluster | None = None,
    n_permutations: int = 1999,
    seed: int = 0,
    tell: Tell = untold,
    progress: Progress = silent,
) -> Levels:
    """Return the levels of an ordinal dimension, with the codes of other dimensions they go with.

    A code goes with a level where more documents have both than whole interviews in random order
    give (`soft_association`). Raises InputError for a dimension whose codes have no order, and
    where nobody can say whose codes stand.
    """
    corpus = select_documents(load_corpus(workspace, name), where)
    chosen = chosen_codings(workspace, corpus, coder, codebook)
    own = chosen.codebook.dimension(dimension)
    if own.scale != "ordinal":
        known = [
            own_dimension.id
            for own_dimension in chosen.codebook.dimensions
            if own_dimension.scale == "ordinal"
        ]
        raise InputError(
            f"The codes of '{dimension}' have no order.",
            hint=f"Name one of {', '.join(known)}."
            if known
            else 'Write scale = "ordinal" in the codebook.',
        )
    findings = findings_of_codes(
        workspace,
        name,
        dimension,
        coder=coder,
        codebook=chosen.codebook.name,
        where=where,
        n=1,
        tell=tell,
    )
    final = chosen.by_whom
    final.on(dimension)
    others = [
        coded_dimension
        for coded_dimension in chosen.codebook.coded_dimensions
        if coded_dimension.id != dimension
        and coded_dimension.id in final.parts
        and not final.parts[coded_dimension.id].unsettled
    ]
    clusters = clusters_of(corpus, kind)
    crossed = []
    for done, other in enumerate(others):
        progress("dimensions", done, len(others))
        table = cross_dimensions(
            corpus,
            ((chosen, own), (chosen, other)),
            clusters,
            n_permutations=n_permutations,
            seed=seed,
        )
        crossed += [] if table is None else [table]
    steps = [Step(level, tuple(_goes_with(level.label, crossed))) for level in findings.rows]
    return Levels(
        corpus,
        dimension,
        tuple(steps),
        tuple(crossing.columns.dimension for crossing in crossed),
        findings.who,
        findings.unit,
        clusters.kind,
        n_permutations,
    )


def _goes_with(level: str, crossed: Sequence[CodesCrossed]) -> list[GoesWith]:
    goes = []
    for crossing in crossed:
        if level not in crossing.rows.codes:
            continue
        row, measured = crossing.rows.codes.index(level), crossing.association
        for column, code in enumerate(crossing.columns.codes):
            index = row * len(crossing.columns.codes) + column
            residual = measured.residuals[row][column]
            if residual > 0 and code != NO_CODE:
                goes.append(
                    GoesWith(
                        crossing.columns.dimension,
                        code,
                        crossing.columns.names.get(code, ""),
                        int(crossing.documents[row, column]),
                        measured.expected[row][column],
                        residual,
                        measured.adjusted.adjusted[index],
                        measured.adjusted.rejected[index],
                    )
                )
    return sorted(goes, key=lambda goes_with: (not goes_with.apart, -goes_with.residual))
