"""Write the sheets on which coders code the documents of a draw, one a coder."""

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from textmine.cells.spreadsheet import fitted_cell
from textmine.choices import SheetFormat
from textmine.codebook import Codebook, find_codebook
from textmine.coding.sampling.draws import SUGGEST, Draw, open_draws
from textmine.coding.sheets.columns import DOCUMENT, KNOWN_SUFFIX, code_columns
from textmine.coding.sheets.neighbours import Neighbours, neighbours_of, thread_titles
from textmine.coding.sheets.origin import SheetOrigin, shown_id
from textmine.coding.sheets.workbook import sheet_workbook
from textmine.coding.sheets.written import WrittenSheet, remember_sheets
from textmine.coding.suggested import NOBODY
from textmine.coding.whole_units import cut_text
from textmine.corpus import Corpus, load_corpus
from textmine.errors import InputError, StoreError, did_you_mean
from textmine.schema import AUTHOR, CREATED_AT, PARENT_ID, THREAD_ID
from textmine.store import Workspace, replacing_file
from textmine.store.tables import table_text

_START = 200
"""Characters of the parent's text that a coder sees."""


@dataclass(frozen=True)
class SheetRequest:
    """Which sheets to write where; `draw` None means the latest, no `coders` all of the draw.

    `before` and `after` are as `neighbours_of` takes them.
    """

    corpus: str
    codebook: str
    folder: Path
    draw: str | None = None
    format: SheetFormat = "xlsx"
    coders: tuple[str, ...] = ()
    with_author: bool = False
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True)
class Sheet:
    """A sheet that was written; `gone` documents of the draw are no longer in the corpus."""

    path: Path
    coder: str
    documents: int
    gone: int


def export_sheets(
    workspace: Workspace,
    request: SheetRequest,
    beside: Mapping[str, Mapping[str, str]] | None = None,
    suggestions_by: str = NOBODY,
) -> list[Sheet]:
    """Write a sheet a coder into a folder, which is made if it is not there.

    `beside` are further columns to read, header -> id -> cell, such as a machine's suggestions;
    they stand before the columns to fill in and are not read again. `suggestions_by` names the
    machine then, which the sheet says of itself. Raises InputError when a file of that name holds
    something else, for codes may stand in it.
    """
    corpus = load_corpus(workspace, request.corpus)
    draw = open_draws(workspace).find(request.corpus, request.draw)
    if draw.purpose == SUGGEST and suggestions_by == NOBODY:
        raise InputError(
            f"The coders of draw '{draw.name}' have sheets, which show suggestions.",
            hint=f"Name the draw that its documents are from: --draw {draw.design.get('of')}.",
        )
    book = find_codebook(request.codebook, workspace)
    around = neighbours_of(corpus, request.before, request.after, with_author=request.with_author)
    here = set(corpus.ids)
    known = {**_known_columns(corpus, book, around, request.with_author, here), **(beside or {})}
    contents: dict[Path, bytes] = {}
    sheets: list[Sheet] = []
    written: list[WrittenSheet] = []
    for coder in _coders(draw, request.coders):
        drawn = (
            draw.documents_of(coder)
            if draw.coders
            else [candidate.document for candidate in draw.drawn]
        )
        documents = [document for document in drawn if document in here]
        _refuse_alike(documents)
        origin = SheetOrigin(
            request.corpus,
            book.name,
            book.version,
            draw.name,
            coder,
            draw.round,
            tuple(map(shown_id, documents)),
            suggestions_by=suggestions_by,
        )
        path = request.folder / _file_name(origin, request.format, contents)
        contents[path] = _content(known, documents, book, origin, request.format)
        sheets.append(Sheet(path, coder, len(documents), len(drawn) - len(documents)))
        written.append(written_with(origin, path))
    with workspace.whole():
        write_sheets(contents)
        remember_sheets(workspace, written)
    return sheets


def written_with(origin: SheetOrigin, path: Path) -> WrittenSheet:
    """Return what is kept of a sheet that was written to a path."""
    return WrittenSheet(
        origin.corpus,
        origin.coder,
        origin.codebook,
        len(origin.documents or ()),
        str(path),
        draw=origin.draw,
        round=origin.round,
    )


def sheet_bytes(
    corpus: Corpus,
    book: Codebook,
    origin: SheetOrigin,
    documents: Sequence[str],
    form: SheetFormat,
    beside: Mapping[str, Mapping[str, str]],
) -> bytes:
    """Return one sheet with `documents` in this order, and `beside` as in `export_sheets`."""
    _refuse_alike(documents)
    around = neighbours_of(corpus, None, None, with_author=False)
    known = _known_columns(corpus, book, around, with_author=False, wanted={*documents}) | {
        **beside
    }
    return _content(known, documents, book, origin, form)


