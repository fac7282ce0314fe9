"""Quotations of codes and themes as they are cited, and what they rest on."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from textmine.corpus import Level, unit_word
from textmine.present import (
    Column,
    Quote,
    QuotedTopic,
    Section,
    Table,
    beginning,
    nothing,
    table_of,
)
from textmine.reading.asking import QuotesFound
from textmine.reading.coded_units import CodePlace
from textmine.reading.quotation import Dissent, GivenCode, Neighbour, Quotation, extract
from textmine.reading.quotation_risk import JudgedQuotation, RisksFound
from textmine.reading.quoting import Choice, QuotedCodes
from textmine.reading.voices import Reach
from textmine.reading.wanted import below_told

WIDTH = 80
"""Columns at which a terminal wraps a quotation."""

_BESIDE = 40
"""Words of a document around another that are shown."""

_TITLE = 60
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_NO_ANCHOR = re.compile(r"[^A-Za-z0-9._-]+")

_ORDERS = {
    "all": "in reading order: by thread, date and place",
    "typical": "most like the other passages of the code first, of five different words or more",
    "deviant": "least like the other passages of the code first, of five different words or more",
    "dissenting": "those that coders coded differently first",
}


@dataclass(frozen=True)
class Telling:
    """How quotations are told.

    `words` of each are shown, 0 for all; a terminal shows `in_brief` of a code, None for all. They
    were compared `by` words or an encoder; `alike` says how like each is to the one it is beside.
    `risks` are who could be told by each, where that was asked.
    """

    words: int = 0
    in_brief: int | None = None
    choice: Choice = field(default_factory=Choice)
    by: str = "words"
    alike: bool = False
    risks: RisksFound = field(default_factory=RisksFound)


def quotes_section(found: QuotesFound, telling: Telling) -> Section:
    """Return the quotations of each code with what the code reaches, and a row a quotation."""
    reach = table_of("reach", "How far each code reaches", _reach_columns(found), found.groups)
    return Section(
        "quotations",
        "Quotations",
        list(quotes_sentences(found, telling)),
        [reach] if len(found.groups) > 1 else [],
        topics=quoted_topics(found, telling),
        records=quotations_table(found, telling.risks),
    )


def quoted_topics(found: QuotesFound, telling: Telling) -> list[QuotedTopic]:
    """Return what was found of each code: how far it reaches, and its quotations."""
    anchors = _Anchors()
    return [_quoted(group, found, telling, anchors) for group in found.groups]


def quotations_table(found: QuotesFound, risks: RisksFound | None = None) -> Table:
    """Return a row a quotation for programs: texts are whole, places in code points."""
    rows = [
        (number, group, quotation)
        for group in found.groups
        for number, quotation in enumerate(group.quotations, start=1)
    ]
    return table_of("quotations", "Quotations", _columns(found, risks or RisksFound()), rows)


def quotes_sentences(found: QuotesFound, telling: Telling) -> Iterable[str]:
    """Return whose codes the quotations have, in which order they come and what is left out."""
    if found.theme is not None and found.codings is None:
        yield (
            f"A machine ({found.who}) found this theme: the quotations are of documents of which "
            "it is the main one, and show what it is about. They count nothing."
        )
    elif found.by_machine:
        yield f"Codes by a machine ({found.who}): its errors are in them."
    if found.theme is not None and found.codings is not None:
        yield (
            f"Only documents mainly of {found.theme.caption} are looked at, a theme that a machine "
            f"found (model {found.theme.model})."
        )
    yield from found.remarks
    for group in found.groups:
        if not group.reach.n_passages and len(group.wanted.terms) > 1 and not group.wanted.any:
            yield f"No passage has {heading_of(group)}: --any quotes those that have one of them."
        if not group.reach.n_passages and len(group.wanted.terms) == 1 and found.codings:
            told = below_told(found.codings.codebook, group.wanted.terms[0], found.codings)
            yield from [told] if told else []
    n = len(found.quotations)
    off = sum(group.n_off for group in found.groups)
    if n + off:
        yield f"{n:,} of {n + off:,} quotations are verbatim at their offsets."
    if off:
        yield (
            f"{off:,} passages are left out: their texts have nothing where they are said to be."
        )
    repeats = sum(group.n_repeats for group in found.groups)
    if repeats:
        yield (
            f"{repeats:,} {'passage is' if repeats == 1 else 'passages are'} left out that "
            f"{'says' if repeats == 1 else 'say'} nearly what one before says: --repeats shows "
            "them."
        )
    if telling.choice.order != "all" and n:
        likened = telling.choice.order in ("typical", "deviant")
        if likened and found.codings is None:
            most = "greatest" if telling.choice.order == "typical" else "least"
            yield f"Order: the {most} share of the theme first."
        else:
            how = f" (mean cosine, by {telling.by})" if likened else ""
            yield f"Order: {_ORDERS[telling.choice.order]}{how}."
    yield from _on_showing(found, telling)


def _on_showing(quotes: QuotesFound, telling: Telling) -> Iterable[str]:
    """Say who could be told by the quotations, where that was asked, and what is not shown."""
    if telling.risks.judged:
        yield from _risk_sentences(telling.risks)
    shown = [extract(quotation, telling.words) for quotation in quotes.quotations]
    if any(quotation.cut or quotation.begun for quotation in shown):
        yield (
            f"[...] stands where there is more of a text: about {telling.words} words are shown, "
            "in whole sentences, without what a reply quotes, signatures and mark-up; all with "
            "--words 0."
        )


def said_reach(reach: Reach, unit: str, *, of_coded: bool = True) -> str:
    """Return how far codes reach as a sentence, of those coded and with no interval."""
    of = f"{reach.coded:,} {_plural(unit, reach.coded)}{' coded' if of_coded else ''}"
    passages = f"{reach.n_passages:,} {_plural('passage', reach.n_passages)} in "
    spans = passages if reach.n_passages != reach.n_rows else ""
    where = [
        f"in {unit_word(level, count)}"
        for level, count in reach.units
        if level in ("threads", "interviews", "cases")
        or (level == "documents" and count != reach.n_rows)
    ]
    voices = reach.at("authors")
    where += [f"by {voices:,} {_plural('voice', voices)}"] if voices is not None else []
    sentence = ", ".join([f"{spans}{reach.n_rows:,} of the {of}", *where])
    differ = f" Coders differ on {reach.n_differ:,} of them." if reach.n_differ else ""
    return f"{sentence}.{differ}"


def source_line(one: Quotation, unit: str, words: int = 0, cell: str = "") -> str:
    """Return where a quotation comes from, and who coded it, in one line.

    As in "message 30, Elm, 3 Oct 2013, thread 'Export help', coded A1 by ann, bob"; `cell` is what
    its codes are called together.
    """
    shown = extract(one, words)
    whole = one.whole and not shown.cut and not shown.begun
    thread = beginning(one.title or one.thread, _TITLE)
    parts = [
        f"{unit} {one.document}",
        "" if whole else f"characters {shown.start:,}-{shown.end:,}",
        one.author,
        told_day(one.date),
        f"{'file' if one.file else 'thread'} '{thread}'" if thread else "",
        one.place,
        *(f"{name} {cell}" for name, cell in one.attributes if cell),
        f"coded {said_codes(one.codes, cell)}" if one.codes else "",
        _said_also(one),
        f"{one.theme[0]}, share {one.theme[1]:.2f}" if one.theme else "",
    ]
    return ", ".join(part for part in parts if part)


def said_codes(codes: Sequence[GivenCode], cell: str = "") -> str:
    """Return codes with those who gave them: "A and 1 by ann, bob; B by cat".

    Those of a cell that are given by the same people are called by its name.
    """
    by: dict[tuple[str, ...], list[str]] = {}
    for code in codes:
        by.setdefault(code.coders, []).append(str(code.place))
    return "; ".join(
        f"{cell if cell and ''.join(names) == cell else ' and '.join(names)} by {', '.join(who)}"
        for who, names in by.items()
    )


def _said_also(quotation: Quotation) -> str:
    """Return the other codes, without those who gave them where they gave these too."""
    if quotation.also and {code.coders for code in (*quotation.also, *quotation.codes)} == {
        quotation.coders
    }:
        return f"also {' and '.join(str(code.place) for code in quotation.also)}"
    return f"also {said_codes(quotation.also)}" if quotation.also else ""


def said_dissent(one: Dissent) -> str:
    """Return what a coder said otherwise: "bob: B", or "bob: none of these"."""
    return f"{one.coder}: {' and '.join(map(str, one.codes)) or 'no code here'}"


def told_day(day: str) -> str:
    """Return a day as it is read: 2013-10-03 is 3 Oct 2013."""
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", day)
    if match is None or not 1 <= int(match[2]) <= 12:
        return day
    return f"{int(match[3])} {_MONTHS[int(match[2]) - 1]} {match[1]}"


class _Anchors:
    """Gives every quotation of a page a name that no other has."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def of(self, one: Quotation) -> str:
        stem = f"q-{_NO_ANCHOR.sub('-', one.key)[:80]}"
        self._given[stem] = self._given.get(stem, 0) + 1
        n = self._given[stem]
        return stem if n == 1 else f"{stem}-{n}"


