"""A corpus whose name is taken: what is there, what --replace does, and what it did."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.shared import say

if TYPE_CHECKING:
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


@contextmanager
def telling_what_stands(space: Workspace, name: str, other: str = "--name") -> Iterator[None]:
    """Let the refusal to replace a corpus say what was made of it; `other` names another one."""
    from textmine.coding.uses import uses_of_corpus
    from textmine.errors import InputError, TakenError

    try:
        yield
    except TakenError as error:
        uses = [use.words for use in uses_of_corpus(space, name)]
        rest = f" On it rest {'; '.join(uses)}." if uses else ""
        raise InputError(
            f"{error.message}{rest} Nothing was changed.",
            hint=f"Give another {other}, or say --replace: the former corpus is then kept, and "
            "'textmine undo' brings it back; codings of texts that changed are set aside.",
        ) from error


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
            f"Of its {len(stand) + changed:,} codings {len(stand) - gone:,} stand; their texts are "
            "the same, white space apart."
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
