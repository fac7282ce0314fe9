"""A name found in one text is a name in the others, also where no rule and no model saw it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from textmine.privacy.finding.capitalisation import WORD, Casing
from textmine.privacy.finding.found import LIKELY, UNSURE, Found
from textmine.privacy.kinds import NAME, ORGANISATION, PERSON, PLACE

_NAMES = (PERSON, ORGANISATION, PLACE, NAME)
_OFTEN, _SHORTEST = 2, 4


Words = tuple[str, ...]


@dataclass(frozen=True)
class Echoes:
    """Names found more than once, by their first word; and what each name was mostly taken for."""

    by_first: dict[str, tuple[tuple[Words, str], ...]]
    kinds: dict[Words, str]

    def agreed(self, text: str, found: Iterable[Found]) -> list[Found]:
        """Return what was found with unsure names taken for what the others of them are."""
        return [
            replace(entity, kind=self.kinds.get(_words(text, entity), entity.kind))
            if entity.certainty == UNSURE and entity.kind in _NAMES
            else entity
            for entity in found
        ]


def collect_echoes(found: Iterable[tuple[str, Sequence[Found]]], casing: Casing) -> Echoes:
    """Collect the names that were found at least twice, of the kind they were mostly taken for.

    `found` are texts, each with what was found in it.
    A word that the corpus writes small too is no name by itself. "A name of something" counts only
    where nothing else is known.
    """
    seen: dict[Words, Counter[str]] = defaultdict(Counter)
    for text, spans in found:
        for span in spans:
            if span.kind in _NAMES and not span.keep:
                seen[_words(text, span)][span.kind] += 1
    kinds = {words: _mostly(counts) for words, counts in seen.items()}
    by_first: dict[str, list[tuple[Words, str]]] = defaultdict(list)
    for words, counts in seen.items():
        if counts.total() >= _OFTEN and _tells(words, casing):
            by_first[words[0]].append((words, kinds[words]))
    ordered = {
        first: tuple(sorted(names, key=lambda name: (-len(name[0]), name)))
        for first, names in by_first.items()
    }
    return Echoes(ordered, kinds)


def _words(text: str, span: Found) -> Words:
    return tuple(WORD.findall(text[span.start : span.end]))


def _mostly(counts: Counter[str]) -> str:
    return min(counts, key=lambda kind: (kind == NAME, -counts[kind], kind))


def find_echoes(text: str, echoes: Echoes) -> Iterator[Found]:
    """Yield every place where a name stands that was found more than once elsewhere."""
    if not echoes.by_first:
        return
    if echoes.by_first.keys().isdisjoint(WORD.findall(text)):
        return
    words = list(WORD.finditer(text))
    for index, word in enumerate(words):
        for name, kind in echoes.by_first.get(word[0], ()):
            matches = words[index : index + len(name)]
            if tuple(match[0] for match in matches) == name and _stand_together(text, matches):
                certainty = LIKELY if len(name) > 1 else UNSURE
                yield Found(
                    matches[0].start(), matches[-1].end(), kind, "found elsewhere", certainty
                )
                break


def _tells(words: Words, casing: Casing) -> bool:
    return (
        bool(words)
        and words[0][0].isupper()
        and len("".join(words)) >= _SHORTEST
        and not casing.all_common(" ".join(words))
    )


def _stand_together(text: str, matches: Sequence[re.Match[str]]) -> bool:
    spans = [word.span() for word in matches]
    return all(
        text[end:start].strip(".'’-") in ("", " ") and start - end <= 2
        for (_, end), (start, _) in pairwise(spans)
    )
