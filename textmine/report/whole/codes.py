"""The chapter on codes: who coded, how far they agree, how common each code is, who says what."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from textmine.coding import DimensionAgreement
from textmine.coding.statements import by_coders
from textmine.present import Column, QuotedTopic, Section, Table, table_of
from textmine.report.agreement import agreement_figure, value_of_estimate
from textmine.report.language import Language
from textmine.report.whole import telling
from textmine.report.whole.gathering import CodedBook, Gathered
from textmine.report.whole.lights import reliability_lights, share_lights, thresholds_once
from textmine.report.whole.quoting import Quotations
from textmine.report.whole.shares import CodeShare, DimensionShares, name_of

_MOST_ROWS, _MOST_QUOTED = 20, 6
_BRIEF = ("agreement", "kappa", "alpha")
"""How the names of the coefficients end that the chapter draws; the appendix has all."""
_Row = tuple[DimensionShares, CodeShare]


def codes_chapter(
    found: Gathered, book: CodedBook, quoted: Quotations, language: Language, *, drawn: bool
) -> Section:
    """Return the chapter on the codes of one codebook.

    Where the first page has `drawn` their shares, the figure is that of agreement.
    """
    figures = telling.shares_figure(language, f"codes_{_key(found, book)}", book.shares)
    if book.agreement and (drawn or not figures):
        names = book.dimension_names
        named = [
            replace(
                _in_brief(agreement), dimension=names.get(agreement.dimension, agreement.dimension)
            )
            for agreement in book.agreement
            if not agreement.crossed
        ]
        drawings = agreement_figure(named or book.agreement, language)
        figures = [
            replace(drawing, name=f"{drawing.name}_{_key(found, book)}") for drawing in drawings
        ]
    elif drawn:
        figures = []
    return Section(
        f"chapter-codes-{_key(found, book)}",
        language.say("title.codes"),
        _sentences(book, language),
        _tables(found, book, language),
        figures[:1],
        _quoted(book, quoted, language, max(2, _MOST_QUOTED // len(found.books))),
        lights=thresholds_once(
            [*reliability_lights(language, book), *share_lights(language, book.shares)]
        ),
    )


def _tables(gathered: Gathered, book: CodedBook, language: Language) -> list[Table]:
    if book.shares:
        return [_table(gathered, book, language)]
    if unsettled(book):
        return tables_by_coder(f"codes_by_coder_{_key(gathered, book)}", book, language)
    return []


def _key(gathered: Gathered, book: CodedBook) -> str:
    return f"{gathered.corpus.name}-{book.standing.codebook.name}"


def _in_brief(measured: DimensionAgreement) -> DimensionAgreement:
    """Return the agreement on a dimension without coefficients that say nearly the same."""
    brief = [estimate for estimate in measured.estimates if estimate.name.endswith(_BRIEF)]
    return replace(measured, estimates=tuple(brief or measured.estimates))


def _sentences(book: CodedBook, language: Language) -> list[str]:
    sentences = [
        language.say(
            "codes.who",
            coders=language.listed(book.coders),
            book=language.quoted(telling.title_of_book(book)),
            cite=telling.cited(book),
        )
    ]
    if book.absent:
        return [*sentences, book.absent]
    if not book.shares:
        if unsettled(book):
            return [*sentences, *sentences_by_coder(book, language)]
        return [*sentences, language.say("codes.none")]
    final = book.chosen.by_whom
    if final.coder and len(book.coders) > 1:
        sentences.append(language.say("codes.final_coder", coder=final.coder))
    elif len(book.coders) > 1:
        sentences.append(language.say("codes.final_agreed", unit=language.unit(book.unit, 1)))
    bases = dict.fromkeys(telling.basis_text(language, share) for share in book.shares)
    sentences += [language.say("codes.basis", basis=base) for base in bases]
    if any(share.several for share in book.shares):
        sentences.append(language.say("codes.several", unit=language.unit(book.unit, 1)))
    return sentences


def _table(gathered: Gathered, book: CodedBook, language: Language) -> Table:
    """Return a row a code: name, definition, share, and how far coders agree on it."""
    every: list[_Row] = [(shares, code) for shares in book.shares for code in shares.codes]
    rows = every
    most = max(8, _MOST_ROWS // len(gathered.books))
    if len(every) > most:
        least = sorted((code_share.amount.share for _, code_share in every), reverse=True)[most - 1]
        rows = [row for row in every if row[1].amount.share >= least][:most]
    alphas = {
        (agreement.dimension, estimate.code): estimate
        for agreement in book.agreement
        for estimate in agreement.codes
        if not math.isnan(estimate.coefficient.value)
    }

    def alpha(row: _Row) -> str:
        estimate = alphas.get((row[0].dimension, row[1].code))
        return "" if estimate is None else language.value(value_of_estimate(estimate))

    sure = any(not code_share.amount.counted for _, code_share in every)
    columns = [
        Column("dimension", lambda row: row[0].name, language.say("column.dimension")),
        Column(
            "code", lambda row: telling.code_cell(row[1]), language.say("column.code"), files=False
        ),
        Column("id", lambda row: row[1].code, people=False),
        Column("name", lambda row: row[1].name, people=False),
        Column("definition", lambda row: row[1].definition, people=False),
        Column(
            "figures",
            lambda row: telling.figures_of(language, *row),
            language.say("column.share" if sure else "column.share_plain"),
        ),
        Column("alpha", alpha, language.say("column.alpha")),
    ]
    note = ""
    if len(rows) < len(every):
        note = language.say("codes.table_note", n=len(rows), of=len(every))
    if len(book.shares) == 1:
        columns = columns[1:]
    name = f"codes_with_definitions_{_key(gathered, book)}"
    built = table_of(name, language.say("codes.table"), columns, every, note, kind="code_shares")
    return built.shown_as(columns, rows)


def _quoted(
    book: CodedBook, quoted: Quotations, language: Language, most: int
) -> list[QuotedTopic]:
    """Return quotations of the commonest codes, under their names, of other documents each."""
    n_each = max(1, most // max(1, len(book.shares)))
    quoted_codes = []
    used: set[str] = set()
    for shares in book.shares[:most]:
        for code_share in shares.leading[:n_each]:
            n = quoted.settings.number
            quotes = quoted.of_code(book, shares.dimension, code_share.code, n, used)
            if quotes:
                heading = f"{shares.name}: {code_share.name}"
                of = language.say("amount.among", units=telling.units_of(language, shares))
                line = f"{telling.figures_of(language, shares, code_share)} ({of})"
                quoted_codes.append(QuotedTopic(heading, [line], quotes))
    return quoted_codes


_MOST_CODERS, _MOST_GIVEN = 4, 12


@dataclass
class _Given:
    """The units that one coder coded on a dimension, and how many of them have each code."""

    units: set[str] = field(default_factory=set)
    pairs: set[tuple[str, str]] = field(default_factory=set)

    @property
    def counts(self) -> Counter[str]:
        return Counter(code for _, code in self.pairs)

    def told(self, code: str, language: Language) -> str:
        """Return how often a code was given: 57 / 131, 44 %."""
        n, count = len(self.units), self.counts[code]
        return f"{language.out_of(count, n)}, {language.percent(count / n)}"


@dataclass(frozen=True)
class _GivenRow:
    dimension_id: str
    dimension: str
    code: str
    name: str


def unsettled(book: CodedBook) -> bool:
    """Return whether several coders coded and no code of them stands for all."""
    return not book.shares and not book.absent and 1 < len(book.coders) <= _MOST_CODERS


def sentences_by_coder(book: CodedBook, language: Language) -> list[str]:
    """Return a sentence a dimension with the code that each coder gave most often."""
    sentences = []
    for dimension, by_coder in _given(book).items():
        of = book.standing.codebook.dimension(dimension)
        most = [
            (coder, mine, min(mine.counts, key=lambda code: (-mine.counts[code], code)))
            for coder, mine in by_coder.items()
            if mine.counts
        ]
        listed = [
            language.say(
                "codes.apart_coder",
                coder=coder,
                code=language.quoted(name_of(of, code)),
                figures=mine.told(code, language),
            )
            for coder, mine, code in most
        ]
        if listed:
            listing = language.listed(listed)
            sentences.append(language.say("codes.apart", dimension=of.name or of.id, said=listing))
    return sentences


def tables_by_coder(name: str, book: CodedBook, language: Language) -> list[Table]:
    """Return the table with a row a code and a column a coder, the commonest codes first."""
    codes_by_dimension = _given(book)
    coders = list(dict.fromkeys(coder for mine in codes_by_dimension.values() for coder in mine))
    rows = [
        row
        for dimension in codes_by_dimension
        for row in _rows(book, dimension, codes_by_dimension[dimension])
    ]
    if not rows:
        return []
    columns = [
        Column("dimension", lambda row: row.dimension, language.say("column.dimension")),
        Column("code", lambda row: row.name, language.say("column.code")),
        *(
            Column(
                f"coder_{number}",
                partial(_cell, codes_by_dimension, coder, language),
                language.say("column.by_coder", coder=coder),
            )
            for number, coder in enumerate(coders, start=1)
        ),
    ]
    titled = language.say("codes.apart_table")
    return [table_of(name, titled, columns, rows, kind="codes_by_coder")]


def _cell(
    by_dimension: dict[str, dict[str, _Given]], coder: str, language: Language, row: _GivenRow
) -> str:
    mine = by_dimension[row.dimension_id].get(coder)
    return "" if mine is None or not mine.units else mine.told(row.code, language)


def _rows(book: CodedBook, dimension: str, given: dict[str, _Given]) -> Sequence[_GivenRow]:
    of = book.standing.codebook.dimension(dimension)
    counts: Counter[str] = sum((mine.counts for mine in given.values()), Counter())
    codes = sorted(counts, key=lambda code: (-counts[code], code))[:_MOST_GIVEN]
    return [_GivenRow(dimension, of.name or of.id, code, name_of(of, code)) for code in codes]


def _given(book: CodedBook) -> dict[str, dict[str, _Given]]:
    """Return what each coder gave on each dimension, in the order of the codebook."""
    counts_of: dict[str, dict[str, _Given]] = {}
    for by_coder in by_coders(book.standing):
        mine = counts_of.setdefault(by_coder.dimension, {}).setdefault(by_coder.coder, _Given())
        mine.units.add(by_coder.document)
        if by_coder.code is not None:
            mine.pairs.add((by_coder.document, by_coder.code))
    order = [dimension.id for dimension in book.standing.codebook.dimensions]
    return {name: counts_of[name] for name in order if name in counts_of}
