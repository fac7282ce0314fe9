"""Find the quotations of a text, and who is said to speak in each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_PAIRS = re.compile(
    r"“(?P<a>[^“”]{1,5000})”|«\s?(?P<b>[^«»]{1,5000}?)\s?»|„(?P<c>[^„“”]{1,5000})[“”]"
    r"|(?<!\w)\"(?P<d>[^\"\n]{1,5000})\"(?!\w)|(?<!\w)‘(?P<e>[^‘\n]{1,5000}?)’(?!\w)"
)
_BEHIND = re.compile(
    r"[\s.,;:!?]{0,4}(?:\((?P<round>[^()]{1,120})\)|\[(?P<square>[^\[\]]{1,120})\]"
    r"|[—–-]\s?(?P<dash>[^.;()\n]{1,80}))"
)
_BEFORE = re.compile(
    r"(?P<who>[^.;()\n]{1,80}?)\s{0,3}(?:wrote|says?|said|writes|puts? it|explain(?:ed|s)|argue[ds]"
    r"|note[ds]|add(?:ed|s)|state[ds]|ask(?:ed|s)|comment(?:ed|s)|replie[ds]|report(?:ed|s)"
    r"|recall(?:ed|s))?\s{0,3}[:,]\s{0,3}$"
)
_BLOCK = re.compile(
    r"^(?P<quote>.{20,}?[.!?…\]])\s{0,3}(?:\((?P<round>[^()]{1,120})\)\s{0,3}"
    r"|[—–]\s{0,3}(?P<dash>[^.\n]{1,80}))$"
)
_TOKEN = re.compile(r"[\w][\w.:@/\-]*")


@dataclass(frozen=True)
class Quoted:
    """A quotation: its words at text[start:end], marks left out; `until` is where it is over.

    `names` are the ids and aliases that stand as its source, and `source` is that place's text.
    """

    start: int
    end: int
    until: int
    words: str
    names: tuple[str, ...] = ()
    source: str = ""

    @property
    def n_words(self) -> int:
        """How many words are quoted."""
        return len(self.words.split())


def find_quoted(text: str, known: Collection[str]) -> list[Quoted]:
    """Return the quotations of a paragraph; `known` are the ids and aliases of the corpora.

    A whole paragraph is one that ends with a source in brackets, or behind a dash.

    >>> [(one.words, one.names) for one in find_quoted("He wrote: “Too dear” (Elm, 30).", {"30"})]
    [('Too dear', ('30',))]
    """
    found = list(_marked(text, known))
    block = _BLOCK.match(text)
    if not found and block is not None:
        source = block["round"] or block["dash"]
        names = _names(source, known)
        if names:
            start, end = block.span("quote")
            found.append(Quoted(start, end, len(text), block["quote"], names, source))
    return found


def _marked(text: str, known: Collection[str]) -> Iterator[Quoted]:
    for found in _PAIRS.finditer(text):
        kind = next(name for name in "abcde" if found[name] is not None)
        start, end = found.span(kind)
        until, source = found.end(), ""
        names: tuple[str, ...] = ()
        behind = _BEHIND.match(text, found.end())
        if behind is not None:
            told = behind["round"] or behind["square"] or behind["dash"] or ""
            mine = _names(told, known)
            if mine or (behind["dash"] is None and re.search(r"\d", told)):
                names, source, until = mine, told.strip(), behind.end()
        if not names and not source:
            before = _BEFORE.search(text, max(0, found.start() - 100), found.start())
            mine = _names(before["who"], known, strict=True) if before else ()
            if before is not None and mine:
                names, source = mine, before["who"].strip()
        yield Quoted(start, end, until, found[kind].strip(), names, source)


def _names(told: str, known: Collection[str], *, strict: bool = False) -> tuple[str, ...]:
    """Return the ids and aliases in a source; where `strict` a lone number is none."""
    names = []
    for part in told.replace(";", ",").split(","):
        if part.strip() in known:
            names.append(part.strip())
            continue
        for token in _TOKEN.findall(part):
            name = token.rstrip(".:")
            if name in known and not (strict and name.isdigit()):
                names.append(name)
    return tuple(dict.fromkeys(names))
