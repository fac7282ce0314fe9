"""Words in the form in which a classifier counts them."""

import re
from functools import lru_cache

_ADDRESS = re.compile(r"https?:|www\.|\.(?:com|org|gov|net|uk|eu)\b")
_DIGIT = re.compile(r"\d")
_MASKED = re.compile(r"x{2,}")
_SPACE = re.compile(r"\s+")


@lru_cache(maxsize=100_000)
def normal_word(word: str) -> str:
    """Return a word in lower case; addresses, numbers and masked names as one mark each.

    >>> normal_word("Should"), normal_word("1692i"), normal_word("20,000"), normal_word("42")
    ('should', 'NUM', 'NUM', '00')
    """
    lower = _SPACE.sub("_", word.lower())
    if _ADDRESS.search(lower):
        return "URL"
    if _MASKED.fullmatch(lower):
        return "XX"
    if _DIGIT.search(lower):
        return _DIGIT.sub("0", lower) if len(lower) <= 4 else "NUM"
    return lower or "_"
