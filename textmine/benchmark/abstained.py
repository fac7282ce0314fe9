"""Units that a system was asked about and gave no code: how many, and what they hide."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from textmine.benchmark.items import Items
from textmine.stats.systems.coder_comparison import majority_codes


@dataclass(frozen=True)
class Abstained:
    """A system gave no code to `n` of the `asked` units that some coder coded.

    `n_known` of the asked units have a reference code; `right` (0 to 1) is the share of the
    answered ones among them where the system gives it, `right_of_all` the share where each
    abstention counts as a miss; both are nan where none is known.
    """

    n: int
    asked: int
    n_known: int
    right: float
    right_of_all: float


def abstained_by(items: Items, system: int) -> Abstained:
    """Count the abstentions of a system, by its place, on all units that coders coded."""
    coded = (items.human >= 0).any(axis=1)
    codes = items.machine[:, system]
    silent = coded & items.abstained[:, system] & (codes < 0)
    answered = coded & (codes >= 0)
    gold = items.reference
    if not (gold >= 0).any():
        gold = majority_codes(items.human, len(items.categories))
    known = gold >= 0
    hits = int((answered & known & (codes == gold)).sum())
    n_answered, n_silent = int((answered & known).sum()), int((silent & known).sum())
    return Abstained(
        int(silent.sum()),
        int((silent | answered).sum()),
        n_answered + n_silent,
        hits / n_answered if n_answered else np.nan,
        hits / (n_answered + n_silent) if n_answered + n_silent else np.nan,
    )
