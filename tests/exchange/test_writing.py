"""What is written is valid, sound, the same each time, and as each program wants it."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from tests.exchange.made_projects import (
    ANA,
    CODES,
    FARES,
    NOISE,
    at,
    coded_words,
    guid,
    project,
    shared_file,
    source,
    span,
    two_coders,
)
from textmine.choices import CodingSoftware
from textmine.errors import InputError
from textmine.exchange.checks import faults_of
from textmine.exchange.positions import PROFILES, SAFE
from textmine.exchange.project import Case, Grouping, Note, Project, Variable
from textmine.exchange.refi.parts import read_qdc
from textmine.exchange.refi.reading import read_qdpx
from textmine.exchange.refi.writing import write_qdc, write_qdpx


def everything() -> Project:
    """A project with something of every kind, and signs that XML has to escape."""
    base = two_coders()
    variable = Variable(guid("age"), 'age "in years" <b>')
    note = Note(guid("note"), "A & B", "first\nsecond ]]> <x>", ANA, "2026-01-05T10:00:00Z")
    first = replace(base.sources[0], values=((variable.guid, "34 & more"),), notes=(note.guid,))
    case = Case(guid("case"), "Ada", sources=(first.guid,), values=((variable.guid, "34"),))
    group = Grouping(guid("set"), "first ones", sources=(first.guid,), codes=(NOISE,))
    return replace(
        base,
        sources=(first, *base.sources[1:]),
        variables=(variable,),
        cases=(case,),
        notes=(note,),
        groupings=(group,),
        description="About it",
    )


@pytest.mark.parametrize(
    "made", [everything(), two_coders(), Project("none")], ids=lambda p: p.name
)
@pytest.mark.parametrize("profile", [SAFE, *PROFILES.values()], ids=lambda p: p.program or "safe")
def test_projects_are_valid_by_the_schema(tmp_path: Path, made: Project, profile: object) -> None:
    schema = etree.XMLSchema(etree.parse(shared_file("schemas/Project.xsd")))
    write_qdpx(tmp_path / "p.qdpx", made, profile)  # type: ignore[arg-type]
    with zipfile.ZipFile(tmp_path / "p.qdpx") as archive:
        schema.assertValid(etree.fromstring(archive.read("project.qde")))


def test_codebooks_are_valid_by_the_schema_and_read_back(tmp_path: Path) -> None:
    write_qdc(tmp_path / "c.qdc", project())
    schema = etree.XMLSchema(etree.parse(shared_file("schemas/Codebook.xsd")))
    schema.assertValid(etree.parse(tmp_path / "c.qdc"))
    assert read_qdc(tmp_path / "c.qdc").codes == CODES


def test_everything_is_read_back(tmp_path: Path) -> None:
    made = everything()
    write_qdpx(tmp_path / "p.qdpx", made)
    found = read_qdpx(tmp_path / "p.qdpx").project
    sources = tuple(replace(one, file_guid="") for one in found.sources)
    assert replace(found, sources=sources) == made


def test_every_note_has_a_date(tmp_path: Path) -> None:
    write_qdpx(tmp_path / "p.qdpx", replace(project(), notes=(Note(guid("n"), "a", "b"),)))
    with zipfile.ZipFile(tmp_path / "p.qdpx") as archive:
        root = etree.fromstring(archive.read("project.qde"))
    assert root.find(".//{*}Note").get("creationDateTime") == "1970-01-01T00:00:00Z"


def test_the_same_project_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.qdpx", "b.qdpx"):
        write_qdpx(tmp_path / name, everything())
    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()


@pytest.mark.parametrize(
    ("program", "stored", "places"),
    [
        (None, "a😀\nb c".encode(), ("3", "4")),
        ("qualcoder", "a😀\nb c".encode(), ("3", "4")),
        ("nvivo", "\ufeffa😀\r\nb c".encode(), ("5", "6")),
        ("maxqda", "a😀\r\nb c".encode(), ("3", "4")),
        ("atlasti", "a😀\r\nb c".encode(), ("3", "4")),
    ],
)
def test_texts_and_positions_are_as_a_program_has_them(
    tmp_path: Path, program: CodingSoftware | None, stored: bytes, places: tuple[str, str]
) -> None:
    profile = PROFILES[program] if program else SAFE
    write_qdpx(
        tmp_path / "p.qdpx", project(source("m", "a😀\nb c", span(3, 4, NOISE, ANA))), profile
    )
    with zipfile.ZipFile(tmp_path / "p.qdpx") as archive:
        assert archive.read(f"sources/{guid('m')}.txt") == stored
        root = etree.fromstring(archive.read("project.qde"))
    selection = root.find(".//{*}PlainTextSelection")
    assert (selection.get("startPosition"), selection.get("endPosition")) == places
    assert selection.get("creatingUser") == selection.find("{*}Coding").get("creatingUser") == ANA
    assert profile.verified == ("Unverified" not in profile.known)


@pytest.mark.parametrize(
    ("made", "fault"),
    [
        (project(source("m", "abc", span(1, 9, NOISE, ANA))), "lies outside of its text"),
        (project(source("m", "abc", span(1, 1, NOISE, ANA))), "a selection is empty"),
        (project(source("m", "abc", span(0, 1, guid("?"), ANA))), "is not in the codebook"),
        (project(source("m", "abc", span(0, 1, NOISE, guid("?")))), "is not among the users"),
        (project(source("m", "a"), source("m", "b")), "there twice"),
        (replace(project(), codes=(*CODES, replace(CODES[0], guid=guid("x")))), "there twice"),
        (replace(project(), codes=(replace(CODES[1], parent=guid("?")),)), "stands under none"),
        (replace(project(), cases=(Case(guid("c"), "c", sources=(guid("?"),)),)), "a source is"),
        (replace(project(), codes=(replace(CODES[2], guid="no-guid"),)), "a GUID is none"),
    ],
)
def test_what_does_not_hold_is_found_and_never_written(
    tmp_path: Path, made: Project, fault: str
) -> None:
    assert any(fault in str(one) for one in faults_of(made))
    with pytest.raises(InputError, match="would not be sound"):
        write_qdpx(tmp_path / "p.qdpx", made)
    assert not list(tmp_path.iterdir())


def test_signs_that_xml_has_no_place_for_are_replaced_in_names_and_stay_in_texts(
    tmp_path: Path,
) -> None:
    text = "a\x0bb\x0c"
    write_qdpx(tmp_path / "p.qdpx", project(source("m\x01\n", text, at(text, "b", FARES, ANA))))
    found = read_qdpx(tmp_path / "p.qdpx").project
    assert coded_words(found) == [("m\ufffd\n", "Ana", "Fares", "b")]
    assert found.sources[0].text == text
