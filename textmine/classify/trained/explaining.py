"""Why a code was given: what in a document spoke for it and against the next one.

All classifiers but a fine-tuned encoder are linear, and so is what joins them. A code's score is
therefore a sum over features, and the difference between two codes falls apart into terms exactly.
Terms are in units of the calibrated log odds, before any isotonic curve.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.arrays import Bools, Floats
from textmine.choices import Labels
from textmine.classify.features.blocks import BLOCKS, block_slices
from textmine.classify.features.columns import EDGE, Neighbourhood, surrounded
from textmine.classify.learning.classifiers import member_weights
from textmine.classify.learning.encoder_member import ENCODER
from textmine.classify.learning.select_candidate import STACK
from textmine.classify.trained.model import CodingModel, DimensionModel

_STARTS, _ENDS = "(start)", "(end)"
_SUMMED = ("characters", "meaning", "embeddings")
"""Blocks whose features say nothing one by one: their terms are added up."""
NEIGHBOURS, RULES = "what the neighbours are about", "the codebook's rules"


@dataclass(frozen=True)
class Term:
    """Something that spoke for a code (weight above 0) or against it; `block` says what kind."""

    block: str
    what: str
    weight: float


@dataclass(frozen=True)
class Why:
    """Why a document was given a code and not the runner-up ("" where codes stand by themselves).

    `terms` are the heaviest, `others` the sum of all the rest.
    """

    document: str
    dimension: str
    code: str
    against: str
    terms: tuple[Term, ...]
    others: float


@dataclass(frozen=True)
class Weights:
    """The effective weights of one dimension's classifier on the features of its model.

    `own` is (n_classes, n_features). `beside` (n_classes, n_joined_scores) are those of the
    neighbours' scores, and `encoder` (n_classes, n_classes) those of the encoder's own, or None.
    """

    own: Floats
    beside: Floats | None
    encoder: Floats | None
    names: tuple[str, ...]
    blocks: tuple[str, ...]


def effective_weights(model: CodingModel, part: DimensionModel) -> Weights:
    """Return what each feature adds to each code's log odds, through all classifiers together."""
    features = model.features[part.features]
    names, blocks = _feature_names(features)
    n = len(part.classes)
    own = np.zeros((n, len(names)))
    share, beside = _combiner_weights(part)
    encoder = None
    for index, name in enumerate(part.settled.members):
        mixed = share[:, index * n : (index + 1) * n]
        if name == ENCODER:
            encoder = mixed
            continue
        weights = mixed @ member_weights(part.classifiers[name], n, part.labels)
        start = 0
        for where in block_slices(features, part.blocks[name]):
            width = where.stop - where.start
            own[:, where] += weights[:, start : start + width]
            start += width
    return Weights(own, beside, encoder, names, blocks)


def explain(
    part: DimensionModel,
    weights: Weights,
    table: Any,
    scores: dict[str, Floats],
    around: Neighbourhood,
    documents: Sequence[str],
    rows: Sequence[int],
    n_terms: int,
) -> list[Why]:
    """Return why each document of some rows was given its codes.

    `table` (n_rows, n_features) and the members' `scores` are those of whole threads, as in
    applying; `documents` are the ids of all rows.
    """
    settled = part.settled
    preference = settled.decision.preference(settled.probabilities(scores, around))
    marks = settled.decision.give(settled.probabilities(scores, around))
    joined = np.hstack([scores[name] for name in settled.members])
    about = _beside_scores(weights, joined, around)
    reasons = []
    for row in rows:
        here = table[[row]].tocsr()
        for code in np.flatnonzero(marks[row]):
            other = _runner_up(preference[row], int(code), part.labels)
            tilt = weights.own[code] - (0 if other is None else weights.own[other])
            terms = _own_terms(here, tilt, weights)
            for name, block in ((NEIGHBOURS, about), (ENCODER, _encoder(weights, scores))):
                if block is not None:
                    value = block[row, code] - (0 if other is None else block[row, other])
                    terms.append(Term(name, "", float(value)))
            terms.sort(key=lambda term: -abs(term.weight))
            reasons.append(
                Why(
                    documents[row],
                    part.dimension,
                    part.classes[code],
                    "" if other is None else part.classes[other],
                    tuple(terms[:n_terms]),
                    float(sum(term.weight for term in terms[n_terms:])),
                )
            )
    return reasons


