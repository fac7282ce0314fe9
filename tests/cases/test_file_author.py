"""Who made a file is a fact of the file: it signs no quotation and is no voice."""

from __future__ import annotations

import pytest

from tests.corpus.reading.documents.writers import docx, lines, odt, p, pdf_bytes
from textmine.corpus import import_corpus, load_corpus, read_documents
from textmine.corpus.reading.reader import ReadOptions
from textmine.topics.reading.sources import sources_of

CORE = '<c xmlns:dc="d"><dc:title>Plan</dc:title><dc:creator>Mel Typist</dc:creator></c>'
META = "<dc:creator>Mel Typist</dc:creator>"
BODY = "The ferry runs each hour from May to October."


def _docx(folder):
    styles = (
        "<w:style w:type='paragraph' w:styleId='Heading1'><w:name w:val='heading 1'/></w:style>"
    )
    body = p("Aims", "Heading1") + p(BODY)
    return docx(folder / "plan.docx", body, core=CORE, styles=styles)


def _odt(folder):
    body = f"<text:h text:outline-level='1'>Aims</text:h><text:p>{BODY}</text:p>"
    return odt(folder / "plan.odt", body, meta=META.replace("dc:creator", "meta:initial-creator"))


def _pdf(folder):
    path = folder / "plan.pdf"
    path.write_bytes(pdf_bytes([lines([BODY])], info={"Author": "Mel Typist"}))
    return path


def _html(folder):
    path = folder / "plan.html"
    head = '<head><title>Plan</title><meta name="author" content="Mel Typist"></head>'
    path.write_text(f"<html>{head}<body><h1>Aims</h1><p>{BODY}</p></body></html>", "utf-8")
    return path


def _markdown(folder):
    path = folder / "plan.md"
    path.write_text(f"---\nauthor: Mel Typist\n---\n\n# Aims\n\n{BODY}\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("write", "place"),
    [(_docx, "Aims"), (_odt, "Aims"), (_pdf, "p. 1"), (_html, "Aims"), (_markdown, "Aims")],
)
def test_it_stays_beside_the_documents(tmp_path, workspace, run, write, place):
    path = write(tmp_path)
    reading = read_documents(path, ReadOptions(split="sections"))
    documents = reading.checked.documents
    assert "author" not in documents
    assert set(documents["meta.file_author"]) == {"Mel Typist"}
    assert any("meta.file_author" in one for one in reading.checked.remarks)
    import_corpus(workspace, "plan", reading)
    corpus = load_corpus(workspace, "plan")
    assert "authors" not in corpus.info.counts
    source = sources_of(corpus)[-1]
    assert (source.author, source.place) == ("", place)
    ran = run("kwic", "plan", "ferry", "--profile", "fast", "--format", "json")
    line = ran.rows[0]
    assert "Mel Typist" not in ran.out
    assert (line["author"], line["place"]) == ("", place)
    assert "1 voice" in ran.err


def test_it_is_the_author_where_one_says_so(tmp_path):
    reading = read_documents(_docx(tmp_path), columns={"author": "file_author"})
    assert list(reading.checked.documents["author"]) == ["Mel Typist"]
