"""Whole-or-nothing writes of files and folders."""

from __future__ import annotations

import pytest

from tests.helpers import visible_files
from textmine.errors import StoreError
from textmine.store import replacing_file


class _CutError(Exception):
    """Something that goes wrong half-way."""


def test_a_file_is_replaced_when_the_block_ends_well(tmp_path):
    (tmp_path / "a.txt").write_text("old")
    with replacing_file(tmp_path / "a.txt") as draft:
        draft.write_text("new")
        assert (tmp_path / "a.txt").read_text() == "old"
    assert visible_files(tmp_path).keys() == {"a.txt"}
    assert (tmp_path / "a.txt").read_text() == "new"


@pytest.mark.parametrize("old", [b"old", None])
def test_a_file_stays_when_the_block_fails(tmp_path, old):
    if old:
        (tmp_path / "a.txt").write_bytes(old)
    before = visible_files(tmp_path)
    with pytest.raises(_CutError), replacing_file(tmp_path / "a.txt") as draft:
        draft.write_text("half")
        raise _CutError
    assert visible_files(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("none/a.txt", "does not exist"), ("sub", "is a folder"), ("", "is a folder")],
)
def test_places_where_no_file_can_be(tmp_path, name, sentence):
    (tmp_path / "sub").mkdir()
    with pytest.raises(StoreError, match=sentence), replacing_file(tmp_path / name):
        pytest.fail("the block must not run")


@pytest.fixture
def artefact(workspace):
    folder = workspace.root / "reports" / "r"
    (folder / "tables").mkdir(parents=True)
    (folder / "report.html").write_text("old report")
    (folder / "tables" / "old.csv").write_text("old table")
    (folder / "notes.txt").write_text("my own notes")
    (folder / "tables" / "mine.xlsx").write_text("my own table")
    return folder


OWNED = {"report.html", "tables/old.csv"}


def test_a_folder_is_replaced_and_own_files_move_along(workspace, artefact):
    with workspace.replacing(artefact, OWNED) as draft:
        (draft / "report.html").write_text("new report")
        assert (artefact / "report.html").read_text() == "old report"
    names = {p.relative_to(artefact).as_posix() for p in artefact.rglob("*") if p.is_file()}
    assert names == {"report.html", "notes.txt", "tables/mine.xlsx"}
    assert (artefact / "report.html").read_text() == "new report"
    assert (artefact / "notes.txt").read_text() == "my own notes"


def test_a_new_file_wins_over_an_own_one_of_its_name(workspace, artefact):
    with workspace.replacing(artefact, set()) as draft:
        (draft / "notes.txt").write_text("new")
    assert (artefact / "notes.txt").read_text() == "new"


def test_a_folder_stays_byte_for_byte_when_the_block_fails(workspace, artefact):
    before = visible_files(workspace.root)
    with pytest.raises(_CutError), workspace.replacing(artefact, OWNED) as draft:
        (draft / "report.html").write_text("half")
        raise _CutError
    assert visible_files(workspace.root) == before
    assert not any(workspace.scratch.iterdir())


def test_a_folder_that_was_not_there_is_not_there_after_a_failure(workspace):
    folder = workspace.root / "reports" / "new"
    with pytest.raises(_CutError), workspace.replacing(folder) as draft:
        (draft / "report.html").write_text("half")
        raise _CutError
    assert not folder.exists()
    with workspace.replacing(folder) as draft:
        (draft / "report.html").write_text("whole")
    assert (folder / "report.html").read_text() == "whole"
