"""What each coder gave, side by side: told where coders differ and nothing is settled."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from textmine.coding.statements import by_coders
from textmine.present import Column, Table, table_of
from textmine.report.language import Language
from textmine.report.whole.gathering import CodedBook
from textmine.report.whole.shares import name_of

_MOST_CODERS, _MOST_ROWS = 4, 12


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
class _Row:
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
    by_dimension: dict[str, dict[str, _Given]], coder: str, language: Language, row: _Row
) -> str:
    mine = by_dimension[row.dimension_id].get(coder)
    return "" if mine is None or not mine.units else mine.told(row.code, language)


def _rows(book: CodedBook, dimension: str, given: dict[str, _Given]) -> Sequence[_Row]:
    of = book.standing.codebook.dimension(dimension)
    counts: Counter[str] = sum((mine.counts for mine in given.values()), Counter())
    codes = sorted(counts, key=lambda code: (-counts[code], code))[:_MOST_ROWS]
    return [_Row(dimension, of.name or of.id, code, name_of(of, code)) for code in codes]


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
