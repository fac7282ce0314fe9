"""Displays of cases by codes: counts by hand, quotations at their offsets, rules, order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.made import add_corpus, filled
from tests.studies.made import add_study_002, study_002
from textmine.coding import open_codings
from textmine.corpus import load_corpus
from textmine.errors import InputError, UsageError
from textmine.reading.displays.filling import MatrixRequest, find_matrix
from textmine.reading.displays.matrix import Matrix
from textmine.report.matrix import matrix_section
from textmine.schema import Coding
from textmine.store import Workspace

BOOK = "rozkwitalska-lis-2022"


@pytest.fixture
def space(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    base = tmp_path_factory.getbasetemp()
    return filled(workspace, base, "of-study-002", add_study_002)


def shown(space: Workspace, rows: str, *columns: str, order: str = "codebook") -> Matrix:
    return find_matrix(space, "ix", MatrixRequest(rows, columns, order=order))


def agreed(dimension: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in study_002().codings:
        if one.dimension == dimension and one.origin == "adjudicated":
            found.setdefault(one.document, set()).add(f"{one.code}:{one.role}".rstrip(":"))
    return found


def test_cells_have_the_passages_interviews_and_voices_that_a_count_by_hand_gives(
    space: Workspace,
) -> None:
    found = shown(space, "case", "level")
    levels = agreed("level")
    rows = {row["id"]: row for row in study_002().rows}
    for line, _, column, cell in found.every():
        mine = [
            rows[one]
            for one, codes in levels.items()
            if column.label in codes and rows[one]["meta.case"] == line.label
        ]
        every = {row["thread_id"] for row in rows.values() if row["meta.case"] == line.label}
        assert cell.passages == len(mine)
        assert cell.units == len({row["thread_id"] for row in mine})
        assert cell.voices == len({row["author"] for row in mine})
        assert cell.of == len(every)


@pytest.mark.slow
def test_codes_of_two_dimensions_are_crossed_with_their_roles(space: Workspace) -> None:
    found = shown(space, "level", "relationship", "learning_symptom")
    levels = agreed("level")
    assert [block.side for block in found.blocks] == ["relationship", "learning_symptom"]
    assert any(":" in column.label for column in found.blocks[1].columns)
    for line, block, column, cell in found.every():
        other = agreed(block.side)
        n = sum(line.label in levels[one] and column.label in other[one] for one in levels)
        assert cell.passages == n


def test_every_quotation_stands_at_its_offsets_in_a_text_of_its_cell(space: Workspace) -> None:
    found = shown(space, "case", "level")
    texts = dict(zip(found.corpus.ids, found.corpus.texts, strict=True))
    levels = agreed("level")
    for line, _, column, cell in found.every():
        assert bool(cell.passages) == bool(cell.quotations)
        for one in cell.quotations:
            assert texts[one.document][one.start : one.end] == one.text
            assert one.document.startswith(line.label)
            assert column.label in levels[one.document]
        if cell.typical and cell.deviant:
            assert cell.typical.text != cell.deviant.text


def test_the_typical_passage_is_like_the_others_and_the_deviant_one_is_not(
    workspace: Workspace, tmp_path: Path
) -> None:
    alike = "the bus comes late in the morning and the school waits for the bus"
    texts = [f"{alike} {word}" for word in ("again", "today", "once", "more")]
    texts.append("our bakery hired three apprentices from the neighbouring valley last spring")
    rows = [{"id": f"d{n}", "meta.case": "one", "text": text} for n, text in enumerate(texts)]
    add_corpus(workspace, "ix", rows, tmp_path / "ix.csv")
    give(workspace, *((f"d{n}", "level", "I") for n in range(5)))
    cell = shown(workspace, "case", "level").blocks[0].cells["one", "I"]
    assert cell.typical is not None and cell.typical.text.startswith(alike)
    assert cell.deviant is not None and cell.deviant.document == "d4"


def give(
    space: Workspace,
    *given: tuple[str, str, str],
    spans: Mapping[int, tuple[int, int]] | None = None,
) -> None:
    codings = [
        Coding("ix", document, dimension, code, "agreed", "adjudicated", codebook=BOOK)
        for document, dimension, code in given
    ]
    for place, (start, end) in (spans or {}).items():
        codings[place] = replace(codings[place], start=start, end=end)
    open_codings(space).append(codings)


def test_a_passage_with_two_codes_is_the_stretch_that_has_both(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = [{"id": "d1", "text": "We meet on Mondays and we trust each other."}]
    add_corpus(workspace, "ix", rows, tmp_path / "ix.csv")
    give(
        workspace,
        ("d1", "level", "I"),
        ("d1", "relationship", "trust"),
        ("d1", "relationship", "establishing-contacts"),
        spans={0: (0, 30), 1: (19, 43), 2: (31, 43)},
    )
    cells = shown(workspace, "level", "relationship").blocks[0].cells
    both = cells["I", "trust"].typical
    assert both is not None and (both.start, both.end, both.text) == (19, 30, "and we trust"[:11])
    assert cells["I", "establishing-contacts"].passages == 0


def test_a_rule_is_told_in_the_cells_of_the_codes_that_break_it(space: Workspace) -> None:
    assert not any(cell.broken for *_, cell in shown(space, "case", "level", "community").every())
    give(space, ("B2-3", "community", "locomotives"))
    broken = {
        (line.label, column.label): [one.documents for one in cell.broken]
        for line, _, column, cell in shown(space, "case", "level", "community").every()
        if cell.broken
    }
    level = next(iter(agreed("level")["B2-3"]))
    assert broken == {
        ("B", level): [("B2-3",)],
        ("B", "locomotives"): [("B2-3",), ("B2-3",)],
    }
    other = shown(space, "level", "relationship").every()
    assert not any(cell.broken for *_, cell in other)


def test_rows_go_by_the_mean_level_of_their_interviews_not_of_their_passages(
    workspace: Workspace, tmp_path: Path
) -> None:
    talks = {"a": ("x", "I"), "b": ("x", "III"), "c": ("y", "II")}
    rows = [
        {"id": f"{talk}{n}", "thread_id": talk, "meta.case": case, "text": f"Said {talk} {n}."}
        for talk, (case, _) in talks.items()
        for n in range(9 if talk == "b" else 1)
    ]
    add_corpus(workspace, "ix", rows, tmp_path / "ix.csv")
    give(workspace, *((row["id"], "level", talks[row["thread_id"]][1]) for row in rows))
    give(workspace, *((row["id"], "community", "cooperators") for row in rows))
    found = shown(workspace, "case", "community", order="level")
    assert [(line.label, line.mean) for line in found.lines] == [("x", 2.0), ("y", 2.0)]
    by_size = shown(workspace, "case", "community", order="size")
    assert [line.label for line in by_size.lines] == ["x", "y"]


def test_mean_levels_of_the_study_rise_from_metal_to_ict(space: Workspace) -> None:
    found = shown(space, "case", "community", order="level")
    assert {line.label for line in found.lines[:2]} == {"A", "B"}
    means = [line.mean for line in found.lines]
    assert means == sorted(means, key=lambda one: one or 0.0)


@pytest.mark.parametrize(
    ("rows", "columns", "order", "error", "says"),
    [
        ("case", ("lvel",), "codebook", InputError, "neither a dimension"),
        ("case", ("case",), "codebook", UsageError, "itself"),
        ("case", ("sector",), "codebook", UsageError, "Neither the rows nor the columns"),
        ("case", ("level",), "community", InputError, "has no order"),
        ("level", ("community",), "level", InputError, "the rows themselves"),
        ("case", ("level",), "heigth", InputError, "cannot be ordered"),
    ],
)
def test_what_cannot_be_shown_is_said(
    space: Workspace,
    rows: str,
    columns: tuple[str, ...],
    order: str,
    error: type[Exception],
    says: str,
) -> None:
    with pytest.raises(error, match=says):
        find_matrix(space, "ix", MatrixRequest(rows, columns, order=order))


def test_coders_who_differ_are_not_mixed(space: Workspace) -> None:
    request = MatrixRequest("case", ("level",), coder="irena")
    found = find_matrix(space, "ix", request)
    assert found.who == "irena"
    total = sum(cell.passages for *_, cell in found.every())
    assert total == len(load_corpus(space, "ix"))


def test_wide_displays_list_the_cells_in_which_anything_stands(space: Workspace) -> None:
    found = shown(space, "level", "learning_symptom")
    table = matrix_section(found, quoted=True).tables[0]
    assert len(table.rows) == sum(cell.passages > 0 for *_, cell in found.every())
    records = matrix_section(found).records
    assert records is not None and len(records.rows) == 4 * len(found.blocks[0].columns)


def test_a_passage_that_is_short_for_its_cell_is_not_the_deviant_one(
    workspace: Workspace, tmp_path: Path
) -> None:
    alike = "the bus comes late in the morning and the school waits for the bus"
    texts = [f"{alike} {word}" for word in ("again", "today", "once", "more")]
    texts.append("oats barley rye wheat millet")
    texts.append("the bus brought our bakery three apprentices from the valley last spring")
    rows = [{"id": f"d{n}", "meta.case": "one", "text": text} for n, text in enumerate(texts)]
    add_corpus(workspace, "ix", rows, tmp_path / "ix.csv")
    give(workspace, *((f"d{n}", "level", "I") for n in range(6)))
    cell = shown(workspace, "case", "level").blocks[0].cells["one", "I"]
    assert cell.deviant is not None and cell.deviant.document == "d5"
