"""OpenDocument spreadsheets: what a sheet shows, what is remarked, and files made to do harm."""

from __future__ import annotations

import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.corpus.reading.reader import ReadOptions
from textmine.corpus.reading.readers import read_raw
from textmine.errors import InputError, TextmineError

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in [
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("config", "config"),
    ]
)
HEAD = "<table:table-row>" + "".join(
    f'<table:table-cell office:value-type="string"><text:p>{name}</text:p></table:table-cell>'
    for name in ("id", "text", "when", "n")
)
HEAD += "</table:table-row>"


def cell(text="", about=""):
    return f"<table:table-cell {about}><text:p>{text}</text:p></table:table-cell>"


def row(*cells, about=""):
    return f"<table:table-row {about}>{''.join(cells)}</table:table-row>"


def sheet(name, *rows, about="", columns=""):
    return f'<table:table table:name="{name}" {about}>{columns}{"".join(rows)}</table:table>'


def book(path, *sheets, styles="", settings_xml="", manifest="", head=""):
    content = (
        f"{head}<office:document-content {NAMES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{''.join(sheets)}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        if settings_xml:
            archive.writestr("settings.xml", f"<office:x {NAMES}>{settings_xml}</office:x>")
    return path


def rows_of(path, **options):
    table = read_raw(path, ReadOptions(**options))
    return table, [list(one) for one in table.rows]


def test_cells_are_what_the_sheet_shows(tmp_path):
    date = 'office:value-type="date" office:date-value="{}"'
    path = book(
        tmp_path / "t.ods",
        sheet(
            "first",
            HEAD,
            row(
                cell("m1"),
                cell('a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d'),
                cell("3 May 24", date.format("2024-05-03")),
                cell("1,5", 'office:value-type="float" office:value="1.5"'),
            ),
            row(
                cell("m2"),
                "<table:table-cell><office:annotation><text:p>note</text:p></office:annotation>"
                "<text:p>two</text:p><text:p>lines</text:p></table:table-cell>",
                cell("later", date.format("2024-05-03T14:30:00")),
                cell("12 %", 'office:value-type="percentage" office:value="12"'),
            ),
            row(about='table:number-rows-repeated="1048570"'),
        ),
    )
    table, rows = rows_of(path)
    assert table.columns == ["id", "text", "when", "n"]
    assert rows == [
        ["m1", "a  b\tc\nd", "2024-05-03", "1.5"],
        ["m2", "two\nlines", "2024-05-03 14:30:00", "12"],
    ]
    assert table.numbers == [2, 3]
    assert not table.problems


def test_repeated_and_merged_cells_stand_where_the_sheet_has_them(tmp_path):
    merged = cell("bus", 'table:number-rows-spanned="2" table:number-columns-spanned="1"')
    path = book(
        tmp_path / "t.ods",
        sheet(
            "first",
            HEAD,
            row(about='table:number-rows-repeated="3"'),
            row(cell("m1"), merged, cell("x", 'table:number-columns-repeated="2"')),
            row(cell("m2"), "<table:covered-table-cell/>", cell("y"), cell("1")),
            row(cell("m3"), cell("t"), about='table:number-rows-repeated="2"'),
        ),
    )
    table, rows = rows_of(path)
    assert rows == [
        ["m1", "bus", "x", "x"],
        ["m2", "bus", "y", "1"],
        ["m3", "t", "", ""],
        ["m3", "t", "", ""],
    ]
    assert table.numbers == [5, 6, 7, 8]
    assert any("merged" in one and "B5:B6" in one for one in table.remarks)


def test_errors_and_formulas_without_a_value_are_problems(tmp_path):
    path = book(
        tmp_path / "t.ods",
        sheet(
            "first",
            HEAD,
            row(cell("m1"), cell("#REF!", 'table:formula="of:=[.A9]"'), cell("x"), cell("1")),
            row(cell("m2"), '<table:table-cell table:formula="of:=[.A1]"/>', cell("x"), cell("2")),
        ),
    )
    table, _ = rows_of(path)
    told = [f"{one.row} {one.problem}" for one in table.problems]
    assert len(told) == 2
    assert told[0].startswith("2 ") and "#REF!" in told[0]
    assert told[1].startswith("3 ") and "has no value" in told[1]


def test_sheets_are_chosen_and_what_is_hidden_is_remarked(tmp_path):
    shown = '<style:table-properties table:display="false"/>'
    styles = f'<style:style style:name="off">{shown}</style:style>'
    active = '<config:config-item config:name="ActiveTable">second</config:config-item>'
    data = row(cell("m1"), cell("t"), cell("x"), cell("1"))
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    path = book(
        tmp_path / "t.ods",
        sheet("secret", HEAD, data, about='table:style-name="off"'),
        sheet("first", HEAD, data, columns=columns),
        sheet("second", HEAD, data, data),
        styles=styles,
        settings_xml=active,
    )
    table, rows = rows_of(path)
    assert table.facts["sheet"] == "first"
    remarks = " / ".join(table.remarks)
    assert "hidden columns were read too: B 'text'" in remarks
    assert "second has the same columns as 'first'" in remarks
    assert "opens with sheet 'second'" in remarks
    assert "hidden sheets left out: secret" in remarks
    assert len(rows) == 1
    assert len(rows_of(path, sheet="all")[1]) == 3
    assert len(rows_of(path, sheet="secret")[1]) == 1
    with pytest.raises(TextmineError, match="no sheet 'third'"):
        read_raw(path, ReadOptions(sheet="third"))


FAR = 'table:number-columns-repeated="{}"'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([row(cell("x", FAR.format(9_999)))], "9,999 columns"),
        (
            [row(cell("x", FAR.format(4_000)), about='table:number-rows-repeated="999999"')],
            "nearly all of its cells are empty",
        ),
        (
            [row(cell("x"), about='table:number-rows-repeated="999999"')] * 2,
            "repeats a row beyond row 1,048,576",
        ),
    ],
)
def test_files_that_would_fill_the_memory_are_refused(tmp_path, rows, sentence):
    path = book(tmp_path / "t.ods", sheet("first", HEAD, *rows))
    with pytest.raises(InputError, match=sentence):
        read_raw(path)


