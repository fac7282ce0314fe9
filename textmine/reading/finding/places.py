"""Where in a text the words that are looked for stand, and the passages around them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.reading.finding.sought import Term, placed_words

_LONGEST = 400
"""Characters that a passage may have, unless one place alone has more."""

Found = tuple[int, int, int]
"""Start and end of a place in a text, and the number of the term that stands there."""

Place = tuple[int, int]
"""Start and end in code points of a text, end exclusive."""


@dataclass(frozen=True)
class Passage:
    """A part of a text, verbatim from `start` to `end`, and the places in the text found in it.

    `terms` counts how many of the terms that are looked for stand in it.
    """

    start: int
    end: int
    text: str
    places: tuple[Place, ...]
    terms: int = 1

    @property
    def marked(self) -> str:
        """The passage on one line, with « » around what was found."""
        parts, before = [], self.start
        for start, end in self.places:
            parts += [self._between(before, start), "«", self._between(start, end), "»"]
            before = end
        return " ".join("".join([*parts, self._between(before, self.end)]).split())

    def _between(self, start: int, end: int) -> str:
        return self.text[start - self.start : end - self.start]


class Finder:
    """Finds the places of terms in texts; what it needs for plain texts is made once."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._by_first: dict[str, list[int]] = {}
        self._begins: list[int] = []
        for number, term in enumerate(terms):
            if term.begins and len(term.words) == 1:
                self._begins.append(number)
            else:
                self._by_first.setdefault(term.words[0], []).append(number)
        self._terms = terms
        self._plain = [_plain_pattern(term) for term in terms]

    def places(self, text: str) -> list[Found]:
        """Return all places of terms in a text, in order."""
        if text.isascii():
            return self._in_plain(text)
        words = list(placed_words(text))
        places_in_text = []
        for index, (word, start, _) in enumerate(words):
            for number in self._by_first.get(word, ()):
                last = index + len(self._terms[number].words) - 1
                if last < len(words) and _stands(words[index : last + 1], self._terms[number]):
                    places_in_text.append((start, words[last][2], number))
            places_in_text += [
                (start, words[index][2], number)
                for number in self._begins
                if word.startswith(self._terms[number].words[0])
            ]
        return sorted(places_in_text)

    def _in_plain(self, text: str) -> list[Found]:
        return sorted(
            (*match.span(1), number)
            for number, pattern in enumerate(self._plain)
            if pattern is not None
            for match in pattern.finditer(text)
        )


def passages_of(text: str, found: Sequence[Found], width: int) -> tuple[Passage, ...]:
    """Return the passages around places, `width` characters on either side, cut at blanks.

    Places that overlap are one; passages that overlap are one, as long as it is not too long.
    """
    groups: list[list[Found]] = []
    for match in found:
        if groups and _goes_with(groups[-1], match, width):
            groups[-1].append(match)
        else:
            groups.append([match])
    passages = []
    for group in groups:
        end = max(end for _, end, _ in group)
        first, last_one = _begin(text, group[0][0], width), _finish(text, end, width)
        terms = len({number for *_, number in group})
        passages.append(Passage(first, last_one, text[first:last_one], merged(group), terms))
    return tuple(passages)


def _plain_pattern(term: Term) -> re.Pattern[str] | None:
    """Return the expression that finds a term in a text of ASCII alone, None if nothing can."""
    if not all(word.isascii() for word in term.words):
        return None
    words = "[^0-9A-Za-z]+".join(term.words)
    end = "[0-9A-Za-z]*" if term.begins else "(?![0-9A-Za-z])"
    whole = f"({words}{end})" if len(term.words) == 1 else f"(?=({words}{end}))"
    return re.compile(f"(?<![0-9A-Za-z]){whole}", re.IGNORECASE | re.ASCII)


def _stands(words: Sequence[tuple[str, int, int]], term: Term) -> bool:
    *before, last = (word for word, _, _ in words)
    if before != list(term.words[:-1]):
        return False
    return last.startswith(term.words[-1]) if term.begins else last == term.words[-1]


def _goes_with(group: Sequence[Found], match: Found, width: int) -> bool:
    end = max(end for _, end, _ in group)
    near = match[0] - end <= 2 * width and match[1] - group[0][0] <= _LONGEST - 2 * width
    return near or match[0] < end


def merged(found: Sequence[Found]) -> tuple[Place, ...]:
    """Return the places of found terms, those that overlap as one."""
    places: list[Place] = []
    for start, end, _ in found:
        if places and start < places[-1][1]:
            places[-1] = (places[-1][0], max(end, places[-1][1]))
        else:
            places.append((start, end))
    return tuple(places)


def _begin(text: str, start: int, width: int) -> int:
    """Return where a passage begins: behind a blank, at most `width` characters before a place."""
    first = max(0, start - width)
    if first == 0 or text[first - 1].isspace():
        return first
    for position in range(first, start):
        if text[position].isspace():
            return position + 1
    return first


def _finish(text: str, end: int, width: int) -> int:
    last = min(len(text), end + width)
    if last == len(text) or text[last].isspace():
        return last
    for position in range(last, end, -1):
        if text[position - 1].isspace():
            return position - 1
    return last
