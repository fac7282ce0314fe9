"""Take over the codes of a sheet that came back, all or nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from textmine.codebook import find_codebook
from textmine.coding.sampling.draws import REVIEW, Draw, open_draws
from textmine.coding.sheets.columns import DOCUMENT, code_columns
from textmine.coding.sheets.origin import APOSTROPHES, CODING, SheetOrigin, sheet_origin, shown_id
from textmine.coding.sheets.reading import match_documents, read_sheet
from textmine.coding.shown import InView, as_they_came, blind_sentences, showing, stated_blind
from textmine.coding.store import open_codings
from textmine.coding.suggested import NOBODY, is_machine, suggested_sentences
from textmine.coding.tables.importing import broken_rows
from textmine.coding.tables.reading import refuse_bad_rows
from textmine.corpus import RawTable, load_corpus, read_raw, written
from textmine.corpus.reading.reader import ReadOptions
from textmine.corpus.reading.restored import without_apostrophes, write_rejected
from textmine.corpus.reading.tables.open_workbook import WORKBOOKS
from textmine.corpus.reading.tables.read_xlsx import read_xlsx, sheet_names
from textmine.errors import InputError, NotFoundError, RowProblem, did_you_mean
from textmine.store import Workspace, refuse_same_file


@dataclass(frozen=True)
class SheetImport:
    """What a sheet held and what became of it.

    `documents` were on the sheet; `uncoded` of them have no code yet and `partly` lack some;
    `empty` counts dimensions of documents without a code; `mended` ids were put right. `broken`
    names codings that break a rule of the codebook, which are kept, `loose_memos` memos without a
    code, which are not. `remarks` say how cells were read, and whose suggestions were in view.
    """

    new: int
    unchanged: int
    replaced: int
    documents: int
    uncoded: int
    partly: int
    empty: int
    mended: int
    rejected: int
    coders: tuple[str, ...]
    problems: tuple[RowProblem, ...]
    broken: tuple[RowProblem, ...]
    loose_memos: tuple[RowProblem, ...]
    remarks: tuple[str, ...] = ()
    none: int = 0
    kept: int = 0


def import_sheet(
    workspace: Workspace,
    path: Path,
    *,
    coder: str | None = None,
    blind: bool = False,
    dry_run: bool = False,
    rejected_to: Path | None = None,
) -> SheetImport:
    """Append the codes of a sheet that `export_sheets` wrote, read with its codebook version.

    `coder` says who coded it, if that is not who the sheet was made for; with `blind` the user
    states that no machine's codes were in view. Raises BadRowsError
    naming every cell that does not fit, unless `rejected_to` names a file for the rows;
    InputError when the file is no such sheet, of another workspace, or holds no code.
    """
    if rejected_to is not None:
        refuse_same_file(rejected_to, path)
    origin, who = _origin(path, coder)
    draw = _draw(workspace, path, origin)
    corpus = load_corpus(workspace, origin.corpus, whole=True)
    book = find_codebook(f"{origin.codebook}@{origin.codebook_version}", workspace)
    table = _read(path, origin)
    table = table.asking_for({DOCUMENT, *(column.header for column in code_columns(book))})
    exported = _exported(path, origin, draw, set(corpus.ids))
    texts = dict(zip(corpus.ids, corpus.texts, strict=True))
    documents = match_documents(table, exported, texts)
    sheet = read_sheet(table, documents, book, origin, who, texts)
    read = sheet.read
    if sheet.damaged or (not dry_run and rejected_to is None):
        refuse_bad_rows(path, read.problems)
    if not read.found and not read.problems:
        raise InputError(
            f"No document of {path} is coded yet.", hint="Import it when people have coded."
        )
    view = InView(table, book, _shown_by(origin, draw), showing([draw]))
    codings, _ = as_they_came(read.placed, view)
    stated: list[str] = []
    if blind:
        codings, stated = stated_blind(codings)
    store = open_codings(workspace)
    if dry_run:
        done = store.compare(codings)
    else:
        with workspace.whole():
            if rejected_to is not None and read.problems:
                write_rejected(table, read.problems, rejected_to)
            done = store.append(codings)
    return SheetImport(
        new=done.new,
        unchanged=done.unchanged,
        replaced=done.replaced,
        documents=len(documents.of_row),
        uncoded=sheet.uncoded,
        partly=sheet.partly,
        empty=len(read.empty),
        mended=documents.mended,
        rejected=len({problem.row for problem in read.problems}),
        coders=(who,),
        problems=tuple(read.problems),
        broken=tuple(broken_rows(read, table, book, corpus)),
        loose_memos=tuple(sheet.loose_memos),
        remarks=(
            *read.remarks,
            *suggested_sentences(codings),
            *blind_sentences(codings, draw),
            *stated,
        ),
        none=done.none,
        kept=done.kept,
    )


def _origin(path: Path, coder: str | None) -> tuple[SheetOrigin, str]:
    """Return what a sheet says of itself, and who coded it."""
    origin = sheet_origin(path)
    if origin is None:
        raise InputError(
            f"{path} is not a coding sheet that textmine exported.",
            hint="Import it as a table of codings: say --corpus and --codebook.",
        )
    who = coder or origin.coder
    if not who:
        raise InputError(f"{path} does not say who coded it.", hint="Say --coder NAME.")
    if is_machine(who):
        raise InputError(
            f"'{who}' is the name of a machine, and a person fills in a coding sheet.",
            hint="Say --coder NAME.",
        )
    return origin, who


def _shown_by(origin: SheetOrigin, draw: Draw) -> str:
    """Return the machine whose suggestions a sheet shows: its draw knows better than its cells.

    Only a sheet of a review queue's documents that was made for a coder may show none.
    """
    dealt_blind = draw.purpose == REVIEW and origin.coder and origin.suggestions_by == NOBODY
    return origin.suggestions_by if dealt_blind else draw.suggestions_by or origin.suggestions_by


def _draw(workspace: Workspace, path: Path, origin: SheetOrigin) -> Draw:
    """Return the draw that a sheet is from; raise InputError when this workspace has none such."""
    try:
        draw = open_draws(workspace).find(origin.corpus, origin.draw)
    except NotFoundError as error:
        raise InputError(
            f"{path} is a sheet of corpus '{origin.corpus}', draw '{origin.draw}' (see its "
            f"{origin.place}), which this workspace does not have.",
            hint="Name the workspace that wrote it: --workspace FOLDER.",
        ) from error
    if draw.round != origin.round:
        raise InputError(
            f"{path} says round {origin.round} (see its {origin.place}), and draw '{draw.name}' is "
            f"for round {draw.round}.",
            hint="Put back what the exported sheet said.",
        )
    return draw


def _exported(path: Path, origin: SheetOrigin, draw: Draw, here: Collection[str]) -> Sequence[str]:
    """Return the ids that were on the sheet, as the corpus has them.

    A CSV does not say it, and documents that are gone from the corpus were perhaps not on it.
    """
    dealt = (
        draw.documents_of(origin.coder)
        if draw.coders
        else [candidate.document for candidate in draw.drawn]
    )
    if origin.documents is None:
        return [identity for identity in dealt if identity in here]
    known = {shown_id(identity): identity for identity in dealt}
    foreign = [shown for shown in origin.documents if shown not in known]
    if foreign:
        raise InputError(
            f"{path} was exported with document '{foreign[0]}' (see its {origin.place}), which "
            f"{origin.coder} did not get in draw '{draw.name}' of '{origin.corpus}' here: it is "
            "from another workspace.",
            hint="Name the workspace that wrote it: --workspace FOLDER.",
        )
    return [known[shown] for shown in origin.documents]


def _read(path: Path, origin: SheetOrigin) -> RawTable:
    """Read the rows of a sheet: of a workbook those of the worksheet that textmine wrote."""
    if path.suffix.lower() not in WORKBOOKS:
        return _with_documents(path, written(read_raw(path)))
    name = CODING if CODING in sheet_names(path) else None
    table = read_xlsx(path, ReadOptions(sheet=name))
    old = origin.format == APOSTROPHES
    return _with_documents(path, without_apostrophes(table) if old else table)


def _with_documents(path: Path, table: RawTable) -> RawTable:
    if DOCUMENT not in table.columns:
        raise InputError(
            f"{path} has lost its column '{DOCUMENT}' (the first cell of its header).",
            hint=f"{did_you_mean(DOCUMENT, table.columns)} Name it '{DOCUMENT}' again.",
        )
    return table
