"""The sentences of the first page, each with how much it matters."""

import math
from dataclasses import dataclass

from textmine.reading.codes_by_group import CodesCompared
from textmine.reading.counting.tabulation import Tabulation
from textmine.report.agreement import value_of_estimate
from textmine.report.language import Language
from textmine.report.whole.codes import sentences_by_coder, unsettled
from textmine.report.whole.gathering import CodedBook, Gathered, ThemesFound
from textmine.report.whole.shares import DimensionShares, amount_of, name_of
from textmine.report.whole.telling import amount_text, extent_words, figures_of, share_text
from textmine.stats.shares.corpus_shares import FEW

_SIGNIFICANT = 0.05
_CORPUS, _LEADING, _COMBINED, _THEMES, _GROUPS, _MACHINE = 100, 90, 80, 75, 70, 60


@dataclass(frozen=True)
class Finding:
    """A sentence, and how much it matters: the larger, the more."""

    weight: float
    text: str


def findings_of(found: Gathered, language: Language, *, several: bool) -> list[Finding]:
    """Return what can be said of a corpus, in the order in which it is read."""
    before = f"{found.corpus.name}. " if several else ""
    findings = [Finding(_CORPUS, _corpus(found, language))]
    rank = 0
    for book in found.books:
        for shares in book.shares:
            sentence = _leading(shares, language)
            if sentence:
                findings.append(Finding(_LEADING - 8 * rank, before + sentence))
                rank += 1
        if not book.shares and not book.absent:
            sentences = sentences_by_coder(book, language) if unsettled(book) else []
            findings += [
                Finding(_LEADING - 8 * at, before + sentence)
                for at, sentence in enumerate(sentences or [language.say("codes.none")])
            ]
        crossed = book.crossed()
        if crossed is not None:
            findings.append(Finding(_COMBINED, before + _combination(book, crossed, language)))
    findings += [
        Finding(_THEMES - 20 * at, before + _themes(theme, found.unit, language))
        for at, theme in enumerate(found.themes)
    ]
    for at, compared in enumerate(found.compared):
        sentence, sure = _groups(compared, found, language)
        if sentence:
            findings.append(Finding(_GROUPS - 10 * at - (0 if sure else 30), before + sentence))
    for machine in found.machines:
        if not machine.own and machine.n_coded:
            units = language.units(found.unit, machine.n_coded)
            model = language.quoted(machine.name)
            text = language.say("front.machine_only", model=model, units=units)
            findings.append(Finding(_MACHINE, before + text))
    return findings


def _corpus(found: Gathered, language: Language) -> str:
    shares = [share for book in found.books for share in book.shares]
    coded = language.say("front.coded_none")
    if shares:
        first = shares[0]
        key = {"corrected": "drawn", "coded": "some"}.get(first.basis, first.basis)
        if key == "census" and max(share.n for share in shares) < len(found.corpus):
            units = language.unit(first.unit, 2)
            coded = language.say("front.coded_all_meant", n=language.count(first.n), units=units)
        else:
            coded = language.say(
                f"front.coded_{key}",
                n=language.count(first.n),
                open=language.count(first.n_open),
                all=language.count(first.n + first.n_open),
            )
    elif found.books:
        coded = ""
    return language.say(
        "front.corpus", coded=coded, **extent_words(language, found.corpus, found.unit)
    )


def _leading(shares: DimensionShares, language: Language) -> str:
    """Return the sentence on the commonest code of a dimension, "" where nobody gave one."""
    leading = shares.leading
    if not leading:
        return ""
    first = leading[0]
    second = leading[1] if len(leading) > 1 else None
    if second is not None and not shares.more(first, second):
        equal = first.amount.counted and first.amount.share == second.amount.share
        return language.say(
            "front.leading_equal" if equal else "front.leading_tied",
            dimension=shares.name,
            code=language.quoted(first.name),
            figures=figures_of(language, shares, first),
            second=language.quoted(second.name),
            second_figures=figures_of(language, shares, second),
        )
    behind = ""
    if second is not None:
        figures = figures_of(language, shares, second)
        key = "front.then" if first.amount.counted else "front.next"
        same = [code for code in leading[1:] if code.amount.share == second.amount.share]
        if first.amount.counted and len(same) > 1:
            key = "front.then_equal"
        codes = language.listed([language.quoted(code.name) for code in same])
        quoted = language.quoted(second.name)
        behind = language.say(key, code=quoted, codes=codes, figures=figures)
    return language.say(
        "front.leading",
        dimension=shares.name,
        code=language.quoted(first.name),
        amount=amount_text(language, shares, first),
        figures=figures_of(language, shares, first),
        next=behind,
    )


