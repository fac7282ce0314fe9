"""Whatever stands in a file, its reader ends with a document or a sentence."""

from __future__ import annotations

import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.corpus.reading.documents.writers import NUMBERING, STYLES, docx, lines, odt, p, pdf_bytes
from textmine.corpus.reading.documents.kinds import KINDS
from textmine.corpus.reading.documents.passages import cut
from textmine.corpus.reading.reader import ReadOptions
from textmine.corpus.reading.readers import read_raw
from textmine.errors import TextmineError

MANY = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FEW = settings(MANY, max_examples=20)
KINDS_BY_NAME = {kind.name: kind for kind in KINDS}
STARTS = st.sampled_from(
    [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"PK\x05\x06", b"<html>", b"\xff\xfe", b"# ", b"{\\rtf1"]
)


def read(kind, path):
    """Read a file; what comes out must hold together."""
    try:
        document = KINDS_BY_NAME[kind].read(path, ReadOptions())
    except TextmineError as error:
        assert error.message
        assert len(str(error)) < 2_000
        return
    assert "\0" not in document.text or kind in ("text", "markdown", "html")
    document.text.encode("utf-8")
    ends = [0]
    for heading in document.headings:
        assert ends[-1] <= heading.start <= heading.end <= len(document.text)
        ends.append(heading.end)
    assert list(document.pages) == sorted(document.pages)
    for split in ("none", "sections", "paragraphs"):
        for passage in cut(document.text, split, document.headings):
            assert passage.text == document.text[passage.start : passage.end]


@pytest.mark.slow
@pytest.mark.usefixtures("no_dictionaries")
@pytest.mark.parametrize("kind", ["docx", "odt", "rtf", "html", "markdown", "text"])
@MANY
@given(STARTS, st.binary(max_size=300))
def test_any_bytes(tmp_path, kind, start, data):
    path = tmp_path / f"a{KINDS_BY_NAME[kind].endings[0]}"
    path.write_bytes(start + data)
    read(kind, path)


@pytest.mark.slow
@FEW
@given(STARTS, st.binary(max_size=300))
def test_any_bytes_as_pdf(tmp_path, start, data):
    (tmp_path / "a.pdf").write_bytes(start + data)
    read("pdf", tmp_path / "a.pdf")


@MANY
@given(STARTS, st.binary(max_size=300))
def test_any_bytes_as_zip(tmp_path, start, data):
    (tmp_path / "a.zip").write_bytes(start + data)
    with pytest.raises(TextmineError):
        read_raw(tmp_path / "a.zip")


def a_docx(path):
    notes = f"<w:footnote w:id='2'>{p('note')}</w:footnote>"
    body = (
        p("Title", "Titel")
        + p("One", "berschrift1")
        + p("a", "", '<w:numPr><w:numId w:val="2"/></w:numPr>')
    )
    body += f"<w:tbl><w:tr><w:tc>{p('x')}</w:tc><w:tc>{p('y')}</w:tc></w:tr></w:tbl>"
    body += "<w:p><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    return docx(path, body, styles=STYLES, numbering=NUMBERING, footnotes=notes)


def an_odt(path):
    item = "<text:list-item><text:p>a</text:p></text:list-item>"
    listed = f"<text:list text:style-name='L1'>{item}</text:list>"
    note = "<text:note><text:note-body><text:p>n</text:p></text:note-body></text:note>"
    return odt(path, f"<text:h text:outline-level='1'>T</text:h><text:p>b{note}</text:p>{listed}")


FLIPS = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=12)


def flipped(data, flips):
    changed = bytearray(data)
    for place, value in flips:
        changed[int(place * len(changed))] = value
    return bytes(changed)


@pytest.mark.parametrize(("kind", "make"), [("docx", a_docx), ("odt", an_odt)])
@MANY
@given(FLIPS, st.floats(0, 1))
def test_flipped_and_cut_archives(tmp_path, kind, make, flips, share):
    data = make(tmp_path / "good").read_bytes()
    path = tmp_path / f"a.{kind}"
    path.write_bytes(flipped(data, flips)[: max(int(share * 2 * len(data)), 1)])
    read(kind, path)


@pytest.mark.parametrize(("kind", "make"), [("docx", a_docx), ("odt", an_odt)])
@MANY
@given(FLIPS, st.data())
def test_flipped_parts_of_archives(tmp_path, kind, make, flips, data):
    """Bytes change inside the parts, so that the archive itself stays whole."""
    path = tmp_path / f"a.{kind}"
    with zipfile.ZipFile(make(tmp_path / "good")) as good, zipfile.ZipFile(path, "w") as bad:
        chosen = data.draw(st.sampled_from(good.namelist()))
        for name in good.namelist():
            content = good.read(name)
            bad.writestr(name, flipped(content, flips) if name == chosen else content)
    read(kind, path)


WORDS = ["w:p", "w:tbl", "w:tr", "w:tc", "w:r", "w:ins", "w:del", "w:sdt", "w:sdtContent", "w:pPr"]
WORDS += ["mc:AlternateContent", "mc:Choice", "mc:Fallback", "w:txbxContent", "w:numPr"]


@MANY
@given(st.lists(st.tuples(st.sampled_from(WORDS), st.text("ab 😀", max_size=3)), max_size=40))
def test_any_nesting_of_word_elements(tmp_path, elements):
    opened = "".join(f"<{name}><w:r><w:t>{text}</w:t></w:r>" for name, text in elements)
    closed = "".join(f"</{name}>" for name, _ in reversed(elements))
    read("docx", docx(tmp_path / "a.docx", opened + closed))


def test_elements_nested_as_deep_as_the_parser_allows(tmp_path):
    inner = p("deep")
    for _ in range(60):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    read("docx", docx(tmp_path / "a.docx", inner))
    listed = "<text:p>deep</text:p>"
    for _ in range(120):
        listed = f"<text:list><text:list-item>{listed}</text:list-item></text:list>"
    read("odt", odt(tmp_path / "a.odt", listed))


@pytest.mark.slow
@FEW
@given(FLIPS, st.floats(0, 1))
def test_flipped_and_cut_pdf(tmp_path, flips, share):
    good = pdf_bytes([lines(["One line of text."]), lines(["Another one."])], {"Title": "T"})
    data = flipped(good, flips)[: max(int(share * 2 * len(good)), 1)]
    (tmp_path / "a.pdf").write_bytes(data)
    read("pdf", tmp_path / "a.pdf")