def _quoted(
    group: QuotedCodes, quotes_found: QuotesFound, telling: Telling, anchors: _Anchors
) -> QuotedTopic:
    of_codes = quotes_found.codings is not None
    heading = heading_of(group)
    lines = [said_reach(group.reach, quotes_found.unit, of_coded=of_codes)]
    if len(group.quotations) + group.n_repeats < group.reach.n_passages:
        n = len(group.quotations)
        lines.append(f"Here {'is' if n == 1 else 'are'} {n:,} of them.")
    cell = group.wanted.cell
    quotes = [
        quote_of(quotation, quotes_found.unit, telling.words, anchors.of(quotation), cell)
        for quotation in group.quotations
    ]
    quotes = [
        replace(quote, notes=[*quote.notes, *_on_risk(quotation, group, quotes_found, telling)])
        for quote, quotation in zip(quotes, group.quotations, strict=True)
    ]
    if telling.alike:
        quotes = [
            replace(quote, source=f"likeness {quotation.rank or 0:.2f}: {quote.source}")
            for quote, quotation in zip(quotes, group.quotations, strict=True)
        ]
    return QuotedTopic(heading, lines, quotes, telling.in_brief, WIDTH)


def _on_risk(
    quotation: Quotation, group: QuotedCodes, quotes: QuotesFound, telling: Telling
) -> list[str]:
    """Return the risk of a quotation with its reasons, and one that tells less."""
    judged = telling.risks.of(group.wanted.key, quotation)
    if judged is None:
        return []
    why = f": {'; '.join(judged.risk.reasons)}" if judged.risk.reasons else ""
    notes = [f"risk {judged.risk.level}{why}"]
    if judged.safer is not None:
        other = judged.safer
        source = source_line(other, quotes.unit, telling.words)
        notes.append(f"safer, of the same code: “{extract(other, telling.words)}” ({source})")
    return notes


