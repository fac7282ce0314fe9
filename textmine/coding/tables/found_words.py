"""Where words stand in texts, whatever their white space, quotation marks and dashes."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_SIGNS = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛`´′", "'"),
    **dict.fromkeys("‐‑‒–—−", "-"),
}
_LEFT_OUT = re.compile(r"\s{0,9}(?:\[(?:\.{3}|…)\]|\((?:\.{3}|…)\))\s{0,9}")
_LABEL = re.compile(r"[^:.?!\n]{1,60}:\s{1,9}")
_EDGES = " \"'.…"


class Place(NamedTuple):
    """What stands at text[start:end] of the text number `row`."""

    row: int
    start: int
    end: int


class Words:
    """Texts in which words are looked for; each is folded when it is first looked at."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._folded: dict[int, tuple[str, list[int]]] = {}

    def places(self, said: str, rows: Iterable[int]) -> list[tuple[Place, ...]]:
        """Return every place of a passage in these texts; where it says [...], from end to end.

        What stands in no one text is looked for line by line, without labels such as "B:": its
        lines are one place, each in a text of its own.
        """
        rows = list(rows)
        pieces = [folded(piece)[0].strip() for piece in _LEFT_OUT.split(said)]
        for tried in (pieces, [piece.strip(_EDGES) for piece in pieces]):
            wanted = [piece for piece in tried if piece]
            found: list[tuple[Place, ...]] = (
                [(place,) for row in rows for place in self._in_row(row, wanted)] if wanted else []
            )
            if found:
                return found
        return self._over_turns(said, rows)

    def _over_turns(self, said: str, rows: Sequence[int]) -> list[tuple[Place, ...]]:
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        if len(lines) < 2:
            return []
        bare = [folded(_LABEL.sub("", line, count=1))[0].strip() for line in lines]
        parts: list[Place] = []
        for line in filter(None, bare):
            after = [row for row in rows if not parts or row >= parts[-1].row]
            place = next((found for row in after for found in self._in_row(row, [line])), None)
            if place is None:
                return []
            parts.append(place)
        return [tuple(parts)] if parts else []

    def _in_row(self, row: int, pieces: Sequence[str]) -> list[Place]:
        text, places = self._of(row)
        found: list[Place] = []
        at = 0
        while (begin := text.find(pieces[0], at)) >= 0:
            end = begin + len(pieces[0])
            for piece in pieces[1:]:
                following = text.find(piece, end)
                if following < 0:
                    return found
                end = following + len(piece)
            found.append(Place(row, places[begin], places[end - 1] + 1))
            at = end
        return found

    def _of(self, row: int) -> tuple[str, list[int]]:
        if row not in self._folded:
            self._folded[row] = folded(self._texts[row])
        return self._folded[row]


def folded(text: str) -> tuple[str, list[int]]:
    """Return a text with one blank for white space and plain signs, and where each sign stood.

    >>> folded("“No” –\\n  he")[0]
    '"No" - he'
    """
    signs: list[str] = []
    places: list[int] = []
    for at, sign in enumerate(text):
        if sign.isspace():
            if not signs or signs[-1] != " ":
                signs.append(" ")
                places.append(at)
        elif sign == "…":
            signs += "..."
            places += [at] * 3
        elif unicodedata.category(sign) != "Cf":
            signs.append(_SIGNS.get(sign, sign))
            places.append(at)
    return "".join(signs), places
