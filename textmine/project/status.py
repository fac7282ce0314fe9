"""Where a workspace stands: what there is, who coded how much, what is out, what is stale."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from textmine.checking.made_from import Moved, moved_inputs
from textmine.codebook.files import codebook_path
from textmine.coding.progress import CodingProgress, coding_progress
from textmine.coding.store import CodingStore
from textmine.corpus.corpus import CorpusInfo, every_info
from textmine.errors import NotFoundError, TextmineError
from textmine.store import MANIFEST, Manifest, Workspace, read_manifest


@dataclass(frozen=True)
class RunState:
    """A model, a run of one or a report: what it is, and what it was made from that moved since.

    `newer` are models of its corpus that a report does not have.
    """

    name: str
    room: str
    manifest: Manifest
    moved: tuple[Moved, ...] = ()
    newer: tuple[str, ...] = ()

    @property
    def corpus(self) -> str:
        """The corpus that it is about, "" where its manifest does not say."""
        name = self.manifest.details.get("corpus") or self.manifest.settings.get("corpus")
        if name:
            return str(name)
        of = [key for key in self.manifest.inputs if key.startswith("corpora/")]
        return of[0].removeprefix("corpora/") if of else ""

    @property
    def corpora(self) -> list[str]:
        """All corpora that it is about, in the order in which they were named."""
        named = self.manifest.settings.get("corpora")
        of = [key for key in self.manifest.inputs if key.startswith("corpora/")]
        if isinstance(named, list):
            return [str(name) for name in named]
        if self.manifest.kind == "report" and len(of) > 1:
            return [key.removeprefix("corpora/") for key in of]
        return [self.corpus] if self.corpus else []

    @property
    def stale(self) -> tuple[str, ...]:
        """Why it is not up to date, in words; nothing where it is."""
        reasons = [moved_input.words for moved_input in self.moved]
        reasons += [f"model '{name}' is not in it" for name in self.newer]
        return tuple(reasons)


@dataclass(frozen=True)
class Status:
    """Where a workspace stands; `root` is None where there is none.

    `codebooks` are those of the workspace, and those that people coded with. `remarks` name what
    cannot be read.
    """

    root: Path | None
    corpora: tuple[CorpusInfo, ...] = ()
    codebooks: tuple[str, ...] = ()
    coding: tuple[CodingProgress, ...] = ()
    runs: tuple[RunState, ...] = ()
    remarks: tuple[str, ...] = field(default=())

    def of_kind(self, *kinds: str) -> list[RunState]:
        """Return the runs of some kinds: classifier, topics, applied, report."""
        return [run for run in self.runs if run.manifest.kind in kinds]

    def coding_of(self, corpus: str) -> CodingProgress | None:
        """Return how far the coding of a corpus is, None where nobody coded and no sheet is out."""
        return next((progress for progress in self.coding if progress.corpus == corpus), None)


NOWHERE = Status(None)


def status_of(workspace: Workspace, only: str = "") -> Status:
    """Return where a workspace stands; what cannot be read is a remark.

    How far coding is can be said of one corpus `only`.
    """
    infos, remarks = every_info(workspace)
    coding = _coding(workspace, [info.name for info in infos], remarks, only)
    runs = _runs(workspace, remarks)
    return Status(
        workspace.root,
        tuple(infos),
        tuple(_codebooks(workspace, coding)),
        tuple(coding),
        tuple(_with_newer(runs)),
        tuple(remarks),
    )


def _coding(
    workspace: Workspace, corpora: Sequence[str], remarks: list[str], only: str
) -> list[CodingProgress]:
    try:
        coded = CodingStore(workspace.codings_url).corpora()
        progress_of_corpora = [
            coding_progress(workspace, name) for name in corpora if only in ("", name)
        ]
    except TextmineError as error:
        remarks.append(str(error))
        return []
    remarks += [remark for progress in progress_of_corpora for remark in progress.remarks]
    remarks += [
        f"There are codings of '{name}', and no such corpus."
        for name in coded
        if name not in corpora
    ]
    return [
        progress
        for progress in progress_of_corpora
        if progress.coders or progress.sheets or progress.no_sheets
    ]


def _codebooks(workspace: Workspace, coding: Sequence[CodingProgress]) -> list[str]:
    own = [path.stem for path in (workspace.root / "codebooks").glob("*.toml")]
    names = []
    for name in sorted({*own, *(book for progress in coding for book in progress.codebooks)}):
        try:
            codebook_path(name, workspace)
        except NotFoundError:
            continue
        names.append(name)
    return names


def _runs(workspace: Workspace, remarks: list[str]) -> list[RunState]:
    runs = []
    for room in ("models", "runs", "reports"):
        for name in workspace.names(room, MANIFEST):
            try:
                manifest = read_manifest(workspace.folder(room, name))
            except TextmineError as error:
                remarks.append(f"{room}/{name} cannot be used: {error}")
                continue
            moved = tuple(moved_inputs(workspace, manifest))
            runs.append(RunState(name, room, manifest, moved))
    return runs


def _with_newer(runs: Sequence[RunState]) -> list[RunState]:
    """Return the runs; a report on a corpus knows which models of the corpus it does not have."""
    from dataclasses import replace

    models = [run for run in runs if run.room == "models"]
    with_newer = []
    for run in runs:
        if run.room == "reports" and "corpora" in run.manifest.settings and not run.moved:
            asked = run.manifest.settings
            has = {key.split("/")[1] for key in run.manifest.parents}
            of = set(asked["corpora"])
            newer = tuple(m.name for m in models if m.corpus in of and m.name not in has)
            chosen = asked["report"].get("models") is not None
            with_newer.append(replace(run, newer=() if chosen else newer))
        else:
            with_newer.append(run)
    return with_newer
