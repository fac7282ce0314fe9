"""A family of settings that an interval or a test is tried in, and what came out of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MOSTLY = 0.5
"""A setting is explained where the user sees the remark in so many of its samples."""


@dataclass(frozen=True)
class Outcome:
    """What came out of one setting.

    `coverage` is the share of the intervals given that hold the truth, `size` the share of samples
    under the null with p below .05; None where the setting has no such figure. `n` are samples,
    `n_given` those with an interval or a p value. `remarked` is the share of the samples in which
    the user is told, in the words of `remark`, that the figure promises less here.
    """

    setting: str
    n: int
    coverage: float | None = None
    size: float | None = None
    width: float | None = None
    n_given: int | None = None
    remarked: float = 0.0
    remark: str = ""

    @property
    def explained(self) -> bool:
        """Whether the user is told, as a rule, that this setting is beyond the method."""
        return self.remarked >= MOSTLY


@dataclass(frozen=True)
class Family:
    """Settings of one kind of interval or test, with how many samples are drawn in each.

    `run` draws so many samples of one setting; it stands at the top of its module, since settings
    run in processes of their own. `quick` holds the settings of --quick.
    """

    name: str
    grid: tuple[Any, ...]
    quick: tuple[Any, ...]
    run: Callable[[Any, int], Outcome]
    n: int = 2000
    n_quick: int = 200
