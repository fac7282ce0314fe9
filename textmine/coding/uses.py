"""What rests on a corpus, a codebook or a model: it is named before one of them is taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.coding.sampling.draws import open_draws
from textmine.coding.store import EVERY_LEVEL, open_codings
from textmine.errors import InputError
from textmine.schema import Coding
from textmine.store import MANIFEST, Manifest, Workspace, read_manifest


@dataclass(frozen=True)
class Use:
    """One thing that rests on another, in words; `removal` is the command that takes it away."""

    words: str
    removal: str


def uses_of_corpus(workspace: Workspace, name: str) -> list[Use]:
    """Return the codings, draws and models that were made of a corpus."""
    store = open_codings(workspace)
    codings = [*store.rounds(name, EVERY_LEVEL), *store.set_aside(name)]
    uses = [Use(_said(codings), f"textmine coding remove {name} --all")] if codings else []
    draws = [draw.name for draw in open_draws(workspace).all(name)]
    if draws:
        uses.append(
            Use(
                f"{_count(len(draws), 'draw')} ({', '.join(draws)})",
                f"textmine coding remove {name} --all",
            )
        )
    return [
        *uses,
        *(
            Use(f"the model '{model.name}'", f"textmine model remove {model.name}")
            for model in _models(workspace)
            if f"corpora/{name}" in model.inputs
        ),
    ]


def uses_of_codebook(workspace: Workspace, name: str) -> list[Use]:
    """Return the codings that were made with a codebook, by corpus."""
    by_corpus: dict[str, list[Coding]] = {}
    for coding in open_codings(workspace).of_codebook(name):
        by_corpus.setdefault(coding.corpus, []).append(coding)
    return [
        Use(f"{_said(mine)} on '{corpus}'", f"textmine coding remove {corpus} --all")
        for corpus, mine in sorted(by_corpus.items())
    ]


def uses_of_model(workspace: Workspace, name: str) -> list[Use]:
    """Return the codings that a model gave, by corpus."""
    store = open_codings(workspace)
    uses = []
    for corpus in store.corpora():
        mine = [coding for coding in store.rounds(corpus, EVERY_LEVEL) if coding.model == name]
        if mine:
            removal = f"textmine coding remove {corpus} --coder {mine[0].coder}"
            uses.append(Use(f"{_said(mine)} on '{corpus}'", removal))
    return uses


def uses_of_codings(workspace: Workspace, corpus: str, codings: Sequence[Coding]) -> list[Use]:
    """Return what rests on some codings of people: agreed codes, and models that learned them."""
    if all(coding.origin == "machine" for coding in codings):
        return []
    uses = []
    units = {(coding.level, coding.document, coding.dimension) for coding in codings}
    removed = {coding.coder for coding in codings}
    agreed = [
        coding
        for coding in open_codings(workspace).rounds(corpus, EVERY_LEVEL)
        if coding.origin == "adjudicated"
        and coding.coder not in removed
        and (coding.level, coding.document, coding.dimension) in units
    ]
    if agreed:
        coder = agreed[0].coder
        removal = f"textmine coding remove {corpus} --coder {coder}"
        uses.append(Use(f"{_count(len(agreed), 'agreed code')}", removal))
    for model in _models(workspace):
        learned = {str(part["coder"]) for part in model.details.get("dimensions", ())}
        if f"corpora/{corpus}" in model.inputs and learned & removed:
            removal = f"textmine model remove {model.name}"
            uses.append(Use(f"the model '{model.name}'", removal))
    return uses


def refuse_used(what: str, uses: Sequence[Use], change: str = "removed") -> None:
    """Raise InputError when something rests on what is to be changed so."""
    if not uses:
        return
    listed = "; ".join(use.words for use in uses)
    commands = "', '".join(dict.fromkeys(use.removal for use in uses))
    raise InputError(
        f"{what} cannot be {change}; what rests on it: {listed}.",
        hint=f"Remove these first: '{commands}'."
        if change == "removed"
        else "A name can change only before anything rests on it; export it and import it anew.",
    )


def _models(workspace: Workspace) -> list[Manifest]:
    """Return the manifests of the models; one that cannot be read says nothing."""
    manifests = []
    for name in workspace.names("models", MANIFEST):
        try:
            manifests.append(read_manifest(workspace.folder("models", name)))
        except InputError:
            continue
    return manifests


def _said(codings: Sequence[Coding]) -> str:
    coders = sorted({coding.coder for coding in codings})
    return f"{_count(len(codings), 'coding')} by {', '.join(coders)}"


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"
