"""Fit the parts of a model to all coded documents, and find what speaks for each code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from scipy.sparse import csr_matrix

from textmine.classify.features.blocks import make_features, take_blocks
from textmine.classify.learning.classifiers import fit_member
from textmine.classify.learning.encoder_member import ENCODER, fit_whole_encoder
from textmine.classify.learning.problem import Problem
from textmine.classify.learning.validating import Validated
from textmine.classify.scoring.scoring import GoldCodes
from textmine.classify.trained.explaining import effective_weights, speaking_features
from textmine.classify.trained.model import CodingModel, DimensionModel
from textmine.config import Progress, Settings

if TYPE_CHECKING:
    from textmine.nlp.cache import Keep

_SPEAKING = 12


def fit_parts(
    learned: Sequence[tuple[GoldCodes, Problem, Validated]],
    settings: Settings,
    workspace: Keep,
    progress: Progress,
) -> tuple[tuple[DimensionModel, ...], dict[str, Any]]:
    """Fit stock parts to all coded documents; dimensions with the same ones share features."""
    features: dict[str, Any] = {}
    made_features: dict[tuple[str, ...], tuple[str, Any]] = {}
    parts = []
    for codes, problem, validated in learned:
        used = validated.settled.members
        members = {name: problem.members[name] for name in used if name != ENCODER}
        key = problem.coded
        if key not in made_features:
            named = f"features-{len(made_features) + 1}"
            read = _blocks_read(learned, key)
            rows = problem.counts.columns.iloc[problem.rows]
            fitted = make_features([b for b in problem.counter.names if b in read], rows)
            made_features[key] = (named, fitted.fit_transform(rows))
            features[named] = fitted
        named, table = made_features[key]
        classifiers = {
            name: fit_member(
                name,
                blocks,
                take_blocks(features[named], table, blocks),
                problem.gold,
                problem.labels,
                settings.seed,
            )
            for name, blocks in members.items()
        }
        encoder = None
        if validated.encoder is not None and ENCODER in used:
            encoder = fit_whole_encoder(
                problem, validated.encoder, settings.seed, workspace, progress
            )
        parts.append(
            DimensionModel(
                codes.dimension,
                problem.labels,
                problem.classes,
                validated.settled,
                named,
                members,
                classifiers,
                encoder,
            )
        )
    return tuple(parts), features


def what_speaks(
    model: CodingModel,
    part: DimensionModel,
    learned: Sequence[tuple[GoldCodes, Problem, Validated]],
) -> list[dict[str, Any]]:
    """Return what speaks for each code of one dimension in its own training documents."""
    problem = next(one for _, one, _ in learned if one.dimension == part.dimension)
    rows = problem.counts.columns.iloc[problem.rows]
    table = csr_matrix(model.features[part.features].transform(rows))
    features = speaking_features(effective_weights(model, part), table, problem.gold, _SPEAKING)
    return [
        {
            "dimension": part.dimension,
            "code": part.classes[k],
            "kind": term.block,
            "what": term.what,
            "weight": round(term.weight, 4),
        }
        for k, term in features
    ]


def _blocks_read(
    learned: Sequence[tuple[GoldCodes, Problem, Validated]], coded: tuple[str, ...]
) -> set[str]:
    """Return the blocks that the settled classifiers of dimensions with these documents read."""
    return {
        block
        for _, problem, validated in learned
        if problem.coded == coded
        for name in validated.settled.members
        for block in problem.members.get(name, ())
    }
