"""A `textmine web` in a process of its own, that can be killed at any moment and begun again."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

_PATIENCE = 90.0


class Served:
    """A workspace that is served to accounts on a free port, the same one after each beginning."""

    def __init__(self, root: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self._root = root
        self._process: subprocess.Popen[bytes] | None = None
        self.away: list[float] = []
        """Seconds from each kill to the first answer after it."""

    def begin(self) -> None:
        """Begin to serve, and wait for the first answer."""
        words = ("web", "--accounts", "--no-browser", "--port", str(self.port))
        command = [sys.executable, "-m", "textmine", *words, "--workspace", str(self._root)]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        limit = time.monotonic() + _PATIENCE
        while not self._answers():
            if time.monotonic() > limit or self._process.poll() is not None:
                raise RuntimeError("The server does not answer.")
            time.sleep(0.1)

    def kill(self) -> None:
        """Kill the server without a word, and begin it anew."""
        begun = time.monotonic()
        self.end(signal.SIGKILL)
        self.begin()
        self.away.append(time.monotonic() - begun)

    def end(self, how: signal.Signals = signal.SIGINT) -> None:
        """End the server that was begun here."""
        if self._process is not None and self._process.poll() is None:
            os.kill(self._process.pid, how)
            self._process.wait(30)

    def cpu_seconds(self) -> float:
        """Return the processor time of the server that runs, 0 where the system does not tell."""
        try:
            told = Path(f"/proc/{self._process.pid if self._process else 0}/stat").read_text()
        except OSError:
            return 0.0
        cells = told.rpartition(")")[2].split()
        return (int(cells[11]) + int(cells[12])) / os.sysconf("SC_CLK_TCK")

    def _answers(self) -> bool:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            asked.request("GET", "/enter")
            return asked.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asked.close()
