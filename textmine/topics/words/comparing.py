"""Compare the words of a part of the units with those of others; list words and their spread."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from textmine.errors import InputError
from textmine.stats.counts import FloatArray
from textmine.stats.dispersion import dispersion
from textmine.stats.keyness import keyness, log_odds, scaled_prior
from textmine.stats.multiple import benjamini_hochberg
from textmine.topics.bags import count_known_words
from textmine.topics.words.running import RunningWords

Order = Literal["z", "g2", "log_ratio"]


@dataclass(frozen=True)
class CountedWords:
    """How often each listed word stands in each unit: `counts` (n_units, n_words)."""

    running: RunningWords
    words: tuple[str, ...]
    counts: sp.csr_matrix

    @property
    def sizes(self) -> FloatArray:
        """Running words of each unit, (n_units,)."""
        return np.array(self.running.sizes, dtype=np.float64)


@dataclass(frozen=True)
class WordUse:
    """How a word is used: n times, in `n_units` units by `n_voices` voices.

    `dp_norm` is 0 where it is spread evenly over the parts of the corpus (threads, authors) and 1
    where it stands in one; nan where there is one part only.
    """

    word: str
    n: int
    per_thousand: float
    n_units: int
    n_voices: int
    dp_norm: float


@dataclass(frozen=True)
class KeyUse:
    """A word in the target and in the reference; counts of a theme are sums of shares.

    `z` is that of the log-odds with an informative prior, `g2` the evidence with `p` adjusted over
    all words compared (Benjamini-Hochberg), `log_ratio` the size: 1 is twice as often per word.
    Each occurrence counts as independent, which words of one voice are not: see `n_voices`.
    """

    word: str
    n: float
    n_reference: float
    per_thousand: float
    per_thousand_reference: float
    z: float
    g2: float
    p: float
    log_ratio: float
    n_units: int
    n_voices: int


def count_running(running: RunningWords) -> CountedWords:
    """Count the listed words of each unit; raise InputError where there are none."""
    units = [
        [word for word, may in zip(unit, listed, strict=True) if may]
        for unit, listed in zip(running.units, running.listed, strict=True)
    ]
    words = tuple(sorted({word for unit in units for word in unit}))
    if len(words) < 2:
        raise InputError("There are fewer than two words to list in these texts.")
    return CountedWords(running, words, count_known_words(units, words))


def list_words(counted: CountedWords, least: int) -> list[WordUse]:
    """List the words that stand there `least` times or more, commonest first."""
    totals = np.asarray(counted.counts.sum(axis=0)).ravel()
    size = counted.sizes.sum()
    names, part = np.unique(counted.running.parts, return_inverse=True)
    sizes = np.bincount(part, counted.sizes, minlength=len(names))
    columns = counted.counts.tocsc()
    found = []
    for place in np.lexsort((np.arange(len(totals)), -totals)):
        if totals[place] < least:
            break
        units, times = _column(columns, int(place))
        in_part = np.bincount(part[units], times, minlength=len(names))
        spread = dispersion(in_part[sizes > 0], sizes[sizes > 0])
        found.append(
            WordUse(
                counted.words[place],
                int(totals[place]),
                float(1000 * totals[place] / size),
                len(units),
                _n_voices(counted, units),
                spread.dp_norm,
            )
        )
    return found


def compare_words(
    counted: CountedWords,
    target: FloatArray,
    reference: FloatArray,
    members: NDArray[np.bool_],
    least: int,
    order: Order = "z",
    *,
    fewer: bool = False,
) -> list[KeyUse]:
    """Compare the words of the target with those of the reference, the most telling first.

    `target` and `reference` (n_units,) are 0 to 1: how much of each unit belongs to either, and
    `members` which units are counted as the target's for `n_units` and `n_voices`. Only words that
    stand `least` times or more in both together. With `fewer` those that the target has less of.
    Raises InputError where either side has no words. The prior is that of all words of both sides,
    scaled to 500 (Monroe, Colaresi and Quinn 2008, section 3.5).
    """
    a, b = (np.asarray(counted.counts.T @ side).ravel() for side in (target, reference))
    n_a, n_b = (float(counted.sizes @ side) for side in (target, reference))
    if a.sum() <= 0 or b.sum() <= 0:
        side = "part" if a.sum() <= 0 else "rest"
        raise InputError(
            f"The {side} that is to be compared has no words to list.",
            hint="Choose another part, or keep stop words with --stop-words.",
        )
    measured = keyness(a, b, max(math.ceil(n_a), 1), max(math.ceil(n_b), 1))
    z = log_odds(a, b, scaled_prior(a + b)).z
    common = np.flatnonzero(a + b >= least)
    adjusted = np.full(len(a), np.nan)
    adjusted[common] = benjamini_hochberg(measured.p[common]).adjusted
    by = {"z": z, "g2": np.sign(measured.log_ratio) * measured.g2, "log_ratio": measured.log_ratio}
    score = np.round(by[order], 9)
    columns = counted.counts.tocsc()
    wanted = [place for place in common if (z[place] < 0 if fewer else z[place] > 0)]
    found = []
    for place in sorted(wanted, key=lambda one: ((score if fewer else -score)[one], one)):
        units, _ = _column(columns, int(place))
        mine = units[members[units]]
        found.append(
            KeyUse(
                counted.words[place],
                float(a[place]),
                float(b[place]),
                float(1000 * a[place] / n_a),
                float(1000 * b[place] / n_b),
                float(z[place]),
                float(measured.g2[place]),
                float(adjusted[place]),
                float(measured.log_ratio[place]),
                len(mine),
                _n_voices(counted, mine),
            )
        )
    return found


def _column(columns: sp.csc_matrix, place: int) -> tuple[NDArray[np.int64], FloatArray]:
    """Return the units in which a word stands, and how often."""
    start, end = columns.indptr[place], columns.indptr[place + 1]
    return columns.indices[start:end], columns.data[start:end]


def _n_voices(counted: CountedWords, units: NDArray[np.int64]) -> int:
    return len({counted.running.voices[unit] for unit in units})
