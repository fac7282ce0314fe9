"""Part the words of scripts that put no spaces between them, with the dictionaries of ICU."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from textmine.corpus.spaceless import (
    INSTALL,
    LONG_RUN,
    SIGNS,
    has_signs,
    icu_title,
    is_parted,
    listed,
    words_or_signs,
)
from textmine.errors import ExtraMissingError

if TYPE_CHECKING:
    from spacy.tokenizer import Tokenizer
    from spacy.tokens import Doc

_RUN = re.compile(rf"[{SIGNS}]+|[^\W{SIGNS}]+")
_CLAUSE = re.compile(LONG_RUN)


class PartingTokenizer:
    """A tokenizer of spaCy, of whose tokens those in such scripts are parted into words."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    def __call__(self, text: str) -> Doc:
        """Return the tokens of a text."""
        from spacy.tokens import Doc

        doc: Doc = self._tokenizer(text)
        if not has_signs(text) or is_parted(text):
            return doc
        words: list[str] = []
        spaces: list[bool] = []
        for token in doc:
            parts = _parts(token.text) if has_signs(token.text) else [token.text]
            words += parts
            spaces += [*[False] * (len(parts) - 1), bool(token.whitespace_)]
        return Doc(doc.vocab, words=words, spaces=spaces)


def _parts(token: str) -> list[str]:
    from icu4py.breakers import WordBreaker

    return list(WordBreaker(token, "en"))


def parted_words(text: str) -> list[str]:
    """Return the words of a text; in such scripts those that ICU parts, without it every sign.

    >>> parted_words("Save our bus!")
    ['Save', 'our', 'bus']
    """
    if not icu_title() or not has_signs(text):
        return words_or_signs(text)
    return [word for run in _RUN.findall(text) for word in _parts(run)]


def with_blanks(text: str) -> str:
    """Return a text in which blanks stand between the words of such scripts, or its signs."""
    return " ".join(parted_words(text)) if has_signs(text) else text


def is_word(token: str) -> bool:
    """Return whether a token is a word of letters, with what marks they bear, and no whole clause.

    >>> is_word("ฤดู"), is_word("हिन्दी"), is_word("c3"), is_word("轮渡在冬天班次太少了")
    (True, True, False, False)
    """
    if token.isascii():
        return token.isalpha()
    bare = "".join(sign for sign in token if unicodedata.category(sign)[0] != "M")
    return bare.isalpha() and _CLAUSE.search(token) is None


def refuse_unparted(unparted: Counter[str], n_texts: int) -> None:
    """Raise `ExtraMissingError` where most of so many texts have no words that could be counted."""
    n = unparted.total()
    if 2 * n > n_texts:
        texts = "The text is" if n_texts == 1 else f"{n:,} of {n_texts:,} texts are"
        raise ExtraMissingError(
            f"{texts} in {listed(unparted)}, with no spaces between words: no words can be counted "
            "before something parts them.",
            hint=f"Install ICU, which does: {INSTALL}. Or put spaces between the words before the "
            "import, or leave these texts out.",
        )


def parting_told(unparted: Counter[str], n_texts: int, parting: str, is_own: bool) -> str:
    """Return what a reader should know of texts in such scripts, "" where there are none.

    `is_own` says whether the texts are read as a language that is written so.
    """
    n = unparted.total()
    if not n or (parting and is_own):
        return ""
    texts = f"{n:,} of {n_texts:,} texts {'is' if n == 1 else 'are'} in {listed(unparted)}"
    if not parting:
        return (
            f"{texts}, which puts no spaces between words: of their clauses none counts as a word "
            f"(ICU would part them: {INSTALL})"
        )
    said = f"{texts}, whose words {parting} parted"
    if 2 * n > n_texts:
        said += "; set their language as lang under [nlp] in textmine.toml"
    return said