def _risk_sentences(risks: RisksFound) -> Iterable[str]:
    """Say how many quotations tell who speaks, by which rule, and what a search finds."""
    from textmine.privacy.quotation_risk import LEVELS, RULE

    counts = ", ".join(f"{risks.count(level)} {level}" for level in LEVELS)
    yield f"Risk that a quotation tells who speaks: {counts}. Rule: {RULE}."
    yield {
        True: "The texts are public: any eight words in a row that no other text has lead a search "
        "to the whole of it, and to its author. Paraphrase, or ask the author.",
        False: "The texts are not public: no search finds them.",
        None: "Whether the texts are public is not known: if they are, a search finds any that is "
        "quoted word for word (say --public or --not-public).",
    }[risks.public]


def heading_of(group: QuotedCodes) -> str:
    """Return what quotations are of: a code, a cell, several codes or a theme."""
    wanted = group.wanted
    return str(wanted) if wanted.terms else wanted.title


def quote_of(one: Quotation, unit: str, words: int = 0, anchor: str = "", cell: str = "") -> Quote:
    """Return a quotation as it is shown: so many words, its source, and notes."""
    shown = extract(one, words)
    notes = [f"coded otherwise: {'; '.join(map(said_dissent, one.dissent))}"] if one.dissent else []
    notes += [f"memo: {memo}" for memo in one.memos]
    return Quote(
        str(shown),
        source_line(one, unit, words, cell),
        "" if shown.begun else _before(one),
        "" if shown.cut else _after(one),
        [_beside(neighbour) for neighbour in one.around if neighbour.place < 0],
        [_beside(neighbour) for neighbour in one.around if neighbour.place > 0],
        notes,
        anchor,
    )


def _before(quotation: Quotation) -> str:
    """Return what stands before a quotation, with a mark where more does."""
    blank = quotation.text[: len(quotation.text) - len(quotation.text.lstrip())]
    more = "… " if quotation.start > len(quotation.before) else ""
    return f"{more}{quotation.before}{blank}" if quotation.before else ""


def _after(quotation: Quotation) -> str:
    """Return what stands after a quotation, with a mark where more does."""
    blank = quotation.text[len(quotation.text.rstrip()) :]
    more = " …" if quotation.end + len(quotation.after) < quotation.size else ""
    return f"{blank}{quotation.after}{more}" if quotation.after else ""


