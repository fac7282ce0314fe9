"""Batches of codings in the history of a workspace, in words and with what they rest on."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.schema import Coding
from textmine.store import Part, Workspace


def record_batch(workspace: Workspace, codings: Sequence[Coding], batch: int) -> None:
    """Write a batch into the history, a part for each corpus."""
    for corpus in sorted({coding.corpus for coding in codings}):
        record(workspace, batch, [coding for coding in codings if coding.corpus == corpus])


def record(
    workspace: Workspace, batch: int, codings: Sequence[Coding], *, rests_on_all: bool = False
) -> None:
    """Write a batch of one corpus into the history, with what it was made from."""
    entered = min(coding.created_at for coding in codings)
    part = Part(where=where_of(codings), number=batch, what=said_of(codings), after=entered)
    workspace.record(part, reads=reads_of(codings, rests_on_all=rests_on_all))


def where_of(codings: Sequence[Coding]) -> str:
    """Return the place in the workspace that codings of one corpus change."""
    return f"codings/{codings[0].corpus}"


def reads_of(codings: Sequence[Coding], *, rests_on_all: bool = False) -> list[str]:
    """Return what codings of one corpus were made from, in the words of the history."""
    corpus = codings[0].corpus
    reads = {f"corpora/{corpus}"} | ({f"codings/{corpus}"} if rests_on_all else set())
    for coding in codings:
        reads.add(f"codebooks/{coding.codebook}.toml")
        reads.add(f"models/{coding.model}" if coding.model else f"draws/{corpus}")
        if coding.origin == "adjudicated":
            reads.add(f"codings/{corpus}")
    return sorted(reads)


def said_of(codings: Sequence[Coding]) -> str:
    """Say in words what a batch of codings of one corpus is."""
    coders = ", ".join(sorted({coding.coder for coding in codings}))
    withdrawn = sum(coding.withdrawn for coding in codings)
    kinds = []
    if len(codings) > withdrawn:
        kinds.append(f"{len(codings) - withdrawn:,} codings")
    if withdrawn:
        kinds.append(f"{withdrawn:,} withdrawals of codings")
    return f"{' and '.join(kinds)} of '{codings[0].corpus}' by {coders}"
