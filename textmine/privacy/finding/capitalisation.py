"""How a corpus writes its words: what is common in lower case is a word, not a name."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+")
_OTHER = re.compile(r"[^\W\d_a-z][^\W\d_]*+")
"""A word from its first letter that is none from a to z on."""

_STARTS = frozenset('.!?:;…"“”«»¡¿()[]*•>-')
_LOWER_SHARE = 0.5
"""A name is written small now and then; a word is, for two capitals, at least once."""

_PROPER, _RARE = 3, 3


@dataclass(frozen=True)
class Casing:
    """How often each word (in lower case) stands in lower case, and capitalised within a sentence.

    In a small corpus a word may never occur in lower case; the stop words of the language always
    count as words.
    """

    lower: Counter[str]
    capital: Counter[str]
    stop_words: frozenset[str] = frozenset()

    def common(self, word: str) -> bool:
        """Return whether this is a word that the corpus writes in lower case too."""
        small = word.casefold()
        if small in self.stop_words:
            return True
        seen = self.lower[small]
        return seen > 0 and seen >= _LOWER_SHARE * self.capital[small]

    def proper(self, word: str) -> bool:
        """Return whether the corpus often writes this word with a capital, seldom small."""
        return self.capital[word.casefold()] >= _PROPER and not self.common(word)

    def rare(self, word: str) -> bool:
        """Return whether a word that is written small occurs hardly anywhere."""
        return self.lower[word.casefold()] <= _RARE and word.casefold() not in self.stop_words

    def all_common(self, phrase: str) -> bool:
        """Return whether every word of a phrase is common; a phrase without letters is."""
        return all(self.common(word) for word in WORD.findall(phrase))


def count_casing(texts: Iterable[str], stop_words: Iterable[str] = ()) -> Casing:
    """Count how texts write their words; the first word of a sentence tells nothing."""
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for text in texts:
        every.update(WORD.findall(text))
        for match in _OTHER.finditer(text):
            start = match.start()
            while start and "a" <= text[start - 1] <= "z":
                start -= 1
            word = text[start : match.end()]
            if not word.islower() and not word.isupper() and not starts_sentence(text, start):
                capital[word.casefold()] += 1
    for word, n in every.items():
        if word.islower():
            lower[word.casefold()] += n
    return Casing(lower, capital, frozenset(word.casefold() for word in stop_words))


def starts_sentence(text: str, start: int) -> bool:
    """Return whether a word at `start` begins a text, a sentence, a line or a quotation."""
    before = text[max(0, start - 4) : start]
    words = before.rstrip()
    if "\n" in before[len(words) :] or words[-1:] in _STARTS:
        return True
    return start < 4 and not words
