"""OpenDocument texts: headings, lists, tables, notes, changes, comments."""

from __future__ import annotations

import pytest

from tests.corpus.reading.documents.writers import odt
from textmine.corpus.reading.documents.document_text import Comment
from textmine.corpus.reading.documents.read_odt import read_odt
from textmine.errors import InputError

STYLES = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-bullet text:level="1"/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>'
    "</text:list-style>"
    '<text:list-style style:name="L2"><text:list-level-style-number text:level="1" '
    'style:num-format="1" style:num-suffix="."/></text:list-style>'
    '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1"/>'
    '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
    '<text:outline-level-style text:level="3" style:num-format=""/></text:outline-style>'
    '<style:style style:name="P1" style:parent-style-name="Title"/>'
)


def h(text, level):
    return f'<text:h text:outline-level="{level}">{text}</text:h>'


def p(text):
    return f"<text:p>{text}</text:p>"


def test_headings_with_their_numbers(tmp_path):
    body = (
        '<text:p text:style-name="P1">A plan</text:p>' + h("Skills", 1) + p("Body.")
        + h("Apprentices", 2) + h("Deep", 3) + p("Body.") + h("Places", 1) + p("Body.")
    )  # fmt: skip
    document = read_odt(odt(tmp_path / "a.odt", body, STYLES))
    assert [(one.level, one.title) for one in document.headings] == [
        (0, "A plan"),
        (1, "1 Skills"),
        (2, "1.1 Apprentices"),
        (3, "Deep"),
        (1, "2 Places"),
    ]
    for heading in document.headings:
        assert document.text[heading.start : heading.end] == heading.title


def test_lists_tables_and_spaces(tmp_path):
    item = "<text:list-item>{}</text:list-item>"
    inner = f"<text:list>{item.format(p('sub'))}{item.format(p('sub two'))}</text:list>"
    outer = item.format(p("one") + p("more of one") + inner) + item.format(p("two"))
    numbers = f'<text:list text:style-name="L2">{item.format(p("first"))}</text:list>'
    row = "<table:table-row><table:table-cell>{}</table:table-cell><table:table-cell>{}"
    row += "</table:table-cell></table:table-row>"
    body = (
        f'<text:list text:style-name="L1">{outer}</text:list>{p("between")}{numbers}{numbers}'
        f"<table:table><table:table-header-rows>{row.format(p('Year'), p('Sum'))}"
        f"</table:table-header-rows>{row.format(p('2014'), p('1') + p('2'))}</table:table>"
        + p('a<text:s text:c="3"/>b <text:span>  c</text:span><text:tab/>d<text:line-break/>e')
    )
    document = read_odt(odt(tmp_path / "a.odt", body, STYLES))
    assert document.text == (
        "- one\nmore of one\na) sub\nb) sub two\n- two\n\nbetween\n\n1. first\n1. first\n\n"
        "Year\tSum\n2014\t1 2\n\na   b  c\td\ne"
    )


def test_notes_changes_comments_and_boxes(tmp_path):
    changes = (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        + p("gone")
        + "</text:deletion></text:changed-region><text:changed-region><text:insertion/>"
        "</text:changed-region></text:tracked-changes>"
    )
    note = (
        "<text:note><text:note-citation>7</text:note-citation><text:note-body>"
        + p("See annex.")
        + "</text:note-body></text:note>"
    )
    comment = (
        "<office:annotation><dc:creator>Ann</dc:creator><dc:date>2013-01-01</dc:date>"
        + p("Really?")
        + "</office:annotation>"
    )
    box = f"<draw:frame><draw:text-box>{p('In a box')}</draw:text-box></draw:frame>"
    section = f"<text:section>{p('inside')}</text:section>"
    body = changes + p(f"Rates{note} rose{comment} again{box}.") + section
    document = read_odt(odt(tmp_path / "a.odt", body))
    assert document.text == "Rates[1] rose again.\n\nIn a box\n\ninside\n\n[1] See annex."
    assert document.comments == (Comment(document.text.index(" again"), "Ann", "Really?"),)
    assert document.counts == {
        "insertions_kept": 1,
        "deletions_left_out": 1,
        "notes": 1,
        "comments": 1,
    }


def test_properties_and_locked_files(tmp_path):
    meta = (
        "<dc:title>Plan</dc:title><meta:initial-creator>A. Author</meta:initial-creator>"
        "<meta:creation-date>2013-09-02T09:00:00.123456789</meta:creation-date>"
        "<dc:date>2014-01-01T00:00:00</dc:date><dc:language>en-GB</dc:language>"
    )
    about = read_odt(odt(tmp_path / "a.odt", p("Text"), meta=meta)).properties
    assert (about.title, about.author, about.language) == ("Plan", "A. Author", "en-GB")
    assert (about.created, about.modified) == ("2013-09-02T09:00:00", "2014-01-01T00:00:00")
    locked = odt(tmp_path / "b.odt", p("Text"), manifest="<m><encryption-data/></m>")
    with pytest.raises(InputError, match=r"b\.odt is locked with a password"):
        read_odt(locked)
    with pytest.raises(InputError, match=r"c\.odt has no text"):
        read_odt(odt(tmp_path / "c.odt", p("")))
