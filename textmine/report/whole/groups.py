"""The chapter on groups and rounds: codes and themes that differ by more than chance."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from textmine.present import Column, QuotedTopic, Section, Table, table_of
from textmine.reading.code_table import TableCode
from textmine.reading.codes_by_group import CodesCompared
from textmine.report.codes_by import surest_figure
from textmine.report.language import Language
from textmine.report.themes_by import themes_by_figure, themes_by_name
from textmine.report.whole.gathering import CodedBook, Gathered, ThemesFound
from textmine.report.whole.quoting import Quotations
from textmine.report.whole.shares import name_of
from textmine.report.whole.telling import title_of_book
from textmine.report.whole.themes import theme_name
from textmine.stats.groups.by_group import CodeByGroup
from textmine.topics.groups.shares import SharesBy

_SIGNIFICANT = 0.05
_MOST_ROWS, _MOST_NAMED = 12, 6


@dataclass(frozen=True)
class _Row:
    name: str
    code: TableCode
    found: CodeByGroup

    @property
    def sure(self) -> bool:
        """Whether groups differ in this code by more than chance."""
        return self.found.adjusted <= _SIGNIFICANT

    @property
    def order(self) -> float:
        """The place in a table: the surest first."""
        return math.inf if math.isnan(self.found.p) else self.found.adjusted


def groups_chapter(
    found: Gathered, column: str, quoted: Quotations, language: Language
) -> Section | None:
    """Return the chapter on the groups of a column; None where nothing can be said of them."""
    compared = [comparison for comparison in found.compared if comparison.column == column]
    themes = [(theme, by) for theme in found.themes for by in theme.by if by.column == column]
    if not compared and not themes:
        return None
    rows = sorted(
        ((comparison, _rows(found, comparison)) for comparison in compared),
        key=lambda pair: not any(row.sure for row in pair[1]),
    )
    sentences = [
        text for comparison, mine in rows for text in _codes_told(found, comparison, mine, language)
    ]
    sentences += [_themes_told(themes_found, by, language) for themes_found, by in themes]
    tables = [_codes_table(found, comparison, mine, language) for comparison, mine in rows]
    figures = [figure for comparison, _ in rows for figure in surest_figure(comparison, language)]
    for themes_found, by in themes:
        name = themes_by_name(themes_found.view.model, by)
        figures += themes_by_figure(name, by, _titles(themes_found, language), language)
        if not tables:
            tables = [_themes_table(themes_found, by, language)]
    return Section(
        f"chapter-groups-{found.corpus.name}-{_plain(column)}",
        language.say("title.of", title=language.say("title.groups"), name=column),
        sentences,
        tables[:1],
        figures[:1],
        [quote for comparison, mine in rows for quote in _quoted(found, comparison, mine, quoted)],
    )


def _rows(found: Gathered, compared: CodesCompared) -> list[_Row]:
    both = zip(compared.codes, compared.tested.codes, strict=True)
    book = _book_of(found, compared)
    rows = [_Row(_name(book, code), code, measured) for code, measured in both]
    return sorted(rows, key=lambda row: row.order)


def _book_name(gathered: Gathered, compared: CodesCompared) -> str:
    """Return the title of the codebook, "" where there is one alone."""
    book = _book_of(gathered, compared)
    return title_of_book(book) if book is not None and len(gathered.books) > 1 else ""


def _book_of(gathered: Gathered, compared: CodesCompared) -> CodedBook | None:
    named = {code.dimension for code in compared.codes}
    for book in gathered.books:
        if named <= {dimension.id for dimension in book.standing.codebook.dimensions}:
            return book
    return None


def _name(book: CodedBook | None, code: TableCode) -> str:
    if book is None:
        return code.name or code.label
    return name_of(book.standing.codebook.dimension(code.dimension), code.label)


def _codes_told(
    gathered: Gathered, compared: CodesCompared, rows: Sequence[_Row], language: Language
) -> list[str]:
    tested = [row for row in rows if not math.isnan(row.found.p)]
    sure = [row for row in tested if row.sure]
    names = [language.quoted(row.name) for row in sure[:_MOST_NAMED]]
    more = ", …" if len(sure) > _MOST_NAMED else ""
    if compared.tested.reason:
        result = language.say("groups.untested", reason=compared.tested.reason)
    elif sure:
        result = language.say(
            "groups.differ", n=len(sure), of=len(tested), names=", ".join(names) + more
        )
    else:
        result = language.say("groups.differ_none", of=len(tested))
    sentence = language.say(
        "groups.codes",
        n=language.count(sum(compared.tested.n_units)),
        units=language.unit(compared.unit.removesuffix("s"), 2),
        k=len(compared.groups),
        column=compared.column,
        result=result,
    )
    book = _book_name(gathered, compared)
    if book:
        sentence = language.say("title.of", title=book, name=sentence)
    if compared.tested.reason or not compared.clusters:
        return [sentence]
    return [sentence, language.say("groups.moved", clusters=language.unit(compared.clusters, 2))]


def _codes_table(
    gathered: Gathered, compared: CodesCompared, rows: Sequence[_Row], language: Language
) -> Table:
    """Return a row a code and a column a group, the surest difference first."""
    n = compared.tested.n_units
    columns = [
        Column("code", lambda row: row.name, language.say("column.code")),
        Column(
            "p",
            lambda row: (
                "" if math.isnan(row.found.adjusted) else language.decimal(row.found.adjusted, 3)
            ),
            language.say("column.p"),
        ),
        *(
            Column(
                f"group_{index + 1}",
                partial(_cell, language, index),
                f"{group} (n {language.count(n[index])})",
            )
            for index, group in enumerate(compared.groups)
        ),
    ]
    shown = rows[:_MOST_ROWS]
    note = ""
    if len(shown) < len(rows):
        note = language.say("groups.table_note", n=len(shown), of=len(rows))
    title = language.say("groups.table", column=compared.column)
    name = f"groups_{gathered.corpus.name}_{_plain(compared.column)}"
    built = table_of(name, title, columns, rows, note, kind="groups")
    return built.shown_as(columns, shown)


def _cell(language: Language, index: int, row: _Row) -> str:
    return (
        f"{language.percent(row.found.shares[index])} ({language.count(row.found.counts[index])})"
    )


def _points(language: Language, by: SharesBy, level: str, topic: str) -> str:
    return language.points(by.at(topic, level).share)


def _titles(themes: ThemesFound, language: Language) -> dict[str, str]:
    return {topic.id: theme_name(topic, language) for topic in themes.view.topics}


def _themes_told(themes: ThemesFound, by: SharesBy, language: Language) -> str:
    titles = _titles(themes, language)
    tested = [difference for difference in by.differences if difference.interval.defined]
    sure = sorted(
        (difference for difference in tested if difference.adjusted <= _SIGNIFICANT),
        key=lambda difference: difference.adjusted,
    )
    if not sure:
        return language.say("groups.themes_none", column=by.column, of=len(tested))
    names = dict.fromkeys(language.quoted(titles[difference.topic]) for difference in sure)
    listed = ", ".join([*names][:_MOST_NAMED])
    return language.say(
        "groups.themes_differ", n=len(sure), of=len(tested), column=by.column, names=listed
    )


def _themes_table(themes: ThemesFound, by: SharesBy, language: Language) -> Table:
    titles = _titles(themes, language)
    topics = list(dict.fromkeys(share.topic for share in by.shares))
    columns = [
        Column("theme", lambda topic: titles[topic], language.say("column.theme")),
        *(
            Column(
                f"group_{index + 1}",
                partial(_points, language, by, level),
                f"{level} (n {language.count(by.at(topics[0], level).n)})",
            )
            for index, level in enumerate(by.levels)
        ),
    ]
    title = language.say("groups.table_themes", column=by.column)
    name = f"themes_by_{themes.view.model}_{_plain(by.column)}"
    return table_of(name, title, columns, topics, kind="themes_by_groups")


def _quoted(
    gathered: Gathered, compared: CodesCompared, rows: Sequence[_Row], quoted: Quotations
) -> list[QuotedTopic]:
    book = _book_of(gathered, compared)
    sure = [row for row in rows if row.sure]
    if book is None or not sure:
        return []
    first = sure[0]
    quotes = quoted.of_code(book, first.code.dimension, first.code.label, quoted.settings.number)
    return [QuotedTopic(first.name, (), quotes)] if quotes else []


def _plain(name: str) -> str:
    return "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in name)
