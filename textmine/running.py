"""The command that runs: its words, the changes it makes, and what it has done so far."""

import gc
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType


@dataclass
class Command:
    """A command as typed, the number of its change in each workspace, and what it did, in words.

    What was `begun` is in its place in part; the next start finishes it.
    """

    words: str
    numbers: dict[Path, int] = field(default_factory=dict)
    begun: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    @property
    def stopped(self) -> str:
        """What is to be said when it is stopped."""
        if not self.done and not self.begun:
            return "Stopped: nothing was changed."
        done = f" Done before that, and kept: {'; '.join(self.done)}." if self.done else ""
        begun = "; ".join(self.begun)
        left = f" Begun, and finished by the next command here: {begun}." if begun else ""
        return f"Stopped.{done}{left}"


@contextmanager
def on_interrupt(
    answer: signal.Handlers | Callable[[int, FrameType | None], None],
) -> Iterator[None]:
    """Answer Ctrl-C in another way for a while; only the main thread may say so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.signal(signal.SIGINT, answer)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former or signal.SIG_DFL)


_ALLOCATIONS = 1_000_000
_RUNNING: ContextVar[Command | None] = ContextVar("command", default=None)


@contextmanager
def one_change(words: str) -> Iterator[Command]:
    """Make one change of all that is recorded in the block; `words` is the command as typed."""
    command = Command(words)
    token = _RUNNING.set(command)
    try:
        yield command
    finally:
        _RUNNING.reset(token)


def running() -> Command:
    """Return the command that runs; where there is none, a nameless one that nobody keeps."""
    return _RUNNING.get() or Command("")


def running_words() -> str:
    """Return the command that runs in words."""
    return f"textmine {running().words}".strip()


def running_number(root: Path) -> int | None:
    """Return the number of the change that the running command has made so far, None if none."""
    return running().numbers.get(root)


def collect_seldom() -> None:
    """Let Python look for garbage seldom, in a process that ends with its one task.

    Nearly all that is read lives until then, and to look takes 40 % of the time in which 100,000
    codings are read.
    """
    gc.set_threshold(_ALLOCATIONS)


def collect_no_more() -> None:
    """Let Python end the process without looking for garbage among all that is still there.

    Beside 100,000 codings it looks for a quarter of a second, and all of it goes anyway.
    """
    gc.freeze()
