"""How long work tells its caller how far it is; the command line draws a bar from it."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, how much is done, how much there is)."""


def silent(step: str, done: int, total: int) -> None:
    """Report nothing."""


Tell = Callable[[str], None]
"""Called with a sentence on what was read, as soon as it is known."""


def untold(sentence: str) -> None:
    """Tell nothing."""
