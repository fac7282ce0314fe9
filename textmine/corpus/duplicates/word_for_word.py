"""Texts that say the same, word for word, and are long enough for that to be no coincidence."""

import re
import unicodedata
from collections.abc import Sequence
from hashlib import blake2b

from textmine.corpus.corpus import Corpus
from textmine.corpus.taking import Taking, taking_of

LONG = 8
"""Words from which on a text that stands somewhere else word for word is no coincidence."""

_BETWEEN = re.compile(r"[\s!-/:-@\[-`{-~\u00a1-\u00bf\u2000-\u206f\u3000-\u303f]+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]{1,2}")
"""Scripts without blanks between words: two characters are taken for one."""


def words_of(text: str) -> str:
    """Return the words of a text alone: neither case nor blanks nor punctuation make another."""
    return _BETWEEN.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def n_words(text: str) -> int:
    """Return how many words a text has.

    >>> n_words("I agree."), n_words("我同意这个提案因为公园很重要。")
    (2, 7)
    """
    words = words_of(text)
    return len(_UNSPACED.findall(words)) + len(_UNSPACED.sub(" ", words).split())


def in_earlier_corpora(corpora: Sequence[Corpus | Taking]) -> dict[str, list[str]]:
    """Return, for each corpus with such, the documents whose longer text an earlier one has.

    Figures that put the corpora together count these texts twice.
    """
    before: set[bytes] = set()
    found: dict[str, list[str]] = {}
    by_name = {taking.light.name: taking for taking in map(taking_of, corpora)}
    for name, taking in by_name.items() if len(by_name) > 1 else ():
        digests: set[bytes] = set()
        for identity, text in zip(taking.light.ids, taking.every_text(), strict=True):
            if len(text) >= LONG and n_words(text) >= LONG:
                digest = blake2b(words_of(text).encode(), digest_size=16).digest()
                digests.add(digest)
                if digest in before:
                    found.setdefault(name, []).append(identity)
        before |= digests
    return found
