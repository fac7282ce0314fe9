"""Answers that were had: kept by what was asked, and given in the order of the questions."""

import json
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, wait
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

from textmine.errors import StoreError
from textmine.llm.chat import Reply
from textmine.llm.prompt import Prompt
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
        return None if row is None else _reply_of(json.loads(row[0]))

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


def _reply_of(said: Mapping[str, Any]) -> Reply:
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
            yield str(record["key"]), _reply_of(record["reply"])
        except (ValueError, KeyError, TypeError):
            continue  # it was changed by hand: what is not there is asked, or missed, by its key


Ask = Callable[[dict[str, Any]], Reply]

_Waiting = deque[tuple["Question", "Reply | Future[Reply] | None"]]


@dataclass(frozen=True)
class Question:
    """One question about a document: which answer to it is wanted, and the body of the request."""

    document: str
    prompt: Prompt
    repeat: int
    sample: int
    body: dict[str, Any]

    @cached_property
    def key(self) -> str:
        """The key of its answer."""
        return key_of(self.body, self.sample, self.repeat)

    @property
    def of(self) -> dict[str, Any]:
        """What its answer is of, as it is kept."""
        dimension = self.prompt.dimension.id
        names = {"document": self.document, "dimension": dimension}
        return {**names, "repeat": self.repeat, "sample": self.sample}


def answered(
    questions: Iterable[Question], kept: KeptAnswers, ask: Ask | None, at_once: int
) -> Iterator[tuple[Question, Reply | None, bool]]:
    """Yield each question with its answer, and whether that is new; None where it is not kept.

    What is kept is not asked, and without `ask` nothing is. What is new is kept as soon as it is
    its turn. What `ask` raises is raised in turn, when all answers before and those on their way
    are kept. Where somebody stops it, nothing on its way is waited for, and what is there is kept.
    """
    if at_once == 1:
        for question in questions:
            reply = kept.find(question.key)
            if reply is not None or ask is None:
                yield question, reply, False
            else:
                kept.keep(question.key, reply := ask(question.body))
                yield question, reply, True
        return
    waiting: _Waiting = deque()
    pool, stopped = _Askers(ask, at_once), True
    try:
        for question in questions:
            reply = kept.find(question.key)
            asked = pool.submit(question.body) if reply is None and ask else None
            waiting.append((question, asked or reply))
            while waiting and (_is_there(waiting[0][1]) or len(waiting) >= 2 * at_once):
                yield _taken(*waiting.popleft(), kept)
        while waiting:
            yield _taken(*waiting.popleft(), kept)
        stopped = False
    except Exception:
        stopped = False
        raise
    finally:
        pool.close()
        asked_ones = [(one, there) for one, there in waiting if isinstance(there, Future)]
        on_their_way = [there for _, there in asked_ones if not there.cancel()]
        wait(on_their_way, timeout=0 if stopped else None)
        for question, there in asked_ones:
            if there.done() and not there.cancelled() and not there.exception():
                kept.keep(question.key, there.result())


class _Askers:
    """Threads that ask; a program that ends waits for none of them."""

    def __init__(self, ask: Ask | None, n: int) -> None:
        self._ask, self._n = ask, n
        self._bodies: SimpleQueue[tuple[Future[Reply], dict[str, Any]] | None] = SimpleQueue()
        for _ in range(n if ask else 0):
            Thread(target=self._work, name="asking", daemon=True).start()

    def submit(self, body: dict[str, Any]) -> Future[Reply]:
        """Return the answer to a question as it will be there."""
        future: Future[Reply] = Future()
        self._bodies.put((future, body))
        return future

    def close(self) -> None:
        """Let each thread end when what it asks is answered."""
        for _ in range(self._n):
            self._bodies.put(None)

    def _work(self) -> None:
        while (item := self._bodies.get()) is not None and self._ask:
            future, body = item
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(self._ask(body))
                except Exception as error:  # noqa: BLE001 - it is raised where the answer is taken
                    future.set_exception(error)


def _is_there(reply: Reply | Future[Reply] | None) -> bool:
    return not isinstance(reply, Future) or reply.done()


def _taken(
    question: Question, reply: Reply | Future[Reply] | None, kept: KeptAnswers
) -> tuple[Question, Reply | None, bool]:
    if not isinstance(reply, Future):
        return question, reply, False
    done = reply.result()
    kept.keep(question.key, done)
    return question, done, True
