"""Join lines into running text, and the words that were hyphenated at their ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN_END = re.compile(r"(?<![^\W\d_])([^\W\d_]++)([-\u2010\u00ad])$")
_BEGINNING = re.compile(r"[^\W\d_]+")
_SOFT = "\u00ad"
_SUSPENDED = frozenset({"and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o"})
_FIRST_PARTS = frozenset(
    "over under with inter fore after back out every any some some where there here super "
    "counter multi micro trans through up down in on off sub mis dis non".split()
)
"""Words that begin others without a hyphen, so that they are no sign of a compound."""

_SECOND_PARTS = frozenset(
    "making based wide led related term level scale quality profile income skilled paid free "
    "friendly specific driven oriented funded owned run going being held style sector time "
    "range minded depth world cost effective known established needed".split()
)
"""Words that stand behind a hyphen in English compounds."""


class Words:
    """The words of a document, which tell whether a hyphen at a line end belongs to the word."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.counts: Counter[str] = Counter()
        for line in lines:
            words = [word.lower() for word in _WORD.findall(line)]
            if _BROKEN_END.search(line):
                words = words[:-1]
            self.counts.update(words)
            self.counts.update(part for word in words if "-" in word for part in word.split("-"))

    def keeps_hyphen(self, before: str, after: str) -> bool:
        """Return whether "before-" and "after" make a word with a hyphen.

        The document's own use decides. Where it has neither form, a compound is what ends as
        compounds do; what is no English word though both parts are; and what is made of two words
        that the document often uses by themselves.
        """
        before, after = before.lower(), after.lower()
        joined, hyphenated = self.counts[before + after], self.counts[f"{before}-{after}"]
        if joined != hyphenated:
            return hyphenated > joined
        if len(before) == 1:
            return True
        if after in _SECOND_PARTS and _is_english(before):
            return True
        if _is_english(before + after):
            common = min(self.counts[before], self.counts[after]) > 1
            return common and min(len(before), len(after)) >= 4 and before not in _FIRST_PARTS
        return _is_english(before) and _is_english(after)


def _is_english(word: str) -> bool:
    import simplemma

    return bool(simplemma.is_known(word, lang="en"))


def join(before: str, after: str, words: Words) -> tuple[str, str, bool]:
    """Return the earlier text, what stands between it and the next line, and whether a word was
    joined.

    >>> join("the consul-", "tation ran", Words([]))
    ('the consul', '', True)
    >>> join("good policy-", "making", Words([]))
    ('good policy-', '', False)
    """
    broken, beginning = _BROKEN_END.search(before), _BEGINNING.match(after)
    if broken is None or beginning is None:
        bare_dash = before.endswith("-") and before[-2:-1].isalnum() and after[:1].isalnum()
        return before, "" if bare_dash else " ", False
    part, hyphen, rest = broken[1], broken[2], beginning[0]
    if hyphen == _SOFT:
        return before[:-1], "", True
    if rest.lower() in _SUSPENDED:
        return before, " ", False
    start = before[: broken.start()]
    in_capitals = part.isupper() and rest.isupper() and len(part) > 1
    compound = start.endswith("-") or not (rest[0].islower() or in_capitals)
    if compound or words.keeps_hyphen(part, rest):
        return before, "", False
    return before[:-1], "", True
