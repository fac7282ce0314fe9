"""What still looks like personal data in a corpus from which names were taken: a second look."""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from textmine.corpus import Corpus
from textmine.privacy.finding import Casing, count_casing, stop_words
from textmine.privacy.finding.addresses import find_addresses
from textmine.privacy.finding.capitals import find_capitals
from textmine.privacy.finding.numbers import find_numbers
from textmine.privacy.key import Key
from textmine.privacy.kinds import PERSON
from textmine.schema import AUTHOR, ID, TEXT, TITLE

PLACEHOLDER = re.compile(r"\[[a-z-]+ \d+\]")
"""What this room writes in the place of things, such as "[place 3]"."""

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Leftover:
    """Something in the texts that looks like personal data, or an original of the key."""

    text: str
    kind: str
    documents: int
    example: str


def find_leftovers(corpus: Corpus, lang: str, key: Key | None) -> list[Leftover]:
    """Look again: originals of the key, addresses and numbers, and words that are names."""
    casing = count_casing(corpus.texts, stop_words(lang))
    aliases = {identity.casefold() for identity in corpus.column(AUTHOR) if identity}
    aliases |= {person.alias.casefold() for person in key.book.people.values()} if key else set()
    seen: dict[tuple[str, str], set[str]] = defaultdict(set)
    examples: dict[tuple[str, str], str] = {}
    originals = _originals(key)
    for column in (TEXT, TITLE):
        for document, text in zip(corpus.documents[ID], corpus.column(column), strict=True):
            plain = PLACEHOLDER.sub(lambda ours: "·" * len(ours[0]), text)
            names = [
                *(
                    (text[find_address.start : find_address.end], find_address.kind)
                    for find_address in find_addresses(plain)
                ),
                *(
                    (text[find_number.start : find_number.end], find_number.kind)
                    for find_number in find_numbers(plain)
                ),
                *(
                    (text[find_capital.start : find_capital.end], "name?")
                    for find_capital in find_capitals(plain, casing)
                ),
                *((word, "original in the key") for word in _still(plain, originals, casing)),
            ]
            for name, kind in names:
                if name.casefold() not in aliases:
                    seen[name, kind].add(str(document))
                    examples.setdefault((name, kind), str(document))
    return [
        Leftover(name, kind, len(documents), examples[name, kind])
        for (name, kind), documents in sorted(
            seen.items(), key=lambda item: (-len(item[1]), item[0])
        )
    ]


def _originals(key: Key | None) -> frozenset[str]:
    if key is None:
        return frozenset()
    aliases = {person.alias.casefold() for person in key.book.people.values()}
    words = {
        replaced.original.casefold()
        for corpus in key.corpora.values()
        for replaced in corpus.replaced
        if replaced.kind == PERSON and _WORD.fullmatch(replaced.original)
    }
    return frozenset(words - aliases)


def _still(text: str, originals: Collection[str], casing: Casing) -> list[str]:
    """Return the words that are an original and are not written small elsewhere."""
    if not originals:
        return []
    return [
        word
        for word in _WORD.findall(text)
        if word.casefold() in originals and not (word.islower() and casing.common(word))
    ]
