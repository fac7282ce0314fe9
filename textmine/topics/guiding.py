"""What an engine is told beside the counts: words for themes, groups of documents, embeddings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from textmine.codebook import Codebook, find_codebook
from textmine.config import NlpSettings, Settings, TopicSettings
from textmine.corpus import Corpus
from textmine.corpus.reading.encoding import read_text
from textmine.errors import InputError, did_you_mean
from textmine.nlp import prepare_texts
from textmine.spread import HERE, Where
from textmine.store import Workspace
from textmine.topics.as_read import AsRead
from textmine.topics.bags import content_words
from textmine.topics.engines.engine import Engine, Guide
from textmine.topics.engines.registry import ENGINES

if TYPE_CHECKING:
    from textmine.nlp.cache import Keep

_MOST_WORDS = 15
_HOW = {
    "seeds": "words for themes (--seeds)",
    "labels": "a column of groups (--covariate)",
    "vectors": "embeddings",
}


def guide_of(
    workspace: Keep,
    corpus: Corpus,
    read: AsRead,
    words: Sequence[str],
    options: TopicSettings,
    *,
    placing: bool = False,
    spread: Where = HERE,
) -> Guide:
    """Return what the settings tell the engine about the documents of a corpus, to fit or to place.

    Raises InputError when the engine has no use for what was given, or lacks what it needs, when a
    theme has no word that the corpus knows, and for a column that is not there.
    """
    engine = ENGINES[options.engine]
    if not placing:
        _refuse_what_is_not_read(engine, options)
    labels = _labels(corpus, options.covariate) if options.covariate else ()
    vectors = None
    if "vectors" in engine.reads:
        from textmine.nlp.encoders import choose_encoder, embed_texts

        embedded = embed_texts(read.whole.clean, choose_encoder(), workspace, spread=spread)
        vectors = np.asarray(embedded, dtype=np.float64)
    return Guide(_columns(options.seeds, words), labels, vectors)


def seeds_from_codes(
    codebook: Codebook, dimension: str, settings: NlpSettings, workspace: Workspace
) -> dict[str, tuple[str, ...]]:
    """Return for each code the words that its name, definition and examples alone have.

    Words that several codes have say nothing and are left out; the fifteen commonest are kept.
    """
    codes = codebook.dimension(dimension).codes
    texts = [
        " . ".join([code.name, code.name, code.definition, code.include, *code.examples])
        for code in codes
    ]
    bags = [
        Counter(words) for words in content_words(prepare_texts(texts, settings, (), workspace))
    ]
    holders = Counter(word for bag in bags for word in bag)
    return {
        code.name: tuple(
            word
            for word, _ in sorted(bag.items(), key=lambda item: (-item[1], item[0]))
            if holders[word] == 1
        )[:_MOST_WORDS]
        for code, bag in zip(codes, bags, strict=True)
    }


def _refuse_what_is_not_read(engine: Engine, options: TopicSettings) -> None:
    stated = {"seeds": bool(options.seeds), "labels": bool(options.covariate)}
    for field, is_given in stated.items():
        if is_given and field not in engine.reads:
            able = ", ".join(
                name for name, engine_known in ENGINES.items() if field in engine_known.reads
            )
            raise InputError(
                f"The engine '{options.engine}' has no use for {_HOW[field]}.",
                hint=f"Leave them out, or take one of: {able}.",
            )
        if field in engine.needs and not is_given:
            raise InputError(f"The engine '{options.engine}' needs {_HOW[field]}.", hint="Give it.")
    if len(options.seeds) > options.n_topics:
        raise InputError(
            f"There are words for {len(options.seeds)} themes and only {options.n_topics} topics.",
            hint="Ask for more with --topics.",
        )


def _labels(corpus: Corpus, column: str) -> tuple[str, ...]:
    if column not in corpus.documents:
        raise InputError(
            f"'{corpus.name}' has no column '{column}'.",
            hint=did_you_mean(column, [str(name) for name in corpus.documents.columns]),
        )
    return tuple(corpus.column(column))


def _columns(
    seeds: Mapping[str, Sequence[str]], words: Sequence[str]
) -> tuple[tuple[int, ...], ...]:
    place_of = {word: index for index, word in enumerate(words)}
    columns = []
    for theme, listed in seeds.items():
        known = sorted({place_of[word.lower()] for word in listed if word.lower() in place_of})
        if not known:
            raise InputError(
                f"None of the words for '{theme}' is counted in this corpus: {', '.join(listed)}.",
                hint="Give base forms (ticket, not tickets) that two documents share.",
            )
        columns.append(tuple(known))
    return tuple(columns)


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
