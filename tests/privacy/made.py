"""Corpora made by hand, and what the tests of this room look for in them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from textmine.config import NlpSettings
from textmine.corpus import Corpus
from textmine.corpus.corpus import CorpusInfo
from textmine.privacy import Key, Pseudonymised, Request, pseudonymise
from textmine.privacy.aliasing import AliasBook
from textmine.privacy.finding import Finder, Found, NameReader, count_casing, known_names

RULES = Request(rules_only=True)


def made_corpus(
    texts: Sequence[str], authors: Sequence[str] = (), name: str = "small", **columns: Sequence[str]
) -> Corpus:
    """A corpus of these texts; further columns by their names, "__" for the dot of "meta."."""
    frame = pd.DataFrame({"id": [f"d{place}" for place in range(len(texts))], "text": list(texts)})
    if authors:
        frame["author"] = list(authors)
    for column, cells in columns.items():
        frame[column.replace("__", ".")] = list(cells)
    info = CorpusInfo(name=name, source={"name": "t.csv"}, columns={}, counts={"authors": 0})
    return Corpus(name, frame, info)


def made_key(seed: str = "1") -> Key:
    return Key(AliasBook(seed))


def by_rules(corpus: Corpus, key: Key | None = None, request: Request = RULES) -> Pseudonymised:
    """Pseudonymise without spaCy, so that a test takes no time."""
    settings = NlpSettings(lang="en")
    return pseudonymise(corpus, f"{corpus.name}-p", key or made_key(), request, settings)


def ruled(text: str, lang: str = "de", names: Sequence[str] = ()) -> list[Found]:
    """Find by rules, known names and cues alone ("de": without the rule of capitals)."""
    finder = Finder(NameReader(lang, None), count_casing([text]), known_names(names))
    return finder.find([text], NlpSettings())[0]


def spans(text: str, lang: str = "de", names: Sequence[str] = ()) -> list[tuple[str, str]]:
    """What would be replaced: kind and text."""
    found = ruled(text, lang, names)
    return [(one.kind, text[one.start : one.end]) for one in found if not one.keep]
