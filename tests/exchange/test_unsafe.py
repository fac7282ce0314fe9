"""A file that a stranger made can neither grow, nor reach out, nor leave anything behind."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.exchange.made_projects import ANA, FARES, guid, qdpx, selection_xml, text_source
from tests.helpers import visible_files
from textmine.errors import InputError, TextmineError
from textmine.exchange.bringing_in import bring_in
from textmine.exchange.planning import ReadRequest
from textmine.exchange.refi.parts import read_qdc
from textmine.exchange.refi.reading import read_qdpx
from textmine.store import Workspace

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    '<Project xmlns="urn:QDA-XML:project:1.0" name="&b;"/>'
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    '<Project xmlns="urn:QDA-XML:project:1.0" name="p">&a;</Project>'
)


@pytest.mark.parametrize("xml", [BOMB, OUTSIDE])
def test_entities_are_refused(tmp_path: Path, xml: str) -> None:
    path = tmp_path / "p.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", xml)
    with pytest.raises(InputError, match="document type"):
        read_qdpx(path)
    book = tmp_path / "c.qdc"
    book.write_text(xml)
    with pytest.raises(InputError, match="document type"):
        read_qdc(book)


def test_an_archive_that_would_grow_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.qdpx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", b"<Project/>" + b" " * 8_000_000)
    with pytest.raises(InputError, match="times its size"):
        read_qdpx(path)


def test_names_that_lead_out_of_the_archive_are_only_names(
    tmp_path: Path, workspace: Workspace
) -> None:
    inner = selection_xml(0, 5, (FARES, ANA))
    xml = text_source("m1", inner, "internal://../../../m1.txt")
    path = qdpx(tmp_path / "p.qdpx", xml, {"../../m1.txt": b"Fares rise."})
    before = {one for one in tmp_path.rglob("*") if one.is_file()}
    assert read_qdpx(path).project.sources[0].text == "Fares rise."
    assert {one for one in tmp_path.rglob("*") if one.is_file()} == before


def test_files_outside_of_the_archive_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    xml = text_source("m1", "", f"absolute://{secret}") + text_source(
        "m2", "", "relative:///secret.txt"
    )
    found = read_qdpx(qdpx(tmp_path / "p.qdpx", xml, {"sources/other.txt": b"x"})).project
    assert found.sources == ()


@pytest.mark.parametrize("tops", [(), ("a.qde", "b.qde")])
def test_a_project_has_one_xml(tmp_path: Path, tops: tuple[str, ...]) -> None:
    path = tmp_path / "p.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")
        for name in tops:
            archive.writestr(name, "<Project/>")
    with pytest.raises(InputError, match="there must be one"):
        read_qdpx(path)


@pytest.mark.parametrize("cut", [30, 200, -40])
def test_a_damaged_file_leaves_nothing_behind(
    tmp_path: Path, workspace: Workspace, cut: int
) -> None:
    inner = selection_xml(0, 5, (FARES, ANA))
    path = qdpx(tmp_path / "p.qdpx", text_source("m1", inner), {"sources/m1.txt": b"Fares rise."})
    path.write_bytes(path.read_bytes()[:cut])
    before = visible_files(workspace.root)
    with pytest.raises(TextmineError):
        bring_in(workspace, ReadRequest(path))
    assert visible_files(workspace.root) == before


def test_xml_that_is_something_else(tmp_path: Path) -> None:
    path = tmp_path / "c.qdc"
    path.write_text(f'<html xmlns="x"><p id="{guid("p")}"/></html>')
    with pytest.raises(InputError, match="begins with <html>"):
        read_qdc(path)
