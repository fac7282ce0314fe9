"""Effects of covariates on the shares of themes, by regression over units in clusters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.config import Progress, silent
from textmine.errors import InputError
from textmine.stats.clustered_ols import ClusteredFit, clustered_ols, joint_p, wald
from textmine.stats.counts import FloatArray
from textmine.stats.multiple import holm
from textmine.topics.groups.clusters import Kind, clusters_of
from textmine.topics.groups.design import CovariateTable, Term, covariate_table
from textmine.topics.groups.redrawn import redrawn_places
from textmine.topics.placed import Placed

ONE_CLUSTER = "stands in one cluster only: nothing tells how it would vary"


@dataclass(frozen=True)
class Effect:
    """How much a topic's share differs with a covariate, the others held equal, in shares (0 to 1).

    `adjusted` is p by Holm over all effects. Limits and p are nan, with a `reason`, for a level
    that stands in one cluster only.
    """

    topic: str
    term: Term
    value: float
    low: float
    high: float
    p: float
    adjusted: float
    n: int
    reason: str = ""


@dataclass(frozen=True)
class JointTest:
    """Whether a topic's share differs with a covariate of several levels at all."""

    topic: str
    covariate: str
    p: float
    adjusted: float


@dataclass(frozen=True)
class TopicEffects:
    """Effects of covariates on all topics; `n_draws` is 0 where the placing is held fixed.

    `without` says how many units lack each covariate, `n_unplaced` how many of the others are in no
    topic: all these are left out.
    """

    effects: tuple[Effect, ...]
    joint: tuple[JointTest, ...]
    clusters: str
    n_clusters: int
    n: int
    without: tuple[tuple[str, int], ...]
    n_unplaced: int
    n_draws: int


def topic_effects(
    placed: Placed,
    covariates: Sequence[str],
    kind: Kind | None = None,
    n_draws: int = 20,
    progress: Progress = silent,
) -> TopicEffects:
    """Regress the share of each topic on covariates, with errors robust against clusters.

    Least squares on shares, as in the structural topic model's estimateEffect. To the variance of
    the clusters, that of the placing is added, (1 + 1 / draws) times the variance of the
    coefficients over units whose words are drawn again: since the residuals know of the placing
    too, the intervals are rather too wide than too narrow. Topics are held fixed. Units without a
    covariate or without a topic are left out. Raises InputError where covariates are not there or
    determine each other, and where there is one theme only.

    Source: Roberts, Stewart and Airoldi (2016), section 4; Treier and Jackman (2008), the method of
    composition; Rubin (1987), combining.
    """
    placed.need_two_themes()
    table = covariate_table(placed.corpus, covariates)
    kept = table.complete & placed.in_topics
    if kept.sum() <= len(table.terms) + 1:
        raise InputError(
            f"{kept.sum()} documents have all covariates, too few for {len(table.terms)} effects.",
            hint="Name fewer covariates.",
        )
    clusters = clusters_of(placed.corpus, kind)
    x = np.column_stack([np.ones(int(kept.sum())), table.columns[kept]])
    fit = clustered_ols(placed.unit_topic[kept], x, clusters.of(kept))
    extra = np.zeros_like(fit.covariance)
    if n_draws:
        draws = redrawn_places(placed, n_draws, progress)[:, kept]
        extra = _between(draws, x)
    lonely = _lonely(table, kept, clusters.of(kept))
    return TopicEffects(
        effects=_effects(fit, extra, table, lonely, placed.model.topic_ids),
        joint=_joint(fit, extra, table, lonely, placed.model.topic_ids),
        clusters=clusters.kind,
        n_clusters=fit.n_clusters,
        n=fit.n,
        without=table.without(),
        n_unplaced=int((table.complete & ~placed.in_topics).sum()),
        n_draws=n_draws,
    )


def _between(draws: FloatArray, x: FloatArray) -> FloatArray:
    """Return (1 + 1 / n_draws) times the covariance of coefficients over draws, topic by topic."""
    n_draws = len(draws)
    if n_draws < 2:
        raise InputError("Fewer than two draws say nothing of how figures vary.", hint="--draws 20")
    solver = np.linalg.pinv(x)
    coefficients = np.stack([solver @ draw for draw in draws])
    apart = coefficients - coefficients.mean(axis=0)
    products = np.einsum("dit,djt->tij", apart, apart) / (n_draws - 1)
    return np.asarray((1 + 1 / n_draws) * products)


def _lonely(
    table: CovariateTable, kept: NDArray[np.bool_], clusters: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Return the levels that stand in one cluster: their residuals add up to 0, and no error."""
    return np.array(
        [
            bool(term.reference) and np.unique(clusters[column == 1]).size < 2
            for term, column in zip(table.terms, table.columns[kept].T, strict=True)
        ]
    )


def _effects(
    fit: ClusteredFit,
    extra: FloatArray,
    table: CovariateTable,
    lonely: NDArray[np.bool_],
    topics: Sequence[str],
) -> tuple[Effect, ...]:
    errors = np.sqrt(np.diagonal(fit.covariance + extra, axis1=1, axis2=2).T)[1:]
    errors = np.where(lonely[:, None], 0, errors)
    value = fit.coefficients[1:]
    tested = wald(value, errors, fit.n_clusters)
    adjusted = np.reshape(holm(tested.p.T.ravel()).adjusted, tested.p.T.shape).T
    return tuple(
        Effect(
            topic,
            term,
            float(value[place, column]),
            float(tested.low[place, column]),
            float(tested.high[place, column]),
            float(tested.p[place, column]),
            float(adjusted[place, column]),
            fit.n,
            ONE_CLUSTER if lonely[place] else "",
        )
        for column, topic in enumerate(topics)
        for place, term in enumerate(table.terms)
    )


def _joint(
    fit: ClusteredFit,
    extra: FloatArray,
    table: CovariateTable,
    lonely: NDArray[np.bool_],
    topics: Sequence[str],
) -> tuple[JointTest, ...]:
    """Test covariates of several levels; those in one cluster are left out of the test."""
    found = []
    for column, topic in enumerate(topics):
        for covariate in dict.fromkeys(term.covariate for term in table.terms):
            rows = [place + 1 for place in table.places(covariate) if not lonely[place]]
            if len(rows) > 1:
                found.append((topic, covariate, joint_p(fit, rows, column, extra[column])))
    adjusted = holm([p for _, _, p in found]).adjusted if found else ()
    return tuple(JointTest(*one, after) for one, after in zip(found, adjusted, strict=True))
