"""Whom a report quotes: passages that are typical of a code, and those that somebody chose."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from textmine.errors import InputError, did_you_mean
from textmine.present import Quote, beginning
from textmine.reading.likeness import Likeness, by_words
from textmine.reading.passages import Passage
from textmine.reading.quotation import Quotation, extract
from textmine.reading.quotations import quote_passages
from textmine.reading.quoting import Choice, quoted_codes
from textmine.reading.voices import Voices, voices_of
from textmine.reading.wanted import Term, Wanted, read_term
from textmine.report.language import Language
from textmine.report.whole.gathering import CodedBook, Gathered
from textmine.report.whole.risks import QuotationRisks, Words
from textmine.report.whole.settings import FILE, ChosenQuotation, QuotationSettings
from textmine.topics import TopicView
from textmine.topics.reading.quotes import Quotation as ThemeQuotation

_SHORT, _TITLE = 30, 60
"""Words of a quotation in a table, and letters of the title of a thread."""
_LIKELY = 6
"""Codes of a dimension that are likely to be quoted."""


@dataclass(frozen=True)
class Quotations:
    """The quotations of one corpus: chosen ones by what they are of, typical ones of any code."""

    found: Gathered
    settings: QuotationSettings
    language: Language
    coder: str | None = None
    chosen: dict[tuple[str, str], list[Quotation]] = field(default_factory=dict)
    risks: QuotationRisks | None = None
    _voices: dict[tuple[str, str], Voices] = field(default_factory=dict)
    _typical: dict[tuple[str, str, str], tuple[Quotation, ...]] = field(default_factory=dict)

    @cached_property
    def _likeness(self) -> Likeness:
        return by_words(self.found.corpus)

    @property
    def alone(self) -> list[Quote]:
        """The chosen quotations that are of no code and no theme."""
        return [self._shown(quotation, "", 0) for quotation in self.chosen.get(("", ""), [])]

    def of_code(
        self, book: CodedBook, dimension: str, label: str, n: int, used: set[str] | None = None
    ) -> list[Quote]:
        """Return quotations of a code: those chosen first, then those most like the others.

        Documents that are `used` come last; those that are taken are added to them.
        """
        if not self.settings.show:
            return []
        used = set() if used is None else used
        chosen = self.chosen.get((dimension, label.partition(":")[0]), [])
        every = self._quotations(book, dimension, label)
        fresh = sorted(every[len(chosen) :], key=lambda quotation: quotation.document in used)
        quotations = [*chosen, *fresh][:n]
        used |= {quotation.document for quotation in quotations}
        return [self._shown(quotation, book.unit, self.settings.words) for quotation in quotations]

    def short(self, book: CodedBook, dimension: str, label: str, used: set[str]) -> str:
        """Return one quotation of a code as the cell of a table: the words, and where from.

        Documents that are `used` come last; that which is taken is added to them.
        """
        if not self.settings.show:
            return ""
        every = self._quotations(book, dimension, label)
        quotations = sorted(every, key=lambda quotation: quotation.document in used)[:1]
        if not quotations:
            return ""
        used.add(quotations[0].document)
        quote = self._shown(quotations[0], book.unit, _SHORT)
        return in_a_cell(quote, self.language)

    def of_theme(self, title: str) -> list[Quote]:
        """Return the quotations that were chosen for a theme."""
        words = self.settings.words
        return [
            self._shown(quotation, "", words) for quotation in self.chosen.get(("theme", title), [])
        ]

    def _quotations(self, book: CodedBook, dimension: str, label: str) -> list[Quotation]:
        """Return the quotations of a code: those chosen, then those most like the others."""
        chosen = self.chosen.get((dimension, label.partition(":")[0]), [])
        texts = {quotation.text for quotation in chosen}
        rest = [
            quotation
            for quotation in self._most_typical(book, dimension, label)
            if quotation.text not in texts
        ]
        risks = self.risks
        if risks is not None:
            self._judge()
            rest.sort(key=lambda quotation: risks.of(self._words(quotation)).level == "high")
        return [*chosen, *rest]

    def _words(self, quotation: Quotation) -> Words:
        """Return a quotation as it is judged: the words that a chapter shows."""
        return quotation.document, extract(quotation, self.settings.words).text

    def _judge(self) -> None:
        """Judge at once what chapters are likely to quote."""
        if self.risks is None or self.risks.known:
            return
        typical = [
            quotation
            for book in self.found.books
            for shares in book.shares
            for code in shares.leading[:_LIKELY]
            for quotation in self._most_typical(book, shares.dimension, code.code)
        ]
        chosen = [quotation for some in self.chosen.values() for quotation in some]
        themes = [
            (quotation.document, quotation.text)
            for themes in self.found.themes
            for topic in themes.view.topics
            for quotation in topic.quotations
        ]
        self.risks.judge([*map(self._words, [*chosen, *typical]), *themes])

    def _most_typical(self, book: CodedBook, dimension: str, label: str) -> tuple[Quotation, ...]:
        key = (book.standing.codebook.name, dimension, label)
        if key not in self._typical:
            code, _, role = label.partition(":")
            wanted = Wanted((Term(dimension, code, role=role),))
            choice = Choice("typical", 2 * max(self.settings.number, 1), voices=True)
            self._typical[key] = quoted_codes(
                self._voices_on(book, dimension),
                wanted,
                self.found.corpus,
                choice,
                likeness=self._likeness,
            ).quotations
        return self._typical[key]

    def _voices_on(self, book: CodedBook, dimension: str) -> Voices:
        key = (book.standing.codebook.name, dimension)
        if key not in self._voices:
            self._voices[key] = voices_of(book.standing, (dimension,), self.coder)
        return self._voices[key]

    def _shown(self, quotation: Quotation, unit: str, words: int) -> Quote:
        """Return a quotation with where it stands, and without ids of codes."""
        unit = unit or ("passage" if self.found.corpus.info.cut_files else "document")
        thread = beginning(
            quotation.title or ("" if quotation.author else quotation.thread), _TITLE
        )
        parts = (
            f"{self.language.unit(unit, 1)} {quotation.document}",
            quotation.author,
            self.language.day(quotation.date),
            self.language.quoted(thread) if thread else "",
            quotation.place,
        )
        source = ", ".join(part for part in parts if part)
        notes = (
            [] if self.risks is None else self.risks.notes(self._words(quotation), self.language)
        )
        return Quote(str(extract(quotation, words)), source, notes=notes)

    def of_topic(self, topic: TopicView, n: int) -> list[Quote]:
        """Return the first `n` quotations of a theme, those that tell who speaks behind others."""
        return self._signed(topic.quotations, n)

    def judge(self, quotations: Sequence[ThemeQuotation]) -> None:
        """Judge at once who could be told by quotations that are asked for one by one."""
        if self.risks is not None:
            self._judge()
            self.risks.judge((quotation.document, quotation.text) for quotation in quotations)

    def of_side(self, quotations: Sequence[ThemeQuotation]) -> list[Quote]:
        """Return what is quoted for a theme that is held against another corpus: one at most."""
        show = self.settings.show and self.settings.number > 0
        return self._signed(quotations, 1) if show else []

    def _signed(self, quotations: Sequence[ThemeQuotation], n: int) -> list[Quote]:
        risks = self.risks
        if risks is None:
            return [
                Quote(quotation.text, _signature(quotation, self.language))
                for quotation in quotations[: max(n, 0)]
            ]
        self._judge()
        every = sorted(
            quotations,
            key=lambda quotation: risks.of((quotation.document, quotation.text)).level == "high",
        )
        return [
            Quote(
                quotation.text,
                _signature(quotation, self.language),
                notes=risks.notes((quotation.document, quotation.text), self.language),
            )
            for quotation in every[: max(n, 0)]
        ]


def _signature(quotation: ThemeQuotation, language: Language) -> str:
    """Return who said the words of a theme, and where they stand."""
    thread = ""
    if quotation.thread not in ("", quotation.document):
        thread = f"{language.unit(quotation.whole, 1)} {quotation.thread}"
    document = f"{language.unit('document', 1)} {quotation.document}"
    return ", ".join(part for part in (quotation.author, thread, quotation.place, document) if part)


def in_a_cell(quote: Quote, language: Language) -> str:
    """Return a quotation as the cell of a table: the words, where from, and what is said of it."""
    return "\n".join([language.say("word.spoken", words=quote.text), quote.source, *quote.notes])


def quotations_of(
    found: Gathered,
    settings: QuotationSettings,
    language: Language,
    coder: str | None,
    several: bool,
    risks: QuotationRisks | None = None,
) -> Quotations:
    """Return the quotations of a corpus; each that was chosen is checked against its text.

    Raises InputError for one that is not in its document word for word, or of nothing there is.
    """
    quotations = Quotations(found, settings, language, coder, risks=risks)
    for number, quotation in enumerate(settings.chosen if settings.show else (), start=1):
        if several and not quotation.corpus:
            raise InputError(
                f"Quotation {number} of {FILE} does not say of which corpus it is.",
                hint='Add a line such as: corpus = "forum".',
            )
        if quotation.corpus in ("", found.corpus.name):
            quotations.chosen.setdefault(_subject(found, quotation, number), []).append(
                _checked(found, quotation, number)
            )
    return quotations


def _checked(gathered: Gathered, quote: ChosenQuotation, number: int) -> Quotation:
    """Return a chosen quotation as it stands in its document."""
    corpus = gathered.corpus
    texts = dict(zip(corpus.ids, corpus.texts, strict=True))
    text = texts.get(quote.document)
    if text is None:
        raise InputError(
            f"Quotation {number} of {FILE}: '{corpus.name}' has no document '{quote.document}'.",
            hint=did_you_mean(quote.document, corpus.ids),
        )
    start = text.find(quote.words) if quote.words else int(quote.start or 0)
    end = start + len(quote.words) if quote.words else int(quote.end or 0)
    if start < 0:
        raise InputError(
            f"Quotation {number} of {FILE} is not in document '{quote.document}' word for word: "
            f"'{beginning(quote.words, 80)}'.",
            hint=f"The document begins: '{beginning(text, 120)}'",
        )
    if not 0 <= start < end <= len(text):
        raise InputError(
            f"Quotation {number} of {FILE}: document '{quote.document}' has no characters "
            f"{start:,} to {end:,}.",
            hint=f"It has {len(text):,}; the end must be behind the start.",
        )
    return quote_passages([Passage(quote.document, (start, end), ())], corpus).quotations[0]


def _subject(gathered: Gathered, quotation: ChosenQuotation, number: int) -> tuple[str, str]:
    """Return what a chosen quotation is of: (dimension, code), ("theme", title) or nothing."""
    if not quotation.of:
        return "", ""
    for book in gathered.books:
        try:
            term = read_term(book.standing.codebook, quotation.of)
        except InputError:
            continue
        return term.dimension, term.code
    titles = [topic.title for themes in gathered.themes for topic in themes.view.topics]
    for title in titles:
        if title.casefold() == quotation.of.casefold():
            return "theme", title
    raise InputError(
        f"Quotation {number} of {FILE} is of '{quotation.of}', which is no code and no theme.",
        hint=did_you_mean(quotation.of, [*titles, *_code_names(gathered.books)]),
    )


def _code_names(books: Sequence[CodedBook]) -> list[str]:
    return [
        name
        for book in books
        for dimension in book.standing.codebook.dimensions
        for code in dimension.codes
        for name in (code.id, code.name)
        if name
    ]
