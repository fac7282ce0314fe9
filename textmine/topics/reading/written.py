"""How words are written: the form of a lemma that texts have most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection

from textmine.nlp import Prepared

_MOSTLY = 0.8


def written_words(prepared: Prepared, wanted: Collection[str]) -> dict[str, str]:
    """Return how each of the wanted lemmas (small) is mostly written in the texts.

    Small letters and capitals are one form; capitals stand where four in five have them (German
    nouns, names), and only capitals where half have these (CFPB). A word that joins two by "_" is
    written as both.
    """
    parts = {part for lemma in wanted for part in lemma.split("_")}
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for words, lemmas in zip(prepared.layer("words"), prepared.layer("lemmas"), strict=True):
        for word, lemma in zip(words, lemmas, strict=True):
            if lemma.lower() in parts:
                found[lemma.lower()][word] += 1
    forms = {lemma: _form(counted) for lemma, counted in found.items()}
    return {lemma: " ".join(forms.get(part, part) for part in lemma.split("_")) for lemma in wanted}


def _form(counted: Counter[str]) -> str:
    small: Counter[str] = Counter()
    for word, times in counted.items():
        small[word.lower()] += times
    best = min(small, key=lambda word: (-small[word], word))
    same = {word: times for word, times in counted.items() if word.lower() == best}
    total = sum(same.values())
    if len(best) > 1 and sum(times for word, times in same.items() if word.isupper()) > total / 2:
        return best.upper()
    if sum(times for word, times in same.items() if word[:1].isupper()) >= _MOSTLY * total:
        return best[:1].upper() + best[1:]
    return best
