"""One thing that was looked at: how it is, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "look", "wrong"]
"""look: it works, and somebody should know; wrong: something will not work."""


@dataclass(frozen=True)
class Check:
    """What was found of one thing; `do` says what to do where it is not ok."""

    part: str
    name: str
    state: State
    found: str
    do: str = ""


def worst(checks: Iterable[Check]) -> State:
    """Return the worst state of all."""
    states = {check.state for check in checks}
    return "wrong" if "wrong" in states else "look" if "look" in states else "ok"
