"""Batches of codings in the history of a workspace, in words and with what they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from textmine.schema import Coding
from textmine.store import Part, Workspace


@dataclass
class Tally:
    """What the history says of the codings of one corpus, which may come in parts."""

    corpus: str
    n: int = 0
    n_withdrawn: int = 0
    entered: str = ""
    coders: set[str] = field(default_factory=set)
    reads: set[str] = field(default_factory=set)

    def add(self, codings: Sequence[Coding]) -> None:
        """Count some more, which are of the corpus."""
        times = [coding.created_at for coding in codings]
        self.entered = min([*times, self.entered] if self.n else times)
        self.n += len(codings)
        self.n_withdrawn += sum(coding.withdrawn for coding in codings)
        self.coders.update(coding.coder for coding in codings)
        self.reads.update(reads_of(codings))

    @property
    def said(self) -> str:
        """What they are, in words."""
        kinds = []
        if self.n > self.n_withdrawn:
            kinds.append(f"{self.n - self.n_withdrawn:,} codings")
        if self.n_withdrawn:
            kinds.append(f"{self.n_withdrawn:,} withdrawals of codings")
        return f"{' and '.join(kinds)} of '{self.corpus}' by {', '.join(sorted(self.coders))}"


def tally(codings: Sequence[Coding]) -> Tally:
    """Return what the history says of codings of one corpus."""
    told = Tally(codings[0].corpus)
    told.add(codings)
    return told


def record_batch(workspace: Workspace, codings: Sequence[Coding], batch: int) -> None:
    """Write a batch into the history, a part for each corpus."""
    for corpus in sorted({coding.corpus for coding in codings}):
        record(workspace, batch, tally([c for c in codings if c.corpus == corpus]))


def record(workspace: Workspace, batch: int, told: Tally, *, rests_on_all: bool = False) -> None:
    """Write a batch of one corpus into the history, with what it was made from."""
    where = f"codings/{told.corpus}"
    part = Part(where=where, number=batch, what=told.said, after=told.entered)
    workspace.record(part, reads=sorted(told.reads | ({where} if rests_on_all else set())))


def where_of(codings: Sequence[Coding]) -> str:
    """Return the place in the workspace that codings of one corpus change."""
    return f"codings/{codings[0].corpus}"


def reads_of(codings: Sequence[Coding]) -> list[str]:
    """Return what codings of one corpus were made from, in the words of the history."""
    corpus = codings[0].corpus
    reads = {f"corpora/{corpus}"}
    for coding in codings:
        reads.add(f"codebooks/{coding.codebook}.toml")
        reads.add(f"models/{coding.model}" if coding.model else f"draws/{corpus}")
        if coding.origin == "adjudicated":
            reads.add(f"codings/{corpus}")
    return sorted(reads)


def said_of(codings: Sequence[Coding]) -> str:
    """Say in words what a batch of codings of one corpus is."""
    return tally(codings).said
