"""Gather what a workspace knows: what corpora are like, codes by unit and group, results."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from textmine.codebook import Codebook
from textmine.coding import Codings, by_coders, by_people, coder_names
from textmine.corpus import Corpus
from textmine.errors import InputError, TextmineError
from textmine.report.by_people import coded_sections, standings_of
from textmine.report.claims import corpus_rows
from textmine.report.claims.counted import Counted
from textmine.report.claims.figures_known import (
    Cell,
    Row,
    Slot,
    dimension_slot,
    rows_of_table,
    value_slots,
)
from textmine.schema import CREATED_AT
from textmine.store import MANIFEST, Workspace, read_manifest
from textmine.store.tables import read_table


@dataclass(frozen=True)
class Known:
    """Figures, where they come from, and the years of documents.

    `rows` are there, and `counted` gives others as they are asked for.
    """

    rows: tuple[Row, ...]
    counted: tuple[Counted, ...]
    sources: tuple[str, ...]
    years: frozenset[int]
    remarks: tuple[str, ...] = ()
    saved: tuple[Row, ...] = ()


def known_figures(workspace: Workspace, corpora: Sequence[Corpus]) -> Known:
    """Return every figure that the workspace has on corpora, or can count at once.

    That are documents, people and threads, by group too; final codes and each coder's by unit and
    group; agreement; scores of models; and the tables of saved reports.
    """
    rows: list[Row] = []
    saved_rows: list[Row] = []
    counted: list[Counted] = []
    sources: list[str] = []
    remarks: list[str] = []
    names: dict[str, tuple[str, ...]] = {}
    years: set[int] = set()
    for corpus in corpora:
        for rows_of in (
            corpus_rows.column_rows,
            corpus_rows.left_out_rows,
            corpus_rows.people_rows,
            corpus_rows.thread_rows,
        ):
            rows += rows_of(corpus)
        counted.append(Counted(corpus, value_slots(corpus)))
        sources.append(f"corpus '{corpus.name}'")
        years |= _years(corpus)
        try:
            standings = standings_of(workspace, corpus, None, None)
        except TextmineError as error:
            remarks.append(f"Codes of '{corpus.name}' are not looked at: {error}")
            continue
        for stands in standings:
            names |= _names(stands.codebook)
            sources.append(f"codes of '{corpus.name}' with '{stands.codebook.name}'")
            counted += _counted(stands, corpus, remarks)
            rows += _of_sets(stands)
            rows += _of_book(stands.codebook, stands)
            for section in coded_sections(workspace, corpus, stands, None):
                for table in section.in_files:
                    if section.id == "agreement":
                        source = f"agreement of '{corpus.name}'"
                        rows += rows_of_table(table.rows, source, names)
    for name, saved in _saved_tables(workspace):
        saved_rows += rows_of_table(saved, name, names)
        sources.append(name.partition(",")[0])
    every = tuple(dict.fromkeys(sources))
    return Known(
        tuple(rows), tuple(counted), every, frozenset(years), tuple(remarks), tuple(saved_rows)
    )


def _counted(stands: Codings, corpus: Corpus, remarks: list[str]) -> Iterator[Counted]:
    """Yield what is counted of the final codes, then of each coder's."""
    values = value_slots(corpus)
    coders = coder_names(by_coders(stands))
    for coder in (None, *(coders if len(coders) > 1 else ())):
        try:
            counted = Counted(corpus, values, replace(stands.by(coder), corpus=corpus), coder)
            if counted.levels:
                yield counted
        except InputError as error:
            if coder is None:
                remarks.append(str(error))


def _of_sets(stands: Codings) -> Iterator[Row]:
    coders = coder_names(by_coders(by_people(stands)))
    for name in dict.fromkeys(coding.dimension for coding in stands):
        try:
            yield from corpus_rows.set_rows(stands.on(name).by(None))
            yield from corpus_rows.same_rows({coder: stands.on(name).by(coder) for coder in coders})
        except InputError:
            continue


def _of_book(book: Codebook, stands: Codings) -> Iterator[Row]:
    source = f"codebook '{book.name}'"

    def row(what: str, n: int, *about: Slot) -> Row:
        return Row((Slot("unit", what, (what,)), *about), (Cell(what, n),), source)

    yield row("dimensions", len(book.dimensions))
    yield row("coders", len(coder_names(by_coders(by_people(stands)))))
    if book.product:
        yield row("cells", len(book.cells()))
    for dimension in book.dimensions:
        yield row("codes", len(dimension.code_ids), dimension_slot(dimension.id, book))


def _names(book: Codebook) -> Mapping[str, tuple[str, ...]]:
    names: defaultdict[str, list[str]] = defaultdict(list)
    for dimension in book.dimensions:
        if dimension.name:
            names[dimension.id].append(dimension.name)
        for code in dimension.codes:
            if code.name:
                names[code.id].append(code.name)
    return {identity: tuple(dict.fromkeys(named)) for identity, named in names.items()}


def _years(corpus: Corpus) -> set[int]:
    if CREATED_AT not in corpus.documents:
        return set()
    dates = corpus.documents[CREATED_AT].dropna()
    return {int(year) for year in dates.dt.year.unique()}


def _saved_tables(workspace: Workspace) -> Iterator[tuple[str, Iterable[Mapping[str, str]]]]:
    for name in workspace.names("reports", MANIFEST):
        for path in sorted((workspace.folder("reports", name) / "tables").glob("*.csv")):
            yield f"report '{name}', {path.stem}", read_table(path).named()
    for name in workspace.names("models", MANIFEST):
        folder = workspace.folder("models", name)
        path = folder / "scores.csv"
        try:
            kind = read_manifest(folder).kind
        except InputError:
            continue
        if kind == "classifier" and path.is_file():
            yield f"model '{name}'", read_table(path).named()
