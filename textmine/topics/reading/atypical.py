"""Quote what does not fit: units in which a topic is strong and that say something else."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from textmine.arrays import Bools, Floats
from textmine.nlp.quotable import quotable
from textmine.nlp.rates import RATES, linguistic_rates
from textmine.nlp.tokens import tokens_of
from textmine.topics.reading.meaning import Meaning
from textmine.topics.reading.quotes import Quotation, quotation_of
from textmine.topics.reading.sources import Source

_STRONG, _FEWEST_STRONG, _MOST_STRONG = 0.4, 4, 200
_MANY_UNITS, _MOST_OF_MANY = 20_000, 50
_FEWEST_OWN, _FEWEST_BESIDE = 2, 5
_MORE_DENIALS = 2.0
_NO_STEMS = ("not", "n't", "never", "no", "none", "canno")
_NEGATION = RATES.index("negation")
_DECIMALS = 6

Places = NDArray[np.intp]


@dataclass(frozen=True)
class Dissent:
    """A quotation of a strong unit that stands apart, and in what it does."""

    quotation: Quotation
    why: str


def dissenting(
    shares: Floats,
    topic_words: Sequence[int],
    counts: sp.csr_matrix,
    documents: Sequence[Source],
    words: Sequence[Sequence[str]] | Mapping[int, Sequence[str]],
    names: Sequence[str],
    english: bool,
    meaning: Meaning | None = None,
    quoted: Collection[str] = (),
) -> list[Dissent]:
    """Quote the strong unit least like the others, and the one that denies most.

    `shares` (n_units,) are the topic's, `topic_words` the columns of its words in `counts`
    (n_units, n_words), called `names`; `documents` are (id, author, thread, text), `words` the
    words of each unit. Strong are the units with a share of .4 or more and two of the topic's
    words, the 200 strongest of them, of more than 20,000 units the 50 strongest. Likeness is the
    cosine of a unit with the mean of the other strong ones, in what they mean; where no `meaning`
    can be had, over the words that are not the topic's. Units with fewer than five such words are
    left out, and documents that are `quoted` already are not quoted again. A unit denies when its
    words of negation (English only) are two or more and twice as dense as in the strong units.
    Nobody has judged what these units say: they are where a reader should look first. None where
    fewer than four units are strong.
    """
    strong = strong_units(shares, topic_words, counts)
    if len(strong) < _FEWEST_STRONG:
        return []
    fresh = np.array([documents[unit].document not in quoted for unit in strong.tolist()])
    stems = {name[:5] for name in names}
    dissents = []
    apart = _least_alike(strong, fresh, topic_words, counts, meaning)
    if apart is not None:
        unit, likeness, median = apart
        why = (
            f"least typical of its {len(strong)} strong units: likeness {likeness:.2f}, "
            f"median {median:.2f}"
        )
        dissents.append(Dissent(_quote(unit, shares, documents, stems), why))
    if english:
        denies = _most_denying(strong, fresh, documents, words)
        if denies is not None and all(
            documents[denies[0]].document != dissent.quotation.document for dissent in dissents
        ):
            unit, density, median = denies
            why = (
                f"most negations of its {len(strong)} strong units: {100 * density:.1f} in 100 "
                f"words, median {100 * median:.1f}"
            )
            denial = _quote(unit, shares, documents, stems | set(_NO_STEMS))
            dissents.append(Dissent(denial, why))
    return dissents


def strong_units(shares: Floats, topic_words: Sequence[int], counts: sp.csr_matrix) -> Places:
    """Return the rows of the units that `dissenting` compares, sorted."""
    strong = np.flatnonzero(shares >= _STRONG)
    own = np.asarray((counts[strong][:, list(topic_words)] > 0).sum(axis=1)).ravel()
    strong = strong[own >= _FEWEST_OWN]
    most = _MOST_OF_MANY if len(shares) > _MANY_UNITS else _MOST_STRONG
    return np.sort(strong[np.argsort(-shares[strong], kind="stable")[:most]])


def _least_alike(
    strong: Places,
    fresh: Bools,
    topic_words: Sequence[int],
    counts: sp.csr_matrix,
    meaning: Meaning | None,
) -> tuple[int, float, float] | None:
    """Return the `fresh` unit least like the other strong ones, its likeness, and their median."""
    beside = np.ones(counts.shape[1], dtype=bool)
    beside[list(topic_words)] = False
    rest = np.asarray((counts[strong][:, beside] > 0).todense(), dtype=np.float64)
    spoken = rest.sum(axis=1) >= _FEWEST_BESIDE
    if spoken.sum() < _FEWEST_STRONG or not (spoken & fresh).any():
        return None
    strong, fresh = strong[spoken], fresh[spoken]
    vectors = rest[spoken] if meaning is None else meaning(strong.tolist())
    vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    others = vectors.sum(axis=0) - vectors
    lengths = np.linalg.norm(others, axis=1)
    alike = np.einsum("ij,ij->i", vectors, others) / np.where(lengths > 0, lengths, 1)
    least = int(np.argmin(np.where(fresh, np.round(alike, _DECIMALS), np.inf)))
    return int(strong[least]), float(alike[least]), float(np.median(alike))


def _most_denying(
    strong: Places,
    fresh: Bools,
    documents: Sequence[Source],
    words: Sequence[Sequence[str]] | Mapping[int, Sequence[str]],
) -> tuple[int, float, float] | None:
    said = tokens_of([words[unit] for unit in strong.tolist()])
    texts = [documents[unit].text for unit in strong.tolist()]
    density = linguistic_rates(texts, said)[:, _NEGATION]
    times = density * [max(len(words[unit]), 1) for unit in strong.tolist()]
    most = int(np.argmax(np.round(np.where(fresh & (times >= 2), density, 0), 9)))
    median = float(np.median(density))
    if not fresh[most] or times[most] < 2 or density[most] < _MORE_DENIALS * median:
        return None
    return int(strong[most]), float(density[most]), median


def _quote(unit: int, shares: Floats, documents: Sequence[Source], stems: set[str]) -> Quotation:
    source = documents[unit]
    return quotation_of(source, quotable(source.text, stems=stems), float(shares[unit]))
