"""Check written findings: each number and each quotation found, changed or not found."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from textmine.config import Progress, silent
from textmine.corpus import Corpus
from textmine.errors import GateError
from textmine.present import beginning
from textmine.report.claims.findings import (
    Findings,
    Paragraph,
    Quoted,
    find_quoted,
    read_findings,
    sentence_at,
    sentences_before,
)
from textmine.report.claims.known import Known, known_figures
from textmine.report.claims.numbers import LABEL, Number, find_numbers
from textmine.report.claims.stored import Stored, stored_texts
from textmine.report.claims.tracing import Context, Trace, Tracer
from textmine.store import Workspace

State = Literal["found", "changed", "not found", "not checked"]
_FEWEST_WORDS = 4
"""Words from which on what stands in quotation marks is a quotation and no term."""
_COUNTS = re.compile(
    r"(?:^|\W)(?:only|just|exactly)\s$|\w\W+(?:in|by|from|of|only|just|has|have|had|holds?|counts?|contains?|comprises?|were|are|was|is"
    r"|drew|gave|wrote|received|least|most|than|exactly)\s$",
    re.IGNORECASE,
)
"""What stands before a number in words that counts, other than "Three firms told us"."""
_READ = 160
"""Characters of a sentence that are shown."""


@dataclass(frozen=True)
class Claim:
    """A number or a quotation of findings: what was written, and what the workspace has.

    `line` counts from 1 in the text as it was read; `there` is what stands in the workspace, and
    `source` where, or why nothing was looked for.
    """

    kind: Literal["number", "quotation"]
    state: State
    written: str
    line: int
    sentence: str
    there: str = ""
    source: str = ""


@dataclass(frozen=True)
class CheckedFindings:
    """Every claim of a text, in its order, and what it was held against."""

    name: str
    claims: tuple[Claim, ...]
    sources: tuple[str, ...]
    remarks: tuple[str, ...] = ()

    def of(self, *states: State) -> list[Claim]:
        """Return the claims in these states."""
        return [claim for claim in self.claims if claim.state in states]

    @property
    def holds(self) -> bool:
        """Whether nothing is changed or missing."""
        return not self.of("changed", "not found")


@dataclass(frozen=True)
class Against:
    """What findings are held against, and what is `accepted` without a source.

    `tracer` knows what is counted now, `saved` the tables of saved reports too.
    """

    known: Known
    stored: Stored
    tracer: Tracer
    saved: Tracer
    accepted: frozenset[str] = frozenset()


def check_findings(
    workspace: Workspace,
    path: Path,
    corpora: Sequence[Corpus],
    accepted: Iterable[str] = (),
    progress: Progress = silent,
) -> CheckedFindings:
    """Trace every number and quotation of a file to what the workspace has on corpora.

    `accepted` are numbers or words as they are written that need no source. Raises InputError for a
    file that cannot be read.
    """
    findings = read_findings(path)
    progress("gathering what is known", 0, 2)
    against = held_against(workspace, corpora, accepted)
    progress("tracing", 1, 2)
    return trace_findings(findings, against)


def held_against(
    workspace: Workspace, corpora: Sequence[Corpus], accepted: Iterable[str] = ()
) -> Against:
    """Gather what claims on corpora are held against."""
    known = known_figures(workspace, corpora)
    tracer = Tracer(known.rows, known.counted)
    saved = Tracer((*known.rows, *known.saved), known.counted) if known.saved else tracer
    return Against(known, stored_texts(corpora), tracer, saved, frozenset(accepted))


def trace_findings(findings: Findings, against: Against) -> CheckedFindings:
    """Return every claim of findings, traced."""
    claims: list[Claim] = []
    quotations = _quotations(findings, against)
    below = [*quotations[1:], []]
    for paragraph, quoted, next_one in zip(findings.paragraphs, quotations, below, strict=True):
        plain = _without(paragraph.text, quoted)
        placed_claims = [
            (quotation.start, _of_quotation(quotation, paragraph, findings, against))
            for quotation in quoted
        ]
        announced = next_one if paragraph.text.rstrip().endswith(":") else []
        placed_claims += _of_numbers(paragraph, plain, quoted, announced, findings, against)
        claims += [claim for _, claim in sorted(placed_claims, key=lambda pair: pair[0])]
    known = against.known
    return CheckedFindings(findings.name, tuple(claims), known.sources, known.remarks)


def _quotations(findings: Findings, against: Against) -> list[list[Quoted]]:
    """Return the quotations of each paragraph; a whole one that a colon above announces is one."""
    by_paragraph: list[list[Quoted]] = []
    above = ""
    for paragraph in findings.paragraphs:
        text = paragraph.text
        marked = find_quoted(text, against.stored.names)
        mine = [
            quoted
            for quoted in marked
            if quoted.names or not against.tracer.names.is_name(quoted.words)
        ]
        if not mine and not paragraph.cells and above.rstrip().endswith(":"):
            whole = Quoted(0, len(text), len(text), text.strip())
            stored = against.stored
            long = whole.n_words >= _FEWEST_WORDS
            if long and (stored.find(whole.words) or stored.nearest(whole.words)):
                mine = [whole]
        by_paragraph.append(mine)
        above = text
    return by_paragraph


def hold_claims(checked: CheckedFindings) -> None:
    """Raise GateError where a number or a quotation is changed or not found."""
    if not checked.holds:
        n = len(checked.of("changed", "not found"))
        raise GateError(
            f"{n:,} of {len(checked.claims):,} claims of {checked.name} "
            f"{'does' if n == 1 else 'do'} not hold."
        )


def _without(text: str, quoted: Iterable[Quoted]) -> str:
    """Blank what is quoted and by whom; terms of a few words stay as they are."""
    for quotation in quoted:
        start = (
            quotation.start
            if quotation.n_words >= _FEWEST_WORDS or quotation.names
            else quotation.end
        )
        text = text[:start] + " " * (quotation.until - start) + text[quotation.until :]
    return text


def _of_numbers(
    paragraph: Paragraph,
    plain: str,
    quoted: Sequence[Quoted],
    announced: Sequence[Quoted],
    findings: Findings,
    against: Against,
) -> Iterator[tuple[int, Claim]]:
    """Yield the claim of each number of a paragraph, with its place."""
    by_context: defaultdict[Context, list[tuple[int, Number]]] = defaultdict(list)
    for number in find_numbers(plain, heading=paragraph.text.strip() == paragraph.heading):
        context, moved = _context(number, paragraph, plain)
        by_context[context].append((number.start, moved))
    for context, placed in by_context.items():
        known_traces = [
            _labelled(number, _at(plain, number, figure), quoted or announced, against)
            if figure.set_aside == LABEL
            else _untraced(figure, _at(plain, number, figure), against)
            for number, figure in placed
        ]
        open_ones = [
            number for (_, number), known in zip(placed, known_traces, strict=True) if known is None
        ]
        traces = iter(_traces(open_ones, context, against))
        for (offset, number), known in zip(placed, known_traces, strict=True):
            lone = len(open_ones) == 1 and not _COUNTS.search(context.sentence[: number.start])
            state, there, source = known or _traced(number, next(traces), lone=lone)
            line = findings.line_of(paragraph.start + offset)
            written = _at(plain, offset, number)
            sentence = beginning(context.sentence, _READ)
            yield offset, Claim("number", state, written, line, sentence, there, source)


def _traces(numbers: Sequence[Number], context: Context, against: Against) -> Sequence[Trace]:
    """Return where numbers come from: what is counted now, and else tables of saved reports."""
    now = against.tracer.trace(numbers, context)
    if against.saved is against.tracer or all(trace.state == "found" for trace in now):
        return now
    then = against.saved.trace(numbers, context)
    return [_better(*both) for both in zip(now, then, strict=True)]


def _better(now: Trace, then: Trace) -> Trace:
    if now.state == "found":
        return now
    return then if then.state == "found" or now.state == "not found" else now


def _at(plain: str, offset: int, number: Number) -> str:
    return plain[offset : offset + number.end - number.start]


def _untraced(number: Number, written: str, against: Against) -> tuple[State, str, str] | None:
    """Return the state of a number that no figure is looked for, None for any other."""
    if written in against.accepted:
        return "not checked", "", "accepted"
    if number.set_aside == "year":
        if int(number.value) in against.known.years:
            return "found", "", "years of the documents"
        return "not checked", "", "a year in which no document was written"
    return ("not checked", "", number.set_aside) if number.set_aside else None


def _labelled(
    offset: int, written: str, quoted: Sequence[Quoted], against: Against
) -> tuple[State, str, str]:
    """Return whether a number of a document is that of the quotation that stands nearest to it."""
    if written in against.accepted:
        return "not checked", "", "accepted"
    near = min(quoted, key=lambda quotation: abs(quotation.start - offset), default=None)
    texts = against.stored.find(near.words) if near is not None else []
    if texts:
        fitting = [text for text in texts if written in text.names]
        if fitting:
            return "found", "", str(fitting[0])
        return "changed", texts[0].document, f"the quotation stands in {texts[0]}"
    if written in against.stored.names:
        return "found", "", "number of a document"
    return "not checked", "", LABEL


def _traced(number: Number, trace: Trace, *, lone: bool) -> tuple[State, str, str]:
    """Return what became of a number; one in words has to stand in a list and say what it is of."""
    doubt = lone or trace.state != "changed" or not trace.sure
    if number.worded and trace.state != "found" and doubt:
        return "not checked", "", "a number in words that no figure fits"
    source = "" if trace.row is None else f"{trace.row}{f': {trace.how}' if trace.how else ''}"
    value = None if trace.cell is None or trace.how else trace.cell.value
    there = (
        "" if value is None else f"{value:,.0f}" if float(value).is_integer() else f"{value:.4g}"
    )
    return trace.state, there, source


def _context(number: Number, paragraph: Paragraph, plain: str) -> tuple[Context, Number]:
    """Return the words around a number, and the number at its place in them.

    In a table these are the words of its row, and of the head of its column.
    """
    if paragraph.cells:
        at = max(i for i, start in enumerate(paragraph.cells) if start <= number.start)
        head = paragraph.head[at] if at < len(paragraph.head) else ""
        cells = [cell.strip() for cell in plain.split("\t")]
        row = " ".join(
            cell for i, cell in enumerate(cells) if i != at and any(map(str.isalpha, cell))
        )
        if re.search(r"%|\bper ?cents?\b|\bpercent", head, re.IGNORECASE):
            number = replace(number, percent=True)
        context = Context(f"{row} {head}", (), paragraph.heading, in_table=True)
        return context, replace(number, start=0, end=number.end - number.start)
    start, end = sentence_at(plain, number.start)
    context = Context(plain[start:end], sentences_before(plain, start), paragraph.heading)
    return context, replace(number, start=number.start - start, end=number.end - start)


def _of_quotation(
    quotation: Quoted, paragraph: Paragraph, findings: Findings, against: Against
) -> Claim:
    state, there, source = _looked_up(quotation, against)
    start, end = sentence_at(paragraph.text, quotation.start)
    sentence = beginning(paragraph.text[start:end], _READ)
    line = findings.line_of(paragraph.start + quotation.start)
    return Claim("quotation", state, quotation.words, line, sentence, there, source)


def _looked_up(quotation: Quoted, against: Against) -> tuple[State, str, str]:
    """Return whether a text has a quotation, and the one that its source names."""
    if quotation.words in against.accepted:
        return "not checked", "", "accepted"
    sources = against.stored.find(quotation.words)
    term = quotation.n_words < _FEWEST_WORDS and not quotation.names
    if not sources:
        if term:
            return "not checked", "", f"fewer than {_FEWEST_WORDS} words: a term"
        near = against.stored.nearest(quotation.words)
        return ("not found", "", "") if near is None else ("changed", near.text, str(near.source))
    fitting = [source for source in sources if set(quotation.names) <= source.names]
    if fitting or term:
        return "found", "", str((fitting or sources)[0])
    return "changed", f"it stands in {sources[0]}", f"not in {quotation.source}"
