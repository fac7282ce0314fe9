"""Word documents: headings, lists, tables, notes, tracked changes, comments."""

from __future__ import annotations

import zipfile

import pytest

from tests.corpus.reading.documents.writers import NUMBERING, STYLES, docx, p, r
from textmine.corpus.reading.documents.document_text import Comment
from textmine.corpus.reading.documents.read_docx import read_docx
from textmine.errors import InputError, NotFoundError

LISTED = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="2"/></w:numPr>'


def test_headings_by_style_with_their_numbers(tmp_path):
    body = (
        p("A plan for skills", "Titel")
        + p("Skills", "berschrift1")
        + p("First body.")
        + p("Apprenticeships", "berschrift2")
        + p("Traineeships", "Eigene")
        + p("Second body.")
        + p("Places", "berschrift1")
        + p("Third body.")
    )
    document = read_docx(docx(tmp_path / "a.docx", body, styles=STYLES, numbering=NUMBERING))
    assert [(one.level, one.title) for one in document.headings] == [
        (0, "A plan for skills"),
        (1, "1 Skills"),
        (2, "1.1 Apprenticeships"),
        (2, "1.2 Traineeships"),
        (1, "2 Places"),
    ]
    for heading in document.headings:
        assert document.text[heading.start : heading.end] == heading.title
    assert document.text.endswith("Second body.\n\n2 Places\n\nThird body.")


def test_lists_stand_close_and_are_counted(tmp_path):
    body = (
        p("Before")
        + p("one", "", LISTED.format(0))
        + p("sub", "", LISTED.format(1))
        + p("sub two", "", LISTED.format(1))
        + p("After")
    )
    document = read_docx(docx(tmp_path / "a.docx", body, numbering=NUMBERING))
    assert document.text == "Before\n\n- one\n(c) sub\n(d) sub two\n\nAfter"


def test_tables_are_rows_of_tabs_and_a_frame_of_one_cell_is_text(tmp_path):
    def table(*rows):
        cells = [[f"<w:tc>{cell}</w:tc>" for cell in row] for row in rows]
        return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in cells) + "</w:tbl>"

    body = table([p("Year"), p("Bud") + p("get")], [p("2014"), table([p("12"), p("13")])])
    body += table([p("A box") + p("of two paragraphs")])
    document = read_docx(docx(tmp_path / "a.docx", body))
    assert document.text == "Year\tBud get\n2014\t12 13\n\nA box\n\nof two paragraphs"


def test_tracked_changes_are_accepted_and_counted(tmp_path):
    body = (
        f"<w:p>{r('We ')}<w:del w:author='x'><w:r><w:delText>may </w:delText></w:r></w:del>"
        f"<w:ins w:author='x'>{r('will ')}</w:ins>{r('act.')}</w:p>"
        f"<w:ins>{p('Inserted block.')}</w:ins>"
        f"<w:p><w:moveFrom>{r('moved away')}</w:moveFrom>"
        f"<w:moveTo>{r('moved here')}</w:moveTo></w:p>"
    )
    document = read_docx(docx(tmp_path / "a.docx", body))
    assert document.text == "We will act.\n\nInserted block.\n\nmoved here"
    assert document.counts == {"deletions_left_out": 2, "insertions_kept": 2}


def test_notes_stand_at_the_end_and_comments_beside(tmp_path):
    body = p("Title", "Titel") + (
        f"<w:p>{r('Rates rose')}<w:r><w:footnoteReference w:id='2'/></w:r>"
        f"<w:commentRangeStart w:id='0'/>{r(' again')}<w:r><w:commentReference w:id='0'/></w:r>"
        f"{r('.')}<w:r><w:footnoteReference w:id='77'/></w:r></w:p>"
    )
    looping = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    notes = (
        f"<w:footnote w:id='-1' w:type='separator'>{p('---')}</w:footnote>"
        f"<w:footnote w:id='2'><w:p>{r(' See annex 3.')}{looping}</w:p></w:footnote>"
    )
    comments = f"<w:comment w:id='0' w:author='Ann'>{p('By how much?')}</w:comment>"
    path = docx(tmp_path / "a.docx", body, styles=STYLES, footnotes=notes, comments=comments)
    document = read_docx(path)
    assert document.text == "Title\n\nRates rose[1] again.\n\n[1] See annex 3."
    at = document.text.index(" again")
    assert document.comments == (Comment(at, "Ann", "By how much?"),)
    assert [(one.level, one.title) for one in document.headings] == [(0, "Title"), (1, "Notes")]
    assert document.counts == {"notes": 1, "comments": 1}


def test_signs_boxes_and_fallbacks(tmp_path):
    box = "<w:drawing><w:txbxContent>" + p("In a box") + "</w:txbxContent></w:drawing>"
    body = (
        f"<w:p>{r('a')}<w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c😀</w:t><w:noBreakHyphen/><w:t>d</w:t>"
        "<w:softHyphen/><w:t>e</w:t><w:sym w:char='F0B7'/><w:sym w:char='zz'/>"
        "<w:instrText>PAGE</w:instrText></w:r>"
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:p>"
        f"<w:sdt><w:sdtContent>{p('controlled')}</w:sdtContent></w:sdt>"
    )
    document = read_docx(docx(tmp_path / "a.docx", body))
    assert document.text == "a\tb\nc😀-de•\n\nIn a box\n\ncontrolled"


def test_properties_and_page_headers(tmp_path):
    core = (
        '<c xmlns:dc="d" xmlns:t="t"><dc:title>Plan</dc:title><dc:creator>A. Author</dc:creator>'
        "<t:created>2013-09-02T09:00:00Z</t:created><t:modified>soon</t:modified></c>"
    )
    path = docx(tmp_path / "a.docx", p("Text"), core=core, header1=p("Draft"), footer1="")
    document = read_docx(path)
    about = document.properties
    assert (about.title, about.author) == ("Plan", "A. Author")
    assert (about.created, about.modified) == ("2013-09-02T09:00:00+00:00", "")
    assert document.counts == {"headers_left_out": 1}
    assert document.text == "Text"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "a.docx is not a Word document"),
        (b"PK\x03\x04 and no more", "a.docx is not a Word document"),
        (b"\xd0\xcf\x11\xe0rest", "a.docx is locked with a password, or in the format of Word"),
    ],
)
def test_files_that_are_no_word_document(tmp_path, data, sentence):
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    with pytest.raises(InputError, match=sentence):
        read_docx(path)


def test_other_archives_and_empty_documents(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(InputError, match="it has no body"):
        read_docx(tmp_path / "a.docx")
    with pytest.raises(InputError, match=r"b\.docx has no text"):
        read_docx(docx(tmp_path / "b.docx", p(" ")))
    with pytest.raises(NotFoundError, match="There is no file"):
        read_docx(tmp_path / "c.docx")
