"""The words of a text as they are looked for: without case and accents, each with its place.

A word is a run of letters and digits with the marks that belong to them. In scripts that put no
spaces between words every sign is a word, so that what is looked for there is found anywhere.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from textmine.corpus.spaceless import SIGNS

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
