"""Ids of documents as tables name them: what a program or spreadsheet did to them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from textmine.cells import clean, same_number

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
            return f" ({listed} is the same number: a spreadsheet may have changed the id)"
        alike = [identity for identity in self.texts if identity.casefold() == given.casefold()]
        return f" (there is '{alike[0]}')" if alike else ""

    @property
    def remarks(self) -> list[str]:
        """Say which ids were read as others."""
        if not self._whole:
            return []
        listed = ", ".join(f"'{typed}' = '{identity}'" for typed, identity in self._whole.items())
        return [f"Ids read as those of the corpus: {listed[:200]}."]
