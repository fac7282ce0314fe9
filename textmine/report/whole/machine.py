"""The chapter on machine against people: scores, a benchmark, corrected shares, its words."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from textmine.coding.codings import AGREED
from textmine.present import Column, Figure, Quote, QuotedTopic, Section, Table, Value, table_of
from textmine.report.benchmark import gaps_figure
from textmine.report.language import Language
from textmine.report.prevalence import shares_figure
from textmine.report.training import scores_figure
from textmine.report.whole.gathering import Gathered
from textmine.report.whole.lights import dimension_names, machine_lights, thresholds_once
from textmine.report.whole.machines import Machine
from textmine.report.whole.shares import Amount, name_of
from textmine.report.whole.telling import changed_text, share_text

_MOST_FIGURES = 2

Explained = Mapping[tuple[str, str], list[Quote]]
"""(dimension, code) -> sentences in which words that speak for the code are marked."""


@dataclass(frozen=True)
class _Row:
    name: str
    by_people: int | None
    f1: Value
    corrected: str
    by_machine: int | None


def machine_chapter(
    found: Gathered, machine: Machine, explained: Explained, language: Language
) -> Section:
    """Return the chapter on one model."""
    names = dimension_names(found)
    dimensions = [str(part["dimension"]) for part in machine.manifest.details["dimensions"]]
    tables = [_table(found, machine, dimension, names, language) for dimension in dimensions]
    several = [table for table in tables if table.rows]
    return Section(
        f"chapter-machine-{found.corpus.name}-{machine.in_names}",
        language.say("title.machine"),
        _sentences(found, machine, names, language),
        [_joined(several, language)] if several else [],
        _figures(found, machine, names, language),
        _quoted(found, machine, explained, names, language),
        lights=thresholds_once(machine_lights(language, machine, names)),
    )


def _coder(part: Mapping[str, Any], language: Language) -> str:
    """Return whose codes a machine learned on a dimension; AGREED is the name of no person."""
    who = str(part["coder"])
    together = who.startswith(AGREED) or who.endswith("who agree")
    return language.say("machine.coders_together") if together else who


def _sentences(
    gathered: Gathered, machine: Machine, names: Mapping[str, str], language: Language
) -> list[str]:
    details = machine.manifest.details
    unit = gathered.books[0].unit if gathered.books else "document"
    parts = details["dimensions"]
    if machine.recorded:
        sentences = [language.say("machine.recorded", model=language.quoted(machine.name))]
    elif machine.own:
        sentences = [
            language.say(
                "machine.own",
                model=language.quoted(machine.name),
                n=language.count(max(int(part["n"]) for part in parts)),
                units=language.unit(unit, 2),
                coder=language.listed([*dict.fromkeys(_coder(part, language) for part in parts)]),
                groups=language.unit(details["groups"], 2),
            )
        ]
    else:
        sentences = [
            language.say(
                "machine.other",
                model=language.quoted(machine.name),
                trained=language.quoted(str(details["corpus"])),
            )
        ]
    sentences += changed_text(language, machine.name, machine.changed)
    if machine.n_coded:
        sentences.append(
            language.say("machine.counts", units=language.units(unit, machine.n_coded))
        )
    sentences += [_score(machine, str(part["dimension"]), names, language) for part in parts]
    if machine.prevalence:
        sentences.append(language.say("machine.corrected"))
    elif machine.untold:
        sentences.append(language.say("machine.untold", reason=machine.untold))
    if machine.benchmark:
        sentences.append(language.say("machine.two_ways"))
        sentences += dict.fromkeys(
            language.say(
                "machine.abstained",
                model=language.quoted(machine.name),
                n=language.count(system.abstained.n),
                of=language.count(system.abstained.asked),
            )
            for result in machine.benchmark
            for system in result.systems
            if system.abstained.n
        )
    if _any_counts(machine):
        sentences.append(language.say("machine.uncorrected"))
    return [sentence for sentence in sentences if sentence]


def _any_counts(machine: Machine) -> bool:
    return bool(machine.counts) or any(
        code.machine_count is not None
        for prevalence in machine.prevalence
        for group in prevalence.groups
        for code in group.codes
    )


def _score(machine: Machine, dimension: str, names: Mapping[str, str], language: Language) -> str:
    """Return the sentence on macro-F1 and kappa, by the protocol that holds groups out."""
    rows = [row for row in machine.scores if row["dimension"] == dimension and not row["code"]]
    protocol = rows[0]["protocol"] if rows else ""
    mine = {str(row["score"]): row for row in rows if row["protocol"] == protocol}
    kappa = next((name for name in mine if name.startswith("weighted")), "")
    kappa = kappa or next((name for name in mine if name.endswith("kappa")), "")
    if "macro-F1" not in mine or not kappa:
        return ""
    return language.say(
        "machine.score",
        dimension=names.get(dimension, dimension),
        value=language.value(_value(mine["macro-F1"])),
        kappa_name=language.term(kappa),
        kappa=language.value(_value(mine[kappa])),
    )


def _value(row: Mapping[str, object]) -> Value:
    value, low, high = (
        math.nan if row[name] is None else float(str(row[name]))
        for name in ("value", "low", "high")
    )
    return Value(value, low, high, places=2)


def _table(
    gathered: Gathered,
    machine: Machine,
    dimension: str,
    names: Mapping[str, str],
    language: Language,
) -> Table:
    part = next(
        detail
        for detail in machine.manifest.details["dimensions"]
        if detail["dimension"] == dimension
    )
    scores = {
        str(row["code"]): row
        for row in machine.scores
        if row["dimension"] == dimension and row["code"] and row["score"] == "F1"
    }
    shares = {
        code.code: code
        for result in machine.prevalence
        if result.question == dimension and not result.by
        for code in result.groups[0].codes
    }
    method = next((m.methods[0] for m in machine.prevalence if m.question == dimension), "")
    counted = (machine.counts or {}).get(dimension, {})
    people = {
        code_share.code: code_share.count
        for book in gathered.books
        for dimension_shares in book.shares
        if dimension_shares.dimension == dimension
        for code_share in dimension_shares.codes
    }
    rows = []
    for code in part["classes"]:
        share = shares.get(code)
        corrected = ""
        if share is not None and method in share.shares:
            estimate = share.shares[method]
            corrected = _percent(estimate.value, estimate.interval, language)
        count = share.machine_count if share is not None else counted.get(code)
        rows.append(
            _Row(
                _code_name(gathered, machine, dimension, code),
                people.get(code),
                _value(scores[code]) if code in scores else Value(math.nan),
                corrected,
                count if count is not None or not counted else 0,
            )
        )
    title = language.say("machine.table", dimension=names.get(dimension, dimension))
    columns = [
        Column("code", lambda row: row.name, language.say("column.code")),
        Column("by_people", lambda row: row.by_people, language.say("column.by_people")),
        Column("F1", lambda row: row.f1, language.say("column.f1")),
        Column("corrected", lambda row: row.corrected, language.say("column.corrected")),
        Column("by_machine", lambda row: row.by_machine, language.say("column.by_machine")),
    ]
    name = f"machine_{gathered.corpus.name}_{machine.in_names}_{dimension}"
    return table_of(name, title, columns, rows, kind="machine_by_code")


def _joined(tables: list[Table], language: Language) -> Table:
    """Return one table of all dimensions, which are told in the first column."""
    if len(tables) == 1:
        return tables[0]
    heading = language.say("column.dimension")
    shown, rows = [], []
    names = list(dict.fromkeys(name for table in tables for name in table.for_people[0]))
    for table in tables:
        dimension = table.title.partition(":")[0]
        shown += [
            {heading: dimension, **{name: row.get(name, "") for name in names}}
            for row in table.for_people
        ]
        rows += [{"dimension": dimension, **row} for row in table.rows]
    title = tables[0].title.partition(": ")[2] or tables[0].title
    first = tables[0]
    return replace(
        first,
        name=f"{first.name}_and_others",
        title=title[:1].upper() + title[1:],
        rows=rows,
        shown=shown,
    )


def _percent(value: float, interval: object, language: Language) -> str:
    low, high = getattr(interval, "low", math.nan), getattr(interval, "high", math.nan)
    if math.isnan(value):
        return ""
    if math.isnan(low):
        return language.percent(value)
    return share_text(language, Amount(value, low, high))


def _code_name(gathered: Gathered, machine: Machine, dimension: str, code: str) -> str:
    for book in gathered.books:
        if book.standing.codebook.name == machine.manifest.details["codebook"]:
            return name_of(book.standing.codebook.dimension(dimension), code)
    return str(code)


def _figures(
    gathered: Gathered, machine: Machine, names: Mapping[str, str], language: Language
) -> list[Figure]:
    """Return the figure of the gaps on all dimensions, else of corrected shares, else of scores."""
    figures = gaps_figure(f"beside_{machine.in_names}", machine.benchmark, names, language)
    if not figures and machine.prevalence:
        figures = [
            figure
            for number, prevalence in enumerate(machine.prevalence, start=1)
            for figure in shares_figure(
                number,
                prevalence,
                names.get(prevalence.question, prevalence.question),
                _code_names(gathered, machine, prevalence.question),
                language,
            )
        ]
    figures = figures or scores_figure(machine.manifest, machine.scores, names, language)
    return figures[:_MOST_FIGURES]


def _code_names(gathered: Gathered, machine: Machine, dimension: str) -> dict[str, str]:
    for part in machine.manifest.details["dimensions"]:
        if part["dimension"] == dimension:
            return {
                code: _code_name(gathered, machine, dimension, code) for code in part["classes"]
            }
    return {}


def _quoted(
    gathered: Gathered,
    machine: Machine,
    explained: Explained,
    names: Mapping[str, str],
    language: Language,
) -> list[QuotedTopic]:
    if not explained:
        return []
    name_of_code = partial(_code_name, gathered, machine)
    unit = gathered.books[0].unit if gathered.books else "document"
    quotes = [
        replace(
            quote,
            source=f"{names.get(dimension, dimension)}: {name_of_code(dimension, code)} · "
            f"{language.unit(unit, 1)} {quote.source}",
        )
        for (dimension, code), some in explained.items()
        for quote in some
    ]
    return [QuotedTopic(language.say("machine.seen"), [language.say("machine.goes_by")], quotes)]
