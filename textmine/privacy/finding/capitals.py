"""Words that a corpus hardly ever writes without a capital: names, most of them.

This is for languages that write common nouns small, where no statistical model reads the texts,
and for a second look at texts from which the names were taken.
"""

import re
from collections.abc import Iterator

from textmine.privacy.finding.capitalisation import Casing, starts_sentence
from textmine.privacy.finding.context_rules import TITLES
from textmine.privacy.finding.found import UNSURE, Found, trim
from textmine.privacy.finding.regions import COUNTRIES
from textmine.privacy.kinds import NAME, PLACE

NOUNS_CAPITALISED = ("de", "lb")
"""Languages that write every noun with a capital: the rule is of no use there."""

_CAPITALISED = r"[^\W\d_a-zß-öø-ÿ][\w’'-]+"
_RUN = re.compile(rf"{_CAPITALISED}(?:[ ](?:de[ ](?:la[ ]|los[ ])?|del[ ])?{_CAPITALISED})*")
_PLACE_BEFORE = re.compile(r"\b(?:en|desde|hasta|hacia|por|in|near|à|nach|bei)\s\Z")
_APOSTROPHE = re.compile(r"[’']")
_CALENDAR = frozenset(
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday enero febrero marzo abril mayo junio julio "
    "agosto septiembre octubre noviembre diciembre lunes martes miércoles jueves viernes sábado "
    "domingo".split()
)
_NO_NAMES = COUNTRIES | TITLES | _CALENDAR
_WORD = re.compile(r"[^\s]+")


def find_capitals(text: str, casing: Casing) -> Iterator[Found]:
    """Yield runs of capitalised words that the corpus does not write small.

    The first word of a sentence counts if the corpus often has it within sentences. Acronyms,
    titles and countries are left out. After a preposition of place it is taken for a place.
    """
    for match in _RUN.finditer(text):
        for start, end in _names(text, match, casing):
            before = text[max(0, start - 12) : start]
            kind = PLACE if _PLACE_BEFORE.search(before) else NAME
            yield Found(*trim(text, start, end), kind, "capitalised within a sentence", UNSURE)


def _names(text: str, run: re.Match[str], casing: Casing) -> Iterator[tuple[int, int]]:
    """Yield the parts of a run between words that are common, acronyms, or begin a sentence."""
    start = end = -1
    for word in _WORD.finditer(run[0]):
        first, last = run.start() + word.start(), run.start() + word.end()
        if _can_be_name(text, first, word[0], casing):
            start, end = (first if start < 0 else start), last
        elif not word[0].islower():
            if start >= 0:
                yield start, end
            start = -1
    if start >= 0:
        yield start, end


def _can_be_name(text: str, start: int, word: str, casing: Casing) -> bool:
    head = _APOSTROPHE.split(word)[0]
    return (
        word[0].isupper()
        and len(head) > 1
        and not word.isupper()
        and word.casefold() not in _NO_NAMES
        and (casing.proper(word) or not starts_sentence(text, start))
        and not casing.common(head.rstrip("-"))
    )
