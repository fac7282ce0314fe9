"""Jobs: each a command in a process of its own, run by one worker in their order."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import IO, Literal

from textmine.errors import InputError, NotFoundError

State = Literal["waits", "runs", "done", "failed", "stopped"]
_TITLE = 5
_TAIL = 40
"""Lines that are kept of what a job tells on its way."""
_LARGEST = 200_000
"""Characters that are kept of what it prints."""


@dataclass
class Job:
    """One command; `step`, `at` and `total` say how far it is where it says so itself.

    `told` are the latest lines of what it told on its way, `printed` is its result. Times are in
    seconds since 1970, 0 where it has not come to that.
    """

    number: int
    words: tuple[str, ...]
    by: str
    asked_at: float
    state: State = "waits"
    begun_at: float = 0.0
    ended_at: float = 0.0
    step: str = ""
    at: int = 0
    total: int = 0
    told: list[str] = field(default_factory=list)
    printed: str = ""
    then: str = ""

    @property
    def command(self) -> str:
        """The command as one would type it."""
        return shlex.join(("textmine", *self.words))

    @property
    def title(self) -> str:
        """What it does: the command without its options."""
        plain = [word for word, _ in zip(self.words, range(_TITLE), strict=False)]
        ends = next((at for at, word in enumerate(plain) if word.startswith("-")), len(plain))
        return " ".join(plain[:ends])

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in ("waits", "runs")

    def tell(self, line: str) -> None:
        """Take a line that the command told on its way."""
        self.told.append(line[:2000])
        del self.told[:-_TAIL]

    def show(self, printed: str) -> None:
        """Take what the command printed."""
        self.printed = printed[:_LARGEST]


def save_job(folder: Path, job: Job) -> None:
    """Write a job down, whole or not at all."""
    path = folder / f"{job.number}.json"
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(asdict(job), ensure_ascii=False), encoding="utf-8")
    draft.replace(path)


def read_jobs(folder: Path) -> list[Job]:
    """Return the jobs that were written down, the latest first; what cannot be read is left out.

    A job that was open when its server ended is stopped.
    """
    names = {cell.name for cell in fields(Job)}
    jobs = []
    for path in folder.glob("*.json"):
        try:
            cells = json.loads(path.read_text(encoding="utf-8"))
            job = Job(**{key: value for key, value in cells.items() if key in names})
            job.words = tuple(job.words)
        except (OSError, ValueError, TypeError):
            continue
        if job.is_open:
            job.state = "stopped"
            job.tell("The server ended before this was done.")
        jobs.append(job)
    return sorted(jobs, key=lambda job: -job.number)


_PROGRESS = re.compile(r"([^:]{1,200}+): ([\d,]{1,15}+) of ([\d,]{1,15}+)")
_PATIENCE = 20.0
"""Seconds that a stopped command has to put things away."""
_MOST_OPEN = 20
_KEPT = 100


class Jobs:
    """The jobs of one workspace; they are written down in a folder, so that a new server knows."""

    def __init__(self, root: Path, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._root, self._folder = root, folder
        self._lock = threading.Condition()
        self._jobs = {job.number: job for job in read_jobs(folder)}
        self._process: subprocess.Popen[str] | None = None
        self._worker: threading.Thread | None = None
        self._closed = False
        self._stopping: set[int] = set()

    def all(self) -> list[Job]:
        """Return the jobs, the latest first."""
        with self._lock:
            return sorted(self._jobs.values(), key=lambda job: -job.number)

    def find(self, number: int) -> Job:
        """Return a job by its number; raise NotFoundError."""
        with self._lock:
            if number not in self._jobs:
                raise NotFoundError(f"There is no job {number}.")
            return self._jobs[number]

    def start(self, words: Sequence[str], by: str, then: str = "") -> Job:
        """Let a command run when those before it are done; `then` is the page to go on to.

        Raises InputError where too many wait.
        """
        with self._lock:
            if sum(job.is_open for job in self._jobs.values()) >= _MOST_OPEN:
                raise InputError("Too many jobs wait.", hint="Stop one, or wait until one ends.")
            number = max(self._jobs, default=0) + 1
            job = Job(number, tuple(words), by, time.time(), then=then)
            self._jobs[number] = job
            self._keep(job)
            self._forget_old()
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, daemon=True, name="jobs")
                self._worker.start()
            self._lock.notify_all()
            return job

    def stop(self, number: int) -> None:
        """Stop a job as Ctrl-C does; one that waits does not begin."""
        job = self.find(number)
        with self._lock:
            if job.state == "waits":
                job.state, job.ended_at = "stopped", time.time()
                self._keep(job)
            elif job.state == "runs":
                self._stopping.add(number)
                job.tell("It is being stopped.")
                if self._process is not None:
                    _stop(self._process)

    def close(self) -> None:
        """Stop what runs, and begin nothing more."""
        with self._lock:
            self._closed = True
            self._lock.notify_all()
            process = self._process
        if process is not None:
            _interrupt(process)
            with suppress(subprocess.TimeoutExpired):
                process.wait(_PATIENCE)
            _kill(process)

    def _work(self) -> None:
        while (job := self._next()) is not None:
            self._run(job)

    def _next(self) -> Job | None:
        with self._lock:
            while not self._closed:
                waiting = [job for job in self._jobs.values() if job.state == "waits"]
                if waiting:
                    job = min(waiting, key=lambda other: other.number)
                    job.state, job.begun_at = "runs", time.time()
                    return job
                self._lock.wait()
        return None

    def _run(self, job: Job) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "textmine", *job.words, "--workspace", str(self._root)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "TEXTMINE_PROGRESS": "1"},
            start_new_session=True,
        )
        with self._lock:
            self._process = process
            self._keep(job)
            if job.number in self._stopping or self._closed:
                _stop(process)
        printed: list[str] = []
        reader = threading.Thread(target=_read, args=(process.stdout, printed), daemon=True)
        reader.start()
        for line in process.stderr or ():
            self._hear(job, line.rstrip("\n"))
        code = process.wait()
        reader.join()
        with self._lock:
            self._process = None
            job.show("".join(printed))
            job.ended_at = time.time()
            asked = job.number in self._stopping or self._closed
            job.state = "stopped" if asked and code else _state_of(code)
            self._keep(job)

    def _hear(self, job: Job, line: str) -> None:
        match = _PROGRESS.fullmatch(line)
        with self._lock:
            if match is None:
                job.tell(line)
                return
            job.step = match[1]
            job.at, job.total = (int(cell.replace(",", "")) for cell in match.groups()[1:])

    def _keep(self, job: Job) -> None:
        with suppress(OSError):
            save_job(self._folder, job)

    def _forget_old(self) -> None:
        for number in sorted(self._jobs)[:-_KEPT]:
            if not self._jobs[number].is_open:
                del self._jobs[number]
                (self._folder / f"{number}.json").unlink(missing_ok=True)


_MISSED = 3
"""The code of a command that is done and whose result misses a limit."""
_STOPPED = (130, -int(signal.SIGINT), -int(signal.SIGTERM), -9)


def _state_of(code: int) -> State:
    if code in (0, _MISSED):
        return "done"
    return "stopped" if code in _STOPPED else "failed"


def _read(stream: IO[str] | None, into: list[str]) -> None:
    into.extend(stream or ())


def _interrupt(process: subprocess.Popen[str]) -> None:
    with suppress(OSError):
        if os.name == "nt":
            process.terminate()
        else:
            os.killpg(process.pid, signal.SIGINT)


def _stop(process: subprocess.Popen[str]) -> None:
    """Interrupt a command, and end it where it does not end by itself."""
    _interrupt(process)
    late = threading.Timer(_PATIENCE, _kill, (process,))
    late.daemon = True
    late.start()


def _kill(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        with suppress(OSError):
            process.kill()
