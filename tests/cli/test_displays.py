"""Displays by the command line: what a terminal prints, what files hold, and what is refused."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.made import filled
from tests.studies.made import add_study, add_study_002, study_002
from textmine.corpus import load_corpus
from textmine.store import Workspace


@pytest.fixture
def space(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    base = tmp_path_factory.getbasetemp()
    return filled(workspace, base, "of-study-002", add_study_002)


def test_a_matrix_goes_to_a_page_and_to_word_with_its_quotations(
    space: Workspace, run: Run, tmp_path: Path
) -> None:
    from docx import Document

    words = "matrix ix --rows case --columns level --count interviews --order level".split()
    ran = run(*words, "--report", "m", "--out", tmp_path / "m.docx")
    assert ran.code == 0, ran.err
    assert "27 (7 of 7)" in ran.out and "“" not in ran.out
    page = (space.root / "reports" / "m" / "report.html").read_text(encoding="utf-8")
    cells = [
        cell.text
        for table in Document(str(tmp_path / "m.docx")).tables
        for row in table.rows
        for cell in row.cells
    ]
    texts = load_corpus(space, "ix").texts
    quoted = [line for cell in cells for line in cell.splitlines() if "“" in line]
    assert len(quoted) > 20
    for line in quoted:
        said = line.split("“")[1].split("”")[0].removesuffix(" [...]")
        assert any(said in text for text in texts)
        assert said[:40].replace("'", "&#39;") in page


def test_columns_of_any_name_stay_inside_the_folder_of_the_report(
    workspace: Workspace, run: Run, tmp_path: Path
) -> None:
    study = study_002()
    rows = tuple({**row, "meta.../../a": "x", "meta.b/c:d": "y"} for row in study.rows)
    add_study(workspace, replace(study, rows=rows), tmp_path)
    words = ["matrix", "ix", "--rows", "level", "--columns", "../../a", "--columns", "case"]
    ran = run(*words, "--report", "m")
    assert ran.code == 0, ran.err
    names = [path.name for path in (workspace.root / "reports" / "m" / "tables").iterdir()]
    assert sorted(names) == ["matrix.csv", "matrix_1.csv", "matrix_2.csv"]
    assert not list(workspace.root.rglob("a.csv"))


def test_programs_get_a_row_a_cell_with_places(space: Workspace, run: Run) -> None:
    ran = run(*"matrix ix --rows case --columns level --columns community -f csv".split())
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert len(rows) == 4 * (4 + 4)
    texts = dict(zip(load_corpus(space, "ix").ids, load_corpus(space, "ix").texts, strict=True))
    for row in rows:
        if row["typical_document"]:
            text = texts[row["typical_document"]]
            assert text[int(row["typical_start"]) : int(row["typical_end"])] == row["typical"]


def test_a_timeline_and_actors_need_no_codes(forum: Workspace, run: Run) -> None:
    ran = run(*"timeline forum --period quarter".split())
    assert ran.code == 0 and "2013-Q4" in ran.out, ran.err
    ran = run(*"actors forum --rules-only --fewest 3".split())
    assert ran.code == 0 and "passages" in ran.out, ran.err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ("matrix forum --rows group --columns group", 2, "itself"),
        ("matrix forum --rows group --columns goal_orientatoin", 1, "neither a dimension"),
        (
            "matrix forum --rows group --columns goal_orientation --out x.pdf",
            1,
            "an ending that textmine does not write",
        ),
        (
            "matrix forum --rows group --columns goal_orientation --order knowledge_domain",
            1,
            "order",
        ),
        ("findings forum", 2, "Several dimensions are coded: knowledge_domain, goal_orientation"),
        ("findings forum --themes m --dimension goal_orientation", 2, "not of both"),
        ("findings forum --themes m --coder ann", 2, "no coder"),
        ("levels forum --dimension goal_orientation", 1, "have no order"),
        ("timeline forum --by group --dimension goal_orientation", 2, "not both"),
        ("timeline forum --coder ann", 2, "These lines show no codes"),
        ("actors forum --kinds ghosts", 1, "ghosts"),
        ("codebook crosswalk forum ling-martins-2015 ling-martins-2015", 2, "one codebook"),
        ("codebook sortings ling-martins-2015 ling-martins-2015", 2, "Say which dimension"),
        ("codebook lineage ling-martins-2015 --code goal_orientation=Z", 1, "no code 'Z'"),
    ],
)
def test_what_cannot_be_shown_ends_with_its_code(
    coded: Workspace, run: Run, words: str, code: int, says: str
) -> None:
    ran = run(*words.split())
    assert ran.code == code and says in ran.err, ran.err
    assert not (coded.root / "x.pdf").exists()
