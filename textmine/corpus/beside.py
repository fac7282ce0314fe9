"""What lies beside the documents of a corpus: who they are of, and which of them are left out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from textmine.corpus.joined import Participants, values_of
from textmine.corpus.ledger import Ledger
from textmine.lazily import pd
from textmine.schema import ID, TEXT
from textmine.store.opened import read_record

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
