"""Why codes were given, on disk until it is read: of a million documents that takes gigabytes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from tempfile import TemporaryFile

import numpy as np

from textmine.classify.learning.decoding import Decoded
from textmine.classify.trained.explaining import RULES, Term, Why, why_from_plain, why_to_plain


class Reasons:
    """The reasons of the codes of documents: by dimension, then in the order of documents.

    They lie in a file without a name, which ends with this object.
    """

    def __init__(self, dimensions: Sequence[str], n_documents: int) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 (it ends with the object)
        self._spans = {name: np.zeros((n_documents, 2), dtype=np.int64) for name in dimensions}
        self._decoded: Decoded | None = None
        self._n = 0

    def __len__(self) -> int:
        return self._n

    def add(self, why: Sequence[Why], place_of: Mapping[str, int]) -> None:
        """Keep all reasons of some documents, whose places are by id."""
        found: defaultdict[tuple[str, int], list[Why]] = defaultdict(list)
        for reason in why:
            found[reason.dimension, place_of[reason.document]].append(reason)
        self._n += len(why)
        self._file.seek(0, 2)
        for (dimension, place), reasons in found.items():
            told = json.dumps([why_to_plain(reason) for reason in reasons]).encode()
            start = self._file.tell()
            self._file.write(told)
            self._spans[dimension][place] = start, start + len(told)

    def settled(self, decoded: Decoded) -> Reasons:
        """Name the rules where they give another code than the one that a reason is for."""
        self._decoded = decoded
        return self

    def __iter__(self) -> Iterator[Why]:
        decoded = self._decoded
        changed = set() if decoded is None else {*decoded.changed}
        for dimension in self._spans if decoded is None else decoded.codes:
            spans = self._spans[dimension]
            for place in np.flatnonzero(spans[:, 1] > spans[:, 0]).tolist():
                start, end = spans[place].tolist()
                self._file.seek(start)
                for plain in json.loads(self._file.read(end - start)):
                    reason = why_from_plain(plain)
                    yield self._named(reason, place) if reason.document in changed else reason

    def _named(self, reason: Why, place: int) -> Why:
        now = () if self._decoded is None else self._decoded.codes[reason.dimension].codes_at(place)
        if reason.code in now:
            return reason
        rule = Term(RULES, f"{', '.join(now) or 'no code'} instead of {reason.code}", 0.0)
        return replace(reason, terms=(rule, *reason.terms))
