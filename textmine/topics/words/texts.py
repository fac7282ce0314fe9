"""The texts whose words are looked into: a corpus, placed in the topics of a model if asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from textmine.arrays import Bools, Floats
from textmine.config import NlpSettings, Progress, Settings, silent
from textmine.corpus import Corpus, levels_of, load_corpus, select_documents
from textmine.corpus.taking import BATCH, Taking, open_taking
from textmine.errors import InputError, UsageError
from textmine.nlp import Prepared
from textmine.nlp.prepare import Told, text_reader
from textmine.spread import Where
from textmine.store import Workspace
from textmine.topics.as_read import AsRead
from textmine.topics.listing import JOINT
from textmine.topics.placed import Placed, topic_and_model
from textmine.topics.placing import place_corpus
from textmine.topics.words.query import Query, any_of, read_query

_MOST_PARTS = 50


@dataclass(frozen=True)
class Part:
    """How much of each unit belongs to a part and to what it is held against: (n_units,), 0 to 1.

    `members` are the units that are counted as the part's own. `of_words`: the part was made from
    words, as a theme is, so that a test of words would find what was put in.
    """

    name: str
    against: str
    target: Floats
    reference: Floats
    members: Bools
    of_words: bool = False

    @property
    def n_units(self) -> int:
        """How many units are the part's own."""
        return int(self.members.sum())


def _part_and_rest(name: str, inside: Bools, against: str = "the rest") -> Part:
    """Hold some units against all others; raise InputError where there are no others."""
    if inside.all():
        raise InputError(
            f"'{name}' is all there is: there is nothing to compare it with.",
            hint="Choose a part with --where or --by, or name another corpus with --against.",
        )
    return Part(name, against, inside.astype(np.float64), (~inside).astype(np.float64), inside)


def _theme_and_rest(placed: Placed, topic: int) -> Part:
    """Hold a theme against the rest: each unit counts with the theme's share of it.

    Units in no topic count for neither side; the theme's own units are those it has most of.
    Raises InputError where there is one theme only.
    """
    placed.need_two_themes()
    share = placed.unit_topic[:, topic]
    here = placed.in_topics
    main = here & (placed.unit_topic.argmax(axis=1) == topic)
    return Part(
        placed.captions[topic], "the other themes", share, np.where(here, 1 - share, 0), main, True
    )


def _parts_by(corpus: Corpus, column: str, levels: Sequence[str]) -> Iterator[Part]:
    """Yield each level of a column against the rest; `levels` is that of each unit, "" for none.

    Units without a level are left out. Raises InputError for fewer than two levels or too many.
    """
    names = sorted(set(levels) - {""})
    if not 2 <= len(names) <= _MOST_PARTS:
        raise InputError(
            f"Column '{column}' of '{corpus.name}' has {len(names)} values; 2 to {_MOST_PARTS} can "
            "be compared with each other.",
            hint="Choose another column.",
        )
    of = np.array(levels)
    known = of != ""
    for name in names:
        inside = of == name
        rest = known & ~inside
        yield Part(name, "the rest", inside.astype(np.float64), rest.astype(np.float64), inside)


_TOP_WORDS = 10


