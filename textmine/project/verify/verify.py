"""Repeat runs from their manifests, say whether they come out the same, and tell it."""

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from textmine import __version__
from textmine.checking.made_from import moved_inputs, states_codings
from textmine.config import Progress, silent
from textmine.errors import NotFoundError, TextmineError, did_you_mean
from textmine.present import QuotedTopic, Section, columns_of, table_of
from textmine.project.verify.differences import Difference, differences, first_difference
from textmine.project.verify.repeat import RunWords, is_page, repeated, unrepeatable
from textmine.store import Manifest, Workspace, read_manifest, sha256_of_file
from textmine.store.manifest import MANIFEST, open_manifest
from textmine.store.versions import other_versions

ROOMS = ("models", "runs", "reports")
State = Literal["same", "differs", "not repeated", "left out"]


@dataclass(frozen=True)
class Verified:
    """What came of repeating a run: `files` of it were compared.

    `reasons` are what is known to be another than when it was made; `problem` is why it was not
    repeated.
    """

    where: str
    kind: str
    state: State
    files: int = 0
    differences: tuple[Difference, ...] = ()
    reasons: tuple[str, ...] = ()
    problem: str = ""


def find_runs(workspace: Workspace, name: str | None) -> list[str]:
    """Return the runs of a name, such as models/forum-model, or all of them.

    A name may say its room; else that of every room is meant. Raises NotFoundError.
    """
    every = [
        f"{room}/{name_in_room}"
        for room in ROOMS
        for name_in_room in workspace.names(room, MANIFEST)
    ]
    if name is None:
        return every
    runs = [run for run in every if name in (run, run.split("/", 1)[1])]
    if not runs:
        raise NotFoundError(
            f"There is no model, run or report '{name}' in {workspace.root}.",
            hint=did_you_mean(name, [run.split("/", 1)[1] for run in every]),
        )
    return runs


def verify(
    workspace: Workspace,
    runs: Sequence[str],
    *,
    as_is: bool = False,
    progress: Progress = silent,
    run_words: RunWords | None = None,
) -> Iterator[Verified]:
    """Repeat runs and compare every file, each when it is asked for.

    A run whose inputs or libraries are others than they were is not repeated, unless `as_is`: it
    would hardly come out the same. The pages of other commands are repeated by `run_words`, which
    runs the words of a command in a workspace; without it they are left out.
    """
    for where in runs:
        yield _verified(workspace, where, as_is, progress, run_words)


def _verified(
    workspace: Workspace, where: str, as_is: bool, progress: Progress, run_words: RunWords | None
) -> Verified:
    room, _, name = where.partition("/")
    folder = workspace.folder(room, name)
    try:
        manifest = open_manifest(folder)
    except TextmineError as error:
        return Verified(where, room.removesuffix("s"), "differs", problem=str(error))
    kind = manifest.kind
    problem = unrepeatable(manifest, words=run_words is not None)
    if problem:
        return Verified(where, kind, "left out", problem=problem)
    moved = moved_inputs(workspace, manifest)
    reasons = (*(moved_input.words for moved_input in moved), *_other_software(manifest))
    gone = [moved_input.words for moved_input in moved if moved_input.state == "gone"]
    if gone:
        message = f"It cannot be repeated: {', '.join(gone)}."
        return Verified(where, kind, "not repeated", reasons=reasons, problem=message)
    if reasons and not as_is:
        message = "It is not what it was made from any more. --as-is repeats it all the same."
        return Verified(where, kind, "not repeated", reasons=reasons, problem=message)
    return _compared(
        workspace, manifest, folder, reasons, repeated(workspace, manifest, progress, run_words)
    )


def _compared(
    workspace: Workspace,
    manifest: Manifest,
    folder: Path,
    reasons: tuple[str, ...],
    repetition: AbstractContextManager[Path],
) -> Verified:
    where = f"{folder.parent.name}/{folder.name}"
    try:
        with repetition as again:
            now = read_manifest(again)
            different = differences(manifest, folder, now, again)
            different += _in_outputs(workspace, manifest, now, again)
    except TextmineError as error:
        return Verified(
            where, manifest.kind, "not repeated", reasons=reasons, problem=f"It fails now: {error}"
        )
    n = len(manifest.files) + 1 + len(manifest.details.get("outputs", {}))
    state: State = "differs" if different else "same"
    all_reasons = (*reasons, *_unstated(manifest)) if different else reasons
    return Verified(where, manifest.kind, state, n, tuple(different), all_reasons)


