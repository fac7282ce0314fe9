"""Batches of codings in the history of a workspace, in words and with what they rest on."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from operator import attrgetter

import sqlalchemy as sa

from textmine.coding.database import SAID_ONCE, SITTING, SITTINGS, reading, taken_back
from textmine.coding.latest import Appended
from textmine.errors import InputError
from textmine.schema import Coding
from textmine.store import Part, Workspace
from textmine.store.hashing import sha256_of_json

LONGEST_KEY = 200
_SENT = attrgetter(
    *("corpus", "level", "document", "dimension", "code", "coder", "round", "start", "end"),
    "withdrawn",
)
"""What the page itself says; the rest may be filled in otherwise when it is sent again."""


def answer_to(connection: sa.Connection, key: str, codings: Sequence[Coding]) -> Appended | None:
    """Return what was answered when codings were entered under a key, None for a new key.

    Raises InputError for a key that is too long, or that other codings were entered under.
    """
    if not key or len(key) > LONGEST_KEY:
        raise InputError(
            f"A key has 1 to {LONGEST_KEY} characters. Got {len(key)}.",
            hint="Make a new one for each request, such as a random UUID.",
        )
    query = sa.select(SAID_ONCE).where(SAID_ONCE.c.key == key)
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    if row["sent"] != _digest(codings):
        raise InputError(
            f"Another coding was entered under the key '{key}' before.",
            hint="Make a new key for each request.",
        )
    return Appended(**json.loads(row["answer"]))


def remember_answer(
    connection: sa.Connection, key: str, codings: Sequence[Coding], answer: Appended, sitting: int
) -> None:
    """Keep what is answered to codings that were sent under a key, and in which sitting."""
    row = {"key": key, "batch": answer.batch, "sitting": sitting, "sent": _digest(codings)}
    content = json.dumps(asdict(answer), sort_keys=True)
    connection.execute(SAID_ONCE.insert(), {**row, "answer": content})


def _digest(codings: Sequence[Coding]) -> str:
    return sha256_of_json(sorted([str(cell) for cell in _SENT(coding)] for coding in codings))


@dataclass(frozen=True)
class Sitting:
    """What batches belong to that are taken back together; `begun` says that it is a new one."""

    number: int
    created_at: str
    begun: bool


def sitting_of(connection: sa.Connection, codings: Sequence[Coding]) -> Sitting:
    """Return the sitting of today that codings belong to; one that was taken back is over."""
    now = datetime.now(UTC)
    whose = _whose(codings, now)
    mine = SITTINGS.c.whose == whose
    query = sa.select(SITTINGS).where(mine).order_by(SITTINGS.c.id.desc()).limit(1)
    last = connection.execute(query).mappings().first()
    if last is not None and last["id"] not in taken_back(connection, SITTING):
        return Sitting(last["id"], last["created_at"], begun=False)
    entered = now.isoformat(timespec="microseconds")
    row = {"whose": whose, "created_at": entered}
    key = connection.execute(SITTINGS.insert(), row).inserted_primary_key
    return Sitting(int(key[0]) if key else 0, entered, begun=True)


def sittings_of_batches(url: str) -> dict[int, int]:
    """Return the sitting of each batch that came one by one from a page."""
    with reading(url, SAID_ONCE) as connection:
        if connection is None:
            return {}
        query = sa.select(SAID_ONCE.c.batch, SAID_ONCE.c.sitting).where(SAID_ONCE.c.sitting > 0)
        return {batch: sitting for batch, sitting in connection.execute(query) if batch}


def said_of_sitting(codings: Sequence[Coding], sitting: Sitting) -> str:
    """Say in words what a sitting is."""
    coders = ", ".join(sorted({coding.coder for coding in codings}))
    day = sitting.created_at[:10]
    return f"codings of '{codings[0].corpus}' by {coders}, entered one by one on {day}"


def _whose(codings: Sequence[Coding], now: datetime) -> str:
    """Return what codings of one sitting have in common: what it was made from follows from it."""
    columns = ("corpus", "coder", "origin", "codebook", "model")
    same = [sorted({str(getattr(coding, name) or "") for coding in codings}) for name in columns]
    return json.dumps([now.date().isoformat(), *same], ensure_ascii=False)


@dataclass
class Tally:
    """What the history says of the codings of one corpus, which may come in parts."""

    corpus: str
    n: int = 0
    n_withdrawn: int = 0
    entered: str = ""
    coders: set[str] = field(default_factory=set)
    reads: set[str] = field(default_factory=set)

    def add(self, codings: Sequence[Coding]) -> None:
        """Count some more, which are of the corpus."""
        times = [coding.created_at for coding in codings]
        self.entered = min([*times, self.entered] if self.n else times)
        self.n += len(codings)
        self.n_withdrawn += sum(coding.withdrawn for coding in codings)
        self.coders.update(coding.coder for coding in codings)
        self.reads.update(reads_of(codings))

    @property
    def said(self) -> str:
        """What they are, in words."""
        kinds = []
        if self.n > self.n_withdrawn:
            kinds.append(f"{self.n - self.n_withdrawn:,} codings")
        if self.n_withdrawn:
            kinds.append(f"{self.n_withdrawn:,} withdrawals of codings")
        return f"{' and '.join(kinds)} of '{self.corpus}' by {', '.join(sorted(self.coders))}"


def tally(codings: Sequence[Coding]) -> Tally:
    """Return what the history says of codings of one corpus."""
    told = Tally(codings[0].corpus)
    told.add(codings)
    return told


def record_batch(workspace: Workspace, codings: Sequence[Coding], batch: int) -> None:
    """Write a batch into the history, a part for each corpus."""
    for corpus in sorted({coding.corpus for coding in codings}):
        record(workspace, batch, tally([c for c in codings if c.corpus == corpus]))


def record(workspace: Workspace, batch: int, told: Tally, *, rests_on_all: bool = False) -> None:
    """Write a batch of one corpus into the history, with what it was made from."""
    where = f"codings/{told.corpus}"
    part = Part(where=where, number=batch, what=told.said, after=told.entered)
    workspace.record(part, reads=sorted(told.reads | ({where} if rests_on_all else set())))


def where_of(codings: Sequence[Coding]) -> str:
    """Return the place in the workspace that codings of one corpus change."""
    return f"codings/{codings[0].corpus}"


def reads_of(codings: Sequence[Coding]) -> list[str]:
    """Return what codings of one corpus were made from, in the words of the history."""
    corpus = codings[0].corpus
    reads = {f"corpora/{corpus}"}
    for coding in codings:
        reads.add(f"codebooks/{coding.codebook}.toml")
        reads.add(f"models/{coding.model}" if coding.model else f"draws/{corpus}")
        if coding.origin == "adjudicated":
            reads.add(f"codings/{corpus}")
    return sorted(reads)


def said_of(codings: Sequence[Coding]) -> str:
    """Say in words what a batch of codings of one corpus is."""
    return tally(codings).said
