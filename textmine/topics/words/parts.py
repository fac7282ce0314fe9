"""What is compared with what: a part of a corpus with the rest, with another corpus, or a theme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.corpus import Corpus
from textmine.errors import InputError
from textmine.stats.counts import FloatArray
from textmine.topics.placed import Placed

_MOST_PARTS = 50


@dataclass(frozen=True)
class Part:
    """How much of each unit belongs to a part and to what it is held against: (n_units,), 0 to 1.

    `members` are the units that are counted as the part's own. `of_words`: the part was made from
    words, as a theme is, so that a test of words would find what was put in.
    """

    name: str
    against: str
    target: FloatArray
    reference: FloatArray
    members: NDArray[np.bool_]
    of_words: bool = False

    @property
    def n_units(self) -> int:
        """How many units are the part's own."""
        return int(self.members.sum())


def part_and_rest(name: str, inside: NDArray[np.bool_], against: str = "the rest") -> Part:
    """Hold some units against all others; raise InputError where there are no others."""
    if inside.all():
        raise InputError(
            f"'{name}' is all there is: there is nothing to compare it with.",
            hint="Choose a part with --where or --by, or name another corpus with --against.",
        )
    return Part(name, against, inside.astype(np.float64), (~inside).astype(np.float64), inside)


def theme_and_rest(placed: Placed, topic: int) -> Part:
    """Hold a theme against the rest: each unit counts with the theme's share of it.

    Units in no topic count for neither side; the theme's own units are those it has most of.
    Raises InputError where there is one theme only.
    """
    placed.need_two_themes()
    share = placed.unit_topic[:, topic]
    here = placed.in_topics
    main = here & (placed.unit_topic.argmax(axis=1) == topic)
    return Part(
        placed.captions[topic], "the other themes", share, np.where(here, 1 - share, 0), main, True
    )


def parts_by(corpus: Corpus, column: str, levels: Sequence[str]) -> Iterator[Part]:
    """Yield each level of a column against the rest; `levels` is that of each unit, "" for none.

    Units without a level are left out. Raises InputError for fewer than two levels or too many.
    """
    names = sorted(set(levels) - {""})
    if not 2 <= len(names) <= _MOST_PARTS:
        raise InputError(
            f"Column '{column}' of '{corpus.name}' has {len(names)} values; 2 to {_MOST_PARTS} can "
            "be compared with each other.",
            hint="Choose another column.",
        )
    of = np.array(levels)
    known = of != ""
    for name in names:
        inside = of == name
        rest = known & ~inside
        yield Part(name, "the rest", inside.astype(np.float64), rest.astype(np.float64), inside)