def _beside(neighbour: Neighbour) -> tuple[str, str]:
    whole = Quotation(
        neighbour.document, 0, len(neighbour.text), neighbour.text, len(neighbour.text)
    )
    where = "before" if neighbour.place < 0 else "after"
    steps = "" if abs(neighbour.place) == 1 else f"{abs(neighbour.place)} "
    source = ", ".join(
        part for part in (neighbour.document, neighbour.author, told_day(neighbour.date)) if part
    )
    return str(extract(whole, _BESIDE)), f"{steps}{where}: {source}"


_Row = tuple[int, QuotedCodes, Quotation]


def _columns(found: QuotesFound, risks: RisksFound) -> list[Column]:
    """Return the columns of a quotation for programs; texts are whole, places in code points."""
    attributes = list(dict(found.quotations[0].attributes)) if found.quotations else []

    def cell(read: Callable[[Quotation], Any]) -> Callable[[_Row], Any]:
        return lambda row: read(row[2])

    return [
        Column("of", lambda row: row[1].wanted.key),
        Column("number", lambda row: row[0]),
        Column("document", cell(lambda quotation: quotation.document)),
        Column("start", cell(lambda quotation: quotation.start)),
        Column("end", cell(lambda quotation: quotation.end)),
        Column("text", cell(lambda quotation: quotation.text), unquoted=nothing),
        Column("before", cell(lambda quotation: quotation.before), unquoted=nothing),
        Column("after", cell(lambda quotation: quotation.after), unquoted=nothing),
        Column("author", cell(lambda quotation: quotation.author)),
        Column("date", cell(lambda quotation: quotation.date)),
        Column("title", cell(lambda quotation: quotation.title)),
        Column("thread", cell(lambda quotation: quotation.thread)),
        Column("place", cell(lambda quotation: quotation.place)),
        *(Column(name, cell(_attribute(name))) for name in attributes),
        Column("codes", cell(lambda quotation: _listed(code.place for code in quotation.codes))),
        Column("coders", cell(lambda quotation: ", ".join(quotation.coders))),
        Column("also", cell(lambda quotation: said_codes(quotation.also))),
        Column(
            "otherwise", cell(lambda quotation: "; ".join(map(said_dissent, quotation.dissent)))
        ),
        Column("memo", cell(lambda quotation: " | ".join(quotation.memos))),
        Column(
            "around",
            cell(
                lambda quotation: " | ".join(neighbour.document for neighbour in quotation.around)
            ),
        ),
        Column("theme", cell(lambda quotation: quotation.theme[0] if quotation.theme else "")),
        Column("share", cell(lambda quotation: quotation.theme[1] if quotation.theme else None)),
        Column("likeness", cell(lambda quotation: quotation.rank if found.codings else None)),
        Column("risk", lambda row: _risk(risks, row, lambda quotation: quotation.risk.level)),
        Column(
            "reasons",
            lambda row: _risk(risks, row, lambda quotation: "; ".join(quotation.risk.reasons)),
        ),
        Column(
            "safer",
            lambda row: _risk(
                risks, row, lambda quotation: quotation.safer.key if quotation.safer else None
            ),
        ),
    ]


def _risk(risks: RisksFound, row: _Row, read: Callable[[JudgedQuotation], str | None]) -> str:
    _, group, quotation = row
    judged = risks.of(group.wanted.key, quotation)
    return "" if judged is None else read(judged) or ""


def _reach_columns(quotes: QuotesFound) -> list[Column]:
    levels = list(dict(quotes.groups[0].reach.units)) if quotes.groups else []
    return [
        Column("code", heading_of),
        Column("passages", lambda group: group.reach.n_passages),
        *(Column(level, _at(level), "voices" if level == "authors" else "") for level in levels),
        Column("of coded", lambda group: group.reach.coded),
        Column("coders differ", lambda group: group.reach.n_differ),
    ]


def _attribute(name: str) -> Callable[[Quotation], str]:
    return lambda quotation: dict(quotation.attributes).get(name, "")


def _at(level: Level) -> Callable[[QuotedCodes], int | None]:
    return lambda group: group.reach.at(level)


def _listed(places: Iterable[CodePlace]) -> str:
    return ", ".join(f"{place.dimension}={place}" for place in places)


def _plural(word: str, n: int) -> str:
    return word if n == 1 else f"{word}s"
