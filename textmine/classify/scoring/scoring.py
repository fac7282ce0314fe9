"""The codes that a classifier learns from, and how its own are scored against them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textmine.arrays import Bools, Ints
from textmine.choices import Labels
from textmine.codebook import Codebook
from textmine.coding import FinalCodes, final_codes
from textmine.errors import InputError
from textmine.schema import Coding
from textmine.stats import ClassificationScores, classification_scores
from textmine.stats.systems.scores import ClassScore
from textmine.stats.systems.several_codes import several_code_scores


@dataclass(frozen=True)
class GoldCodes:
    """The final codes of one dimension; `codes` are all that the codebook has, in its order.

    `codes_of` has the codes of each coded document: one where `labels` is "single", any number
    (none, where the coder found that none applies) where it is "multi".
    """

    dimension: str
    coder: str
    labels: Labels
    ordinal: bool
    codes: tuple[str, ...]
    codes_of: dict[str, tuple[str, ...]]


def gold_codes(
    codings: Sequence[Coding] | FinalCodes,
    codebook: Codebook,
    coder: str | None = None,
    dimensions: Sequence[str] = (),
) -> list[GoldCodes]:
    """Return the final codes of every dimension that has them, or of those named.

    Machine codes are never gold. Raises InputError when there are no final codes.
    """
    final = final_codes(codings, coder)
    for name in dimensions:
        codebook.dimension(name)
    result = []
    for dimension in codebook.coded_dimensions:
        if dimensions and dimension.id not in dimensions:
            continue
        several = dimension.labels == "multi"
        # Where one code is due, a document whose spans have different codes has no one code.
        codes_of = {
            document: tuple(code for code in dimension.code_ids if code in codes)
            for document, codes in final.on(dimension.id).codes.items()
            if several or len(codes) == 1
        }
        if any(codes_of.values()):
            result.append(
                GoldCodes(
                    dimension.id,
                    final.who(dimension.id),
                    dimension.labels,
                    dimension.scale == "ordinal",
                    tuple(dimension.code_ids),
                    codes_of,
                )
            )
    if not result:
        raise InputError(
            f"There are no codes by {final.who(*dimensions)} on "
            f"{', '.join(dimensions) or 'any dimension'}.",
            hint="Name another --coder or --dimension.",
        )
    return result


RARE, UNCOMMON = 10, 30
"""Documents with a code: below the first macro-F1 hangs on them; below the second where the code
alone carries more than a third of the width of its interval."""


def hangs_on(dimension: str, classes: Sequence[str], scores: ClassificationScores) -> list[str]:
    """Say which rare code moves macro-F1 most, and how far; [] where none matters.

    It is the code with the widest interval of F1 among those that few scored documents have; the
    sentence has macro-F1 with that F1 at either end, all others as they are. An F1 without an
    interval, or with one of no width, may be anything from 0 to 1.
    """
    counted = scores.macro_classes
    width = scores.macro_f1.interval.high - scores.macro_f1.interval.low

    def moves(code_scores: ClassScore) -> float:
        low, high = _ends(code_scores)
        return (high - low) / len(counted)

    rare = [
        code_scores
        for code_scores in scores.classes
        if code_scores.category in counted
        and 0 < code_scores.n_gold < UNCOMMON
        and (code_scores.n_gold < RARE or moves(code_scores) > width / 3)
    ]
    if not rare or len(counted) < 2:
        return []
    most = max(rare, key=lambda class_score: (moves(class_score), -class_score.n_gold))
    low, high = _ends(most)
    without = scores.macro_f1.value - most.f1.value / len(counted)
    n = most.n_gold
    documents = "1 scored document has" if n == 1 else f"{n} scored documents have"
    return [
        f"Macro-F1 on '{dimension}' hangs most on {classes[most.category]}, which {documents}: "
        f"were the F1 of that code {low:.2f} or {high:.2f}, macro-F1 would be "
        f"{without + low / len(counted):.2f} or {without + high / len(counted):.2f}."
    ]


def _ends(code_scores: ClassScore) -> tuple[float, float]:
    low, high = code_scores.f1.interval.low, code_scores.f1.interval.high
    return (low, high) if high > low else (0.0, 1.0)


def score_marks(
    gold: Bools,
    given: list[Bools],
    labels: Labels,
    groups: Ints,
    *,
    ordinal: bool = False,
) -> ClassificationScores:
    """Score codes given in one or several repeats, each (n_units, n_classes), against gold.

    Intervals by jackknife over `groups` (n_units,), with all repeats of a unit left out together.
    """
    truth, predicted = np.vstack([gold] * len(given)), np.vstack(given)
    clusters = np.tile(groups, len(given))
    if labels == "multi":
        return several_code_scores(truth, predicted, clusters=clusters, repeats=len(given))
    return classification_scores(
        truth.argmax(axis=1),
        predicted.argmax(axis=1),
        gold.shape[1],
        clusters=clusters,
        ordinal=ordinal,
        repeats=len(given),
    )
