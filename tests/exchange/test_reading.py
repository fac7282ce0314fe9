"""Projects of other programs are read with the right words under every selection."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exchange.made_projects import (
    ANA,
    BEN,
    FARES,
    NOISE,
    coded_words,
    guid,
    qdpx,
    selection_xml,
    text_source,
)
from textmine.errors import InputError
from textmine.exchange.checks import code_names, mended
from textmine.exchange.project import Project, ProjectCode
from textmine.exchange.refi.parts import read_qdc
from textmine.exchange.refi.reading import read_qdpx

PLAIN = b"Fares are high. Noise at night."


def lost(found: Project) -> dict[str, int]:
    return {loss.what: loss.n for loss in found.losses}


def test_two_codings_of_one_selection_keep_their_coders(tmp_path: Path) -> None:
    inner = selection_xml(0, 14, (FARES, ANA), (NOISE, ANA), (FARES, BEN))
    path = qdpx(tmp_path / "p.qdpx", text_source("m1", inner), {"sources/m1.txt": PLAIN})
    assert coded_words(read_qdpx(path).project) == [
        ("m1", "Ana", "Fares", "Fares are high"),
        ("m1", "Ana", "Noise", "Fares are high"),
        ("m1", "Ben", "Fares", "Fares are high"),
    ]


@pytest.mark.parametrize(
    ("top", "member", "where", "start"),
    [
        ("project.qde", "sources/m1.txt", None, b""),
        ("My project.QDE", "Sources/M1.TXT", None, b"\xef\xbb\xbf"),
        ("project.qde", "sources/m1.txt", "m1.txt", b""),
        ("project.qde", "sources\\m1.txt", "internal://m1.txt", b""),
    ],
)
def test_names_of_files_may_be_odd(
    tmp_path: Path, top: str, member: str, where: str | None, start: bytes
) -> None:
    inner = selection_xml(16, 21, (NOISE, BEN))
    xml = text_source("m1", inner, where)
    path = qdpx(tmp_path / "p.qdpx", xml, {member: PLAIN}, top=top, start=start)
    assert coded_words(read_qdpx(path).project) == [("m1", "Ben", "Noise", "Noise")]


def test_a_text_in_the_xml_and_a_code_of_the_whole_source(tmp_path: Path) -> None:
    coding = (
        f'<Coding guid="{guid("c")}" creatingUser="{ANA}"><CodeRef targetGUID="{NOISE}"/></Coding>'
    )
    content = "<PlainTextContent>Two\nlines</PlainTextContent>"
    xml = f'<TextSource guid="{guid("m")}" name="m">{content}{coding}</TextSource>'
    found = read_qdpx(qdpx(tmp_path / "p.qdpx", xml, {})).project
    assert found.sources[0].text == "Two\nlines"
    assert coded_words(found) == [("m", "Ana", "Noise", "")]


def test_a_pdf_is_read_by_its_text_and_its_pages_are_lost(tmp_path: Path) -> None:
    inner = selection_xml(0, 5, (FARES, ANA))
    text = f'<Representation guid="{guid("r")}" plainTextPath="internal://r.txt">{inner}</Representation>'
    area = (
        f'<PDFSelection guid="{guid("a")}" page="0" firstX="1" firstY="1" secondX="2" secondY="2">'
        f'<Coding guid="{guid("ac")}"><CodeRef targetGUID="{NOISE}"/></Coding></PDFSelection>'
    )
    xml = f'<PDFSource guid="{guid("pdf")}" name="plan.pdf" path="internal://x.pdf">{area}{text}</PDFSource>'
    found = read_qdpx(qdpx(tmp_path / "p.qdpx", xml, {"sources/r.txt": PLAIN})).project
    assert coded_words(found) == [("plan.pdf", "Ana", "Fares", "Fares")]
    assert lost(found)["codes of areas on the pages of PDFs"] == 1


def test_what_has_no_place_is_counted_and_named(tmp_path: Path) -> None:
    outside = selection_xml(2000, 2010, (FARES, ANA))
    unknown = selection_xml(0, 5, (guid("?"), ANA))
    xml = (
        text_source("gone", selection_xml(0, 2, (FARES, ANA)))
        + f'<PictureSource guid="{guid("pic")}" name="map.png" path="internal://map.png"/>'
        + text_source("m1", outside + unknown)
    )
    after = f'<Links><Link guid="{guid("l")}" name="because"/></Links>'
    path = qdpx(tmp_path / "p.qdpx", xml, {"sources/m1.txt": PLAIN}, after=after)
    found, _ = mended(read_qdpx(path).project)
    assert lost(found) == {
        "sources whose plain text is not in the file": 1,
        "pictures, with their selections and transcripts": 1,
        "selections that lie outside of their texts": 1,
        "links": 1,
        "codings with a code that is not in the codebook": 1,
    }
    assert coded_words(found) == []


def test_the_user_of_a_coding_counts_where_its_selection_has_another(tmp_path: Path) -> None:
    inner = selection_xml(0, 5, (FARES, BEN)).replace(
        "<PlainTextSelection", f'<PlainTextSelection creatingUser="{ANA}"', 1
    )
    path = qdpx(tmp_path / "p.qdpx", text_source("m1", inner), {"sources/m1.txt": PLAIN})
    found = read_qdpx(path).project
    assert coded_words(found) == [("m1", "Ben", "Fares", "Fares")]
    assert "Codes by another user than their selection: 1." in found.remarks[0]


def test_braces_and_case_of_guids_and_repeated_codings(tmp_path: Path) -> None:
    inner = selection_xml(0, 5, (FARES, ANA)) + selection_xml(
        0, 5, ("{" + FARES.upper() + "}", ANA)
    )
    path = qdpx(tmp_path / "p.qdpx", text_source("m1", inner), {"sources/m1.txt": PLAIN})
    found, _ = mended(read_qdpx(path).project)
    assert coded_words(found) == [("m1", "Ana", "Fares", "Fares")]
    assert lost(found)["codings that say again what another one says"] == 1


@pytest.mark.parametrize("namespace", ["codebook:1.0", "codebook:1:0", "codebook:0:4"])
def test_codebooks_of_every_namespace(tmp_path: Path, namespace: str) -> None:
    path = tmp_path / "c.qdc"
    inner = (
        f'<Code guid="{TOP}" name="A" isCodable="false" color="rgb(1,2,3)">'
        "<Description>d</Description>"
        f'<Code guid="{guid("b")}" name="B" isCodable="true" color="#00AA0080"/></Code>'
    )
    start = f'<CodeBook xmlns="urn:QDA-XML:{namespace}">'
    book = f"{start}<Codes>{inner}</Codes><Sets/></CodeBook>"
    path.write_bytes(b"\xef\xbb\xbf" + book.encode())
    found = read_qdc(path)
    assert [(code.name, code.codable, code.colour) for code in found.codes] == [
        ("A", False, "#010203"),
        ("B", True, "#00aa00"),
    ]
    assert found.codes[1].parent == TOP
    assert any("<Sets> is empty" in remark for remark in found.remarks)
    assert any("namespace" in remark for remark in found.remarks) == (namespace != "codebook:1.0")


TOP = guid("top")


def test_names_of_codes_that_are_there_twice_are_told_apart_by_what_is_above() -> None:
    codes = (
        ProjectCode("1", "Travel"),
        ProjectCode("2", "Other", "1"),
        ProjectCode("3", "Housing"),
        ProjectCode("4", "other", "3"),
        ProjectCode("5", ""),
    )
    names = code_names(Project(codes=codes))
    assert list(names.values()) == [
        "Travel",
        "Travel / Other",
        "Housing",
        "Housing / other",
        "unnamed",
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"no zip", "is not a project"),
        (b"", "is not a project"),
        (b"PK\x03\x04" + b"\0" * 40, "is not a project"),
    ],
)
def test_a_broken_file_is_a_sentence(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "p.qdpx"
    path.write_bytes(content)
    with pytest.raises(InputError, match=told):
        read_qdpx(path)
