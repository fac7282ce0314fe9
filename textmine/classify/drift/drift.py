"""Hold a batch of documents against the corpus that a model was trained on.

Each figure is the distance of batch and training corpus in one respect, and stands beside what is
natural: how far groups of the training corpus that were held out are from the rest of it. A figure
above that level says that the batch differs more than a few threads do from others, so that what
was measured on the training corpus need not hold for it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textmine.classify.drift.counted import Counted, Summary, count_documents
from textmine.classify.drift.drift_batch import Batch
from textmine.classify.drift.drift_profile import Profile, confidence_counts, confidence_name
from textmine.classify.drift.natural_levels import FEWEST_DOCUMENTS, FEWEST_GROUPS
from textmine.errors import GateError
from textmine.nlp.tokens import tokens_of
from textmine.stats.distance import cosine_distance, jensen_shannon, ks_distance

_SHOWN = 8
_LEAST = {"words": 0.005, "unknown": 0.01, "embeddings": 0.01}
_LEAST_KS = 0.03
"""A figure has to pass its level by so much: below that a difference is of no consequence."""


@dataclass(frozen=True)
class DriftFigure:
    """One respect in which a batch may differ.

    `value` is "words": the Jensen-Shannon divergence of the commonest words, "unknown": the share
    of words that the training corpus hardly has, "length" and "confidence: DIMENSION": the
    Kolmogorov-Smirnov distance, "embeddings": 1 less the cosine of the mean vectors. `typical` and
    `level` are what is natural for a batch of this size. `here` and `before` are means of words a
    document, or of confidence, in batch and training corpus; None for the others.
    """

    name: str
    value: float
    typical: float
    level: float
    drifted: bool
    here: float | None = None
    before: float | None = None


@dataclass(frozen=True)
class CodeShift:
    """The share of documents that a code was given to, 0 to 1: before in held-out documents.

    No sign of drift by itself: a new batch may be about other things, which is why it is coded.
    """

    dimension: str
    code: str
    before: float
    here: float


@dataclass(frozen=True)
class Drift:
    """A batch of n documents against the training corpus.

    `reason` says why nothing can be judged, "" where it can. `more` are words that the batch has
    much more often than the training corpus, the most telling first.
    """

    n: int
    n_training: int
    figures: tuple[DriftFigure, ...]
    codes: tuple[CodeShift, ...]
    more: tuple[str, ...]
    reason: str = ""

    @property
    def drifted(self) -> bool:
        """Whether some figure is above what is natural."""
        return any(figure.drifted for figure in self.figures)


def stop_at_drift(drift: Drift) -> None:
    """Raise GateError where a batch differs more than is natural."""
    if drift.drifted:
        names = ", ".join(figure.name for figure in drift.figures if figure.drifted)
        raise GateError(
            f"The documents differ from the training corpus ({names}).",
            hint="Code some of them and train again, or leave out --fail-on-drift.",
        )


def compare_batch(profile: Profile, batch: Batch) -> Drift:
    """Return how far a batch is from the training corpus, as `compare_summary` does."""
    counted = count_documents(tokens_of(batch.words), batch.embeddings)
    n_groups = len(np.unique(batch.groups))
    return compare_summary(profile, Summary(counted, n_groups, batch.confidence, batch.codes))


def compare_summary(profile: Profile, batch: Summary) -> Drift:
    """Return how far a batch is from the training corpus; fewer than 20 documents are not judged.

    Where the batch is of few threads, the level is that of a batch of so many training threads.
    """
    n = batch.counted.n
    reason = _reason(profile, n)
    if reason:
        return Drift(n, profile.n_documents, (), _shifts(profile, batch), (), reason)
    counted = batch.counted.words
    n_words = sum(counted.values())
    common = list(profile.words)
    inside = [counted.get(word, 0) for word in common]
    here = np.array([*inside, n_words - sum(inside)], dtype=np.float64)
    before = np.array([*profile.words.values(), profile.other_words], dtype=np.float64)
    part = _worth(profile, batch) / n
    figures = [
        _figure(profile, "words", jensen_shannon(here, before), n_words * part),
        _figure(profile, "unknown", _unknown(profile, counted, n_words), n_words * part),
        _length_figure(profile, batch.counted.lengths, n * part),
        *_confidence_figures(profile, batch, n * part),
        _embedding_figure(profile, batch.counted, n * part),
    ]
    return Drift(
        n,
        profile.n_documents,
        tuple(figure for figure in figures if figure is not None),
        _shifts(profile, batch),
        _more(common, here, before),
    )


def _reason(profile: Profile, n: int) -> str:
    if n < FEWEST_DOCUMENTS:
        return (
            f"{n} documents are too few to say whether they differ from the training corpus; "
            f"{FEWEST_DOCUMENTS} are needed."
        )
    if not profile.levels:
        return (
            f"The training corpus has {profile.n_documents} documents in {profile.n_groups} "
            "groups: too few to say how far its own parts are apart. It needs "
            f"{2 * FEWEST_DOCUMENTS} documents in {FEWEST_GROUPS} groups."
        )
    return ""


def _worth(profile: Profile, batch: Summary) -> float:
    """Return of how many documents of the training corpus the batch has the variety."""
    per_group = profile.n_documents / profile.n_groups
    varied = batch.n_groups * per_group
    return float(min(batch.counted.n, max(FEWEST_DOCUMENTS, varied)))


def _figure(
    profile: Profile,
    name: str,
    value: float,
    size: float,
    here: float | None = None,
    before: float | None = None,
) -> DriftFigure | None:
    """Return a figure with its levels; None where it is undefined here or has none."""
    if name not in profile.levels or np.isnan(value):
        return None
    typical, level = profile.levels[name].at(size)
    passed = value > level + _LEAST.get(name, _LEAST_KS)
    return DriftFigure(name, float(value), typical, level, bool(passed), here, before)


def _unknown(profile: Profile, counted: Counter[str], n_words: int) -> float:
    if not n_words:
        return float("nan")
    known = sum(counted.get(word, 0) for word in profile.vocabulary)
    return 1 - known / n_words


def _length_figure(profile: Profile, lengths: Counter[int], size: float) -> DriftFigure | None:
    bins = sorted(profile.lengths.keys() | lengths.keys())
    here = [lengths.get(length_of_bin, 0) for length_of_bin in bins]
    before = [profile.lengths.get(length_of_bin, 0) for length_of_bin in bins]
    value = ks_distance(here, before)
    return _figure(
        profile, "length", value, size, _mean_of_bins(bins, here), _mean_of_bins(bins, before)
    )


def _confidence_figures(profile: Profile, batch: Summary, size: float) -> list[DriftFigure | None]:
    hundredths = [percent / 100 for percent in range(101)]
    figures = []
    for dimension, counts in profile.confidence.items():
        if dimension in batch.confidence:
            here = confidence_counts(batch.confidence[dimension])
            figures.append(
                _figure(
                    profile,
                    confidence_name(dimension),
                    ks_distance(here, counts),
                    size,
                    _mean_of_bins(hundredths, list(here)),
                    _mean_of_bins(hundredths, counts),
                )
            )
    return figures


def _embedding_figure(profile: Profile, counted: Counted, size: float) -> DriftFigure | None:
    if counted.vectors is None or len(profile.embedding) != len(counted.vectors):
        return None
    value = cosine_distance(counted.vectors / counted.n, profile.embedding)
    return _figure(profile, "embeddings", value, size)


def _mean_of_bins(values: Sequence[float], counts: Sequence[int]) -> float | None:
    total = sum(counts)
    if not total:
        return None
    return float(sum(x * n for x, n in zip(values, counts, strict=True)) / total)


def _shifts(profile: Profile, batch: Summary) -> tuple[CodeShift, ...]:
    return tuple(
        CodeShift(dimension, code, share, batch.codes[dimension].get(code, 0.0))
        for dimension, shares in profile.codes.items()
        if dimension in batch.codes
        for code, share in shares.items()
    )


def _more(
    words: Sequence[str], here: np.ndarray, before: np.ndarray, n: int = _SHOWN
) -> tuple[str, ...]:
    """Return the words that add most to the divergence of those that the batch has more often."""
    p, q = here[:-1] / max(here.sum(), 1), before[:-1] / max(before.sum(), 1)
    gain = np.where(p > q, p * np.log2(np.where(p > 0, 2 * p / (p + q), 1)), 0)
    ranked = sorted(range(len(words)), key=lambda index: (-gain[index], words[index]))
    return tuple(words[index] for index in ranked[:n] if gain[index] > 0)
