"""A figure with its interval: one way to write it, wherever it is shown."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textmine.stats import Interval, Score

UNDEFINED = "undefined"


@dataclass(frozen=True)
class Value:
    """A figure, the limits of its interval (nan where there is none), and how it is written.

    Written with `places` decimals after it was multiplied by `factor`, with a sign if `signed`.
    """

    value: float
    low: float = math.nan
    high: float = math.nan
    signed: bool = False
    factor: float = 1.0
    places: int = 3

    def __str__(self) -> str:
        """Return value [low, high], the value alone, or "undefined"."""
        if math.isnan(self.value):
            return UNDEFINED
        if math.isnan(self.low):
            return self._written(self.value)
        return (
            f"{self._written(self.value)} [{self._written(self.low)}, {self._written(self.high)}]"
        )

    def _written(self, value: float) -> str:
        return f"{self.factor * value:{'+' if self.signed else ''}.{self.places}f}"


def value_of(score: Score, *, signed: bool = False) -> Value:
    """Return a score as a value."""
    return with_interval(score.value, score.interval, signed=signed)


def with_interval(value: float, interval: Interval | None, *, signed: bool = False) -> Value:
    """Return a value and its interval, which may be undefined, as a value."""
    if interval is None or not interval.defined:
        return Value(value, signed=signed)
    return Value(value, interval.low, interval.high, signed=signed)


def value_in(row: Mapping[str, Any]) -> Value:
    """Return the value that the cells value, low and high of a row in a file hold."""
    value, low, high = (
        math.nan if row[name] is None else float(row[name]) for name in ("value", "low", "high")
    )
    return Value(value, low, high)
