"""Words that people give to topics fit: for themes, on the line or in a file, and to set aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from textmine.codebook import find_codebook
from textmine.config import Settings
from textmine.corpus.reading.encoding import read_text
from textmine.errors import InputError
from textmine.store import Workspace
from textmine.topics.guiding import seeds_from_codes


def given_seeds(
    space: Workspace, given: Sequence[str], source: str | None, settings: Settings
) -> dict[str, tuple[str, ...]] | None:
    """Return the words given for themes as texts, in files and by a codebook, None if none.

    `source` is CODEBOOK:DIMENSION. Words that are given for one theme in several places are taken
    together. Raises InputError for a line that names no theme with words.
    """
    seeds: dict[str, tuple[str, ...]] = {}
    if source:
        name, _, dimension = source.partition(":")
        book = find_codebook(name, space)
        seeds |= seeds_from_codes(book, dimension, settings.nlp, space)
    for option in given:
        for theme, words in _named_words(option):
            seeds[theme] = (*seeds.get(theme, ()), *words)
    return seeds or None


def words_in(path: Path | None) -> tuple[str, ...] | None:
    """Return the words of a file, one a line; lines that start with # are remarks."""
    return None if path is None else tuple(line for _, line in _lines(path))


def _named_words(option: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield themes and their words from 'fares: bus, ticket', or from each such line of a file."""
    if _is_file(option):
        lines = [
            (f"{option}, line {number}: '{line}'", line) for number, line in _lines(Path(option))
        ]
    else:
        lines = [(f"--seeds '{option}' is no file and", option)]
    for where, line in lines:
        theme, _, listed = line.partition(":")
        words = tuple(word.strip() for word in listed.split(",") if word.strip())
        if not theme.strip() or not words:
            raise InputError(
                f"{where} names no theme with words.",
                hint="Write --seeds 'fares: bus, ticket', or name a file of such lines.",
            )
        yield " ".join(theme.split()), words


def _is_file(option: str) -> bool:
    try:
        return Path(option).is_file()
    except (OSError, ValueError):
        return False


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file with their numbers, without empty ones and remarks (#)."""
    for number, line in enumerate(read_text(path).text.splitlines(), 1):
        if line.strip() and not line.strip().startswith("#"):
            yield number, line.strip()
