"""textmine exchange read and write, as they are typed."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Run
from tests.exchange.made_projects import ANA, FARES, qdpx, selection_xml, text_source, two_coders
from textmine.exchange.refi.writing import write_qdpx
from textmine.store import Workspace


def test_a_project_is_read_written_and_read_again(run: Run, workspace: Workspace) -> None:
    write_qdpx(workspace.root / "pilot.qdpx", two_coders())
    ran = run("exchange", "read", "pilot.qdpx")
    assert ran.code == 0
    assert "Corpus 'pilot' (new): 2 documents." in ran.err + ran.out
    assert "3 codings are new, 0 stood there already; coders: Ana, Ben." in ran.err + ran.out
    assert run("exchange", "write", "pilot", "out.qdpx").code == 0
    ran = run("exchange", "read", "out.qdpx", "--format", "json")
    assert ran.code == 0
    assert ran.rows == []
    ran = run("coding", "history", "pilot", "m1", "--format", "json")
    assert [row["coder"] for row in ran.rows] == ["Ana", "Ben", "Ben"]


def test_one_undo_takes_all_of_it_back(run: Run, workspace: Workspace) -> None:
    write_qdpx(workspace.root / "pilot.qdpx", two_coders())
    assert run("exchange", "read", "pilot.qdpx").code == 0
    assert run("undo").code == 0
    assert run("corpus", "info", "pilot").code == 1
    assert run("codebook", "show", "pilot").code == 1


def test_what_cannot_be_told_names_the_option(run: Run, workspace: Workspace) -> None:
    inner = selection_xml(4, 5, (FARES, ANA))
    sources = text_source("m1", inner)
    qdpx(workspace.root / "p.qdpx", sources, {"sources/m1.txt": b"a\r\n.,.,.,"})
    ran = run("exchange", "read", "p.qdpx", "--end", "exclusive")
    assert ran.code == 1
    assert "Say --line-break one or two." in " ".join(ran.err.split())
    assert run("exchange", "read", "p.qdpx", "--line-break", "two").code == 0


def test_a_codebook_alone_goes_out_and_comes_in(run: Run, workspace: Workspace) -> None:
    assert run("exchange", "write", "ling-martins-2015", "codes.qdc").code == 0
    ran = run("exchange", "read", "codes.qdc", "--codebook", "copy")
    assert ran.code == 0
    assert run("codebook", "show", "copy").code == 0


def test_an_ending_that_is_none_is_a_sentence(run: Run, coded: Workspace) -> None:
    ran = run("exchange", "write", "forum", "forum.zip")
    assert ran.code == 1
    assert "Name a file that ends in .qdpx or .qdc." in ran.err
    ran = run("exchange", "read", "nowhere.qdpx")
    assert ran.code == 1


def test_a_target_that_was_not_tried_is_marked(run: Run, coded: Workspace, tmp_path: Path) -> None:
    ran = run("exchange", "write", "forum", tmp_path / "f.qdpx", "--for", "nvivo")
    assert ran.code == 0
    assert "Unverified" in ran.out + ran.err
