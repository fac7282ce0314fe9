"""A job: a command, who asked for it, how far it is and what it said."""

import json
import shlex
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Literal

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
