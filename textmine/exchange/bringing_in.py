"""Bring a project of other coding software into a workspace: texts, codebook, codings, memos."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from textmine.codebook import replace_version, save_codebook
from textmine.coding.machine_tables import refuse_model_names
from textmine.coding.store import open_codings
from textmine.corpus import import_corpus, load_corpus
from textmine.corpus.beside import Beside
from textmine.corpus.joined import Participants
from textmine.errors import InputError
from textmine.exchange.changes import statement_of
from textmine.exchange.checks import mended
from textmine.exchange.counting import ChosenModel
from textmine.exchange.matching_codes import split_names
from textmine.exchange.notes import keep_notes
from textmine.exchange.planning import Plan, ReadRequest, plan_of
from textmine.exchange.project import Loss, Project
from textmine.exchange.reading_files import is_highlights, read_highlights, read_project
from textmine.exchange.refi.reading import ReadProject
from textmine.schema import Coding
from textmine.store import MANIFEST, Workspace


@dataclass(frozen=True)
class BroughtIn:
    """What became of a project. `losses` are what it has and what has no place here.

    `corpus` is "" where the file is a codebook, `codebook` "" where it has too few codes. `gone`
    codings stand no more, as the file has others in their place; `missing` stand and the file has
    nothing of these coders and documents. `withdrawn` says that those were withdrawn.
    """

    project: Project
    model: ChosenModel | None
    corpus: str
    new_corpus: bool
    n_documents: int
    codebook: str
    new_codebook: bool
    n_codes: int
    added_codes: tuple[str, ...]
    coders: tuple[str, ...]
    new: int
    unchanged: int
    gone: int
    missing: int
    withdrawn: bool
    machine: int
    n_memos: int
    n_people: int
    losses: tuple[Loss, ...]
    remarks: tuple[str, ...]

    @property
    def n_codings(self) -> int:
        """How many codings of the file stand."""
        return self.new + self.unchanged


def bring_in(workspace: Workspace, request: ReadRequest, *, dry_run: bool = False) -> BroughtIn:
    """Read a file of other software and keep what has a place in the workspace, all or nothing.

    Raises NotFoundError, InputError and BadRowsError where it cannot be read, and TakenError where
    a corpus or a codebook of that name is something else.
    """
    read = _read(workspace, request)
    project, _ = mended(read.project)
    if request.nested_by:
        project = replace(project, codes=split_names(project.codes, request.nested_by))
    if not project.sources and not project.codes:
        raise InputError(
            f"{request.path.name} has no text and no code.", hint=_listed(project.losses)
        )
    plan = plan_of(workspace, request, project)
    if plan.codes.book is None and not plan.corpus:
        raise InputError(
            f"{request.path.name} has fewer than two codes, and a dimension needs two.",
            hint=_listed(plan.losses),
        )
    withdrawn = _withdrawals(plan.changes.missing, request.path) if request.complete else []
    refuse_model_names(plan.changes.statements, workspace.names("models", MANIFEST))
    n_memos = len(plan.notes)
    if not dry_run:
        n_memos = _keep(workspace, plan, withdrawn)
    book, reading, people = plan.codes.book, plan.documents.reading, plan.documents.people
    return BroughtIn(
        project=project,
        model=read.model,
        corpus=plan.corpus,
        new_corpus=reading is not None,
        n_documents=len(plan.texts),
        codebook=book.name if book else "",
        new_codebook=plan.former is None,
        n_codes=sum(len(dimension.codes) for dimension in book.dimensions) if book else 0,
        added_codes=plan.codes.added,
        coders=tuple(sorted({coding.coder for coding in plan.found.codings})),
        new=plan.changes.new,
        unchanged=plan.changes.unchanged,
        gone=plan.changes.gone,
        missing=len(plan.changes.missing),
        withdrawn=request.complete,
        machine=plan.changes.machine,
        n_memos=n_memos,
        n_people=len(people.rows) if people and reading else 0,
        losses=plan.losses,
        remarks=plan.remarks,
    )


def _read(workspace: Workspace, request: ReadRequest) -> ReadProject:
    """Read the file; a table of highlights needs the texts, and so a corpus."""
    if not is_highlights(request.path):
        return read_project(request.path, request.counts)
    if request.corpus is None:
        raise InputError(
            f"{request.path.name} has words without the texts that they are from.",
            hint="Say --name CORPUS, the corpus that has these texts.",
        )
    return ReadProject(read_highlights(request.path, load_corpus(workspace, request.corpus)))


def _listed(losses: Iterable[Loss]) -> str:
    losses_told = "; ".join(f"{loss.n:,} {loss.what}" for loss in losses)
    return f"It has: {losses_told}." if losses_told else "Export it again."


def _withdrawals(missing: Iterable[Coding], path: Path) -> list[Coding]:
    """Return a withdrawal of each statement that stands and is not in the file."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    gone = {}
    for coding in missing:
        gone[statement_of(coding)] = replace(
            coding,
            code=None,
            role="",
            start=None,
            end=None,
            created_at=now,
            memo=f"not in {path.name}",
            withdrawn=True,
        )
    return list(gone.values())


def _keep(workspace: Workspace, plan: Plan, withdrawn: Sequence[Coding]) -> int:
    """Write all of a plan; return how many memos are new or changed."""
    book, reading, people = plan.codes.book, plan.documents.reading, plan.documents.people
    with workspace.whole():
        if reading is not None:
            beside = Beside(Participants(tables=(people,))) if people else None
            import_corpus(workspace, plan.corpus, reading, beside=beside)
        if book is not None and plan.former is None:
            save_codebook(workspace, book)
        elif book is not None and plan.former is not None and book != plan.former:
            replace_version(workspace, plan.former, book)
        codings = [*plan.changes.statements, *withdrawn]
        if codings:
            open_codings(workspace).append(codings, complete=True)
        return keep_notes(workspace, plan.notes, plan.corpus, book, plan.texts)
