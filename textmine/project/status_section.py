"""Where a workspace stands, as lines that fit a screen and as rows for programs."""

import math
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from textmine.coding.progress import AlphaSoFar, CoderProgress, CodingProgress, SheetOut
from textmine.present import QuotedTopic, Section, Value, columns_of, table_of, with_interval
from textmine.project.next_steps import Step, next_steps
from textmine.project.status import RunState, Status

_WIDTH = 78
_LINES = 5
_KINDS = {
    "classifier": "Models",
    "topics": "Themes",
    "applied": "Runs",
    "llm": "Language models",
    "report": "Reports",
}


_NONE = Value(math.nan)


@dataclass(frozen=True)
class _Row:
    part: str
    name: str
    corpus: str = ""
    of: str = ""
    n: int | None = None
    total: int | None = None
    value: Value = _NONE
    state: str = ""
    command: str = ""


_COLUMNS = columns_of("part", "name", "corpus", "of", "n", "total", "value", "state", "command")


def status_section(status: Status, *, full: bool = False) -> Section:
    """Return where a workspace stands: blocks of lines for people, one table for programs.

    A block has five lines at the most, unless it is wanted in `full`.
    """
    steps = next_steps(status)
    blocks = [
        _block(heading, lines, full)
        for heading, lines in _lines(status, full)
        if lines or heading == "Corpora"
    ]
    if status.root is None:
        blocks = [QuotedTopic("There is no workspace here.", [], [])]
    blocks += _steps(steps)
    records = table_of("status", "", _COLUMNS, [*_rows(status), *_step_rows(steps)])
    return Section("status", "", status.remarks, [], topics=blocks, records=records)


def _block(heading: str, lines: Sequence[str], full: bool) -> QuotedTopic:
    shown = list(lines) if full or len(lines) <= _LINES + 1 else list(lines[:_LINES])
    if len(shown) < len(lines):
        shown.append(f"… and {len(lines) - len(shown)} more: --full lists all.")
    wrapped = [part for line in shown or ["none"] for part in _wrapped(line)]
    return QuotedTopic(heading, wrapped, [])


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(
        line, _WIDTH - 4, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False
    ) or [""]


def _steps(steps: Sequence[Step]) -> list[QuotedTopic]:
    if not steps:
        return []
    first, *others = steps
    lines = [f"$ {first.command}", *_wrapped(f"  {first.why}")]
    quoted = [QuotedTopic("Next", lines, [])]
    if others:
        quoted.append(QuotedTopic("Or", [f"$ {step.command}" for step in others], []))
    return quoted


def _lines(status: Status, full: bool) -> Iterator[tuple[str, list[str]]]:
    yield (
        "Corpora",
        [_corpus_line(corpus_info.name, corpus_info.counts) for corpus_info in status.corpora],
    )
    books = ", ".join(status.codebooks)
    yield "Codebooks", [books] if books else []
    yield (
        "Coded by people",
        [line for progress in status.coding for line in _coding_lines(progress, full)],
    )
    out = [sheet for coding in status.coding for sheet in coding.sheets if sheet.left]
    yield "Sheets out", [_sheet_line(sheet_out) for sheet_out in out]
    for kind, heading in _KINDS.items():
        yield heading, [_run_line(run_state) for run_state in status.of_kind(kind)]


def _corpus_line(name: str, counts: object) -> str:
    there = counts if isinstance(counts, dict) else {}
    parts = [f"{int(there.get('documents', 0)):,} documents"]
    for key, what in (("threads", "threads"), ("files", "files"), ("authors", "people")):
        if there.get(key):
            parts.append(f"{int(there[key]):,} {what}")
    if there.get("excluded"):
        parts.append(f"{int(there['excluded']):,} left out")
    return f"{name}: {', '.join(parts)}"


