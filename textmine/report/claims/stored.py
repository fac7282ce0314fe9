"""Look quotations up in the texts of a workspace, letter by letter, or find what is nearest."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from textmine.corpus import Corpus
from textmine.schema import AUTHOR, THREAD_ID

_GAP = re.compile(r" ?(?:\[ ?(?:…|\.\.\.) ?\]|\( ?(?:…|\.\.\.) ?\)|…|\.\.\.) ?")
_ADDED = re.compile(r" ?\[[^\[\]]*+\] ?")
_CASED = re.compile(r"^\[([^\W\d_])\](?=\w)")
_WORD = re.compile(r"\w+")
_SAME = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "`": "'", "–": "-",
     "—": "-", "−": "-", "\u00ad": None, "\u200b": None, "\u00a0": " "}
)  # fmt: skip
_MOST_CANDIDATES = 30
_NEAR = 0.6
"""Share of words in common from which on a text is what somebody meant to quote."""


@dataclass(frozen=True)
class Source:
    """A document that quotations may come from, and the names that it goes by."""

    corpus: str
    document: str
    text: str
    names: frozenset[str]
    author: str = ""

    def __str__(self) -> str:
        """Return the corpus, the id and who speaks."""
        who = f", {self.author}" if self.author else ""
        return f"{self.corpus}, document {self.document}{who}"


@dataclass(frozen=True)
class Nearest:
    """The stretch of a document that is most like a quotation, and the share of equal words."""

    source: Source
    text: str
    alike: float


@dataclass(frozen=True)
class Stored:
    """The texts of corpora, to be searched."""

    sources: Sequence[Source]

    @cached_property
    def names(self) -> frozenset[str]:
        """Every id and alias."""
        return frozenset(name for source in self.sources for name in source.names)

    @cached_property
    def _whole(self) -> tuple[str, list[int]]:
        starts, parts, offset = [], [], 0
        for source in self.sources:
            starts.append(offset)
            parts.append(_plain(source.text).casefold())
            offset += len(parts[-1]) + 1
        return "\0".join(parts), starts

    @cached_property
    def _by_word(self) -> dict[str, list[int]]:
        index: defaultdict[str, list[int]] = defaultdict(list)
        for number, source in enumerate(self.sources):
            for word in set(_words(source.text)):
                index[word].append(number)
        return index

    def find(self, quoted: str) -> list[Source]:
        """Return every document that has the quotation word by word, in its order.

        Kinds of quotation marks, dashes and spaces do not count, nor the capital of its first word
        and the full stop at its end; "[...]" stands for words left out and [words] for words added.
        """
        parts = _parts(quoted)
        if not parts:
            return []
        whole, starts = self._whole
        longest = max(parts, key=len)
        sources, offset = [], whole.find(longest)
        while offset >= 0:
            here = bisect_right(starts, offset) - 1
            end = starts[here + 1] - 1 if here + 1 < len(starts) else len(whole)
            if _in_order(whole[starts[here] : end], parts):
                sources.append(self.sources[here])
            offset = whole.find(longest, end)
        return sources

    def nearest(self, quoted: str) -> Nearest | None:
        """Return the stretch of a text that is most like a quotation, None where none is near."""
        words = [word for part in _parts(quoted) for word in _words(part)]
        if not words:
            return None
        score: Counter[int] = Counter()
        for word in set(words):
            there = self._by_word.get(word, ())
            for index in there if len(there) <= max(50, len(self.sources) // 3) else ():
                score[index] += 1
        best: Nearest | None = None
        for index, _ in score.most_common(_MOST_CANDIDATES):
            near = _nearest_stretch(words, self.sources[index])
            if near is not None and (best is None or near.alike > best.alike):
                best = near
        return best if best is not None and best.alike >= _NEAR else None


def stored_texts(corpora: Iterable[Corpus]) -> Stored:
    """Return the texts of corpora with the ids, aliases and threads that name each."""
    sources = []
    for corpus in corpora:
        authors, threads = corpus.column(AUTHOR), corpus.column(THREAD_ID)
        for identity, text, author, thread in zip(
            corpus.ids, corpus.texts, authors, threads, strict=True
        ):
            names = frozenset(name for name in (identity, author, thread) if name)
            sources.append(Source(corpus.name, identity, text, names, author))
    return Stored(sources)


def _plain(text: str) -> str:
    return " ".join(text.translate(_SAME).split())


def _words(text: str) -> list[str]:
    return _WORD.findall(_plain(text).casefold())


def _parts(quoted: str) -> list[str]:
    """Return the stretches of a quotation that have to be there, in their order."""
    plain = _CASED.sub(r"\1", _plain(quoted))
    parts = [piece for part in _GAP.split(plain) for piece in _ADDED.split(part)]
    parts = [part.strip().casefold() for part in parts]
    parts = [part for part in parts if any(sign.isalnum() for sign in part)]
    if parts:
        parts[-1] = parts[-1].rstrip(" .,;:!?\"'")
    return [part for part in parts if part]


def _in_order(text: str, parts: Sequence[str]) -> bool:
    offset = 0
    for part in parts:
        here = _find_whole(text, part, offset)
        if here < 0:
            return False
        offset = here + len(part)
    return True


def _find_whole(text: str, part: str, start: int) -> int:
    """Find words that are whole at both ends."""
    while (here := text.find(part, start)) >= 0:
        end = here + len(part)
        cut_before = here > 0 and text[here - 1].isalnum() and part[0].isalnum()
        cut_behind = end < len(text) and text[end].isalnum() and part[-1].isalnum()
        if not (cut_before or cut_behind):
            return here
        start = here + 1
    return -1


def _nearest_stretch(words: Sequence[str], source: Source) -> Nearest | None:
    plain = " ".join(source.text.split())
    places = [(match.group().casefold(), *match.span()) for match in _WORD.finditer(plain)]
    theirs = [word for word, _, _ in places]
    blocks = SequenceMatcher(None, theirs, list(words), autojunk=False).get_matching_blocks()
    same = [block for block in blocks if block.size]
    if not same:
        return None
    first = max(0, same[0].a - same[0].b)
    last = min(len(theirs), same[-1].a + (len(words) - same[-1].b))
    window = theirs[first:last]
    if not window:
        return None
    alike = SequenceMatcher(None, window, list(words), autojunk=False).ratio()
    end = places[last - 1][2]
    while end < len(plain) and not plain[end].isspace():
        end += 1
    return Nearest(source, plain[places[first][1] : end], alike)
