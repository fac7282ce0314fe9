"""Compare the words of a part of the units with those of others; list words and their spread."""

import math
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from textmine.arrays import Floats, Ints
from textmine.choices import KeyWordOrder
from textmine.errors import InputError
from textmine.stats.moving import is_constant
from textmine.stats.words.collocation import dispersion
from textmine.stats.words.keyness import keyness, log_odds, scaled_prior
from textmine.stats.words.words_apart import WordsApart, words_apart
from textmine.topics.words.running import CountedWords, Speakers, refuse_few
from textmine.topics.words.texts import Part

SIGNIFICANT = 0.05


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

    `z` is that of the log-odds with an informative prior and `g2` the log-likelihood: they rank
    words. `p` is adjusted over all words tested (`words_apart`), nan where there is no test.
    `log_ratio` is the size: 1 is twice as often per word. `n_units`, `n_voices` and `n_parts` are
    those of the target; `alone` is a word that one part (thread) of both sides has.
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
    n_parts: int
    alone: bool


@dataclass(frozen=True)
class KeyWords:
    """Key words, the most telling first, and how they were tested (None: not at all).

    Whole `clusters` changed sides, of one kind or, one after the other, of two; of the first kind
    the documents `inside` each, where it has both sides.
    """

    uses: tuple[KeyUse, ...]
    test: WordsApart | None
    clusters: tuple[str, ...] = ()
    inside: bool = False

    @property
    def n_apart(self) -> int:
        """How many of the words tested have an adjusted p of .05 or less, on either side."""
        return 0 if self.test is None else int((self.test.adjusted <= SIGNIFICANT).sum())


def list_words(counted: CountedWords, least: int) -> list[WordUse]:
    """List the words that stand there `least` times or more, commonest first.

    Raises InputError where there are fewer than two words at all.
    """
    refuse_few(len(counted.words))
    totals = np.asarray(counted.counts.sum(axis=0)).ravel()
    size = counted.sizes.sum()
    names, part = np.unique(counted.running.parts, return_inverse=True)
    sizes = np.bincount(part, counted.sizes, minlength=len(names))
    columns = counted.counts.tocsc()
    uses = []
    for index in np.lexsort((np.arange(len(totals)), -totals)):
        if totals[index] < least:
            break
        units, times = _column(columns, int(index))
        in_part = np.bincount(part[units], times, minlength=len(names))
        spread = dispersion(in_part[sizes > 0], sizes[sizes > 0])
        uses.append(
            WordUse(
                counted.words[index],
                int(totals[index]),
                float(1000 * totals[index] / size),
                len(units),
                _n_voices(counted, units),
                spread.dp_norm,
            )
        )
    return uses


def compare_words(
    counted: CountedWords,
    part: Part,
    least: int,
    order: KeyWordOrder = "z",
    *,
    fewer: bool = False,
    seed: int = 0,
) -> KeyWords:
    """Compare the words of a part with those it is held against, the most telling first.

    Only words that stand `least` times or more in both together are compared and tested. With
    `fewer` those that the part has less of. Raises InputError where either side has no words. The
    prior is that of all words of both sides, scaled to 500 (Monroe, Colaresi and Quinn 2008,
    section 3.5). Whole threads change sides in the test (`words_apart`); where threads have both
    sides, the documents inside each thread do. If every author is on one side then, whole authors
    change sides too, and the larger p counts: words of an author come together, and so do those of
    a thread. A part that was made from words is not tested.
    """
    refuse_few(len(counted.words))
    target, reference = part.target, part.reference
    a, b = (np.asarray(counted.counts.T @ side).ravel() for side in (target, reference))
    n_a, n_b = (float(counted.sizes @ side) for side in (target, reference))
    if a.sum() <= 0 or b.sum() <= 0:
        side = "part" if a.sum() <= 0 else "rest"
        raise InputError(
            f"The {side} of the comparison has no words to list.",
            hint="Choose another part, or keep stop words with --stop-words.",
        )
    measured = keyness(a, b, max(math.ceil(n_a), 1), max(math.ceil(n_b), 1))
    z = log_odds(a, b, scaled_prior(a + b)).z
    # A sum of shares may miss a whole number by what a computer rounds.
    common = np.flatnonzero(np.round(a + b, 6) >= least)
    test: WordsApart | None = None
    kinds: tuple[str, ...] = ()
    inside = False
    adjusted = np.full(len(a), np.nan)
    if not part.of_words and len(common):
        kinds, clusterings, inside = _clusterings(counted.running, target, reference)
        test = words_apart(
            counted.counts[:, common].astype(np.float64),
            counted.sizes,
            target,
            reference,
            clusterings,
            seed=seed,
        )
        adjusted[common] = test.adjusted
    by = {"z": z, "g2": np.sign(measured.log_ratio) * measured.g2, "log_ratio": measured.log_ratio}
    score = np.round(by[order], 9)
    columns = counted.counts.tocsc()
    wanted = [column for column in common if (z[column] < 0 if fewer else z[column] > 0)]
    here = target + reference > 0
    parts = np.unique(counted.running.parts, return_inverse=True)[1]
    key_words = []
    for index in sorted(wanted, key=lambda number: ((score if fewer else -score)[number], number)):
        units, _ = _column(columns, int(index))
        mine = units[part.members[units]]
        key_words.append(
            KeyUse(
                counted.words[index],
                float(a[index]),
                float(b[index]),
                float(1000 * a[index] / n_a),
                float(1000 * b[index] / n_b),
                float(z[index]),
                float(measured.g2[index]),
                float(adjusted[index]),
                float(measured.log_ratio[index]),
                len(mine),
                _n_voices(counted, mine),
                len(set(parts[mine])),
                len(set(parts[units[here[units]]])) == 1,
            )
        )
    return KeyWords(tuple(key_words), test, kinds, inside)


def _clusterings(
    running: Speakers, target: Floats, reference: Floats
) -> tuple[tuple[str, ...], list[Ints], bool]:
    """Return the clusters in words and as numbers of each unit, and whether any has both sides."""
    present = np.flatnonzero(target + reference > 0)
    sides = np.stack([target, reference], axis=1)[present]
    parts, voices = (
        np.unique(names, return_inverse=True)[1] for names in (running.parts, running.voices)
    )
    inside = not is_constant(sides, parts[present])
    if not inside or not is_constant(sides, voices[present]) or running.voice == "document":
        return (running.part,), [parts], inside
    return (running.part, running.voice), [parts, voices], inside


def _column(columns: sp.csc_matrix, column: int) -> tuple[Ints, Floats]:
    """Return the units in which a word stands, and how often."""
    start, end = columns.indptr[column], columns.indptr[column + 1]
    return columns.indices[start:end], columns.data[start:end]


def _n_voices(counted: CountedWords, units: Ints) -> int:
    return len({counted.running.voices[unit] for unit in units})
