"""What rests on a corpus, a codebook or a model, and the removal of one on which nothing rests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.codebook import list_codebooks, remove_codebook
from textmine.codebook.files import own_codebook
from textmine.coding.sampling.draws import open_draws
from textmine.coding.store import EVERY_LEVEL, open_codings
from textmine.corpus.corpus import CORPUS_TOML
from textmine.corpus.saving import refuse_taken, remove_corpus, rename_corpus, size_of
from textmine.errors import InputError
from textmine.schema import Coding
from textmine.store import MANIFEST, Manifest, Workspace, read_manifest
from textmine.store.wording import said_of_kept


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


def remove_unused_corpus(workspace: Workspace, name: str, *, dry_run: bool = False) -> list[str]:
    """Remove a corpus; raise NotFoundError, and InputError when codings, draws or models use it."""
    size = size_of(workspace.existing("corpora", name, CORPUS_TOML))
    refuse_used(f"Corpus '{name}'", uses_of_corpus(workspace, name))
    if dry_run:
        return [f"Dry run: corpus '{name}', {size}, would be removed."]
    remove_corpus(workspace, name)
    return [f"Corpus '{name}', {size}, is removed.", said_of_kept(workspace.root)]


def rename_unused_corpus(
    workspace: Workspace, name: str, to: str, *, dry_run: bool = False
) -> list[str]:
    """Give a corpus another name.

    Raises NotFoundError, TakenError for a name that is taken, and InputError when codings, draws or
    models use it: they, and the sheets that are with coders, know it by its name.
    """
    workspace.existing("corpora", name, CORPUS_TOML)
    refuse_taken(workspace, to)
    workspace.folder("corpora", to)
    refuse_used(f"Corpus '{name}'", uses_of_corpus(workspace, name), "renamed")
    if dry_run:
        return [f"Dry run: corpus '{name}' would be called '{to}'."]
    rename_corpus(workspace, name, to)
    return [f"Corpus '{name}' is called '{to}' now."]


def remove_unused_model(workspace: Workspace, name: str, *, dry_run: bool = False) -> list[str]:
    """Remove a model; raise NotFoundError, and InputError when codings of it are recorded."""
    folder = workspace.existing("models", name, MANIFEST)
    refuse_used(f"Model '{name}'", uses_of_model(workspace, name))
    if dry_run:
        return [f"Dry run: model '{name}' would be removed."]
    workspace.remove(folder)
    return [f"Model '{name}' is removed.", said_of_kept(workspace.root)]


def remove_unused_codebook(workspace: Workspace, name: str, *, dry_run: bool = False) -> list[str]:
    """Remove a codebook of the workspace and its versions; raise InputError when codings use it."""
    own_codebook(workspace, name)
    refuse_used(f"Codebook '{name}'", uses_of_codebook(workspace, name))
    if dry_run:
        return [f"Dry run: codebook '{name}' would be removed."]
    remove_codebook(workspace, name)
    sentences = [f"Codebook '{name}' is removed, with its former versions."]
    if name in (listed.codebook.name for listed in list_codebooks(workspace)):
        sentences.append(
            f"The codebook '{name}' that comes with textmine is the one that counts now."
        )
    return [*sentences, said_of_kept(workspace.root)]
