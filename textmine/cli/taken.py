"""A corpus whose name is taken: what is there, what --replace does, and what it did."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.shared import say

if TYPE_CHECKING:
    from textmine.corpus import Reading
    from textmine.store import Workspace

ReplaceOption = Annotated[
    bool,
    typer.Option(
        "--replace",
        help="Take the place of a corpus of that name; 'textmine undo' brings it back.",
    ),
]


def replaces_corpus(space: Workspace, name: str) -> str:
    """Return the remark that a corpus takes the place of an older one, or ""."""
    from textmine.corpus.corpus import CORPUS_TOML

    there = (space.folder("corpora", name) / CORPUS_TOML).is_file()
    return " It replaces the former one." if there else ""


def would_replace(space: Workspace, name: str, reading: Reading) -> str:
    """Return the remark of a dry run on a corpus of that name, or ""."""
    from textmine.corpus.corpus import same_documents

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
    from textmine.coding import open_codings
    from textmine.errors import InputError, TakenError

    open_codings(space).corpora()
    try:
        yield
    except TakenError as error:
        rest = _said_of_uses(space, name)
        raise InputError(
            f"{error.message}{rest} Nothing was changed.",
            hint=f"Give another {other}, or say --replace: the former corpus is then kept, and "
            "'textmine undo' brings it back; codings of texts that changed are set aside.",
        ) from error


def say_set_aside(space: Workspace, name: str) -> None:
    """Say how many codings of a corpus do not stand because their texts changed, if any."""
    from textmine.coding import open_codings
    from textmine.coding.standing import said_of_changed

    changed = len(open_codings(space).set_aside(name))
    if changed:
        say(said_of_changed(changed))


def say_kept(space: Workspace) -> None:
    """Say where what was removed is kept, and how to get it back or be rid of it."""
    from textmine.running import running_number

    number = running_number(space.root)
    say(
        "It is kept in the history: 'textmine undo' brings it back, 'textmine undo --forget "
        f"{number}' deletes it for good."
    )


def say_replaced(space: Workspace, name: str) -> None:
    """Say what became of the codings and the draws of a corpus that was replaced."""
    from textmine.coding import open_codings, open_draws
    from textmine.coding.standing import said_of_changed
    from textmine.corpus.corpus import load_texts

    say("The former corpus is kept: 'textmine undo' brings it back.")
    store = open_codings(space)
    ids = load_texts(space.folder("corpora", name)) or {}
    stand = store.current(name)
    changed = len(store.set_aside(name))
    gone = sum(coding.document not in ids for coding in stand)
    if stand or changed:
        say(
            f"Of its {len(stand) + changed:,} codings {len(stand) - gone:,} stand: those of "
            "documents with the same id and text, white space apart."
        )
    if changed:
        say(said_of_changed(changed))
    if gone:
        say(f"{gone:,} codings are set aside: their documents are no longer in the corpus.")
    draws = [draw.name for draw in open_draws(space).all(name)]
    if draws:
        say(
            f"Its draws ({', '.join(draws)}) were made of the former documents: draw anew with "
            f"'textmine coding sample {name}'."
        )


def _said_of_uses(space: Workspace, name: str) -> str:
    """Say what rests on a corpus; of one that cannot be read it is not known."""
    from textmine.coding.uses import uses_of_corpus
    from textmine.errors import InputError

    try:
        uses = [use.words for use in uses_of_corpus(space, name)]
    except InputError:
        return ""
    return f" What rests on it: {'; '.join(uses)}." if uses else ""
