"""What could still tell who somebody is: a check before a corpus is shared, not a proof.

Four questions: which combinations of attributes only one person has, which words only one person
uses, which texts a search engine would find word for word, and which names are still there.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textmine.corpus import Corpus
from textmine.corpus.spaceless import SIGNS
from textmine.errors import InputError, did_you_mean
from textmine.privacy.columns import Action, plan_columns
from textmine.privacy.finding import is_nobody
from textmine.privacy.key import Key
from textmine.privacy.residual_check import PLACEHOLDER, Leftover, find_leftovers
from textmine.schema import AUTHOR, CREATED_AT, GROUP, LANG, META

K = 5
"""The smallest group that is usually published; Sweeney (2002), k-anonymity, names the idea."""

_MOST_VALUES = 50
_HABIT, _SHORTEST_WORD = 3, 4
_RUN = 8
_WORD = re.compile(rf"[{SIGNS}]|[^\W\d_{SIGNS}]+")


@dataclass(frozen=True)
class Combination:
    """How many people (or documents without authors) share a combination of attributes.

    Of `n` people, `unique` are alone with theirs and `below_k` share it with fewer than k in all;
    `smallest` is the smallest number of people with the same values.
    """

    columns: tuple[str, ...]
    n: int
    different: int
    smallest: int
    unique: int
    below_k: int


@dataclass(frozen=True)
class OwnWord:
    """A word that one person alone uses, and how often."""

    word: str
    author: str
    times: int


@dataclass(frozen=True)
class Risks:
    """What a person should look at before a corpus is shared.

    `unit` says what is counted: "author" or "document". `searchable` of `n_texts` texts have a run
    of eight words that stands in no other document; `timed` have a time of day that no other has.
    """

    unit: str
    k: int
    combinations: tuple[Combination, ...]
    own_words: tuple[OwnWord, ...]
    n_with_own_words: int
    n_authors: int
    searchable: int
    timed: int
    n_texts: int
    leftovers: tuple[Leftover, ...]


def check_reidentification(
    corpus: Corpus,
    columns: Sequence[str] = (),
    k: int = K,
    lang: str = "en",
    key: Key | None = None,
) -> Risks:
    """Look for what could still tell who somebody is.

    `columns` are attributes that others may know; empty means the guessed ones. With the key every
    original is looked for in the texts too. Raises InputError for an unknown column.
    """
    chosen = attribute_columns(corpus, columns)
    authors = [name if not is_nobody(name) else "" for name in corpus.column(AUTHOR)]
    unit = "author" if any(authors) else "document"
    people = authors if unit == "author" else corpus.ids
    words = _own_words(corpus.texts, authors)
    return Risks(
        unit,
        k,
        tuple(_combinations(corpus, people, chosen, k)),
        tuple(words),
        len({word.author for word in words}),
        len(set(authors) - {""}),
        _searchable(corpus.texts),
        _timed(corpus),
        len(corpus),
        tuple(find_leftovers(corpus, lang, key)),
    )


def attribute_columns(corpus: Corpus, wanted: Sequence[str] = ()) -> list[str]:
    """Return the columns that others may know of people: those that are named, or guessed ones.

    Raises InputError for a column that is not there.
    """
    every = [str(column) for column in corpus.documents.columns]
    if wanted:
        chosen = []
        for name in wanted:
            column = name if name in every else META + name
            if column not in every:
                hint = did_you_mean(name, [column.removeprefix(META) for column in every])
                raise InputError(f"There is no column '{name}'.", hint=hint)
            chosen.append(column)
        return chosen
    left = [
        plan.column
        for plan in plan_columns(corpus)
        if plan.action is Action.leave
        and (plan.column.startswith(META) or plan.column in (GROUP, LANG))
    ]
    return [column for column in left if 1 < len(set(corpus.column(column))) <= _MOST_VALUES]


def _combinations(
    corpus: Corpus, people: Sequence[str], columns: Sequence[str], k: int
) -> Iterable[Combination]:
    sets: list[tuple[str, ...]] = [(column,) for column in columns]
    if len(columns) > 1:
        sets.append(tuple(columns))
    for names in sets:
        values: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for person, row in zip(
            people, zip(*(corpus.column(name) for name in names), strict=True), strict=True
        ):
            if person:
                values[person].add(row)
        sizes = Counter(frozenset(rows) for rows in values.values())
        yield Combination(
            names,
            len(values),
            len(sizes),
            min(sizes.values(), default=0),
            sum(size == 1 for size in sizes.values()),
            sum(size for size in sizes.values() if size < k),
        )


def _own_words(texts: Sequence[str], authors: Sequence[str]) -> list[OwnWord]:
    """Return the words that one author alone uses, three times or more, the most frequent first."""
    users: dict[str, set[str]] = defaultdict(set)
    times: Counter[str] = Counter()
    for text, author in zip(texts, authors, strict=True):
        if author:
            for word in _WORD.findall(PLACEHOLDER.sub(" ", text).casefold()):
                if len(word) >= _SHORTEST_WORD:
                    users[word].add(author)
                    times[word] += 1
    own = [
        OwnWord(word, next(iter(who)), times[word])
        for word, who in users.items()
        if len(who) == 1 and times[word] >= _HABIT
    ]
    return sorted(own, key=lambda word: (-word.times, word.word))


def _searchable(texts: Sequence[str]) -> int:
    runs = [set(_runs(text)) for text in texts]
    seen = Counter(run for own in runs for run in own)
    return sum(any(seen[run] == 1 for run in own) for own in runs)


def _runs(text: str) -> Iterable[int]:
    """Yield a number for each run of eight words that no placeholder cuts."""
    for piece in PLACEHOLDER.split(text.casefold()):
        words = _WORD.findall(piece)
        for start in range(len(words) - _RUN + 1):
            yield hash(tuple(words[start : start + _RUN]))


def _timed(corpus: Corpus) -> int:
    if CREATED_AT not in corpus.documents:
        return 0
    times = corpus.documents[CREATED_AT].dropna()
    timed = times[times.dt.normalize() != times]
    return int((~timed.duplicated(keep=False)).sum())
