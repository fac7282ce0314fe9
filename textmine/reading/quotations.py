"""Quote the passages of codes: word for word from the stored texts, with where each comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.corpus import Corpus, column_of, places_of, reading_order
from textmine.corpus.hierarchy import CASE
from textmine.corpus.speakers import speakers
from textmine.reading.passages import Passage
from textmine.reading.quotation import Neighbour, Quotation, context_of, verbatim
from textmine.schema import CREATED_AT, ID, META, THREAD_ID, TITLE, with_fields


@dataclass(frozen=True)
class Surroundings:
    """What is quoted beside a passage.

    `context` words on either side of a stretch of a text, `around` documents before and after a
    whole one in its thread, and the `columns` of the corpus that are named.
    """

    context: int = 0
    around: int = 0
    columns: tuple[str, ...] = ()


NOTHING = Surroundings()


@dataclass(frozen=True)
class Quoted:
    """Quotations in the order in which their texts are read, each checked against its text.

    `n_off` passages are left out: the text has nothing where they are said to stand.
    """

    quotations: tuple[Quotation, ...]
    n_off: int = 0


def quote_passages(
    passages: Sequence[Passage],
    corpus: Corpus,
    surroundings: Surroundings = NOTHING,
    reader: Reader | None = None,
) -> Quoted:
    """Quote passages of a corpus in reading order: thread, date, position, and place in the text.

    `corpus` is the whole one, so that what stands around a passage is found; a `reader` of it and
    its surroundings serves many calls. Raises InputError for a column that is not there.
    """
    read = reader or Reader(corpus, surroundings)
    all_quotations = [quotation for passage in passages for quotation in read.quoted(passage)]
    stand = verbatim(all_quotations, read.texts)
    verified = [quotation for quotation, good in zip(all_quotations, stand, strict=True) if good]
    verified.sort(
        key=lambda quotation: (read.order[quotation.document], quotation.start, quotation.end)
    )
    return Quoted(tuple(verified), len(passages) - len(verified))


_NOTHING_SAID = Quotation("", 0, 0, "", 0)


class Reader:
    """The columns of a corpus that quotations need, by the ids of documents."""

    def __init__(self, corpus: Corpus, surroundings: Surroundings = NOTHING) -> None:
        self._surroundings = surroundings
        ids = corpus.ids
        self.texts = dict(zip(ids, corpus.texts, strict=True))
        ordered = reading_order(corpus.documents)
        self.order = {str(identity): index for index, identity in enumerate(ordered[ID])}
        self._row = {identity: row for row, identity in enumerate(ids)}
        self._authors, self._dates = (
            speakers(corpus),
            [cell[:10] for cell in corpus.column(CREATED_AT)],
        )
        self._titles, self._threads = corpus.column(TITLE), corpus.column(THREAD_ID)
        self._places, self._cut = places_of(corpus), corpus.info.cut_files
        columns = [column_of(corpus, name) for name in surroundings.columns]
        if CASE in corpus.documents and CASE not in columns:
            columns.insert(0, CASE)
        self._columns = [(name.removeprefix(META), corpus.column(name)) for name in columns]
        self._threaded: dict[str, list[str]] = {}
        if surroundings.around:
            rows = zip(ordered[ID], ordered[THREAD_ID], strict=True)
            for identity, thread in rows:
                self._threaded.setdefault(str(thread), []).append(str(identity))

    def quoted(self, passage: Passage) -> list[Quotation]:
        """Return the quotation of a passage, none where its document is not there."""
        text = self.texts.get(passage.document)
        if text is None:
            return []
        start, end = passage.span or (0, len(text))
        whole = (start, end) == (0, len(text))
        before, after = context_of(text, start, end, self._surroundings.context)
        row = self._row[passage.document]
        return [
            with_fields(
                _NOTHING_SAID,
                document=passage.document,
                start=start,
                end=end,
                text=text[start:end],
                size=len(text),
                codes=passage.codes,
                also=passage.also,
                dissent=passage.dissent,
                before=before,
                after=after,
                author=self._authors[row],
                date=self._dates[row],
                title=self._titles[row],
                thread=self._threads[row],
                place=self._places[row],
                file=self._cut,
                attributes=tuple((name, cells[row]) for name, cells in self._columns),
                around=self._beside(passage.document) if whole else (),
            )
        ]

    def _beside(self, document: str) -> tuple[Neighbour, ...]:
        n = self._surroundings.around
        thread = self._threaded.get(self._threads[self._row[document]], [])
        if document not in thread:
            return ()
        here = thread.index(document)
        return tuple(
            Neighbour(
                index - here,
                thread[index],
                self._authors[row],
                self._dates[row],
                self.texts[thread[index]],
            )
            for index in range(max(0, here - n), min(len(thread), here + n + 1))
            if index != here and (row := self._row[thread[index]]) >= 0
        )
