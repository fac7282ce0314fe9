"""Units by codes: documents, interviews, cases or authors, a column a code."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from textmine.choices import ExportCells
from textmine.coding import MODEL, Codings, by_coders, coder_names
from textmine.coding.codings import AGREED
from textmine.corpus import Corpus, Level, only_to_code, said_of_questions, units_at
from textmine.errors import InputError
from textmine.reading.coded_at import by_rule, codings_at, rule_of_units
from textmine.reading.coded_units import CodedUnits, CodePlace, coded_units
from textmine.reading.exporting.table import (
    ALL,
    EACH,
    ExportColumn,
    ExportRequest,
    ExportTable,
    attribute_columns,
    of_units,
    refuse_twins,
)
from textmine.reading.rolling_units import rolled_units
from textmine.schema import Coding
from textmine.store import Workspace

DOCUMENTS, CODED = "documents", "coded_documents"
NONE = "-"
"""Stands among ids where a unit is coded and no passage of it has the code."""

MACHINE = "machine."
PROBABILITY = ".probability"


def units_table(workspace: Workspace, corpus: Corpus, request: ExportRequest) -> ExportTable:
    """Return a row a unit of the corpus, and for each code whether the unit has it.

    A unit that nobody coded on a dimension has nothing in the columns of its codes. Codes of
    machines stand in columns of their own. Raises InputError where there are no such codes.
    """
    stands = codings_at(workspace, corpus, request.at, request.codebook, request.roll_up)
    level: Level = "documents" if request.shape == "long" else request.shape
    labels = units_at(corpus, level)
    names = [name for name in dict.fromkeys(labels) if name]
    word = level[:-1]
    columns = [ExportColumn(word)]
    cells: list[Sequence[Any]] = [names]
    voices = _voices(stands, request)
    counted = [(prefix, by_rule(voice, request.at)) for prefix, voice in voices]
    blocks = [(prefix, _coded(voice, corpus, level)) for prefix, voice in counted]
    size = Counter(labels)
    coded = {row for _, (units, _) in blocks for mine in units.members for row in mine}
    of_coded = Counter(labels[row] for row in coded)
    if level != "documents":
        columns.append(ExportColumn(DOCUMENTS, "whole"))
        cells.append([size[name] for name in names])
    if level != "documents" and not stands.level:
        columns.append(ExportColumn(CODED, "whole"))
        cells.append([of_coded[name] for name in names])
    remarks = [*dict.fromkeys(remark for _, voice in counted for remark in voice.remarks)]
    for prefix, (units, passages) in blocks:
        remarks += [remark for remark in units.remarks if remark not in remarks]
        block_columns, block_cells = _block(units, passages, names, prefix, request.cells)
        columns += block_columns
        cells += block_cells
    if request.machine:
        block_columns, block_cells = _machines(stands, corpus, level, names, request)
        columns += block_columns
        cells += block_cells
    if request.text:
        columns.append(ExportColumn("text"))
        cells.append(corpus.texts)
    for column, values in attribute_columns(corpus, request.attributes, [c.name for c in columns]):
        known = of_units(values, labels)
        columns.append(column)
        cells.append([known.get(name) or None for name in names])
    refuse_twins(columns)
    ids = corpus.ids
    asked = set(ids) - set(only_to_code(corpus, [ids[row] for row in coded]).ids)
    answers = [name for name in names if name not in asked] if level == "documents" else names
    remarks += _said(stands, blocks, answers, level, request, voices)
    remarks += [said_of_questions(len(asked))] if len(answers) < len(names) else []
    levels = {d.id: tuple(d.code_ids) for d in stands.codebook.dimensions}
    return ExportTable(tuple(columns), tuple(cells), levels, tuple(remarks))


def _voices(stands: Codings, request: ExportRequest) -> list[tuple[str, Codings]]:
    """Return whose codes stand in which columns: what their names begin with, and the codings."""
    people, whose = coder_names(by_coders(stands)), request.coder
    if whose == EACH and EACH not in people:
        if not people:
            raise InputError(
                f"No person coded '{stands.codebook.name}' here.", hint="Say --coder NAME."
            )
        return [(f"{name}.", stands.by(name)) for name in people]
    if whose == ALL and ALL not in people:
        together = tuple(replace(by_coder, coder=ALL) for by_coder in by_coders(stands))
        if not together:
            raise InputError("No person coded this corpus.", hint="Say --coder NAME.")
        return [("", replace(stands, items=together).by(ALL))]
    return [("", stands.by(whose or AGREED))]


def _coded(voice: Codings, corpus: Corpus, level: Level) -> tuple[CodedUnits, CodedUnits | None]:
    """Return the units of one voice with their codes, and the passages that these are of."""
    if voice.level:
        return coded_units(voice, level), None
    passages = coded_units(voice, "passages")
    return rolled_units(passages, corpus, level, voice.codebook), passages


def _block(
    units: CodedUnits,
    passages: CodedUnits | None,
    names: Sequence[str],
    prefix: str,
    kind: ExportCells,
) -> tuple[list[ExportColumn], list[Sequence[Any]]]:
    """Return the columns of one voice; `names` are all units, in the order of the rows."""
    by = prefix.removesuffix(".")
    columns = [
        ExportColumn(
            prefix + header_of(code),
            "text" if kind == "ids" else "whole",
            code.dimension,
            code.code,
            code.role,
            by,
        )
        for code in units.codes
    ]
    row_of = {unit: row for row, unit in enumerate(units.units)}
    rows = np.array([row_of.get(name, -1) for name in names], dtype=np.int64)
    ids = _ids(units, passages) if kind == "ids" else {}
    cells: list[Sequence[Any]] = []
    for at in range(len(columns)):
        coded = np.where(rows >= 0, units.coded[rows, at], False)
        if kind == "ids":
            shown: list[Any] = ["; ".join(ids.get((int(row), at), ())) or NONE for row in rows]
        else:
            counts = units.passages[rows, at]
            shown = (counts if kind == "counts" else (counts > 0).astype(np.int64)).tolist()
        cells.append([cell if here else None for cell, here in zip(shown, coded, strict=True)])
    return columns, cells


def header_of(code: CodePlace) -> str:
    """Return the name of the column of a code: DIMENSION.CODE, or DIMENSION.CODE.ROLE."""
    return ".".join(part for part in (code.dimension, code.code, code.role) if part)


def _ids(units: CodedUnits, passages: CodedUnits | None) -> dict[tuple[int, int], list[str]]:
    """Return which passages give each unit each code: ids, with the places of spans."""
    ids: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    if passages is None:
        for unit, at in zip(*np.nonzero(units.given), strict=True):
            ids[int(unit), int(at)].append(units.units[unit])
        return ids
    unit_of = {row: unit for unit, rows in enumerate(units.members) for row in rows}
    for passage, at in zip(*np.nonzero(passages.given), strict=True):
        unit = unit_of.get(passages.members[passage][0])
        if unit is not None and units.passages[unit, at]:
            ids[unit, int(at)].append(passages.units[passage])
    return ids


def _machines(
    stands: Codings, corpus: Corpus, level: Level, names: Sequence[str], request: ExportRequest
) -> tuple[list[ExportColumn], list[Sequence[Any]]]:
    """Return what each machine says, in columns of its own; of documents with its probability."""
    columns: list[ExportColumn] = []
    cells: list[Sequence[Any]] = []
    for name in stands.machine().coders:
        voice = stands.by(name)
        prefix = f"{MACHINE}{name.removeprefix(MODEL)}."
        units, passages = _coded(by_rule(voice, request.at), corpus, level)
        block_columns, block_cells = _block(units, passages, names, prefix, request.cells)
        likely = _probabilities(voice) if level == "documents" else {}
        for column, shown in zip(block_columns, block_cells, strict=True):
            columns.append(column)
            cells.append(shown)
            place = CodePlace(column.dimension, column.code, column.role)
            if place in likely:
                columns.append(replace(column, name=column.name + PROBABILITY, kind="share"))
                cells.append([likely[place].get(unit) for unit in names])
    if not columns:
        raise InputError(
            f"No machine coded '{corpus.name}'.",
            hint="Leave --machine out, or record what a model says with 'textmine apply MODEL "
            f"{corpus.name} --record'.",
        )
    return columns, cells


def _probabilities(voice: Codings) -> dict[CodePlace, dict[str, float]]:
    """Return how likely a machine found each code that it gave; of several spans the likeliest."""
    probabilities: defaultdict[CodePlace, dict[str, float]] = defaultdict(dict)
    for coding in voice:
        place = _place(coding)
        if place is not None and coding.probability is not None:
            of_documents = probabilities[place]
            before = of_documents.get(coding.document, 0.0)
            of_documents[coding.document] = max(coding.probability, before)
    return probabilities


def _place(coding: Coding) -> CodePlace | None:
    return None if coding.code is None else CodePlace(coding.dimension, coding.code, coding.role)


def _said(
    stands: Codings,
    blocks: Sequence[tuple[str, tuple[CodedUnits, CodedUnits | None]]],
    names: Sequence[str],
    level: Level,
    request: ExportRequest,
    voices: Sequence[tuple[str, Codings]],
) -> list[str]:
    """Say whose codes these are, what a cell means, and how much is not coded."""
    coded = {unit for _, (units, _) in blocks for unit in units.units}
    sentences: list[str] = []
    whose = request.coder
    if len(voices) == 1 and whose not in (ALL, EACH):
        final = voices[0][1].by_whom
        sentences += final.remarks() or [f"The codes are by {final.who()}."]
    elif whose == ALL:
        sentences.append("A unit has a code that any coder gave it.")
    else:
        sentences.append("Each coder has columns of their own, which begin with the name.")
    sentences += rule_of_units(request.at, level)
    left = len(names) - len(coded & set(names))
    if left:
        sentences.append(
            f"{left:,} of {len(names):,} {level} are not coded: their cells are empty, and 0 says "
            "that a coder looked and gave no such code."
        )
    if any(coding.start is not None for coding in stands) and level == "documents":
        sentences.append("Spans, memos and rounds are in --shape long alone.")
    return sentences
