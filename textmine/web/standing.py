"""Where the workspace stands, counted anew when it is due: with many codings that takes seconds."""

from __future__ import annotations

import threading
import time
from datetime import datetime

from textmine.project.status import Status, status_of
from textmine.store import Workspace

_TIMES = 10.0
"""What was counted holds for so many times the seconds that counting took."""
_LONGEST = 120.0


class Standing:
    """The latest status of a workspace, and when it was counted."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: tuple[Status, float, float] | None = None
        self._when = datetime.now()

    def of(self, workspace: Workspace) -> tuple[Status, datetime]:
        """Return a status that is no more than two minutes old, and the time that it is of."""
        with self._lock:
            begun = time.monotonic()
            if self._kept is not None and begun < self._kept[1] + self._kept[2]:
                return self._kept[0], self._when
            status = status_of(workspace)
            took = time.monotonic() - begun
            holds = min(_TIMES * took, _LONGEST) if took > 1 else 0.0
            self._kept = (status, begun, holds)
            self._when = datetime.now()
            return status, self._when
