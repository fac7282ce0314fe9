"""A corpus whose name is taken: what rests on it, and what became of that when it was replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textmine.corpus import open_documents
from textmine.corpus.beside import Beside
from textmine.corpus.corpus import CORPUS_TOML, load_stored, load_texts
from textmine.corpus.saving import same_documents
from textmine.errors import InputError, TakenError

if TYPE_CHECKING:
    from textmine.corpus import Reading
    from textmine.store import Workspace


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
    from textmine.coding.uses import uses_of_corpus

    try:
        uses = [use.words for use in uses_of_corpus(space, name)]
    except InputError:
        return ""
    return f" What rests on it: {'; '.join(uses)}." if uses else ""
