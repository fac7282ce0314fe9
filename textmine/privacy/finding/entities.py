"""Names that spaCy finds, without what it usually takes for a name in messages and is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textmine.privacy.finding.capitalisation import WORD, Casing
from textmine.privacy.finding.found import LIKELY, UNSURE, Found, trim
from textmine.privacy.finding.regions import COUNTRIES, TOWNS_AND_REGIONS
from textmine.privacy.kinds import ORGANISATION, PERSON, PLACE

if TYPE_CHECKING:
    from spacy.tokens import Doc

LABELS = {
    "PERSON": PERSON,
    "PER": PERSON,
    "ORG": ORGANISATION,
    "GPE": PLACE,
    "LOC": PLACE,
    "FAC": PLACE,
}
"""Labels of spaCy's models -> kinds; English models have the longer list, others PER, LOC, ORG."""

_PUBLIC = frozenset(
    "act acts bill code codes rule rules regulation regulations law laws amendment treaty "
    "section charter statute article constitution directive protocol policy programme program "
    "scheme bureau department white commissioners ministry commission congress senate "
    "parliament government house assembly treasury exchequer court courts supreme federal "
    "national nations cabinet administration office agency authority authorities ombudsman "
    "judiciary police army navy force forces council councils credit report reports notice "
    "rights summary debt debtor debtors collector collectors consumer consumers creditor "
    "creditors judgment market economy service services system tax taxes fund pension benefit "
    "benefits allowance party conservatives conservative labour liberal liberals democrats "
    "democrat republicans republican tories alliance unionist green greens committee group "
    "christmas easter bible god internet web website online email e-mail phone caller id ltd "
    "state states union statutes limitation policies agreement protection privacy".split()
)
_NATIONAL = frozenset(
    "act bill code rule treaty amendment charter congress senate parliament department ministry "
    "administration treasury exchequer commission commissioners cabinet constitution "
    "committee party group".split()
)
"""What a law or a body of a whole nation is called by; such a name tells of nobody."""

_LONGEST_SHOUT = 3
"""Words in capitals that can be somebody's name; more of them are a shout."""

_ACRONYM = re.compile(r"(?:[A-Z]\.?){2,6}s?|[A-Z]{2,6}(?:'s|s)?")
_MASK = re.compile(r"[xX]{2,}|_+|__\w+__")
_LEAD = re.compile(r"(?:(?:the|a|an|this|that|my|our|your|his|her|their|in|at|of|from)\s+)+", re.I)
_GLUED = re.compile(r"(?<=[a-z])[.;:!?]+(?=[A-Z])|[\n()\"“”]|\s[-–]\s")


def find_entities(doc: Doc, casing: Casing) -> Iterator[Found]:
    """Yield the entities of a document read by spaCy that can be names of somebody or somewhere."""
    for entity in doc.ents:
        if entity.label_ in LABELS:
            yield from judge(doc.text, entity.start_char, entity.end_char, entity.label_, casing)


def judge(text: str, start: int, end: int, label: str, casing: Casing) -> Iterator[Found]:
    """Yield what is left of an entity: cut where sentences were glued, without articles, or none.

    Laws, public bodies, parties and countries are nobody's name. An acronym that is no place is
    put before a person and kept until then.
    """
    for first, last in _pieces(text, start, end):
        own, stop = _without_lead(text, *trim(text, first, last))
        if _is_name(text[own:stop], label, casing):
            yield _found(own, stop, text[own:stop], label)


def _without_lead(text: str, start: int, end: int) -> tuple[int, int]:
    lead = _LEAD.match(text, start, end)
    return trim(text, lead.end(), end) if lead else (start, end)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for cut in _GLUED.finditer(text, start, end):
        yield start, cut.start()
        start = cut.end()
    yield start, end


def _is_name(name: str, label: str, casing: Casing) -> bool:
    words = WORD.findall(name)
    if not words or not any(word[0].isupper() for word in words) or _MASK.search(name):
        return False
    if name.casefold() in COUNTRIES or any(sign in name for sign in "@/"):
        return False
    small = [word.casefold() for word in words]
    if LABELS[label] != PERSON and any(word in _PUBLIC for word in small):
        return _has_own_name(words, casing)
    if casing.all_common(name) or (len(words) > _LONGEST_SHOUT and name.isupper()):
        return False
    return not (LABELS[label] == PERSON and any(word in _PUBLIC for word in small))


def _has_own_name(words: Sequence[str], casing: Casing) -> bool:
    """Return whether a body with a public word in its name has a name of its own beside it."""
    own = [
        word
        for word in words
        if len(word) > 2
        and word.casefold() not in _PUBLIC | COUNTRIES
        and not word.isupper()
        and word[0].isupper()
        and not casing.common(word)
    ]
    return bool(own) and not _NATIONAL & {word.casefold() for word in words}


def _found(start: int, end: int, name: str, label: str) -> Found:
    kind, rule = LABELS[label], f"spaCy {label}"
    if _ACRONYM.fullmatch(name) and name not in TOWNS_AND_REGIONS:
        return Found(start, end, kind, f"{rule}, an acronym", UNSURE, keep=True)
    several = len(WORD.findall(name)) > 1
    sure = LIKELY if several and kind != ORGANISATION else UNSURE
    return Found(start, end, kind, rule, sure)