def _unstated(manifest: Manifest) -> tuple[str, ...]:
    """Say what else a run may rest on, which its manifest does not hold."""
    if is_page(manifest):
        return (
            "its manifest holds the hash of the corpus alone: codings, codebooks and models that "
            "it read may be others now",
        )
    if states_codings(manifest):
        return ()
    return ("an earlier textmine made it, which did not write down the codings and the libraries",)


def _other_software(manifest: Manifest) -> list[str]:
    changes = other_versions(manifest.versions)
    if manifest.textmine != __version__:
        changes = [f"textmine {manifest.textmine} then, {__version__} now", *changes]
    return changes


def _in_outputs(
    workspace: Workspace, then: Manifest, now: Manifest, again: Path
) -> list[Difference]:
    """Return where the files differ that an applied run wrote, if they are still as they were."""
    differing = []
    scratch = again.parent.parent
    for kind, digest in then.details.get("outputs", {}).items():
        name = str(then.settings[kind])
        path = workspace.root / name
        if path.is_file() and sha256_of_file(path) != digest:
            differing.append(Difference(name, "it was changed since it was written"))
        if now.details.get("outputs", {}).get(kind) != digest:
            is_kept = path.is_file() and sha256_of_file(path) == digest
            where = first_difference(path, scratch / name) if is_kept else "its content"
            differing.append(Difference(name, where))
    return differing


_WIDTH = 74
_MOST = 5


@dataclass(frozen=True)
class _Row:
    run: str
    state: str
    files: int
    file: str = ""
    where: str = ""
    why: str = ""


_COLUMNS = columns_of("run", "state", "files", "file", "where", "why")


def verified_section(one: Verified) -> Section:
    """Return what came of repeating a run: its lines, and a row for each file that differs."""
    topic = QuotedTopic(_heading(one), [part for line in _lines(one) for part in _wrap(line)], [])
    records = table_of("verify", "", _COLUMNS, _rows(one))
    return Section("verify", "", topics=[topic], records=records)


def verdict(found: Sequence[Verified]) -> str:
    """Say of all runs how many came out the same."""
    same = sum(verified.state == "same" for verified in found)
    differ = sum(verified.state == "differs" for verified in found)
    left = len(found) - same - differ
    parts = [f"{same} the same"]
    parts += [f"{differ} differ" if differ > 1 else "1 differs"] if differ else []
    parts += [f"{left} not repeated"] if left else []
    return f"{len(found)} run{'' if len(found) == 1 else 's'}: {', '.join(parts)}."


def _heading(one: Verified) -> str:
    if one.state == "same":
        return f"same          {one.where}: {one.files} files, byte by byte"
    if one.state == "differs" and one.files:
        files = len({difference.file for difference in one.differences})
        return f"differs       {one.where}: {files} of {one.files} files"
    return f"{one.state:<13} {one.where}"


def _lines(one: Verified) -> Iterator[str]:
    if one.problem:
        yield one.problem
    for difference in one.differences[:_MOST]:
        yield f"{difference.file}: {difference.where}"
    if len(one.differences) > _MOST:
        yield f"… and {len(one.differences) - _MOST} more: --format csv lists all."
    if one.reasons:
        yield f"known: {'; '.join(one.reasons)}"
    elif one.state == "differs" and one.differences:
        yield "known: nothing that it was made from changed, and no library"


def _wrap(line: str) -> list[str]:
    return textwrap.wrap(
        line, _WIDTH, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False
    )


def _rows(one: Verified) -> Iterator[_Row]:
    why = "; ".join([*([one.problem] if one.problem else []), *one.reasons])
    if not one.differences:
        yield _Row(one.where, one.state, one.files, why=why)
    for difference in one.differences:
        yield _Row(one.where, one.state, one.files, difference.file, difference.where, why)
