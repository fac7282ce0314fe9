"""What lies beside the documents of a corpus: who they are of, and which of them are left out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from textmine.corpus.joined import Participants, values_of
from textmine.lazily import pa, pc, pd
from textmine.schema import ID, TEXT
from textmine.store.hashing import sha256_of_text
from textmine.store.opened import read_record

FORMAT = 1


class Exclusion(BaseModel):
    """A document that was left out (`out`), or taken in again; what came later holds.

    `text_digest` tells which text was judged: another text under the same id is not left out.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str
    text_digest: str
    when: str
    by: str = ""
    reason: str
    out: bool = True


class Ledger(BaseModel):
    """Every exclusion and inclusion of a corpus, oldest first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = FORMAT
    entries: tuple[Exclusion, ...] = ()

    @property
    def standing(self) -> dict[str, Exclusion]:
        """What holds of each document that was ever left out, in the order of their first entry."""
        return {entry.document: entry for entry in self.entries}

    def left_out(self, documents: Iterable[tuple[str, str]]) -> list[str]:
        """Return the ids of those documents, given as (id, text), that are left out."""
        standing = self.standing
        if not standing:
            return []
        return [
            identity
            for identity, text in documents
            if (entry := standing.get(identity)) is not None
            and entry.out
            and entry.text_digest == digest_of_text(text)
        ]

    def left_out_of(self, documents: pa.Table) -> list[str]:
        """Return the ids of those documents, given as Arrow columns, that are left out."""
        if not self.entries:
            return []
        ids = documents[ID]
        judged = documents.filter(pc.is_in(ids, value_set=pa.array([*self.standing], ids.type)))
        pairs = zip(*(judged[name].to_pylist() for name in (ID, TEXT)), strict=True)
        return self.left_out((str(identity), str(text)) for identity, text in pairs)


def digest_of_text(text: str) -> str:
    """Return what tells a text from others; white space does not count."""
    return sha256_of_text(" ".join(text.split()))


PARTICIPANTS = "participants.json"
EXCLUSIONS = "exclusions.json"
FILES = (PARTICIPANTS, EXCLUSIONS)
_FORMAT = 1
_Record = TypeVar("_Record", bound=BaseModel)


@dataclass(frozen=True)
class Beside:
    """The tables of people that are joined to a corpus, and the ledger of exclusions."""

    participants: Participants = field(default_factory=Participants)
    ledger: Ledger = field(default_factory=Ledger)

    def seen(self, documents: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
        """Return the documents as commands see them, and the ids of those that are left out."""
        joined = self.participants.joined_to(documents)
        if not self.ledger.entries:
            return joined, ()
        pairs = zip(values_of(documents, ID), values_of(documents, TEXT), strict=True)
        out = self.ledger.left_out(pairs)
        if not out:
            return joined, ()
        visible = joined[~joined[ID].isin(out)].reset_index(drop=True)
        return visible, tuple(out)


def read_beside(folder: Path, names: Iterable[str], again: str) -> Beside:
    """Read what lies beside the documents in a folder, of the files that are listed (`names`)."""
    listed = set(names)

    def read(name: str, kind: type[_Record]) -> _Record:
        if name not in listed:
            return kind()
        return read_record(folder / name, kind, json.loads, known=_FORMAT, again=again)

    return Beside(read(PARTICIPANTS, Participants), read(EXCLUSIONS, Ledger))


def write_beside(draft: Path, beside: Beside) -> list[str]:
    """Write it into the draft of a corpus; return the files in which there is something."""
    content: Mapping[str, BaseModel] = {
        **({PARTICIPANTS: beside.participants} if beside.participants.tables else {}),
        **({EXCLUSIONS: beside.ledger} if beside.ledger.entries else {}),
    }
    for name, record in content.items():
        text = json.dumps(record.model_dump(mode="json"), indent=1) + "\n"
        (draft / name).write_text(text, encoding="utf-8")
    return list(content)
