"""Where the workspace stands, counted anew when it is due: with many codings that takes seconds."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import datetime

from textmine.project.status import Status, status_of
from textmine.store import Workspace

_TIMES = 10.0
"""What was counted holds for so many times the seconds that counting took."""
_LONGEST = 120.0
_ROOMS = ("corpora", "codebooks", "models", "runs", "reports")


@dataclass(frozen=True)
class _Counted:
    status: Status
    when: datetime
    until: float
    rooms: tuple[int, ...]


class Standing:
    """The latest status of a workspace, and when it was counted."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: _Counted | None = None
        self._warm = False

    def of(self, workspace: Workspace) -> tuple[Status, datetime]:
        """Return a status that is no more than two minutes old, and the time that it is of.

        What was made or changed since other than by codings is in it.
        """
        with self._lock:
            begun, rooms = time.monotonic(), _rooms(workspace)
            kept = self._kept
            if kept is not None and begun < kept.until and rooms == kept.rooms:
                return kept.status, kept.when
            worked = time.thread_time()
            status = status_of(workspace)
            took = time.thread_time() - worked
            # the first time it is mostly modules that are loaded
            holds = min(_TIMES * took, _LONGEST) if took > 1 and self._warm else 0.0
            self._warm = True
            self._kept = _Counted(status, datetime.now(), begun + holds, rooms)
            return status, self._kept.when

    def forget(self) -> None:
        """Count anew at the next request: who leads has changed something."""
        with self._lock:
            self._kept = None


def _rooms(workspace: Workspace) -> tuple[int, ...]:
    """Return what changes when something is put into a folder of the workspace, or taken out."""
    folders = [workspace.root / room for room in _ROOMS]
    return tuple(folder.stat().st_mtime_ns if folder.is_dir() else 0 for folder in folders)
