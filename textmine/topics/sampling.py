"""The units that topics are fitted to, where there are more than are needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np

from textmine.arrays import Ints
from textmine.config import TopicSettings
from textmine.nlp.tokens import Tokens

MOST_WORDS = 1_000_000
"""Content words of a sample, about, where nothing else is asked for."""

_FEWEST = 20_000
_DEFAULT = TopicSettings().sample_units


@dataclass(frozen=True)
class Sampled:
    """To how many units topics were fitted, `n` drawn from `of`; the others were placed."""

    n: int
    of: int

    def as_details(self) -> dict[str, Any]:
        """Return what a manifest keeps."""
        return {"sample": {"units": self.n, "of": self.of}}

    @property
    def share(self) -> float:
        """Which share of the units was drawn, 0 to 1."""
        return self.n / self.of

    @property
    def sentence(self) -> str:
        """What a reader should know of it."""
        return (
            f"Fitted to {self.told}; the others were placed. Shares are of all units; held-out "
            "coherence, stability and labels come from the sample."
        )

    @property
    def told(self) -> str:
        """What the sample is, in words."""
        return (
            f"a random sample of {self.n:,} of {self.of:,} units ({100 * self.share:.1f} %, drawn "
            "by ids and seed)"
        )


def units_to_fit(options: TopicSettings, n_units: int, n_words: int) -> int:
    """Return how many units topics are fitted to, 0 for all, of so many with `n_words` together.

    By default that is as many as have a million content words: the time of a fit grows with words,
    and long texts tell as much as several short ones. What was asked for is not cut.
    """
    wanted = options.sample_units
    if wanted != _DEFAULT or n_words <= MOST_WORDS:
        return wanted
    return min(wanted, max(_FEWEST, n_units * MOST_WORDS // n_words))


def drawn_of(ids: Sequence[str], tokens: Tokens, options: TopicSettings, seed: int) -> Ints | None:
    """Return the rows of the units that topics are fitted to, as `drawn_rows` does, of all units
    with these ids and content words.
    """
    return drawn_rows(ids, units_to_fit(options, len(tokens), len(tokens.codes)), seed)


def drawn_rows(ids: Sequence[str], n: int, seed: int) -> Ints | None:
    """Return the rows of `n` units drawn at random, sorted; None where all are wanted: n is 0, or
    there are no more.

    Those with the smallest digests of seed and id are drawn: whatever the order of rows, and mostly
    the same ones again when documents are added.
    """
    if not n or len(ids) <= n:
        return None
    begin = sha256(f"{seed}\n".encode())
    digests = np.empty(len(ids), dtype=np.uint64)
    for row, identity in enumerate(ids):
        digest = begin.copy()
        digest.update(identity.encode("utf-8", "surrogatepass"))
        digests[row] = int.from_bytes(digest.digest()[:8], "big")
    return np.sort(np.argsort(digests, kind="stable")[:n])


def kept_sample(details: Mapping[str, Any]) -> Sampled | None:
    """Return what a manifest says of the sample, None where topics were fitted to all units."""
    sample = details.get("sample")
    return Sampled(int(sample["units"]), int(sample["of"])) if sample else None
