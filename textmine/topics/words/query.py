"""What is looked for in running text: a word or a phrase, as written, by lemma, or by pattern."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from textmine.errors import InputError
from textmine.nlp import Prepared

Test = Callable[[str], bool]
_LONGEST = 200


@dataclass(frozen=True)
class Query:
    """A test for each word of a phrase, on lemmas or on the words as written."""

    tests: tuple[Test, ...]
    on_lemmas: bool
    remark: str = ""


@dataclass(frozen=True)
class Hit:
    """A place where a query holds: tokens `start` to `end` (exclusive) of a unit."""

    unit: int
    start: int
    end: int


def read_query(
    text: str,
    lang: str,
    batches: Callable[[], Iterable[Prepared]],
    *,
    lemma: bool = False,
    regex: bool = False,
    case: bool = False,
) -> Query:
    """Read a word or a phrase; every word of it stands for a whole word of the text.

    As written, * stands for any letters. With `lemma`, a word is found in all its forms: it is a
    lemma of these texts, or a form whose lemmas are meant. With `regex` each part between spaces is
    a regular expression for one whole word. `batches` are the texts,
    whose language is `lang`. Raises InputError for an empty or overlong query and for a bad
    expression.
    """
    parts = text.split()
    if not parts or len(text) > _LONGEST:
        raise InputError(f"'{text[:40]}' is no word to look for.", hint="Give a word or a phrase.")
    if regex:
        return Query(tuple(_pattern(part, case, text) for part in parts), on_lemmas=lemma)
    parts = [token for part in parts for token in _tokens(part, lang)]
    if lemma:
        return _by_lemma(parts, batches())
    return Query(tuple(_written(part, case) for part in parts), on_lemmas=False)


def any_of(words: Sequence[str]) -> Query:
    """Return a query that holds where one of some lemmas stands."""
    wanted = frozenset(word.lower() for word in words)
    return Query((lambda token: token.lower() in wanted,), on_lemmas=True)


def find_hits(query: Query, prepared: Prepared) -> Iterator[Hit]:
    """Yield the places where a query holds, in the order of the units; none overlaps another."""
    n = len(query.tests)
    tokens = prepared.tokens("lemmas" if query.on_lemmas else "words")
    holds = np.ones(max(len(tokens.codes) - n + 1, 0), dtype=bool)
    for place, test in enumerate(query.tests):
        holds &= tokens.marked([test(name) for name in tokens.names])[place : place + len(holds)]
    begins = np.flatnonzero(holds)
    units = np.searchsorted(tokens.starts, begins, side="right") - 1
    free = 0
    for begin, unit in zip(begins.tolist(), units.tolist(), strict=True):
        start, end = int(tokens.starts[unit]), int(tokens.starts[unit + 1])
        if begin >= free and begin + n <= end:
            yield Hit(unit, begin - start, begin - start + n)
            free = begin + n


def _by_lemma(parts: Sequence[str], batches: Iterable[Prepared]) -> Query:
    known: dict[str, set[str]] = {}
    wanted = {part.lower() for part in parts}
    lemmas: set[str] = set()
    for prepared in batches:
        words, of = prepared.tokens("words"), prepared.tokens("lemmas")
        lemmas.update(map(str.lower, of.names))
        here = words.marked([name.lower() in wanted for name in words.names])
        for word, lemma in {*zip(words.codes[here].tolist(), of.codes[here].tolist(), strict=True)}:
            known.setdefault(words.names[word].lower(), set()).add(of.names[lemma].lower())
    tests, remarks = [], []
    for part in parts:
        lower = part.lower()
        meant = {lower} if lower in lemmas else known.get(lower, {lower})
        if meant != {lower}:
            remarks.append(f"'{part}' is read as a form of {', '.join(sorted(meant))}")
        tests.append(_one_of(frozenset(meant)))
    return Query(tuple(tests), on_lemmas=True, remark="; ".join(remarks))


def _one_of(wanted: frozenset[str]) -> Test:
    return lambda token: token.lower() in wanted


def _written(part: str, case: bool) -> Test:
    if "*" in part:
        return _pattern(".*".join(map(re.escape, part.split("*"))), case, part)
    if case:
        return lambda token: token == part
    lower = part.lower()
    return lambda token: token.lower() == lower


def _pattern(pattern: str, case: bool, query: str) -> Test:
    try:
        compiled = re.compile(pattern, 0 if case else re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise InputError(
            f"'{query}' is no regular expression: {error}.", hint="Leave out --regex for a word."
        ) from error
    return lambda token: compiled.fullmatch(token) is not None


def _tokens(part: str, lang: str) -> list[str]:
    """Cut a part of a query into tokens as the texts were cut (don't: do, n't)."""
    if "*" in part:
        return [part]
    import spacy

    return [token.text for token in spacy.blank(lang)(part) if not token.is_space] or [part]
