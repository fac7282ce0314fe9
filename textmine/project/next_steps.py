"""What to do next in a workspace: the step that the others wait for, and a few beside it."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice

from textmine.coding.progress import CodingProgress, SheetOut
from textmine.coding.sheets.begun import is_begun
from textmine.in_number import in_number
from textmine.project.status import RunState, Status

MOST = 4
_FEWEST = 10
"""Coded documents that training needs."""
_DRAWN, _FIRST = 40, 100
_GOOD = 0.667
"""Krippendorff (2004), Content Analysis, page 241: below it no conclusion is drawn."""
_CODERS = "ann,bob"
_LEFT = 0.2
"""The share of documents that a model leaves to people."""
_COMPARED = 2
"""Corpora that a report compares."""
_OF_ONE = 2
"""Steps for the first corpus that nothing was made of, before those for the others."""


@dataclass(frozen=True)
class Step:
    """A command to paste, and why it is a good one now."""

    command: str
    why: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "why", in_number(self.why))


def next_steps(status: Status) -> list[Step]:
    """Return what to do next, the recommended step first, at most four, each command once."""
    if status.root is None:
        return [
            Step("textmine init consultation", "makes a folder for your corpora, codes and models"),
            Step("textmine demo", "or look at all of it with synthetic texts first"),
        ]
    if not status.corpora:
        return [
            Step("textmine corpus import FILE --name NAME --dry-run", "nothing is imported yet"),
            Step("textmine corpus readers", "says what can be read"),
            Step("textmine corpus fetch", "lists public corpora to try things on"),
        ]
    steps_by_command = {step.command: step for step in _to_mend(status)}
    misread = {progress.corpus for progress in status.coding if progress.misread}
    for step in _in_order(status):
        if misread.isdisjoint(shlex.split(step.command)):
            steps_by_command.setdefault(step.command, step)
    return list(islice(steps_by_command.values(), MOST))


def step_with(status: Status, corpus: str) -> str:
    """Return the command that one corpus waits for, by its codings, models, runs and reports.

    Nobody coded it and nothing was drawn: documents are drawn. All is done: its report.
    """
    info = next(info for info in status.corpora if info.name == corpus)
    coding = status.coding_of(corpus)
    if coding is None:
        n = min(_FIRST, int(info.counts.get("documents", _FIRST)))
        return f"textmine coding sample {corpus} --n {n} --coders ANN,BOB"
    if coding.misread:
        return f"textmine codebook check {next(iter(coding.misread))}"
    waiting = chain(_in_hand(status), _reports(status), _compared(status), _last(status))
    commands = (step.command for step in waiting)
    mine = (command for command in commands if corpus in shlex.split(command))
    return next(mine, f"textmine report {corpus}")


def _to_mend(status: Status) -> Iterator[Step]:
    """Yield codebooks that codings cannot be read with: no command on their corpora works."""
    for coding in status.coding:
        for book, why in coding.misread.items():
            yield Step(f"textmine codebook check {book}", why)


def _in_hand(status: Status) -> Iterator[Step]:
    """Yield what was begun and waits to go on."""
    yield from chain(
        _returned(status),
        _stale_models(status),
        _to_settle(status),
        _to_train(status),
        _to_apply(status),
        _to_deal(status),
        _waiting(status),
        _stale_runs(status),
    )


def _in_order(status: Status) -> Iterator[Step]:
    yield from chain(
        _in_hand(status),
        islice(_untouched(status), _OF_ONE),
        _reports(status),
        islice(_to_code(status), 1),
        _compared(status),
        _untouched(status),
        _to_code(status),
        _last(status),
    )


def _sheets(status: Status) -> Iterator[tuple[SheetOut, str]]:
    for coding in status.coding:
        for out in coding.sheets:
            if out.left:
                yield out, f"textmine coding import {shlex.quote(out.sheet.path)}{_more(out)}"


def _more(out: SheetOut) -> str:
    """Return what an import has to be told of a sheet that does not say it itself."""
    sheet = out.sheet
    if not sheet.level:
        return "" if sheet.coder else " --coder ann"
    return f" --corpus {sheet.corpus} --codebook {sheet.codebook} --level {sheet.level}"


def _returned(status: Status) -> Iterator[Step]:
    """Yield the sheets that were saved since they were written and hold a code or a remark."""
    for out, command in _sheets(status):
        path = status.root / out.sheet.path if status.root else None
        if path is None or not path.is_file():
            continue
        written = datetime.fromisoformat(out.sheet.written_at).timestamp()
        if path.stat().st_mtime > written + 2 and is_begun(path):
            yield Step(command, f"the sheet of {_coder(out)} was saved since it was written")


def _to_deal(status: Status) -> Iterator[Step]:
    for coding in status.coding:
        for draw in coding.no_sheets:
            book = (*coding.codebooks, *status.codebooks, "CODEBOOK")[0]
            yield Step(
                f"textmine coding sheets {coding.corpus} --draw {draw} --codebook {book} "
                "--out sheets",
                f"the coders of '{draw}' have no sheets yet",
            )


def _waiting(status: Status) -> Iterator[Step]:
    for out, command in _sheets(status):
        left = f"{out.left:,} of {out.sheet.documents:,} documents"
        yield Step(command, f"when it comes back: {_coder(out)} has {left} to code")


def _coder(out: SheetOut) -> str:
    return out.sheet.coder or "the review queue"


def _stale_models(status: Status) -> Iterator[Step]:
    for run_state in status.of_kind("classifier", "topics"):
        if not run_state.moved or any(moved.state == "gone" for moved in run_state.moved):
            continue
        if run_state.manifest.kind == "topics":
            yield Step(f"textmine topics update {run_state.name}", run_state.moved[0].words)
            continue
        coder = str(run_state.manifest.settings.get("coder", ""))
        coder_option = f" --coder {shlex.quote(coder)}" if coder else ""
        yield Step(
            f"textmine train {run_state.corpus} --name {run_state.name}{coder_option}",
            run_state.moved[0].words,
        )


def _stale_runs(status: Status) -> Iterator[Step]:
    for run_state in status.of_kind("applied"):
        if not run_state.moved or any(moved.state == "gone" for moved in run_state.moved):
            continue
        settings = run_state.manifest.settings
        out = f" --out {shlex.quote(str(settings['out']))}" if settings.get("out") else ""
        record = " --record" if settings.get("record") else ""
        if out or record:
            command = f"textmine apply {settings['model']} {run_state.corpus}{out}{record}"
            yield Step(command, run_state.moved[0].words)


def _to_settle(status: Status) -> Iterator[Step]:
    for coding in status.coding:
        n = sum(alpha.open for alpha in coding.alphas)
        if n:
            low = [alpha for alpha in coding.alphas if alpha.alpha.coefficient.value < _GOOD]
            why = f"coders differ in {n:,} places, and nobody settled it"
            if low:
                lowest = min(low, key=lambda alpha: alpha.alpha.coefficient.value)
                value = lowest.alpha.coefficient.value
                why = f"alpha {value:.2f} on {lowest.dimension} is below .667; {why}"
            yield Step(
                f"textmine coding adjudicate {coding.corpus} --sheet {coding.corpus}-open.xlsx", why
            )


def _to_train(status: Status) -> Iterator[Step]:
    trained = {run_state.corpus for run_state in status.of_kind("classifier")}
    for coding in status.coding:
        most = max((person.documents for person in coding.people), default=0)
        if coding.corpus not in trained and most >= _FEWEST:
            why = f"{most:,} documents are coded, and no model has learned from them"
            yield Step(f"textmine train {coding.corpus}", why)


def _to_apply(status: Status) -> Iterator[Step]:
    """Yield a model to code what people left of its corpus, where it said nothing of it yet."""
    sizes = {info.name: int(info.counts.get("documents", 0)) for info in status.corpora}
    for run_state in status.of_kind("classifier"):
        coding = status.coding_of(run_state.corpus)
        if (
            run_state.stale
            or coding is None
            or f"model:{run_state.name}" in {c.coder for c in coding.coders}
        ):
            continue
        left = sizes.get(run_state.corpus, 0) - max(
            (person.documents for person in coding.people), default=0
        )
        if left > 0:
            files = f"--queue {run_state.corpus}-review.csv --out {run_state.corpus}-coded.csv"
            yield Step(
                f"textmine apply {run_state.name} {run_state.corpus} --record --review {_LEFT} "
                f"{files}",
                f"{left:,} documents of '{run_state.corpus}' are not coded: the model codes them "
                "and leaves those to people that it is least sure of",
            )


def _untouched(status: Status) -> Iterator[Step]:
    """Yield what can be done with corpora that nothing was made of yet."""
    used = {run.corpus for run in status.runs}
    models = [run_state for run_state in status.of_kind("classifier") if not run_state.stale]
    for info in status.corpora:
        if info.name in used or status.coding_of(info.name) is not None:
            continue
        if models:
            command = f"textmine apply {models[0].name} {info.name} --out {info.name}-coded.csv"
            yield Step(command, f"'{info.name}' is not coded, and a model is there")
        yield Step(f"textmine topics fit {info.name}", f"the themes of '{info.name}'")
        yield Step(f"textmine corpus check {info.name}", "what the corpus is fit for")


def _reports(status: Status) -> Iterator[Step]:
    reports = [run_state for run_state in status.of_kind("report") if _on_a_corpus(run_state)]
    for report in reports:
        if report.stale and not any(moved.state == "gone" for moved in report.moved):
            named = [] if report.name == "-and-".join(report.corpora) else ["--name", report.name]
            command = shlex.join(["textmine", "report", *report.corpora, *named])
            yield Step(command, report.stale[0])
    reported = {str(name) for report in reports for name in report.manifest.settings["corpora"]}
    about = {run_state.corpus for run_state in status.of_kind("classifier", "topics")}
    about |= {progress.corpus for progress in status.coding if progress.people}
    for info in status.corpora:
        if info.name in about - reported:
            yield Step(f"textmine report {info.name}", f"there is no report on '{info.name}'")


def _compared(status: Status) -> Iterator[Step]:
    names = [info.name for info in status.corpora]
    together = [
        {*report.manifest.settings["corpora"]}
        for report in status.of_kind("report")
        if _on_a_corpus(report)
    ]
    if len(names) == _COMPARED and status.of_kind("topics") and {*names} not in together:
        command = shlex.join(["textmine", "report", *names])
        yield Step(command, "what both speak of, and what one alone")


def _on_a_corpus(report: RunState) -> bool:
    return "corpora" in report.manifest.settings


def _to_code(status: Status) -> Iterator[Step]:
    known = sorted({coder for progress in status.coding for coder in _coders(progress)})
    used = {run.corpus for run in status.runs}
    for info in status.corpora:
        if info.name in used or status.coding_of(info.name) is not None:
            continue
        if not status.codebooks:
            yield Step("textmine codebook list", "to code by hand, choose a codebook or make one")
            return
        n = min(_DRAWN, int(info.counts.get("documents", _DRAWN)))
        coders = ",".join(known[:3]) if len(known) > 1 else _CODERS
        yield Step(
            f"textmine coding sample {info.name} --n {n} --coders {shlex.quote(coders)}",
            f"nobody coded '{info.name}'",
        )


def _coders(coding: CodingProgress) -> set[str]:
    return {person.coder for person in coding.people if not person.settled}


def _last(status: Status) -> Iterator[Step]:
    compared = any("benchmark" in run_state.name for run_state in status.of_kind("report"))
    for run_state in status.of_kind("classifier"):
        if not run_state.stale and not compared:
            yield Step(
                f"textmine benchmark {run_state.corpus} --system {run_state.name} --report "
                f"{run_state.corpus}-benchmark",
                "how the model stands beside the coders",
            )
    if status.runs:
        yield Step("textmine verify --all", "whether every result can be made again")
