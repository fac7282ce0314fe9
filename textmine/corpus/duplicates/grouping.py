"""Groups of documents that repeat each other: word for word, nearly, or by quotation."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

import numpy as np

from textmine.corpus.duplicates.near import SIMILARITY, groups_of_words, resemblance
from textmine.corpus.duplicates.quoting import Quote, find_quotes
from textmine.corpus.duplicates.shingles import CutTexts, NumberedWords, cut_texts
from textmine.errors import InputError

LOWEST = 0.4
"""Below this, texts that are alike would be missed too often."""

_COMPARED = 50


class Kind(StrEnum):
    """How a document repeats others of its group.

    exact: another has the same words; near: nearly the same; quotes: a longer text holds another
    or a long run of it; quoted: its words stand in one that quotes.
    """

    exact = "exact"
    near = "near"
    quotes = "quotes"
    quoted = "quoted"


COPIES = (Kind.exact, Kind.near)


@dataclass(frozen=True)
class DuplicateGroup:
    """Documents (by place in the corpus) that repeat each other.

    `template` is the place of the commonest text, or of the one most like the others. `copies` are
    the members with the same or nearly the same words, none where a group only quotes. `low` and
    `high` are the least and greatest similarity (0 to 1) of the other copies to the template, or
    of the other members where a group only quotes.
    """

    number: int
    kind: Kind
    members: tuple[int, ...]
    copies: tuple[int, ...]
    template: int
    low: float
    high: float


@dataclass(frozen=True)
class Duplicates:
    """The groups of a corpus of n documents, largest first; for each document its kind or None.

    `quotes` has the quotation of each document that is no copy but quotes, by its place.
    """

    n: int
    groups: tuple[DuplicateGroup, ...]
    kinds: tuple[Kind | None, ...]
    quotes: dict[int, Quote]

    @property
    def n_copies(self) -> int:
        """Documents beyond the first of each group of exact and near copies."""
        return sum(len(group.copies) - 1 for group in self.groups if group.copies)


def find_duplicates(
    texts: Iterable[str], similarity: float = SIMILARITY, order: Sequence[int] | None = None
) -> Duplicates:
    """Group the texts, see `duplicates_of`."""
    return duplicates_of([cut_texts(texts)], similarity, order)


def duplicates_of(
    parts: Iterable[CutTexts], similarity: float = SIMILARITY, order: Sequence[int] | None = None
) -> Duplicates:
    """Group texts that were cut into words.

    `order` says which come first where two share words (default: as given).

    Exact are texts with the same words (case and marks aside), near those with at least
    `similarity` of their three-word sequences in common, or linked by others that have. A text
    that is no copy joins the group of the text it quotes most words of: all of it (8 words or
    more), or 25 words in a row. Raises InputError for a similarity below .4 or above 1.
    """
    refuse_other_shares(similarity)
    words = _Words(parts)
    copies = _copy_groups(words, similarity)
    templates = {members: _template(words, members) for members in copies}
    quotes = _quotes(words, copies, templates, order or range(len(words)))
    kinds = _kinds(words, copies, quotes)
    groups = _joined(copies, quotes)
    all_groups = [_group(words, members, kinds, templates, quotes) for members in groups]
    all_groups.sort(key=lambda group: (-len(group.members), group.members[0]))
    numbered = tuple(
        replace(group, number=number) for number, group in enumerate(all_groups, start=1)
    )
    return Duplicates(len(words), numbered, kinds, quotes)


def refuse_other_shares(similarity: float) -> None:
    """Raise InputError for a similarity below .4 or above 1."""
    if not LOWEST <= similarity <= 1:
        raise InputError(
            f"The threshold is {similarity:g}.", hint=f"Give a share from {LOWEST:g} to 1."
        )


class _Words:
    """The words of texts as numbers, and which texts have the same."""

    def __init__(self, parts: Iterable[CutTexts]) -> None:
        self.numbered = NumberedWords(parts)
        self._which, self.firsts = self.numbered.different_texts()
        self.of = lru_cache(maxsize=4_096)(self._of)

    def __len__(self) -> int:
        return len(self.numbered)

    def which(self, place: int) -> int:
        """Return which of the different texts one is."""
        return int(self._which[place])

    def groups(self, similarity: float) -> list[int]:
        """Return the group of near copies of each text."""
        numbers = groups_of_words(self.numbered, self._which, self.firsts, similarity)
        group_numbers: list[int] = numbers.tolist()
        return group_numbers

    def _of(self, which: int) -> tuple[int, ...]:
        """Return the words of one of the different texts."""
        return self.numbered.of(int(self.firsts[which]))


def _copy_groups(words: _Words, similarity: float) -> list[tuple[int, ...]]:
    """Return the groups of two or more exact and near copies; texts without words are none."""
    members: defaultdict[int, list[int]] = defaultdict(list)
    lengths = words.numbered.lengths.tolist()
    groups = words.groups(similarity)
    sizes = Counter(groups)
    for index, number in enumerate(groups):
        if sizes[number] > 1 and lengths[index]:
            members[number].append(index)
    return [tuple(group) for group in members.values() if len(group) > 1]


def _template(words: _Words, members: Sequence[int]) -> int:
    """Return the first member with the commonest text; among equals, the one most like others."""
    counts = Counter(words.which(member) for member in members)
    most = max(counts.values())
    common = [text for text, count in counts.items() if count == most][:_COMPARED]
    step = -(-len(counts) // _COMPARED)
    others = list(counts)[::step]

    def closeness(text: int) -> float:
        return sum(resemblance(words.of(text), words.of(other)) for other in others)

    chosen = max(common, key=closeness) if len(common) > 1 else common[0]
    return next(member for member in members if words.which(member) == chosen)


def _quotes(
    words: _Words,
    copies: Sequence[tuple[int, ...]],
    templates: dict[tuple[int, ...], int],
    order: Sequence[int],
) -> dict[int, Quote]:
    """Find what documents that are no copies quote of each other, and of templates."""
    hidden = {member for group in copies for member in group}
    shown = set(templates.values())
    asked = [index for index in order if index not in hidden or index in shown]
    quotes_found = find_quotes(
        words.numbered,
        np.array(asked, dtype=np.int64),
        np.array([index not in hidden for index in asked], dtype=bool),
        np.ones(len(asked), dtype=bool),
    )
    return {
        asked[quote.quoter]: Quote(
            asked[quote.quoter], asked[quote.source], quote.start, quote.end, quote.whole
        )
        for quote in quotes_found.values()
    }


def _kinds(
    words: _Words, copies: Sequence[tuple[int, ...]], quotes: dict[int, Quote]
) -> tuple[Kind | None, ...]:
    kinds: list[Kind | None] = [None] * len(words)
    for quote in quotes.values():
        kinds[quote.source] = Kind.quoted
    for member in quotes:
        kinds[member] = Kind.quotes
    for members in copies:
        counts = Counter(words.which(member) for member in members)
        for member in members:
            kinds[member] = Kind.exact if counts[words.which(member)] > 1 else Kind.near
    return tuple(kinds)


def _joined(copies: Sequence[tuple[int, ...]], quotes: dict[int, Quote]) -> list[tuple[int, ...]]:
    """Return the groups of copies together with the documents that quote them, and those."""
    above: dict[int, int] = {}

    def root(text_index: int) -> int:
        while above.get(text_index, text_index) != text_index:
            above[text_index] = above.get(above[text_index], above[text_index])
            text_index = above[text_index]
        return text_index

    links = [(members[0], member) for members in copies for member in members]
    links += [(quote.source, quote.quoter) for quote in quotes.values()]
    for first_text, second_text in links:
        first, second = sorted((root(first_text), root(second_text)))
        above[first] = above[second] = first
    members: defaultdict[int, list[int]] = defaultdict(list)
    for member in sorted({member for link in links for member in link}):
        members[root(member)].append(member)
    return [tuple(group) for group in members.values()]


def _group(
    words: _Words,
    members: tuple[int, ...],
    kinds: Sequence[Kind | None],
    templates: dict[tuple[int, ...], int],
    quotes: dict[int, Quote],
) -> DuplicateGroup:
    copies = tuple(member for member in members if kinds[member] in COPIES)
    if copies:
        template = templates[copies]
        different = len({words.which(member) for member in copies}) > 1
        kind = Kind.near if different else Kind.exact
    else:
        sources = Counter(quotes[member].source for member in members if member in quotes)
        template = min(sources, key=lambda member: (-sources[member], member))
        kind = Kind.quoted
    own = words.of(words.which(template))
    alike = {
        text: resemblance(words.of(text), own)
        for text in {words.which(member) for member in (copies or members) if member != template}
    }
    return DuplicateGroup(
        0, kind, members, copies, template, min(alike.values()), max(alike.values())
    )
