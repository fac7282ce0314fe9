"""What rests on a corpus, codebook or model, and what becomes of it when that is replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textmine.codebook import list_codebooks, remove_codebook
from textmine.codebook.files import own_codebook
from textmine.coding.sampling.draws import open_draws
from textmine.coding.store import EVERY_LEVEL, open_codings
from textmine.corpus import open_documents
from textmine.corpus.beside import Beside
from textmine.corpus.corpus import CORPUS_TOML, load_stored, load_texts
from textmine.corpus.saving import (
    refuse_taken,
    remove_corpus,
    rename_corpus,
    same_documents,
    size_of,
)
from textmine.errors import InputError, TakenError
from textmine.schema import Coding
from textmine.store import MANIFEST, Manifest, Workspace, read_manifest
from textmine.store.wording import said_of_kept

if TYPE_CHECKING:
    from textmine.corpus import Reading


@dataclass(frozen=True)
class Replaced:
    """What became of the codings and draws of a corpus that was replaced.

    `stand` codings are of documents with the same id and text, `changed` of texts that changed,
    `gone` of documents that are no longer there; `draws` were made of the former documents.
    `remarks` say which columns of participants came back, and what is left out. `carried` of those
    that stand were moved with their words.
    """

    corpus: str
    stand: int
    changed: int
    gone: int
    draws: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    carried: int = 0


def after_replacing(space: Workspace, name: str, carried: int = 0) -> Replaced:
    """Return what became of the codings and the draws of a corpus that was replaced."""
    from textmine.coding.current import said_of_excluded
    from textmine.coding.sampling.draws import open_draws
    from textmine.coding.store import open_codings
    from textmine.corpus.participants import rejoined

    store = open_codings(space)
    current = store.current(name)
    texts = load_texts(space.folder("corpora", name)) if current else None
    ids: Mapping[str, str] = texts or {}
    gone = sum(coding.document not in ids for coding in current)
    draws = tuple(draw.name for draw in open_draws(space).all(name))
    remarks: tuple[str, ...] = ()
    if open_documents(space, name, whole=True).beside != Beside():
        stored = load_stored(space, name)
        remarks = (*rejoined(stored), *said_of_excluded(stored.corpus().excluded))
    changed = len(store.set_aside(name))
    return Replaced(name, len(current) - gone, changed, gone, draws, remarks, carried)


def replaces_corpus(space: Workspace, name: str) -> str:
    """Return the remark that a corpus takes the place of an older one, or ""."""
    there = (space.folder("corpora", name) / CORPUS_TOML).is_file()
    return " It replaces the former one." if there else ""


def would_replace(space: Workspace, name: str, reading: Reading) -> str:
    """Return the remark of a dry run on a corpus of that name, or ""."""
    if not replaces_corpus(space, name):
        return ""
    if same_documents(space.folder("corpora", name), reading.checked.table):
        return f" Corpus '{name}' has these documents already."
    return (
        f" There is a corpus '{name}' with other documents: it needs --replace or another --name."
    )


@contextmanager
def telling_what_stands(space: Workspace, name: str, other: str = "--name") -> Iterator[None]:
    """Let the refusal to replace a corpus say what was made of it; `other` names another one.

    Codings that cannot be read, of which is told at the end, are refused at the beginning.
    """
    if space.may_have_codings():
        from textmine.coding.store import open_codings

        open_codings(space).corpora()
    try:
        yield
    except TakenError as error:
        raise InputError(
            f"{error.message}{_said_of_uses(space, name)} Nothing was changed.",
            hint=f"Give another {other}, or say --replace. Codings of texts that changed are then "
            "set aside, and 'textmine undo' brings the former corpus back.",
        ) from error


def set_aside_remarks(space: Workspace, name: str) -> list[str]:
    """Return how many codings of a corpus do not stand because their texts changed, if any."""
    from textmine.coding.current import said_of_changed
    from textmine.coding.store import open_codings

    changed = len(open_codings(space).set_aside(name))
    return [said_of_changed(changed)] if changed else []


def _said_of_uses(space: Workspace, name: str) -> str:
    """Say what rests on a corpus; of one that cannot be read it is not known."""

    try:
        uses = [use.words for use in uses_of_corpus(space, name)]
    except InputError:
        return ""
    return f" What rests on it: {'; '.join(uses)}." if uses else ""


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
