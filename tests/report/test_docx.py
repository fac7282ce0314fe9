"""A report as a Word document: it opens, holds what a page holds, and nothing in it acts."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from textmine.present import Figure, Quote, QuotedTopic, Section, Table
from textmine.report.document import Report
from textmine.report.docx import docx_bytes
from textmine.report.figures import interval_chart
from textmine.report.page import markdown_page

HOSTILE = (
    "a\x00b\x1b[31mc\u202ed\ud800e\ufffef",
    "<w:p/>&amp;]]>",
    '{ HYPERLINK "http://a.example" }',
    "=1+1",
    "<script>alert(1)</script>",
    "# [x](javascript:1) | `y`",
)


def report(text: str) -> Report:
    chart = interval_chart([{"label": "a", "value": 0.5, "low": 0.4, "high": 0.6}], label="label")
    table = Table("t", text, [{text: text, "n": 1, "x": 0.25, "none": None}], note=text)
    quote = Quote(text, text, text, text, [(text, text)], [(text, text)], [text], "q-1")
    section = Section(
        "s",
        text,
        [text],
        [table, Table("u", text, [], note=text)],
        [Figure("f", text, chart)],
        [QuotedTopic(text, [text], [quote])],
        explained=[text],
    )
    return Report(text, text, True, [section], text, {"corpora/c": "abc"})


def read(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_it_holds_what_the_report_holds():
    told = read(docx_bytes(report("of rye")))
    assert told.count("of rye") > 12
    assert "Made from a synthetic corpus" in told
    assert "0.250" in told


def test_the_bytes_are_the_same_and_say_nothing_of_time_or_people():
    one, other = docx_bytes(report("rye")), docx_bytes(report("rye"))
    assert one == other
    properties = docx.Document(io.BytesIO(one)).core_properties
    assert properties.created.year == properties.modified.year == 1980
    assert properties.author.startswith("textmine")
    assert properties.last_modified_by == ""


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_text_acts(text):
    content = docx_bytes(report(text))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = archive.read("word/document.xml").decode()
    assert "w:hyperlink" not in body and "w:fldChar" not in body and "w:instrText" not in body
    assert not set(read(content)) & set("\x00\x1b\u202e\ufffe")
    page = markdown_page(report(text))
    assert "<script" not in page.replace("\\<", "")
    assert not set(page) & set("\x00\x1b\u202e\ufffe")
    assert "](javascript" not in page.replace("\\](", "")


def test_only_the_passage_is_marked_in_its_context():
    quote = Quote("rye and oats", "message 1", "… we sell ", " here …")
    section = Section("s", "Quotations", topics=[QuotedTopic("A", [], [quote])])
    document = docx.Document(io.BytesIO(docx_bytes(Report("R", "", False, [section], "x"))))
    [paragraph] = [one for one in document.paragraphs if "rye" in one.text]
    assert paragraph.text == "… we sell rye and oats here …"
    marked = [run.text for run in paragraph.runs if run.font.highlight_color is not None]
    assert marked == ["rye and oats"]
