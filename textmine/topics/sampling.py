"""The units that topics are fitted to, where there are more than are needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray


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
            f"Fitted to a random sample of {self.n:,} of {self.of:,} units ({100 * self.share:.1f} "
            "%, drawn by ids and seed); the others were placed. Shares are of all units; held-out "
            "coherence, stability and labels come from the sample."
        )


def drawn_rows(ids: Sequence[str], n: int, seed: int) -> NDArray[np.int64] | None:
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
    kept = details.get("sample")
    return Sampled(int(kept["units"]), int(kept["of"])) if kept else None
