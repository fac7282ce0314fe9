"""What is looked for: words, "phrases", beginnings*, joined by AND, OR, NOT and brackets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from textmine.corpus.spaceless import SIGNS
from textmine.errors import InputError

_LONGEST = 2_000
_MOST_TERMS = 100
_DEEPEST = 30
_HOW = (
    'Write words, "a phrase", begin*, and AND, OR, NOT in capitals between them: '
    "'bus AND (night OR evening) NOT school'."
)
_PARTS = re.compile(
    r"""(?P<phrase>["“”„«»])(?P<inner>[^"“”„«»]*)(?P<close>["“”«»])(?P<star>\*?)
    |(?P<bracket>[()])|(?P<word>[^\s()"“”„«»]+)|(?P<open>["“”„«»])""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Term:
    """Words that stand in this order, folded; with `begins` the last is the beginning of one."""

    words: tuple[str, ...]
    begins: bool = False


@dataclass(frozen=True)
class Joined:
    """Parts of which all (AND) or any (OR) have to stand in a text."""

    how: str
    parts: tuple[Sought, ...]


@dataclass(frozen=True)
class Without:
    """What has to stand in a text, and what must not."""

    kept: Sought
    dropped: Sought


Sought = Term | Joined | Without


def read_sought(given: str) -> Sought:
    """Read what is looked for; raise InputError that says what cannot be read."""
    if len(given) > _LONGEST:
        raise InputError(
            f"The search has {len(given):,} characters.", hint="Look for less at once."
        )
    parts = list(_parts(given))
    if not parts:
        raise InputError("There is nothing to look for.", hint=_HOW)
    if sum(isinstance(part, Term) for part in parts) > _MOST_TERMS:
        raise InputError(
            f"More than {_MOST_TERMS} words are too many for one search.", hint="Take fewer."
        )
    reader = _Reader(parts)
    sought = reader.either(0)
    if reader.place < len(parts):
        raise InputError("A closing bracket has no opening one.", hint=_HOW)
    return sought


def terms_of(sought: Sought) -> list[Term]:
    """Return the terms that are found, not those behind NOT, each once."""
    if isinstance(sought, Term):
        return [sought]
    parts = sought.parts if isinstance(sought, Joined) else (sought.kept,)
    return list(dict.fromkeys(term for part in parts for term in terms_of(part)))


def for_sqlite(sought: Sought) -> str:
    """Return what is looked for as a query of FTS5, in which every word is quoted."""
    if isinstance(sought, Term):
        return f'"{" ".join(sought.words)}"{" *" if sought.begins else ""}'
    if isinstance(sought, Without):
        return f"({for_sqlite(sought.kept)}) NOT ({for_sqlite(sought.dropped)})"
    return f" {sought.how} ".join(f"({for_sqlite(part)})" for part in sought.parts)


def _parts(text: str) -> Iterator[Term | str]:
    for match in _PARTS.finditer(text):
        if match["open"]:
            raise InputError(f"A closing quotation mark is missing in '{text}'.", hint=_HOW)
        if match["bracket"]:
            yield match["bracket"]
        elif match["word"] in ("AND", "OR", "NOT"):
            yield match["word"]
        elif match["phrase"]:
            yield _term(match["inner"] + match["star"])
        else:
            yield _term(match["word"])


def _term(written: str) -> Term:
    stem = written.strip().removesuffix("*")
    if "*" in stem:
        raise InputError(
            f"'{written}' has * before its end.", hint=f"* may end a word: bus* finds buses. {_HOW}"
        )
    words = words_of(stem)
    if not words:
        raise InputError(f"'{written}' has no letter or digit to look for.", hint=_HOW)
    return Term(tuple(words), written.strip().endswith("*"))


class _Reader:
    """Reads OR, then AND (also where nothing stands between words), then NOT."""

    def __init__(self, parts: list[Term | str]) -> None:
        self._parts = parts
        self.place = 0

    @property
    def _next(self) -> Term | str | None:
        return self._parts[self.place] if self.place < len(self._parts) else None

    def either(self, depth: int) -> Sought:
        """Read what OR joins."""
        parts = [self._both(depth)]
        while self._next == "OR":
            self.place += 1
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else Joined("OR", tuple(parts))

    def _both(self, depth: int) -> Sought:
        positive, dropped = [self._one(depth)], []
        while self._next not in (None, ")", "OR"):
            if self._next == "AND":
                self.place += 1
            if self._next == "NOT":
                self.place += 1
                dropped.append(self._one(depth))
            else:
                positive.append(self._one(depth))
        sought: Sought = positive[0] if len(positive) == 1 else Joined("AND", tuple(positive))
        if not dropped:
            return sought
        return Without(sought, dropped[0] if len(dropped) == 1 else Joined("OR", tuple(dropped)))

    def _one(self, depth: int) -> Sought:
        part = self._next
        if isinstance(part, Term):
            self.place += 1
            return part
        if part == "(":
            if depth == _DEEPEST:
                raise InputError("There are too many brackets in each other.", hint=_HOW)
            self.place += 1
            sought = self.either(depth + 1)
            if self._next != ")":
                raise InputError("A closing bracket is missing.", hint=_HOW)
            self.place += 1
            return sought
        if part == "NOT":
            raise InputError("Write NOT after a word: 'bus NOT school'.", hint=_HOW)
        what = "the end" if part is None else f"'{part}'"
        raise InputError(f"A word is missing before {what}.", hint=_HOW)


_ACCENTS = re.compile("[\u0300-\u036f]")
_JOINERS = "\u00ad\u200c-\u200f\u2060\ufeff"
"""What is not seen within a word: soft hyphens, joiners, marks of direction."""
_NO_WORD = re.compile(rf"[\x00-/:-@\[-`{{-\x7f{_JOINERS}]")
_ASCII = re.compile("[0-9A-Za-z]+")
_FIRST_MARK, _LAST_MARK = 0x300, 0x1F000
_PLAIN_FOLDS = 200_000


@cache
def word_pattern() -> re.Pattern[str]:
    """Return the expression of one word.

    >>> word_pattern().findall("Café, l'été_2024 東京")
    ['Café', 'l', 'été', '2024', '東', '京']
    """
    letter = rf"[^\W_{SIGNS}]"
    return re.compile(rf"[{SIGNS}]|{letter}(?:{letter}|[{_marks()}{_JOINERS}])*+")


@lru_cache(maxsize=_PLAIN_FOLDS)
def folded(word: str) -> str:
    """Return what spellings of a word have in common: case, accents, width and form are gone.

    Accents of Latin, Greek and Cyrillic letters are; signs for vowels of other scripts stay.

    >>> folded("Straße"), folded("ÉTÉ"), folded("ｂｕｓ"), folded("com\\u00adpany")
    ('strasse', 'ete', 'bus', 'company')
    """
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word).casefold()
    apart = _ACCENTS.sub("", unicodedata.normalize("NFKD", apart))
    return _NO_WORD.sub("", unicodedata.normalize("NFC", apart))


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded."""
    pattern = _ASCII if text.isascii() else word_pattern()
    return [word for word in map(folded, pattern.findall(text)) if word]


def placed_words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words of a text, folded, with start and end in code points, end exclusive."""
    pattern = _ASCII if text.isascii() else word_pattern()
    for match in pattern.finditer(text):
        word = folded(match.group())
        if word:
            yield word, match.start(), match.end()


def _marks() -> str:
    """Return the marks of Unicode as ranges of an expression, but for those of other patterns."""
    spaceless = re.compile(f"[{SIGNS}]")
    ranges: list[list[int]] = []
    for code in range(_FIRST_MARK, _LAST_MARK):
        if unicodedata.category(chr(code))[0] != "M" or spaceless.match(chr(code)):
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
