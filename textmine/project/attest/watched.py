"""Run commands in a process that may not open a connection, and count the attempts."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from textmine.config import Progress, silent
from textmine.store import SETTINGS, shipped_folder

EVENTS = (
    *("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"),
    *("socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"),
    *("urllib.Request", "http.client.connect", "ftplib.connect", "smtplib.connect"),
    *("imaplib.open", "poplib.connect", "telnetlib.Telnet.open"),
)
"""What Python reports before it reaches for the network (PEP 578)."""

_QUICK = """\
[train]
blocks = ["words"]
folds = 2
repeats = 1
n_resamples = 100
"""

_WATCHER = """
import ctypes, json, os, sys
apart = False
if sys.platform == "linux":
    libc = ctypes.CDLL(None, use_errno=True)
    apart = libc.unshare(0x10000000 | 0x40000000) == 0
attempts, own = {}, []
def watch(event, given):
    if event in EVENTS:
        if event == "socket.connect" and isinstance(given[1], (str, bytes)):
            return
        if event == "socket.bind" and given[1][0] in ("::1", "127.0.0.1"):
            own.append(given[1][0])
            return
        attempts[event] = attempts.get(event, 0) + 1
        raise PermissionError(f"{event} is refused")
sys.addaudithook(watch)
from textmine.cli.main import run
code = run(sys.argv[2:])
with open(sys.argv[1], "w") as told:
    json.dump({"code": code, "apart": apart, "attempts": attempts, "own": len(own)}, told)
"""
"""What runs a command: on Linux without any network, if the system allows it, and watched."""


@dataclass(frozen=True)
class Watched:
    """A command that was run, its exit code, and its attempts to reach the network, by event.

    `own` counts sockets that were bound to this computer's own address, which reaches no network:
    urllib3 does so where it is imported, to see whether there is IPv6. `apart` says that the
    process had no network at all, so that compiled code could not reach one either.
    """

    command: str
    code: int
    attempts: dict[str, int]
    apart: bool
    said: str = ""
    own: int = 0


def watch_commands(progress: Progress = silent) -> list[Watched]:
    """Import, code, train, apply, fit topics and report on the sample corpus, watched."""
    watched_commands = []
    with tempfile.TemporaryDirectory(prefix="textmine-attest-") as folder:
        space = Path(folder) / "space"
        commands = _commands(space)
        for number, command in enumerate(commands):
            progress("watching commands", number, len(commands))
            watched_commands.append(_watched(command, Path(folder)))
            if command[0] == "init":
                (space / SETTINGS).write_text(_QUICK, encoding="utf-8")
        progress("watching commands", len(commands), len(commands))
    return watched_commands


def _commands(space: Path) -> list[list[str]]:
    sample = shipped_folder() / "corpora" / "city-region-forum"
    here = ["-w", str(space)]
    fast = ["--profile", "fast"]
    return [
        ["init", str(space)],
        ["corpus", "import", str(sample / "messages.csv"), "--name", "forum", *here],
        [
            *("coding", "import", str(sample / "codings.csv"), "--corpus", "forum"),
            *("--codebook", "ling-martins-2015", *here),
        ],
        ["agreement", "forum", *here],
        ["train", "forum", "--name", "m", "--dimension", "goal_orientation", *fast, *here],
        ["apply", "m", "forum", "--out", str(space / "coded.csv"), *here],
        ["topics", "fit", "forum", "--topics", "4", *fast, *here],
        ["report", "forum", *here],
    ]


def _shown(command: Sequence[str], folder: Path) -> list[str]:
    """Return a command as a statement shows it: files by their names, and no passing folder."""
    within = [argument for argument in command if argument not in ("-w", str(folder / "space"))]
    return [
        Path(argument).name if Path(argument).is_absolute() else argument for argument in within
    ]


def _watched(command: Sequence[str], folder: Path) -> Watched:
    record_file = folder / "told.json"
    record_file.unlink(missing_ok=True)
    code = _WATCHER.replace("EVENTS", repr(EVENTS))
    ran = subprocess.run(
        [sys.executable, "-c", code, str(record_file), *command],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    words = " ".join(["textmine", *_shown(command, folder)])
    if not record_file.is_file():
        last = ran.stderr.strip().splitlines()[-1:] or ["it did not end"]
        return Watched(words, ran.returncode or 1, {}, False, last[0])
    content = json.loads(record_file.read_text(encoding="utf-8"))
    last_line = (ran.stderr.strip().splitlines() or [""])[-1] if content["code"] else ""
    return Watched(
        words, content["code"], content["attempts"], content["apart"], last_line, content["own"]
    )