def speaking_features(
    weights: Weights, table: Any, gold: Bools, n_terms: int
) -> list[tuple[int, Term]]:
    """Return what speaks for each code in the documents that have it: (class, term), heaviest first
    within a class.

    A feature's weight is what it adds on average to the code's log odds above those of the other
    codes, in documents (n_documents, n_features) that `gold` marks with the code.
    """
    features = []
    for k in range(gold.shape[1]):
        mean = np.asarray(table[gold[:, k]].mean(axis=0)).ravel()
        above = weights.own[k] - (weights.own.mean(axis=0) if gold.shape[1] > 1 else 0)
        terms = [
            term
            for term in _grouped(mean * above, np.flatnonzero(mean), weights)
            if term.what and EDGE not in term.what
        ]
        terms.sort(key=lambda term: -term.weight)
        features += [(k, term) for term in terms[:n_terms] if term.weight > 0]
    return features


def why_rows(why: Iterable[Why]) -> Iterator[dict[str, Any]]:
    """Yield a row a term: document, dimension, code, what it is set against, term, weight."""
    return (
        {
            "document": reason.document,
            "dimension": reason.dimension,
            "code": reason.code,
            "against": reason.against,
            "kind": term.block,
            "what": term.what,
            "weight": round(term.weight, 4),
        }
        for reason in why
        for term in (*reason.terms, Term("all else", "", reason.others))
    )


def why_to_plain(why: Why) -> list[Any]:
    """Return a reason as lists of texts and numbers."""
    terms = [[term.block, term.what, term.weight] for term in why.terms]
    return [why.document, why.dimension, why.code, why.against, terms, why.others]


def why_from_plain(plain: Sequence[Any]) -> Why:
    """Return the reason that `why_to_plain` made plain."""
    document, dimension, code, against, terms, others = plain
    weighed = tuple(Term(*term) for term in terms)
    return Why(document, dimension, code, against, weighed, others)


def _own_terms(row: Any, tilt: Floats, weights: Weights) -> list[Term]:
    values = np.zeros(len(tilt))
    values[row.indices] = row.data * tilt[row.indices]
    return _grouped(values, row.indices, weights)


def _grouped(values: Floats, places: NDArray[Any], weights: Weights) -> list[Term]:
    """Return a term a feature, but one a block where single features say nothing."""
    terms, sums = [], dict.fromkeys(_SUMMED, 0.0)
    for feature in places:
        block = weights.blocks[feature]
        if block in sums:
            sums[block] += float(values[feature])
        elif values[feature]:
            terms.append(Term(BLOCKS[block].title, weights.names[feature], float(values[feature])))
    return [*terms, *(Term(BLOCKS[b].title, "", total) for b, total in sums.items() if total)]


def _combiner_weights(part: DimensionModel) -> tuple[Floats, Floats | None]:
    """Return the weights of the members' own scores, (n_classes, n_joined), and the neighbours'."""
    settled, n = part.settled, len(part.classes)
    temperature = settled.calibration.temperature
    if settled.combiner is None:
        return np.eye(n) / temperature, None
    scale, learner = settled.combiner[0].scale_, settled.combiner[-1]
    weights = member_weights(learner, n, part.labels) / scale / temperature
    n_joined = n * len(settled.members)
    beside = weights[:, n_joined:] if settled.candidate == STACK else None
    return weights[:, :n_joined], beside


def _beside_scores(weights: Weights, joined: Floats, around: Neighbourhood) -> Floats | None:
    if weights.beside is None:
        return None
    table = surrounded(joined, around)[:, joined.shape[1] :]
    return np.asarray(table @ weights.beside.T)


def _encoder(weights: Weights, scores: dict[str, Floats]) -> Floats | None:
    return None if weights.encoder is None else np.asarray(scores[ENCODER] @ weights.encoder.T)


def _runner_up(preference: Floats, code: int, labels: Labels) -> int | None:
    """Return the next code that would have been given; None where each is given by itself."""
    if labels == "multi":
        return None
    order = np.argsort(-preference, kind="stable")
    return int(order[0] if order[0] != code else order[1])


def _feature_names(features: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the name and the block of every feature of a fitted ColumnTransformer."""
    names: list[str] = []
    blocks: list[str] = []
    for block, part, _ in features.transformers_:
        if block == "remainder":
            continue
        mine = [_shown(name) for name in part.get_feature_names_out()]
        names += mine
        blocks += [block] * len(mine)
    return tuple(names), tuple(blocks)


def _shown(name: str) -> str:
    """Return a feature as a reader sees it, with words for where a text begins and ends."""
    return name.replace("<s>", _STARTS).replace("</s>", _ENDS).replace("_", " ")


def in_the_text(what: str) -> str:
    """Return the words of a feature as they stand in a text.

    >>> in_the_text("for cyclists (end)")
    'for cyclists'
    """
    return what.replace(_STARTS, "").replace(_ENDS, "").strip()
