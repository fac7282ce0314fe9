"""Answers that were had, kept by what was asked: a stopped run goes on, and is replayed without.

They lie in the scratch folder of the workspace, each written down as soon as it comes. Those of a
run also lie in its own folder, so that the run can be replayed when the scratch folder is gone.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from textmine.errors import StoreError
from textmine.llm.chat import Reply
from textmine.store import Workspace
from textmine.store.hashing import sha256_of_json

ANSWERS = "answers.jsonl"
_FILE = "llm.sqlite"

Line = tuple[Mapping[str, Any], str, Reply]
"""An answer with what it is of before it, and its key."""


def key_of(body: Mapping[str, Any], sample: int, repeat: int) -> str:
    """Return the key of an answer: the hash of all that was asked, and which answer to it it is."""
    return sha256_of_json({"asked": dict(body), "sample": sample, "repeat": repeat})


class KeptAnswers:
    """Answers by their keys: those of a run that is replayed, and those in the scratch folder."""

    def __init__(self, database: sqlite3.Connection, beside: Mapping[str, Reply]) -> None:
        self._database = database
        self._beside = beside

    def find(self, key: str) -> Reply | None:
        """Return the answer of a key, None where it is not kept."""
        if key in self._beside:
            return self._beside[key]
        row = self._database.execute("SELECT reply FROM answers WHERE key = ?", (key,)).fetchone()
        return None if row is None else reply_of(json.loads(row[0]))

    def keep(self, key: str, reply: Reply) -> None:
        """Write an answer down, at once and whole."""
        with self._database:
            row = (key, json.dumps(asdict(reply)))
            self._database.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", row)


@contextmanager
def kept_answers(workspace: Workspace, run: Path) -> Iterator[KeptAnswers]:
    """Yield the answers that a workspace keeps, and those in the folder of a run.

    Raises StoreError where they cannot be read or written.
    """
    path = workspace.scratch / _FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(path, timeout=60)) as database:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute(
                "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, reply TEXT NOT NULL)"
            )
            yield KeptAnswers(database, dict(_of_run(run / ANSWERS)))
    except sqlite3.Error as error:
        raise StoreError(
            f"The answers kept in {path} cannot be used: {error}.",
            hint="Delete that file; what was answered is asked once more.",
        ) from error


def answer_lines(answers: Iterable[Line]) -> str:
    """Return answers as lines of JSON: what they are of, their keys and what was said."""
    return "".join(
        json.dumps({**of, "key": key, "reply": asdict(reply)}, ensure_ascii=False) + "\n"
        for of, key, reply in answers
    )


def reply_of(said: Mapping[str, Any]) -> Reply:
    """Return an answer from what was kept of it."""
    top = tuple((str(token), dict(likely)) for token, likely in said["top"])
    prompt, completion = said["tokens"]
    return Reply(**{**said, "tokens": (int(prompt), int(completion)), "top": top})


def _of_run(path: Path) -> Iterator[tuple[str, Reply]]:
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            record = json.loads(line)
            yield str(record["key"]), reply_of(record["reply"])
        except (ValueError, KeyError, TypeError):
            continue  # it was changed by hand: what is not there is asked, or missed, by its key
