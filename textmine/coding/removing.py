"""Remove or rename what nothing rests on; each function says what it did."""

from __future__ import annotations

from textmine.codebook import list_codebooks, remove_codebook
from textmine.codebook.files import own_codebook
from textmine.coding.uses import refuse_used, uses_of_codebook, uses_of_corpus, uses_of_model
from textmine.corpus.corpus import CORPUS_TOML
from textmine.corpus.saving import refuse_taken, remove_corpus, rename_corpus, size_of
from textmine.store import MANIFEST, Workspace
from textmine.store.wording import said_of_kept


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
