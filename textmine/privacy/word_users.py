"""Who uses each word, number and name of quotations, and where each run of words stands."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from textmine.corpus import Corpus
from textmine.corpus.spaceless import SIGNS

RUN = 8
"""Words in a row by which a search engine finds a text."""


Run = tuple[str, ...]
"""So many words of a text, in lower case."""

WORD = re.compile(rf"[{SIGNS}]|[^\W\d_{SIGNS}]+(?:[-'’][^\W\d_{SIGNS}]+)*")

NUMBER = re.compile(r"(?<![\w.,])[£$€]?\d[\d.,:/]*\d(?![\w])")


@dataclass(frozen=True)
class Spread:
    """Who uses each word, number and name of the quotations, and where each run of words stands."""

    users: Mapping[str, set[str]]
    holders: Mapping[Run, set[int]]


def spread_of(corpus: Corpus, voices: Sequence[str], texts: Sequence[str]) -> Spread:
    """Find out who uses the words of some texts; `voices` says who wrote each document."""
    wanted = {word for text in texts for word in tokens_of(text)}
    runs = {run for text in texts for run in runs_of(text)}
    rows = [_words(text) for text in corpus.texts]
    users: dict[str, set[str]] = defaultdict(set)
    uses: Counter[str] = Counter()
    for text, words, voice in zip(corpus.texts, rows, voices, strict=True):
        used = wanted.intersection(words)
        uses.update(used)
        for word in used.union(wanted.intersection(NUMBER.findall(text))):
            users[word].add(voice)
    return Spread(users, _holders(rows, runs, uses))


def _holders(
    rows: Sequence[Sequence[str]], runs: Iterable[Run], uses: Mapping[str, int]
) -> Mapping[Run, set[int]]:
    """Return the places of the texts that have each run of words.

    A run is looked for only where its rarest word is: all runs of all texts would be millions.
    """
    by_rarest: dict[str, list[tuple[str, Run]]] = defaultdict(list)
    for run in runs:
        by_rarest[min(run, key=lambda word: (uses.get(word, 0), word))].append((_row(run), run))
    holders: dict[Run, set[int]] = defaultdict(set)
    for index, words in enumerate(rows):
        here = by_rarest.keys() & words
        row = _row(words) if here else ""
        for word in here:
            for run_of_words, run in by_rarest[word]:
                if run_of_words in row:
                    holders[run].add(index)
    return holders


def _row(words: Sequence[str]) -> str:
    """Return words in a row, each between blanks."""
    return f" {' '.join(words)} "


def tokens_of(text: str) -> Iterator[str]:
    """Yield the words of a text in lower case, and its numbers."""
    yield from _words(text)
    yield from NUMBER.findall(text)


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def runs_of(text: str) -> Iterator[Run]:
    """Yield every run of eight words of a text."""
    words = _words(text)
    for start in range(len(words) - RUN + 1):
        yield tuple(words[start : start + RUN])
