"""An index of the actors and partners that texts name: how often, by whom, when, with which codes.

Only the texts of the corpus are read: in one with aliases these are aliases, and no key is opened.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from textmine.coding import chosen_codings, open_codings
from textmine.config import Progress, Tell, silent, untold
from textmine.corpus import Corpus, Level, load_corpus, select_documents, units_at
from textmine.privacy.kinds import NAME, ORGANISATION, PERSON
from textmine.privacy.searching import Search, search_corpus
from textmine.reading.displays.filling import usual_level
from textmine.schema import AUTHOR, CREATED_AT, TEXT, THREAD_ID
from textmine.store import Workspace

ACTORS = frozenset({PERSON, NAME, ORGANISATION})
"""Kinds of names that an index holds where nobody says others."""

_PLACEHOLDER = re.compile(r"\[(person|organisation|place|name) \d+\]")
_ARTICLE = re.compile(r"^(the|der|die|das|le|la|les)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Actor:
    """A name that texts have: in how many passages and units, from whom, and when.

    `codes` are those of the documents that name it, with how many of them, the commonest first;
    `first` and `last` are days, "" where documents have no date.
    """

    name: str
    kind: str
    mentions: int
    passages: int
    units: int
    voices: int
    first: str
    last: str
    codes: tuple[tuple[str, str, int], ...]
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Actors:
    """The names of a corpus that stand in as many passages as were asked for, most first.

    `n_left` names stand in fewer. `readers` say how each language was read, `names` what codes are
    called, by dimension and code.
    """

    corpus: Corpus
    actors: tuple[Actor, ...]
    unit: Level
    kinds: frozenset[str]
    fewest: int
    n_left: int
    readers: tuple[str, ...]
    dimensions: tuple[str, ...] = ()
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass
class _Named:
    spellings: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    rows: Counter[int] = field(default_factory=Counter)


def find_actors(
    workspace: Workspace,
    name: str,
    *,
    kinds: frozenset[str] = ACTORS,
    fewest: int = 2,
    rules_only: bool = False,
    coder: str | None = None,
    codebook: str | None = None,
    where: Sequence[str] = (),
    tell: Tell = untold,
    progress: Progress = silent,
) -> Actors:
    """Return the names that stand in `fewest` passages or more, by the finder of personal data.

    Authors of the corpus are looked for by their names. Codes are the final ones, where there are
    any. Raises InputError as `chosen_codings` does where codings are there.
    """
    corpus = select_documents(load_corpus(workspace, name), where)
    names = tuple(sorted({*corpus.column(AUTHOR)} - {""}))
    search = Search(workspace.settings.nlp, names, rules_only=rules_only)
    searched = search_corpus(corpus, [TEXT], search, progress)
    for remark in searched.remarks:
        tell(remark)
    named: defaultdict[str, _Named] = defaultdict(_Named)
    for cell in searched.cells:
        spans = [
            (cell.text[span.start : span.end], span.kind) for span in cell.found if not span.keep
        ]
        for text, kind in (*spans, *_placeholders(cell.text)):
            if kind in kinds:
                mine = named[_ARTICLE.sub("", " ".join(text.split())).casefold()]
                mine.spellings[" ".join(text.split())] += 1
                mine.kinds[kind] += 1
                mine.rows[cell.row] += 1
    level = usual_level(corpus)
    codes, dimensions, meanings = _codes(workspace, corpus, coder, codebook, tell)
    about = _About(corpus, units_at(corpus, level), codes)
    listed = [about.actor(entry) for entry in named.values() if len(entry.rows) >= fewest]
    listed.sort(key=lambda actor: (-actor.passages, -actor.mentions, actor.name))
    readers = tuple(f"{lang}: {title}" for lang, title in sorted(searched.readers.items()))
    return Actors(
        corpus,
        tuple(listed),
        level,
        kinds,
        fewest,
        len(named) - len(listed),
        readers,
        dimensions,
        meanings,
    )


class _About:
    """What is known of the rows of a corpus."""

    def __init__(
        self, corpus: Corpus, units: Sequence[str], codes: Sequence[Sequence[tuple[str, str]]]
    ) -> None:
        self._ids, self._units, self._codes = corpus.ids, units, codes
        self._days = [cell[:10] for cell in corpus.column(CREATED_AT)]
        cells = zip(corpus.column(AUTHOR), corpus.column(THREAD_ID), corpus.ids, strict=True)
        self._voices = [author or thread or identity for author, thread, identity in cells]

    def actor(self, one: _Named) -> Actor:
        rows = sorted(one.rows)
        days = sorted(self._days[row] for row in rows if self._days[row])
        counted = Counter(code for row in rows for code in self._codes[row])
        codes = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
        return Actor(
            min(one.spellings, key=lambda text: (-one.spellings[text], text)),
            min(one.kinds, key=lambda kind: (-one.kinds[kind], kind)),
            sum(one.rows.values()),
            len(rows),
            len({self._units[row] for row in rows} - {""}),
            len({self._voices[row] for row in rows}),
            days[0] if days else "",
            days[-1] if days else "",
            tuple((dimension, code, n) for (dimension, code), n in codes),
            tuple(self._ids[row] for row in rows),
        )


def _placeholders(text: str) -> Iterator[tuple[str, str]]:
    for match in _PLACEHOLDER.finditer(text):
        yield match[0], match[1]


def _codes(
    workspace: Workspace, corpus: Corpus, coder: str | None, codebook: str | None, tell: Tell
) -> tuple[list[list[tuple[str, str]]], tuple[str, ...], dict[tuple[str, str], str]]:
    """Return the codes of each row as (dimension, code), the dimensions looked at, and names."""
    codes_of_rows: list[list[tuple[str, str]]] = [[] for _ in range(len(corpus))]
    if corpus.name not in open_codings(workspace).corpora():
        return codes_of_rows, (), {}
    chosen = chosen_codings(workspace, corpus, coder, codebook)
    final = chosen.by_whom
    there = [
        coded_dimension.id
        for coded_dimension in chosen.codebook.coded_dimensions
        if coded_dimension.id in final.parts
    ]
    settled = tuple(name for name in there if not final.parts[name].unsettled)
    for remark in (*chosen.remarks, *final.remarks(*settled)):
        tell(remark)
    for dimension in settled:
        codes = final.on(dimension).codes
        for row, identity in enumerate(corpus.ids):
            codes_of_rows[row] += [(dimension, code) for code in sorted(codes.get(identity, ()))]
    names = {
        (dimension, code.id): code.name
        for dimension in settled
        for code in chosen.codebook.dimension(dimension).codes
    }
    return codes_of_rows, settled, names
