"""Which documents were left out of a corpus, when, by whom and why; nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from textmine.lazily import pa, pc
from textmine.schema import ID, TEXT
from textmine.store.hashing import sha256_of_text

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
