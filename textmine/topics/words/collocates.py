"""The words that stand near a word more often than chance would have it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from textmine.choices import WordForm
from textmine.errors import InputError
from textmine.nlp import Prepared
from textmine.nlp.tokens import starts_of
from textmine.stats.words.collocation import collocation
from textmine.topics.words.query import Query, find_hits
from textmine.topics.words.running import RunningWords, Speakers, refuse_few, running_words, runs


@dataclass(frozen=True)
class Collocate:
    """A word near the node: `n` times within the window, `left` before it and `right` after it.

    `expected` is how often by chance; `log_dice` is at most 14, `t` favours common pairs and `mi`
    rare ones. In `n_units` units by `n_voices` voices.
    """

    word: str
    n: int
    left: int
    right: int
    expected: float
    log_dice: float
    t: float
    mi: float
    n_units: int
    n_voices: int


@dataclass(frozen=True)
class Near:
    """Which words are collocates: within `window` running words, `least` times or more."""

    window: int = 5
    least: int = 1
    form: WordForm = "lemma"
    stop_words: bool = False


@dataclass(frozen=True)
class Collocates:
    """The collocates of a node that stands `n_node` times in `n_units` units."""

    found: tuple[Collocate, ...]
    n_node: int
    n_units: int
    n_words: int


def collocates_of(
    query: Query, speakers: Speakers, batches: Iterable[Prepared], wanted: Near
) -> Collocates:
    """Count the words within a window of running words beside each hit, best logDice first.

    Windows end with the unit and do not hold the node. A collocate that stands there fewer than
    `least` times is left out. The batches hold the texts of the units of `speakers`. Raises
    InputError where the query is not found.
    """
    counted = _Counted()
    for prepared in batches:
        counted.read(query, prepared, wanted)
    left, right, units = counted.left, counted.right, counted.units
    if not counted.n_node:
        raise InputError("These texts do not have the word.", hint="Try --lemma, or word*.")
    refuse_few(len(counted.total))
    n_node, n, least = counted.n_node, counted.n_words, wanted.least
    names = sorted(word for word in units if left[word] + right[word] >= least)
    if not names:
        return Collocates((), n_node, counted.n_holding, n)
    together = [left[word] + right[word] for word in names]
    singly = [counted.total[word] for word in names]
    measured = collocation(together, [n_node] * len(names), singly, n, 2 * wanted.window)
    collocates = [
        Collocate(
            word,
            together[i],
            left[word],
            right[word],
            float(measured.expected[i]),
            float(measured.log_dice[i]),
            float(measured.t[i]),
            float(measured.mi[i]),
            len(units[word]),
            len({speakers.voices[unit] for unit in units[word]}),
        )
        for i, word in enumerate(names)
    ]
    collocates.sort(key=lambda collocate: (-round(collocate.log_dice, 9), collocate.word))
    return Collocates(tuple(collocates), n_node, counted.n_holding, n)


@dataclass
class _Counted:
    """What was counted in the texts read so far; `units` are those in which a word stands near."""

    left: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    units: dict[str, set[int]] = field(default_factory=dict)
    n_node: int = 0
    n_holding: int = 0
    n_words: int = 0
    n_units: int = 0

    def read(self, query: Query, prepared: Prepared, wanted: Near) -> None:
        """Count the words of some texts more."""
        running = running_words(prepared, wanted.form, stop_words=wanted.stop_words)
        words, starts = running.units, running.units.starts
        listed = words.where(running.listed)
        counts = np.bincount(listed.codes, minlength=len(listed.names)).tolist()
        self.total.update({w: n for w, n in zip(listed.names, counts, strict=True) if n})
        tokens = prepared.tokens("words")
        runs_here = runs(tokens, prepared.token_flags())
        before = starts_of(runs_here)
        holding = set()
        for hit in find_hits(query, prepared):
            self.n_node += 1
            holding.add(hit.unit)
            begin = int(tokens.starts[hit.unit])
            first, last = (int(before[begin + at]) for at in (hit.start, hit.end))
            if first < last:
                ends = int(starts[hit.unit]), int(starts[hit.unit + 1])
                near = range(max(ends[0], first - wanted.window), first)
                self._near(self.left, running, near, hit.unit)
                near = range(last, min(ends[1], last + wanted.window))
                self._near(self.right, running, near, hit.unit)
        self.n_holding += len(holding)
        self.n_words += len(words.codes)
        self.n_units += len(words)

    def _near(self, side: Counter[str], running: RunningWords, near: range, unit: int) -> None:
        for place in near:
            if running.listed[place]:
                word = running.units.names[running.units.codes[place]]
                side[word] += 1
                self.units.setdefault(word, set()).add(self.n_units + unit)