@dataclass(frozen=True)
class Texts:
    """Documents and how their texts were read; `topic` is a place among those of `placed`.

    `remarks` say what a reader should know of how they were read.
    """

    corpus: Corpus
    read: AsRead
    placed: Placed | None = None
    topic: int | None = None
    remarks: tuple[str, ...] = ()

    def batches(self, rows: Sequence[int] | None = None) -> Iterator[Prepared]:
        """Yield the texts of documents, by row (None: all), some at a time."""
        return (prepared for _, prepared in self.with_rows(rows))

    def with_rows(
        self, rows: Sequence[int] | None = None
    ) -> Iterator[tuple[Sequence[int], Prepared]]:
        """Yield what `batches` does, with the rows."""
        wanted = range(len(self.corpus)) if rows is None else rows
        for start in range(0, len(wanted), BATCH):
            some = wanted[start : start + BATCH]
            yield some, self.read.take(some)

    def chosen(self, where: Sequence[str]) -> Bools:
        """Return which documents meet all conditions, and are mainly of the topic if any."""
        inside = set(select_documents(self.corpus, where).ids)
        chosen = np.array([identity in inside for identity in self.corpus.ids])
        if self.placed is not None:
            chosen &= self.placed.in_topics & (self.placed.unit_topic.argmax(axis=1) == self.topic)
        return chosen

    def rows(self, where: Sequence[str]) -> list[int]:
        """Return the rows of the documents in `chosen`; raise InputError where there are none."""
        rows = [int(row) for row in self.chosen(where).nonzero()[0]]
        if not rows:
            raise InputError("No document is mainly of this topic.", hint="Name another topic.")
        return rows

    def parts(self, where: Sequence[str], other: Texts | None, by: str | None) -> list[Part]:
        """Return what is held against what: the theme, each value of a column, or those chosen.

        Those chosen are held against the other documents, or those of `other`, which come behind.
        """
        if self.placed is not None and self.topic is not None:
            return [_theme_and_rest(self.placed, self.topic)]
        if by:
            return list(_parts_by(self.corpus, by, levels_of(self.corpus, by)))
        name = " and ".join(where) or self.corpus.name
        if other is None:
            return [_part_and_rest(name, self.chosen(where))]
        here = np.arange(len(self.corpus) + len(other.corpus)) < len(self.corpus)
        inside = np.concatenate([self.chosen(where), np.zeros(len(other.corpus), dtype=bool)])
        part = _part_and_rest(name, inside, f"'{other.corpus.name}'")
        return [replace(part, reference=(~here).astype(np.float64))]

    def query(
        self, word: str | None, *, lemma: bool = False, regex: bool = False, case: bool = False
    ) -> tuple[Query, str]:
        """Return what is looked for, a word or the top words of the theme, and its name."""
        if word is not None:
            query = read_query(
                word, self.read.model.lang, self.batches, lemma=lemma, regex=regex, case=case
            )
            return query, f"'{word}'"
        if self.placed is None or self.topic is None:
            raise UsageError(
                "There is no word to look for.", hint="Give a word, or --topic MODEL:T03."
            )
        top = self.placed.model.top_words(_TOP_WORDS)[self.topic]
        return any_of(top), f"Top words of {self.placed.captions[self.topic]} ({', '.join(top)})"


def read_texts(
    workspace: Workspace,
    corpus: str,
    topic: str | None,
    settings: Settings,
    progress: Progress = silent,
) -> Texts:
    """Read a corpus; with `topic` (MODEL:T03 or MODEL:NAME) as its model does, placed in it."""
    if topic is None:
        documents = open_taking(workspace, corpus)
        read = _read(workspace, documents, settings.nlp, progress)
        remarks = (f"Note: {read.remark}.",) if read.remark else ()
        return Texts(documents.light, read, remarks=remarks)
    model, name = topic_and_model(topic)
    placed = place_corpus(workspace, model, load_corpus(workspace, corpus), settings, progress)
    index = placed.topic(name)
    theme, wanted = placed.model.topic_ids[index], name.strip().upper()
    remark = f"{wanted} is part of a theme, which is taken whole: {placed.captions[index]}."
    part = wanted != theme and wanted in theme.split(JOINT)
    return Texts(placed.corpus, placed.read, placed, index, (remark,) if part else ())


def _read(
    workspace: Workspace, documents: Taking, settings: NlpSettings, progress: Progress
) -> AsRead:
    """Read the texts that are not kept, a batch at a time; say how all of them were read."""
    reader, n = text_reader(settings, (), workspace), len(documents.light)
    reader.fill(documents.text_batches(range(n), BATCH), n, Where(settings.n_process), progress)
    told = Told(reader.choice)
    for texts in documents.text_batches(range(n), BATCH):
        told = told.with_texts(reader.take(texts, ("words",)))

    def take(rows: Sequence[int]) -> Prepared:
        return reader.take(documents.texts(rows))

    return AsRead(reader.choice, told.remark, n, take)
