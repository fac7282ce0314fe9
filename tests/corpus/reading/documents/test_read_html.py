"""Web pages: headings, what the head says, encodings, and pages without text."""

from __future__ import annotations

import pytest

from textmine.corpus.reading.documents.document_text import Properties
from textmine.corpus.reading.documents.read_html import read_html
from textmine.corpus.reading.reader import ReadOptions
from textmine.errors import InputError, NotFoundError

PAGE = """<!doctype html><html lang="en-GB"><head><title>Skills plan</title>
<meta name="author" content="A. Author"><meta property="article:published_time"
content="2013-09-02"><meta name="DCTERMS.modified" content="2014-01-01T09:00:00Z">
<script>var text = "not this";</script></head><body><h1>Skills</h1><p>First <b>body</b>.</p>
<h2>Apprentices &amp; others</h2><ul><li>one<li>two</ul><table><tr><td>a<td>b</table></body></html>
"""


@pytest.fixture
def page(tmp_path):
    def write(markup: str | bytes, encoding: str = "utf-8"):
        path = tmp_path / "a.html"
        path.write_bytes(markup if isinstance(markup, bytes) else markup.encode(encoding))
        return path

    return write


def test_a_page_with_its_headings_and_its_head(page):
    document = read_html(page(PAGE))
    assert [(one.level, one.title) for one in document.headings] == [
        (1, "Skills"),
        (2, "Apprentices & others"),
    ]
    for heading in document.headings:
        assert document.text[heading.start : heading.end] == heading.title
    assert "First body." in document.text
    assert "not this" not in document.text
    assert document.properties == Properties(
        "Skills plan", "A. Author", "2013-09-02", "2014-01-01T09:00:00+00:00", "en-GB"
    )


@pytest.mark.parametrize(
    ("encoding", "said", "named"),
    [
        ("utf-8", "", None),
        ("cp1252", "", None),
        ("cp1252", '<meta charset="iso-8859-1">', None),
        ("koi8-r", '<meta charset="koi8-r">', None),
        ("koi8-r", "<meta http-equiv=x content='text/html; charset=koi8-r'>", None),
        ("koi8-r", "", "koi8-r"),
        ("utf-16", '<meta charset="nonsense">', None),
    ],
)
def test_encodings(page, encoding, said, named):
    word = "Город" if encoding == "koi8-r" else "café"
    document = read_html(page(f"{said}<p>{word}</p>", encoding), ReadOptions(encoding=named))
    assert document.text == word


@pytest.mark.slow
@pytest.mark.parametrize("nested", ["<div>", "<b>", "<table><tr><td>", "<ul><li>"])
def test_a_million_nested_tags(page, nested):
    document = read_html(page(nested * (1_000_000 // nested.count("<")) + "deep down"))
    assert "deep down" in document.text


def test_pages_without_text(page, tmp_path):
    with pytest.raises(InputError, match="may fill itself by a script"):
        read_html(page("<html><body><script>fill()</script></body></html>"))
    with pytest.raises(InputError, match="is too large"):
        read_html(page("<p>" * 4_000_001))
    with pytest.raises(InputError, match="is not a text file but a PDF"):
        read_html(page(b"%PDF-1.4"))
    with pytest.raises(NotFoundError, match="There is no file"):
        read_html(tmp_path / "none.html")
