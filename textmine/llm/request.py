"""What a language model is to code, and where its codes go."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from textmine.classify.review.queue_sheet import check_queue_file
from textmine.coding.suggested import llm_coder
from textmine.errors import UsageError
from textmine.llm.asking import How
from textmine.llm.review import LlmReview
from textmine.llm.server import Server


@dataclass(frozen=True)
class LlmRequest:
    """What a language model is to code, how it is asked, and where its codes go.

    Without a `server` the answers that are kept are replayed. `dimensions` are all where none is
    named. `coder` is its name among coders behind "llm:", by default that of the model; `name` that
    of the run in runs/, by default CODER-CORPUS-FILE. So many questions are on their way `at_once`.
    """

    corpus: str
    how: How
    server: Server | None = None
    dimensions: Sequence[str] = ()
    codebook: str | None = None
    where: Sequence[str] = ()
    out: Path | None = None
    record: bool = False
    coder: str = ""
    name: str = ""
    code_tokens: Path | None = None
    review: LlmReview | None = None
    timeout: float = 120.0
    retries: int = 5
    at_once: int = 1
    key: str = field(default="", repr=False)

    @property
    def coder_name(self) -> str:
        """The name under which it codes."""
        return llm_coder(self.coder or _plain(self.how.model.rstrip("/").rpartition("/")[2]))

    @property
    def run_name(self) -> str:
        """The name under which the run is kept."""
        parts = (self.coder_name.partition(":")[2], self.corpus, self.out.stem if self.out else "")
        return self.name or "-".join(_plain(part) for part in parts if part)[:80]


def refuse_unclear(request: LlmRequest) -> None:
    """Raise UsageError for numbers that mean nothing."""
    how = request.how
    for name, value, least in (
        ("samples", how.samples, 1),
        ("repeats", how.repeats, 1),
        ("max-tokens", how.max_tokens, 1),
        ("at-once", request.at_once, 1),
        ("retries", request.retries, 0),
    ):
        if value < least:
            raise UsageError(f"--{name} has to be {least} or more. Got {value}.")
    if request.review is not None:
        if not 0 < request.review.share < 1:
            raise UsageError(f"--review has to be between 0 and 1. Got {request.review.share:g}.")
        check_queue_file(request.review.queue)
    if not 0 <= how.temperature <= 2:
        raise UsageError(f"--temperature has to be between 0 and 2. Got {how.temperature:g}.")
    if request.timeout <= 0:
        raise UsageError(f"--timeout has to be more than 0 seconds. Got {request.timeout:g}.")
    if how.samples > 1 and how.temperature == 0:
        raise UsageError(
            "At temperature 0 all samples are the same answer.",
            hint="Give --temperature, such as 0.7, or ask for one sample.",
        )


def _plain(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]{1,80}", "-", name).strip("-.") or "model"
