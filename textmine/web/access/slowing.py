"""Guessing passwords is slowed: after some wrong ones the next try has to wait, ever longer."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

_FREE = 5
"""Wrong tries that cost no time."""
_LONGEST = 300.0
_KEPT = 10_000


class Slowing:
    """Counts wrong tries by name and by address; each one after the fifth doubles the wait.

    `clock` gives seconds. Waits are kept in memory, for the latest 10,000 names and addresses.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, *keys: str) -> float:
        """Return how many seconds the next try has to wait, 0 for none."""
        now = self._clock()
        with self._lock:
            return max((self._until(key) - now for key in keys), default=0.0, key=float)

    def wrong(self, *keys: str) -> None:
        """Count a wrong try."""
        now = self._clock()
        with self._lock:
            for key in keys:
                n = self._wrong.pop(key, (0, 0.0))[0] + 1
                wait = 0.0 if n < _FREE else min(2.0 ** (n - _FREE), _LONGEST)
                self._wrong[key] = (n, now + wait)
            while len(self._wrong) > _KEPT:
                self._wrong.popitem(last=False)

    def right(self, *keys: str) -> None:
        """Forget the wrong tries of those who are in."""
        with self._lock:
            for key in keys:
                self._wrong.pop(key, None)

    def _until(self, key: str) -> float:
        return self._wrong.get(key, (0, 0.0))[1]