def _combination(book: CodedBook, table: Tabulation, language: Language) -> str:
    """Return the sentence on the commonest cell of two dimensions."""
    (row, column), share = max(table.cells.items(), key=lambda cell: (cell[1].count, cell[0]))
    codebook = book.standing.codebook
    rows, columns = codebook.dimension(table.rows), codebook.dimension(str(table.columns))
    both = f"{name_of(rows, row)} × {name_of(columns, column)}"
    name = table.cell_names.get(row + column, "")
    amount = amount_of(share.percent / 100, share.interval)
    n = language.out_of(share.count, share.n)
    both_dimensions = next(
        (agreement for agreement in book.agreement if agreement.crossed and agreement.has_alpha),
        None,
    )
    return language.say(
        "front.combination",
        rows=rows.name or rows.id,
        columns=columns.name or columns.id,
        cell=f"{language.quoted(name)} ({both})" if name else language.quoted(both),
        figures=f"{n}, {share_text(language, amount)}",
        alpha=""
        if both_dimensions is None
        else language.say(
            "front.combination_alpha",
            value=language.value(value_of_estimate(both_dimensions.alpha)),
        ),
    )


def _themes(themes: ThemesFound, unit: str, language: Language) -> str:
    topics = sorted(themes.view.topics, key=lambda topic_view: -topic_view.share)
    lost = [language.quoted(topic.title or topic.id) for topic in topics[:3] if topic.unstable]
    theme_names = [
        language.say(
            "front.theme",
            name=language.quoted(topic.title or topic.id),
            figures=share_text(language, amount_of(topic.share, topic.interval)),
        )
        for topic in topics[:3]
    ]
    return language.say(
        "front.themes",
        n=len(topics),
        themes=language.listed(theme_names),
        units=language.units(unit, len(themes.view.ids) - len(themes.view.unplaced)),
        unit=language.unit(unit, 1),
        proposed=""
        if all(topic.name for topic in topics[:3])
        else language.say("front.themes_proposed"),
        unstable=""
        if not lost
        else language.say("front.themes_unstable", names=language.listed(lost)),
    )


def _groups(compared: CodesCompared, gathered: Gathered, language: Language) -> tuple[str, bool]:
    """Return the sentence on groups that differ, and whether any does; "" for what is untested."""
    both = list(zip(compared.codes, compared.tested.codes, strict=True))
    tested = [pair for pair in both if not math.isnan(pair[1].p)]
    if not tested:
        return "", False
    sure = [pair for pair in tested if pair[1].adjusted <= _SIGNIFICANT]
    words = {"groups": len(compared.groups), "column": compared.column, "of": len(tested)}
    if not sure:
        return language.say("front.groups_none", **words), False
    code, measured = min(sure, key=lambda pair: (pair[1].adjusted, pair[1].p))
    n_units = compared.tested.n_units
    places = [at for at, n in enumerate(n_units) if n >= FEW] or [*range(len(n_units))]
    high = max(places, key=lambda at: measured.shares[at])
    low = min(places, key=lambda at: measured.shares[at])
    return (
        language.say(
            "front.groups",
            n=len(sure),
            code=language.quoted(code_name(gathered, code.dimension, code.label)),
            high=language.percent(measured.shares[high]),
            high_n=language.count(n_units[high]),
            low_n=language.count(n_units[low]),
            units=language.unit(gathered.unit, 2),
            high_group=language.quoted(compared.groups[high]),
            low=language.percent(measured.shares[low]),
            low_group=language.quoted(compared.groups[low]),
            **words,
        ),
        True,
    )


def code_name(found: Gathered, dimension: str, label: str) -> str:
    """Return the name of a code of any of the codebooks of a corpus."""
    for book in found.books:
        for own_dimension in book.standing.codebook.dimensions:
            if own_dimension.id == dimension and any(
                c.id == label.partition(":")[0] for c in own_dimension.codes
            ):
                return name_of(own_dimension, label)
    return label
