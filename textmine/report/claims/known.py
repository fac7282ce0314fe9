"""Gather what a workspace knows: what corpora are like, codes by unit and group, results."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from textmine.codebook import Codebook
from textmine.coding import Codings, by_people
from textmine.coding.statements import by_coders, coder_names
from textmine.corpus import Corpus, Level, units_at
from textmine.errors import InputError, TextmineError
from textmine.reading.coded_units import CodedUnits, CodePlace, coded_units
from textmine.report.by_people import coded_sections, standings_of
from textmine.report.claims.corpus_rows import (
    left_out_rows,
    people_rows,
    same_rows,
    set_rows,
    thread_rows,
)
from textmine.report.claims.figures_known import Cell, Row, Slot, rows_of_table
from textmine.schema import CREATED_AT, GROUP, ID, META, TEXT, THREAD_ID
from textmine.store import Workspace, read_manifest
from textmine.store.manifest import MANIFEST
from textmine.store.tables import read_table

_MOST_VALUES = 40
"""Values that a column may have to be one that groups documents."""
_UNITS: tuple[Level, ...] = ("documents", "passages", "threads", "cases", "authors")
_NOT_GROUPING = frozenset(
    {ID, TEXT, CREATED_AT, THREAD_ID, "position", "parent_id", "source"}
    | {META + one for one in ("turn", "line", "start", "end", "page")}
)
_NUMBERED = frozenset("round wave phase year case group class".split())
"""Columns whose values name a part although they are numbers."""
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_PLAIN = frozenset("other others none no yes unknown mixed general all total".split())
"""Values that say nothing without the name of their column."""


@dataclass(frozen=True)
class Known:
    """Rows of figures, where they come from, the years of documents and what values are called."""

    rows: tuple[Row, ...]
    sources: tuple[str, ...]
    years: frozenset[int]
    remarks: tuple[str, ...] = ()


def known_figures(workspace: Workspace, corpora: Sequence[Corpus]) -> Known:
    """Return every figure that the workspace has on corpora, or can count at once.

    That are documents, people and threads, by group too; final codes and each coder's by unit and
    group; agreement; scores of models; and the tables of saved reports.
    """
    rows: list[Row] = []
    sources: list[str] = []
    remarks: list[str] = []
    names: dict[str, tuple[str, ...]] = {}
    years: set[int] = set()
    for corpus in corpora:
        for rows_of in (_of_corpus, left_out_rows, people_rows, thread_rows):
            rows += rows_of(corpus)
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
            rows += _of_codes(stands, remarks)
            rows += _of_sets(stands)
            rows += _of_book(stands.codebook, stands)
            for section in coded_sections(workspace, corpus, stands, None):
                for table in section.in_files:
                    if section.id == "agreement":
                        told = f"agreement of '{corpus.name}'"
                        rows += rows_of_table(table.rows, told, names)
    for name, saved in _saved_tables(workspace):
        rows += rows_of_table(saved, name, names)
        sources.append(name.partition(",")[0])
    return Known(tuple(rows), tuple(dict.fromkeys(sources)), frozenset(years), tuple(remarks))


def _of_corpus(corpus: Corpus) -> Iterator[Row]:
    source = f"corpus '{corpus.name}'"
    place = Slot("place", corpus.name, (corpus.name,))

    def counted(kept: Sequence[bool], about: tuple[Slot, ...]) -> Iterator[Row]:
        for level in ("documents", "threads", "authors", "cases"):
            try:
                labels = units_at(corpus, level)
            except InputError:
                continue
            n = len({label for label, here in zip(labels, kept, strict=True) if here and label})
            unit = _unit(level, are_passages=level == "documents")
            yield Row((*about, unit, place), (Cell(level, n),), source)

    yield from counted([True] * len(corpus), ())
    words = corpus.info.counts.get("words")
    if words:
        unit = Slot("unit", "words", ("words",))
        yield Row((unit, place), (Cell("words", float(words)),), source)
    for column, values in _grouping(corpus):
        told = column.removeprefix(META)
        cells = corpus.column(column)
        yield Row(
            (Slot("unit", told, (f"{told}s", told)), place), (Cell(told, len(values)),), source
        )
        for value in values:
            about = (_attribute(told, value, values.index(value)),)
            yield from counted([cell == value for cell in cells], about)


def _of_codes(stands: Codings, remarks: list[str]) -> Iterator[Row]:
    """Yield the rows of the final codes, then those of each coder."""
    coders = coder_names(by_coders(stands))
    for coder in (None, *(coders if len(coders) > 1 else ())):
        try:
            mine = stands.by(coder)
            yield from _counted(mine, coder)
        except InputError as error:
            if coder is None:
                remarks.append(str(error))


def _of_sets(stands: Codings) -> Iterator[Row]:
    """Yield rows on whole sets of codes: the final ones, and those of two coders together."""
    coders = coder_names(by_people(stands))
    for name in dict.fromkeys(one.dimension for one in stands):
        try:
            yield from set_rows(stands.on(name).by(None))
            yield from same_rows({coder: stands.on(name).by(coder) for coder in coders})
        except InputError:
            continue


def _counted(codings: Codings, coder: str | None) -> Iterator[Row]:
    corpus = codings.corpus
    if corpus is None:
        return
    source = f"codes of '{corpus.name}'" + (f" by {coder}" if coder else "")
    whose = (Slot("coder", coder, (coder,)),) if coder else ()
    grouping = list(_grouping(corpus))
    texts = coded_units(codings, "documents")
    marked = any(one.start is not None for one in codings)
    for level in _UNITS:
        try:
            units = coded_units(codings, level)
        except InputError:
            continue
        if level == "passages" and all(span is None for span in units.spans):
            continue
        unit = _unit(level, are_passages=level == "documents" and not marked)
        about = (*whose, unit, Slot("place", corpus.name, (corpus.name,)))
        labels = units_at(corpus, level) if level != "passages" else None
        yield from _of_units(units, _Together(texts, labels), codings.codebook, about, source)
        for column, values in grouping:
            cells = corpus.column(column)
            label = [{cells[row] for row in members} for members in units.members]
            for value in values:
                kept = [value in mine for mine in label]
                if any(kept):
                    group = _attribute(column.removeprefix(META), value, values.index(value))
                    part = replace(
                        units,
                        units=tuple(u for u, here in zip(units.units, kept, strict=True) if here),
                        passages=units.passages[kept],
                        coded=units.coded[kept],
                    )
                    here = _Together(texts, labels, [cell == value for cell in cells])
                    yield from _of_units(part, here, codings.codebook, (group, *about), source)


@dataclass(frozen=True)
class _Together:
    """Counts units that have two codes in one text; `labels` are the units of the documents.

    Stretches of text (`labels` None) are units themselves. `kept` says which documents count.
    """

    texts: CodedUnits
    labels: Sequence[str] | None
    kept: Sequence[bool] = ()

    def count(self, units: CodedUnits, first: int, second: int) -> int:
        """Return how many units have a text with both codes, which are columns of the codes."""
        if self.labels is None:
            return int((units.given[:, first] & units.given[:, second]).sum())
        both = self.texts.given[:, first] & self.texts.given[:, second]
        rows = (
            row for has, rows in zip(both, self.texts.members, strict=True) if has for row in rows
        )
        return len({self.labels[row] for row in rows if not self.kept or self.kept[row]} - {""})


def _of_units(
    units: CodedUnits, pairs: _Together, book: Codebook, about: tuple[Slot, ...], source: str
) -> Iterator[Row]:
    """Yield a row a code, and a row a combination of codes of two dimensions."""
    n_units = len(units.units)
    yield Row((Slot("label", "coded", ("coded",)), *about), (Cell("units", n_units),), source)
    for place, code in enumerate(units.codes):
        dimension = Slot(
            "dimension", code.dimension, (book.dimension(code.dimension).name or code.dimension,)
        )
        n = int(units.coded[:, place].sum())
        count = int(units.given[:, place].sum())
        slots = (_code(code, book), dimension, *about)
        yield Row(slots, _share(count, n), source)
    yield from _of_wholes(units, book, about, source)
    names = sorted({code.dimension for code in units.codes})
    product = book.product
    for one, other in combinations(names, 2):
        for i in units.codes_on(one):
            for j in units.codes_on(other):
                n = int((units.coded[:, i] & units.coded[:, j]).sum())
                count = pairs.count(units, i, j)
                pair = (_code(units.codes[i], book), _code(units.codes[j], book))
                sides = tuple(
                    cell
                    for side in (i, j)
                    for cell in _share(count, int(units.given[:, side].sum()))[1:]
                )
                if product and {one, other} == {product.rows, product.columns}:
                    rows, columns = (i, j) if one == product.rows else (j, i)
                    cell = f"{units.codes[rows].code}{units.codes[columns].code}"
                    named = (product.cells[cell],) if cell in product.cells else ()
                    yield Row((Slot("code", cell, named), *about), _share(count, n), source)
                yield Row((*pair, *about), (*_share(count, n), *sides), source)


def _of_wholes(
    units: CodedUnits, book: Codebook, about: tuple[Slot, ...], source: str
) -> Iterator[Row]:
    """Yield a row a code in any role, and a row a code with those that are grouped under it."""
    below: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for place, one in enumerate(units.codes):
        if one.role:
            below[one.dimension, one.code].add(place)
        parents = {code.id: code.parent for code in book.dimension(one.dimension).codes}
        parent = parents.get(one.code)
        while parent:
            below[one.dimension, parent].add(place)
            parent = parents.get(parent)
    for (dimension, code), places in below.items():
        columns = sorted(places)
        count = int(units.given[:, columns].any(axis=1).sum())
        n = int(units.coded[:, columns].any(axis=1).sum())
        yield Row((_code(CodePlace(dimension, code, ""), book), *about), _share(count, n), source)


def _of_book(book: Codebook, stands: Codings) -> Iterator[Row]:
    """Yield how many dimensions, codes, cells and coders there are."""
    source = f"codebook '{book.name}'"

    def row(what: str, n: int, *about: Slot) -> Row:
        return Row((Slot("unit", what, (what,)), *about), (Cell(what, n),), source)

    yield row("dimensions", len(book.dimensions))
    yield row("coders", len(coder_names(by_people(stands))))
    if book.product:
        yield row("cells", len(book.cells()))
    for dimension in book.dimensions:
        about = Slot("dimension", dimension.id, (dimension.name or dimension.id,))
        yield row("codes", len(dimension.code_ids), about)


def _share(count: int, n: int) -> tuple[Cell, ...]:
    share = (Cell("percent", 100 * count / n, percent=True),) if n else ()
    return (Cell("count", count), Cell("n", n), *share)


def _code(code: CodePlace, book: Codebook) -> Slot:
    found = [one for one in book.dimension(code.dimension).codes if one.id == code.code]
    named = (found[0].name if found else "") or code.code
    spoken = re.sub(r"[-_]+", " ", code.code)
    bare = " ".join(re.sub(r"\([^()]*+\)", " ", named).split())
    names = dict.fromkeys((named, bare or named, *([spoken] if len(spoken) > 3 else [])))
    role = f" {code.role}" if code.role else ""
    return Slot("code", str(code), tuple(f"{name}{role}" for name in names))


def _unit(level: str, *, are_passages: bool = False) -> Slot:
    return Slot("unit", level, (level, "passages") if are_passages else (level,))


def _attribute(column: str, value: str, order: int = len(_ORDINALS)) -> Slot:
    named = f"{column} {value}"
    years = re.fullmatch(r"((?:19|20)\d\d)\s?[-–/]\s?((?:19|20)?\d\d)", value)
    if years:
        last = years[2] if len(years[2]) == 4 else years[1][:2] + years[2]
        told = (f"{_ORDINALS[order]} {column}",) if order < len(_ORDINALS) else ()
        return Slot("attribute", value, (named, value, f"{years[1]} {last}", *told))
    if value.casefold() in _PLAIN:
        return Slot("attribute", named, (named,))
    return Slot("attribute", value, (named, value))


def _grouping(corpus: Corpus) -> Iterator[tuple[str, list[str]]]:
    """Yield each column that groups documents, with its values."""
    for column in map(str, corpus.documents.columns):
        known = column.startswith(META) or column in (GROUP, "lang")
        if not known or column in _NOT_GROUPING:
            continue
        values = sorted(set(corpus.column(column)) - {""})
        numbers = all(value.replace(".", "").isdigit() for value in values)
        if numbers and column.removeprefix(META) not in _NUMBERED:
            continue
        if 1 < len(values) <= _MOST_VALUES and len(values) < len(corpus):
            yield column, values


def _names(book: Codebook) -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for dimension in book.dimensions:
        if dimension.name:
            found[dimension.id].append(dimension.name)
        for code in dimension.codes:
            if code.name:
                found[code.id].append(code.name)
    return {one: tuple(dict.fromkeys(named)) for one, named in found.items()}


def _years(corpus: Corpus) -> set[int]:
    if CREATED_AT not in corpus.documents:
        return set()
    dates = corpus.documents[CREATED_AT].dropna()
    return {int(year) for year in dates.dt.year.unique()}


def _saved_tables(workspace: Workspace) -> Iterator[tuple[str, Iterable[Mapping[str, str]]]]:
    """Yield the tables of saved reports and the scores of models."""
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
