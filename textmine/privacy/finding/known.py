"""Names that are known beforehand, such as those of the authors, wherever a text mentions them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from textmine.corpus.speakers import is_nobody
from textmine.privacy.finding.capitalisation import Casing, starts_sentence
from textmine.privacy.finding.found import LIKELY, SURE, UNSURE, Found
from textmine.privacy.kinds import PERSON

PIECE = re.compile(r"[^\W_]+")
_SHORTEST = 3
_GAP = 2


@dataclass(frozen=True)
class KnownNames:
    """Names to look for: whole ones with their kind, and pieces of names of several pieces.

    Pieces are runs of letters and digits in lower case; `owners` counts whose name a piece is in.
    `lengths` are those of the names that begin with a piece, the longest first.
    """

    whole: dict[tuple[str, ...], str]
    lengths: dict[str, tuple[int, ...]]
    owners: dict[str, frozenset[str]]


def pieces(name: str) -> tuple[str, ...]:
    """Return the runs of letters and digits in a name, in lower case.

    >>> pieces("Sarah_O'Neil-42")
    ('sarah', 'o', 'neil', '42')
    """
    return tuple(piece.casefold() for piece in PIECE.findall(name))


def known_names(names: Iterable[str], phrases: Iterable[tuple[str, str]] = ()) -> KnownNames:
    """Make the table of names to look for, and of phrases that a person asked to replace.

    A number, or a name of two letters, cannot be told from other numbers and words in a text.
    """
    whole: dict[tuple[str, ...], str] = {}
    owners: dict[str, set[str]] = defaultdict(set)
    for name in sorted(set(names)):
        parts = pieces(name.split("@")[0] if "@" in name.strip("@") else name)
        if is_nobody(name) or not parts or "".join(parts).isdigit():
            continue
        if len("".join(parts)) >= _SHORTEST:
            whole[parts] = PERSON
        if len(parts) > 1:
            for part in parts:
                if len(part) >= _SHORTEST and not part.isdigit():
                    owners[part].add(name)
    for phrase, kind in phrases:
        parts = pieces(phrase)
        if parts:
            whole[parts] = min(kind, whole.get(parts, kind))
    lengths: dict[str, set[int]] = defaultdict(set)
    for parts in whole:
        lengths[parts[0]].add(len(parts))
    return KnownNames(
        whole,
        {
            first: tuple(sorted(names_of_word, reverse=True))
            for first, names_of_word in lengths.items()
        },
        {part: frozenset(who) for part, who in owners.items()},
    )


def find_known_names(text: str, names: KnownNames, casing: Casing) -> Iterator[Found]:
    """Yield every mention of a known name, whole or in part.

    A name that is also a word of the corpus ("Hope") is put before a person and kept until then
    where it begins a sentence, and is no mention in lower case. A part of a name counts only where
    it is capitalised.
    """
    if not names.whole and not names.owners:
        return
    if text.isascii():
        small = PIECE.findall(text.lower())
    else:
        small = [piece.casefold() for piece in PIECE.findall(text)]
    if names.lengths.keys().isdisjoint(small) and names.owners.keys().isdisjoint(small):
        return
    words = list(PIECE.finditer(text))
    for index, piece in enumerate(words):
        for length in names.lengths.get(small[index], ()):
            last = index + length
            kind = names.whole.get(tuple(small[index:last]))
            if kind is not None and last <= len(words) and _adjacent(words[index:last]):
                yield from _whole(text, piece.start(), words[last - 1].end(), kind, casing)
                break
        part = small[index]
        if part in names.owners and piece[0][0].isupper() and part not in casing.stop_words:
            certainty = UNSURE if len(names.owners[part]) > 1 else LIKELY
            keep = casing.common(piece[0]) and not casing.rare(piece[0])
            yield Found(
                *piece.span(),
                PERSON,
                "part of an author's name",
                UNSURE if keep else certainty,
                keep,
            )


def _adjacent(matches: list[re.Match[str]]) -> bool:
    return all(0 <= later.start() - earlier.end() <= _GAP for earlier, later in pairwise(matches))


def _whole(text: str, start: int, end: int, kind: str, casing: Casing) -> Iterator[Found]:
    rule, name = "known name", text[start:end]
    if len(PIECE.findall(name)) > 1 or any(sign.isdigit() for sign in name):
        yield Found(start, end, kind, rule, SURE)
    elif name[0].isupper() and not starts_sentence(text, start):
        yield Found(start, end, kind, rule, LIKELY if casing.common(name) else SURE)
    elif not casing.common(name) or (name[0].isupper() and casing.rare(name)):
        yield Found(start, end, kind, rule, LIKELY)
    elif name[0].isupper() or casing.rare(name):
        yield Found(start, end, kind, rule, UNSURE, keep=True)
