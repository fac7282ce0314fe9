from __future__ import annotations

import pytest

from textmine.corpus.reading.documents.markdown import (
    markdown_headings,
    read_markdown,
    read_plain,
)
from textmine.corpus.reading.reader import ReadOptions


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("# A\n## B ##\ntext # no", [(1, "A"), (2, "B")]),
        ("Title\n=====\n\nPart\n---\nx", [(1, "Title"), (2, "Part")]),
        ("text\nmore text\n---\n", []),
        ("- item\n---\n| a |\n---\n", []),
        ("```\n# comment\n```\n# A", [(1, "A")]),
        ("~~~ sh\n# a\n```\n# b\n~~~\n# A\n````\n# never closed", [(1, "A")]),
    ],
)
def test_headings(text, headings):
    assert [(one.level, one.title) for one in markdown_headings(text)] == headings


def test_front_matter_is_read_and_stays(tmp_path):
    text = "---\ntitle: 'A plan'\nauthor: Ann\ndate: 2014-05-06\n# no: heading\n---\n\n# One\nx\n"
    (tmp_path / "a.md").write_text(text)
    document = read_markdown(tmp_path / "a.md", ReadOptions())
    assert document.text == text
    about = document.properties
    assert (about.title, about.author, about.created) == ("A plan", "Ann", "2014-05-06")
    assert [one.title for one in document.headings] == ["One"]


def test_plain_text_has_its_first_heading_as_title(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf\r\n# One\r\n# Two\r\nx")
    document = read_plain(tmp_path / "a.txt", ReadOptions())
    assert document.properties.title == "One"
    assert [one.title for one in document.headings] == ["One", "Two"]
