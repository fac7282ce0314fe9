"""The texts that are looked at closely: those of which some are quoted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textmine.nlp.encoders import TextMeaning
from textmine.topics.as_read import AsRead
from textmine.topics.reading.meaning import Meaning


@dataclass(frozen=True)
class Near:
    """Some texts by their row among all: their `words`, and what gives them vectors, if it can."""

    words: Mapping[int, Sequence[str]]
    meaning: Meaning | None


def look_at(read: AsRead, rows: Sequence[int], encode: TextMeaning | None) -> Near:
    """Return the texts in some rows."""
    some = read.take(rows)
    words = dict(zip(rows, some.layer("words"), strict=True))
    texts = dict(zip(rows, some.clean, strict=True))

    if encode is None:
        return Near(words, None)
    return Near(words, lambda units: encode([texts[unit] for unit in units]))