def sheet_sentences(sheets: Sequence[Sheet]) -> list[str]:
    """Return a sentence a sheet that was written: where it is, and how much it holds for whom."""
    return [
        f"{sheet.path}: {sheet.documents:,} documents for {sheet.coder}"
        f"{f'; {sheet.gone:,} are no longer in the corpus' if sheet.gone else ''}."
        for sheet in sheets
    ]


def _coders(draw: Draw, asked: Sequence[str]) -> Sequence[str]:
    if not draw.coders:
        if not asked:
            raise InputError(
                f"The documents of draw '{draw.name}' have no coders yet.",
                hint="Say who codes all of them: --coders NAME,NAME.",
            )
        return list(dict.fromkeys(asked))
    for coder in asked:
        if coder not in draw.coders:
            raise InputError(
                f"Coder '{coder}' has no documents in draw '{draw.name}'.",
                hint=did_you_mean(coder, draw.coders),
            )
    return [coder for coder in draw.coders if not asked or coder in asked]


def _known_columns(
    corpus: Corpus, book: Codebook, around: Neighbours, with_author: bool, wanted: set[str]
) -> dict[str, Mapping[str, str]]:
    """Return what is known of the documents that are wanted, column -> id -> cell.

    Columns that are empty in all documents are left out.
    """
    ids = corpus.ids
    rows = [row for row, identity in enumerate(ids) if identity in wanted]
    columns = {
        "thread": corpus.column(THREAD_ID),
        "date": _dates(corpus),
        "author": corpus.column(AUTHOR) if with_author else [],
        "title": thread_titles(corpus),
        "answers": [] if corpus.info.cut_files else _answered(corpus),
        "before": around[0],
        "text": corpus.texts,
        "after": around[1],
    }
    taken = {column.header.casefold() for column in code_columns(book)}
    return {
        f"{name}{KNOWN_SUFFIX}" if name in taken else name: {ids[row]: cells[row] for row in rows}
        for name, cells in columns.items()
        if any(cells)
    }


def _answered(corpus: Corpus) -> list[str]:
    texts = dict(zip(corpus.ids, corpus.texts, strict=True))
    return [
        f"{parent}: {cut_text(texts[parent], _START)}" if parent in texts else parent
        for parent in corpus.column(PARENT_ID)
    ]


def _dates(corpus: Corpus) -> list[str]:
    if CREATED_AT not in corpus.documents:
        return []
    stamps = corpus.documents[CREATED_AT]
    moments = [
        stamp if dated else None for stamp, dated in zip(stamps, stamps.notna(), strict=True)
    ]
    timed = any(moment.time() != dt.time() for moment in moments if moment is not None)
    form = "%Y-%m-%d %H:%M" if timed else "%Y-%m-%d"
    return ["" if moment is None else moment.strftime(form) for moment in moments]


def _content(
    known: Mapping[str, Mapping[str, str]],
    documents: Sequence[str],
    book: Codebook,
    origin: SheetOrigin,
    form: SheetFormat,
) -> bytes:
    codes = [column.header for column in code_columns(book)]
    header = [DOCUMENT, *known, *codes, *origin.constants]
    rows = [
        [
            fitted_cell(cell)
            for cell in (
                identity,
                *(cells.get(identity, "") for cells in known.values()),
                *("" for _ in codes),
                *origin.constants.values(),
            )
        ]
        for identity in documents
    ]
    if form == "xlsx":
        return sheet_workbook(header, rows, 1 + len(known), book, origin)
    return table_text(header, rows).encode("utf-8-sig", "replace")


def _refuse_alike(documents: Sequence[str]) -> None:
    shown: dict[str, str] = {}
    for identity in documents:
        twin = shown.setdefault(shown_id(identity), identity)
        if twin != identity:
            raise InputError(
                f"The ids {twin!r} and {identity!r} look the same in a spreadsheet.",
                hint="Import the corpus with ids that do not.",
            )


def _file_name(origin: SheetOrigin, form: str, taken: Collection[Path]) -> str:
    coder = re.sub(r"[^\w.-]+", "_", origin.coder).strip("._") or "coder"
    names = {path.name.casefold() for path in taken}
    stem, name = f"{origin.corpus}-{origin.draw}-{coder}", ""
    number = 1
    while not name or name.casefold() in names:
        name = f"{stem}{'' if number == 1 else f'-{number}'}.{form}"
        number += 1
    return name


def write_sheets(contents: Mapping[Path, bytes]) -> None:
    """Write sheets into their folder, which is made if it is not there, all or none.

    Raises InputError when a file of that name holds something else, for codes may stand in it.
    """
    for path, content in contents.items():
        if path.exists() and (not path.is_file() or path.read_bytes() != content):
            raise InputError(
                f"{path} is there already, and codes may stand in it.",
                hint="Name another folder with --out, or take the file away.",
            )
    for path, content in contents.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"The folder {path.parent} cannot be made: {error.strerror}.",
                hint="Name another with --out.",
            ) from error
        with replacing_file(path) as draft:
            draft.write_bytes(content)
