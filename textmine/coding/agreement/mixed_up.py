"""Which codes two coders mix up: how often one gave this where another gave that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from textmine.coding.code_matrix import CodeMatrix


@dataclass(frozen=True)
class MixedUp:
    """Two codes (or sets of them, with ';') of which two coders gave one each, and how often.

    `shared` counts the pairs of coders of a unit on this dimension, those who agree too.
    """

    dimension: str
    codes: tuple[str, str]
    times: int
    shared: int


def mixed_up(matrices: Sequence[CodeMatrix], most: int = 12) -> list[MixedUp]:
    """Return the codes that coders mix up on each dimension, the commonest first."""
    found: list[MixedUp] = []
    for matrix in matrices:
        if matrix.crossed or matrix.derived_from:
            continue
        pairs: Counter[tuple[str, str]] = Counter()
        shared = 0
        for row in matrix.codes.tolist():
            given = [matrix.typed(code) for code in row if code >= 0]
            for one, other in combinations(given, 2):
                shared += 1
                if one != other:
                    first, second = sorted((one, other))
                    pairs[first, second] += 1
        found += [
            MixedUp(matrix.dimension, codes, n, shared) for codes, n in pairs.most_common(most)
        ]
    return found
