"""Ids of documents as tables name them: what a program or spreadsheet did to them."""

import re
from collections.abc import Collection, Mapping

from textmine.cells import clean, fold, same_number
from textmine.corpus.reading.raw import RawTable

_NEAR = 3


class DocumentIds:
    """The documents of a corpus, id -> text, and how ids that were changed are found."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self._clean: dict[str, list[str]] = {}
        for identity in texts:
            self._clean.setdefault(clean(identity), []).append(identity)
        self._whole: dict[str, str] = {}

    def find(self, given: str) -> str | None:
        """Return the id that is meant: as it stands, without invisible marks, or 12 for 12.0."""
        if given in self.texts:
            return given
        shown = clean(given)
        for way in (shown, re.sub(r"^(\d+)\.0+$", r"\1", shown)):
            if len(self._clean.get(way, ())) == 1:
                [known_id] = self._clean[way]
                if way != shown:
                    self._whole[shown] = known_id
                return known_id
        return None

    def hint(self, given: str) -> str:
        """Return what may be meant by an id that is not there, and why, or ""."""
        near = [identity for identity in self.texts if same_number(identity, given)]
        if near and len(near) <= _NEAR:
            listed = " or ".join(f"'{identity}'" for identity in near)
            why = f"a spreadsheet may have changed the id{_zeros(near[0], given)}"
            return f" ({listed} is the same number: {why})"
        alike = [identity for identity in self.texts if identity.casefold() == given.casefold()]
        return f" (there is '{alike[0]}')" if alike else ""

    @property
    def remarks(self) -> list[str]:
        """Say which ids were read as others."""
        if not self._whole:
            return []
        listed = ", ".join(f"'{typed}' = '{identity}'" for typed, identity in self._whole.items())
        return [f"Ids read as those of the corpus: {listed[:200]}."]


def _zeros(identity: str, given: str) -> str:
    """Say how a spreadsheet shows the zeros again that it took."""
    if not (identity.isdecimal() and given.isdecimal() and len(identity) > len(given)):
        return ""
    return f"; the number format {'0' * len(identity)} shows it again"


def column_of_ids(table: RawTable, ids: Collection[str]) -> str | None:
    """Return the column most cells of which are ids, be it as other spellings of a number."""
    known = {fold(identity) for identity in ids}

    def n_known(name: str) -> int:
        return sum(fold(cell) in known for cell in table.cells(name)) if known else 0

    best = max(table.columns, key=n_known, default=None)
    return best if best is not None and 2 * n_known(best) > len(table.rows) else None
