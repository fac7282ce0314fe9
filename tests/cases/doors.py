"""The ways by which what a coder typed comes in, each as a function of the same cells.

A door takes cells, one a document, and returns what each says: its codes, "" where it says nothing,
or the sentence on what is wrong with it.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from openpyxl import load_workbook

import textmine as tm
from tests.helpers import write_csv
from textmine.benchmark.systems import system_of_table
from textmine.codebook import Codebook, find_codebook, save_codebook
from textmine.coding import (
    CodingRequest,
    import_codings,
    import_sheet,
    open_codings,
    read_open_cases,
)
from textmine.coding.adjudication.open_cases import adjudicate_from_sheet
from textmine.coding.sampling.drawing import SampleRequest, draw_sample
from textmine.coding.sheets.exporting import SheetRequest, export_sheets
from textmine.corpus import About, import_corpus, load_corpus, read_documents
from textmine.corpus.reading.readers import read_raw
from textmine.errors import BadRowsError
from textmine.schema import Coding
from textmine.store import Workspace, find_workspace, init_workspace

BOOK = Codebook.model_validate(
    {
        "name": "book",
        "dimensions": [
            {
                "id": "topic",
                "name": "Topic",
                "codes": [
                    {"id": "rent", "name": "Rents and housing"},
                    {"id": "bus", "name": "Bus fares"},
                    {"id": "01", "name": "Parks, greens"},
                    {"id": "old", "name": "Trams", "retired": True},
                ],
            },
            {
                "id": "theme",
                "name": "Theme",
                "labels": "multi",
                "codes": [
                    {"id": "place", "name": "The place"},
                    {"id": "street", "name": "Streets"},
                    {"id": "a; b", "name": "Both, and more"},
                ],
            },
            {
                "id": "part",
                "name": "Part",
                "labels": "multi",
                "roles": ["sender", "recipient"],
                "codes": [{"id": "give", "name": "giving"}, {"id": "take", "name": "taking"}],
            },
        ],
    }
)
N = 60
UNITS = [f"d{place:02d}" for place in range(1, N + 1)]

Said = dict[str, tuple[str, ...] | str]
Door = Callable[["Place", str, Sequence[str]], Said]
"""(workspace, dimension, cells of the first documents) -> document -> what its cell says."""

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Place:
    """A workspace with a corpus, and a folder for files."""

    space: Workspace
    folder: Path

    def table(self, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
        return write_csv(self.folder / f"t{next(_numbers)}.csv", header, rows)

    def copied(self) -> Place:
        """Return it again, with what was done to it so far."""
        root = self.folder / f"copy{next(_numbers)}"
        shutil.copytree(self.space.root, root)
        return Place(find_workspace(root), self.folder)

    @property
    def book(self) -> Codebook:
        return find_codebook("book", self.space)


def place_of(folder: Path) -> Place:
    """Make a workspace in which ann and bob disagree on every document and dimension."""
    root = folder / "doors"
    init_workspace(root)
    space = find_workspace(root)
    place = Place(space, folder)
    texts = place.table(["id", "text"], ([unit, f"Message {unit} on the town."] for unit in UNITS))
    import_corpus(space, "town", read_documents(texts), About("made", "MIT", synthetic=True))
    save_codebook(space, BOOK)
    rows = [
        [unit, coder, dimension, code]
        for unit in UNITS
        for dimension, (one, other) in {
            "topic": ("rent", "bus"), "theme": ("place", "street"), "part": ("give", "take")
        }.items()
        for coder, code in (("ann", one), ("bob", other))
    ]  # fmt: skip
    path = place.table(["document", "coder", "dimension", "code"], rows)
    import_codings(space, CodingRequest(path, "town", "book"))
    return place


def _codes(codings: Iterable[Coding], dimension: str) -> Said:
    """Return document -> codes with their roles; None among them where none applies."""
    found: dict[str, set[str]] = {}
    for one in codings:
        if one.dimension == dimension:
            role = f":{one.role}" if one.role else ""
            found.setdefault(one.document, set()).add(f"{one.code}{role}")
    return {document: tuple(sorted(codes)) for document, codes in found.items()}


def imported(place: Place, path: Path, who: str, on: str, /, **request: object) -> Said:
    """Import a table; return what it says by a coder on a dimension."""
    aside = place.folder / f"aside{next(_numbers)}.csv"
    done = import_codings(place.space, CodingRequest(path, "town", "book", **request), aside)  # type: ignore[arg-type]
    store = open_codings(place.space)
    said = _codes((c for c in store.current("town") if c.coder == who), on)
    units = [row[0] for row in read_raw(path).rows]
    return said | {units[problem.row - 2]: problem.problem for problem in done.problems}


def long(place: Place, dimension: str, cells: Sequence[str]) -> Said:
    """A row a coding."""
    coder = f"long-{next(_numbers)}"
    rows = [[unit, coder, dimension, cell] for unit, cell in zip(UNITS, cells, strict=False)]
    path = place.table(["document", "coder", "dimension", "code"], rows)
    return imported(place, path, coder, dimension)


def wide(place: Place, dimension: str, cells: Sequence[str]) -> Said:
    """A column a coder."""
    coder = f"wide-{next(_numbers)}"
    path = place.table(["document", f"{dimension}:{coder}"], zip(UNITS, cells, strict=False))
    return imported(place, path, coder, dimension)


def _blanking(read: Callable[[Sequence[str]], Said], cells: Sequence[str], first: int = 2) -> Said:
    """Read cells by a door that takes all or nothing: once more without those that are wrong."""
    try:
        return read(cells)
    except BadRowsError as error:
        wrong = {problem.row - first: problem.problem for problem in error.problems}
        left = ["" if row in wrong else cell for row, cell in enumerate(cells)]
        return read(left) | {UNITS[row]: sentence for row, sentence in wrong.items()}


def adjudication_sheet(place: Place, dimension: str, cells: Sequence[str]) -> Said:
    """The sheet on which disagreements are resolved."""

    def read(cells: Sequence[str]) -> Said:
        rows = ([unit, dimension, cell, ""] for unit, cell in zip(UNITS, cells, strict=False))
        return settled(place, rows, dimension)

    return _blanking(read, cells)


def settled(place: Place, rows: Iterable[Sequence[str]], dimension: str) -> Said:
    """Take resolved cases; return what they say on a dimension."""
    by = f"adjudication_sheet-{next(_numbers)}"
    open_cases = read_open_cases(place.space, "town", "book", ["ann", "bob"])
    path = place.table(["document", "dimension", "resolved", "reason"], rows)
    adjudicate_from_sheet(place.space, open_cases, path, by)
    return _codes((c for c in open_codings(place.space).current("town") if c.entered_by == by),
                  dimension)  # fmt: skip


def predictions(place: Place, dimension: str, cells: Sequence[str]) -> Said:
    """Codes that a machine predicts."""

    def read(cells: Sequence[str]) -> Said:
        path = place.table(["document", dimension], zip(UNITS, cells, strict=False))
        corpus = load_corpus(place.space, "town")
        found = system_of_table("m", read_raw(path), corpus, place.book, ())
        return {
            unit: tuple(sorted(codes)) or ("None",)
            for unit, codes in found.codes.get(dimension, {}).items()
        }

    return _blanking(read, [*cells, place.book.dimension(dimension).code_ids[0]])


def api(place: Place, dimension: str, cells: Sequence[str]) -> Said:
    """A data frame."""

    def read(cells: Sequence[str]) -> Said:
        units = UNITS[: len(cells)]
        frame = pd.DataFrame({"document": units, "code": cells})
        corpus = load_corpus(place.space, "town")
        found = tm.read_codes(frame, corpus, place.book, coder="eve", dimension=dimension)
        return _codes(found, dimension)

    return _blanking(read, [*cells, place.book.dimension(dimension).code_ids[0]], first=1)


def sheet(place: Place, columns: Mapping[str, Sequence[str]], dimension: str) -> Said:
    """A coding sheet that came back; `columns` has the cells of its columns by their header."""
    coder = f"sheet-{next(_numbers)}"
    place = place.copied()
    draw_sample(
        place.space,
        SampleRequest("town", everything=True, coders=(coder,), name=coder, include_coded=True),
    )
    [written] = export_sheets(
        place.space, SheetRequest("town", "book", place.folder / coder, draw=coder)
    )
    workbook = load_workbook(written.path)
    page = workbook["coding"]
    at = {cell.value: cell.column for cell in page[1]}
    row_of = {str(cell.value): cell.row for cell in page["A"]}
    for header, cells in columns.items():
        for unit, cell in zip(UNITS, cells, strict=False):
            page.cell(row_of[unit], at[header]).value = cell or None
            page.cell(row_of[unit], at[header]).data_type = "s"
    workbook.save(written.path)
    aside = place.folder / f"aside{next(_numbers)}.csv"
    done = import_sheet(place.space, written.path, rejected_to=aside)
    said = _codes((c for c in open_codings(place.space).current("town") if c.coder == coder),
                  dimension)  # fmt: skip
    unit_at = {row: unit for unit, row in row_of.items()}
    return said | {unit_at[problem.row]: problem.problem for problem in done.problems}


def sheet_column(place: Place, dimension: str, cells: Sequence[str]) -> Said:
    """The column of a dimension with one code a document, on a coding sheet."""
    return sheet(place, {dimension: cells}, dimension)