def test_no_spreadsheet_a_locked_one_and_one_with_a_document_type_are_refused(tmp_path):
    path = tmp_path / "t.ods"
    path.write_text("id,text")
    with pytest.raises(InputError, match="is not an OpenDocument spreadsheet"):
        read_raw(path)
    book(path, manifest="<encryption-data/>")
    with pytest.raises(InputError, match="locked with a password"):
        read_raw(path)
    book(path)
    with pytest.raises(InputError, match="has no sheet"):
        read_raw(path)
    book(path, sheet("first", HEAD), head="<!DOCTYPE x>")
    with pytest.raises(InputError, match="document type"):
        read_raw(path)


@settings(max_examples=60, deadline=None)
@given(
    body=st.lists(
        st.sampled_from(
            [
                "<table:table-row>",
                "</table:table-row>",
                "<table:table-cell>",
                "</table:table-cell>",
                '<table:table-cell office:value-type="float" office:value="1e999"/>',
                '<table:table-cell office:value-type="date" office:date-value="9"/>',
                '<table:table-cell table:number-rows-spanned="999999"/>',
                "<text:p>x</text:p>",
                "&amp;",
                "&x;",
            ]
        ),
        max_size=12,
    )
)
def test_any_markup_ends_in_a_table_or_a_sentence(tmp_path_factory, body):
    path = book(tmp_path_factory.mktemp("ods") / "t.ods", sheet("first", HEAD, *body))
    try:
        read_raw(path)
    except TextmineError as error:
        assert str(error)
