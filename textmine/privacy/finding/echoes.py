"""A name found in one text is a name in the others, also where no rule and no model saw it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from textmine.privacy.finding.casing import WORD, Casing
from textmine.privacy.finding.found import LIKELY, UNSURE, Found
from textmine.privacy.kinds import NAME, ORGANISATION, PERSON, PLACE

_NAMES = (PERSON, ORGANISATION, PLACE, NAME)
_OFTEN, _SHORTEST = 2, 4


@dataclass(frozen=True)
class Echoes:
    """Names found more than once: their words as they are written, by the first of them."""

    by_first: dict[str, tuple[tuple[tuple[str, ...], str], ...]]


def collect_echoes(
    texts: Sequence[str], found: Sequence[Sequence[Found]], casing: Casing
) -> Echoes:
    """Collect the names that were found at least twice, of the kind they were mostly taken for.

    A word that the corpus writes small too is no name by itself.
    """
    kinds: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for text, spans in zip(texts, found, strict=True):
        for one in spans:
            if one.kind in _NAMES and not one.keep:
                kinds[tuple(WORD.findall(text[one.start : one.end]))][one.kind] += 1
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for words, seen in kinds.items():
        if sum(seen.values()) >= _OFTEN and _tells(words, casing):
            kind = min(seen, key=lambda name: (-seen[name], name))
            by_first[words[0]].append((words, kind))
    return Echoes(
        {
            first: tuple(sorted(names, key=lambda name: (-len(name[0]), name)))
            for first, names in by_first.items()
        }
    )


def find_echoes(text: str, echoes: Echoes) -> Iterator[Found]:
    """Yield every place where a name stands that was found more than once elsewhere."""
    if not echoes.by_first:
        return
    words = list(WORD.finditer(text))
    for place, word in enumerate(words):
        for name, kind in echoes.by_first.get(word[0], ()):
            found = words[place : place + len(name)]
            if tuple(one[0] for one in found) == name and _stand_together(text, found):
                certainty = LIKELY if len(name) > 1 else UNSURE
                yield Found(found[0].start(), found[-1].end(), kind, "found elsewhere", certainty)
                break


def _tells(words: tuple[str, ...], casing: Casing) -> bool:
    return (
        bool(words)
        and words[0][0].isupper()
        and len("".join(words)) >= _SHORTEST
        and not casing.all_common(" ".join(words))
    )


def _stand_together(text: str, found: Sequence[re.Match[str]]) -> bool:
    spans = [one.span() for one in found]
    return all(
        text[end:start].strip(".'’-") in ("", " ") and start - end <= 2
        for (_, end), (start, _) in pairwise(spans)
    )