def _coding_lines(coding: CodingProgress, full: bool) -> list[str]:
    """Return a line a dimension: who coded how much, and how far they agree."""
    alphas = {(alpha.codebook, alpha.dimension): alpha for alpha in coding.alphas}
    by_dimension: dict[tuple[str, str], list[CoderProgress]] = {}
    for person in (*coding.people, *coding.of_whole):
        by_dimension.setdefault((person.codebook, person.dimension), []).append(person)
    lines = []
    for key, who in by_dimension.items():
        parts = [_coder_words(progress) for progress in who]
        if len(parts) > 4 and not full:
            parts = [*parts[:3], f"{len(parts) - 3} more"]
        line = f"{coding.corpus}, {key[1]}: {', '.join(parts)}"
        lines.append(line + (f"; {_alpha_words(alphas[key])}" if key in alphas else ""))
    machines = {coder.coder for coder in coding.coders if coder.how.get("machine")}
    if machines and full:
        lines.append(f"{coding.corpus}: machine codes by {', '.join(sorted(machines))}")
    if coding.too_many:
        lines.append(
            f"{coding.corpus}: {coding.too_many:,} codings; 'textmine agreement {coding.corpus}' "
            "measures alpha"
        )
    return lines


def _coder_words(coder_progress: CoderProgress) -> str:
    settled = coder_progress.settled
    if settled:
        return f"{settled:,} settled" + (
            f" as {coder_progress.coder}" if coder_progress.coder != "agreed" else ""
        )
    seen = f" ({coder_progress.seen:,} after a suggestion)" if coder_progress.seen else ""
    return f"{coder_progress.coder} {coder_progress.documents:,}{seen}"


def _alpha_words(alpha_so_far: AlphaSoFar) -> str:
    value = with_interval(alpha_so_far.alpha.coefficient.value, alpha_so_far.alpha.interval)
    left = f", {alpha_so_far.open:,} open" if alpha_so_far.open else ""
    return f"alpha {value} on {alpha_so_far.alpha.n:,}{left}"


def _sheet_line(sheet_out: SheetOut) -> str:
    who = sheet_out.sheet.coder or "whoever takes it"
    since = sheet_out.sheet.written_at[:10]
    return (
        f"{who}: {sheet_out.coded:,} of {sheet_out.sheet.documents:,} coded, since {since}, "
        f"{Path(sheet_out.sheet.path).name}"
    )


def _run_line(run: RunState) -> str:
    about = f"{run.name}: of {' and '.join(run.corpora)}" if run.corpora else run.name
    details, settings = run.manifest.details, run.manifest.settings
    if run.manifest.kind == "classifier":
        about += f", {', '.join(str(part['dimension']) for part in details['dimensions'])}"
    elif run.manifest.kind == "topics":
        about += f", {len(details.get('ids', ()))} topics"
    elif run.manifest.kind == "applied":
        about = f"{run.name}: '{settings['model']}' on {run.corpus}"
    elif run.manifest.kind == "llm":
        about = f"{run.name}: '{settings['coder']}' on {run.corpus}"
    return f"{about}; STALE: {'; '.join(run.stale)}" if run.stale else about


def _rows(status: Status) -> Iterator[_Row]:
    for info in status.corpora:
        for key in ("documents", "threads", "files", "authors", "excluded"):
            if key in info.counts:
                yield _Row("corpus", info.name, info.name, key, int(info.counts[key]))
    for name in status.codebooks:
        yield _Row("codebook", name)
    for coding in status.coding:
        for coder in (*coding.coders, *coding.of_whole):
            for how, n in sorted(coder.how.items()):
                yield _Row(
                    "coder",
                    coder.coder,
                    coding.corpus,
                    coder.dimension,
                    n,
                    coder.documents,
                    state=how,
                )
        for alpha in coding.alphas:
            value = with_interval(alpha.alpha.coefficient.value, alpha.alpha.interval)
            yield _Row(
                *("alpha", ", ".join(alpha.coders), coding.corpus, alpha.dimension),
                n=alpha.alpha.n,
                value=value,
                state=f"{alpha.open} open",
            )
        for out in coding.sheets:
            state = "out" if out.left else "back"
            yield _Row(
                *("sheet", out.sheet.path, coding.corpus, out.sheet.coder),
                *(out.coded, out.sheet.documents),
                state=state,
            )
    for run in status.runs:
        state = "; ".join(run.stale) or "up to date"
        yield _Row(run.manifest.kind, run.name, run.corpus, state=state)


def _step_rows(steps: Sequence[Step]) -> Iterator[_Row]:
    for index, step in enumerate(steps):
        yield _Row("next", str(index + 1), state=step.why, command=step.command)
