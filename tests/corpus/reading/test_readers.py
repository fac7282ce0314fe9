"""Readers of workbooks, JSON Lines and folders."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import STRATEGIES
from textmine.corpus.reading.documents.read_folder import read_folder
from textmine.corpus.reading.reader import ReadOptions
from textmine.corpus.reading.readers import READERS, read_raw
from textmine.corpus.reading.tables.read_jsonl import read_jsonl
from textmine.corpus.reading.tables.read_xlsx import read_xlsx
from textmine.errors import InputError, NotFoundError


def _workbook(path: Path, **sheets: list[list[object]]) -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


def test_xlsx_cells_as_they_show(tmp_path):
    rows = [
        ["id", "text", "when", "share", "yes"],
        [1, "a\r\nb", dt.datetime(2013, 9, 2, 9, 5), 0.5, True],
        [2.0, "one plus one", dt.datetime(2013, 9, 3), 3, None],
        [None, None, None, None, None],
        ["x7", "last", dt.date(2013, 9, 4), None, False],
    ]
    table = read_xlsx(_workbook(tmp_path / "t.xlsx", first=rows))
    assert table.facts == {"sheet": "first"}
    assert table.rows == [
        ["1", "a\nb", "2013-09-02 09:05:00", "0.5", "True"],
        ["2", "one plus one", "2013-09-03", "3", ""],
        ["x7", "last", "2013-09-04", "", "False"],
    ]
    assert table.numbers == [2, 3, 5]


def test_xlsx_sheets_are_named(tmp_path):
    path = _workbook(tmp_path / "t.xlsx", one=[["a"], ["1"]], two=[["b"], ["2"]])
    assert read_xlsx(path).columns == ["a"]
    assert read_xlsx(path, ReadOptions(sheet="two")).columns == ["b"]
    with pytest.raises(NotFoundError, match=r"no sheet 'tow'\. Did you mean 'two'"):
        read_xlsx(path, ReadOptions(sheet="tow"))


@pytest.mark.parametrize(
    ("header", "row", "columns"),
    [
        (["id", "text", None, None], ["1", "a", None, None], ["id", "text"]),
        (["id", "text", None, " "], ["1", "a"], ["id", "text"]),
        (["id", "text"], ["1", "a", "", "kept"], ["id", "text", "column 4"]),
        (["id", None, "text"], ["1", "x", "a"], ["id", "column 2", "text"]),
    ],
)
def test_xlsx_headers(tmp_path, header, row, columns):
    table = read_xlsx(_workbook(tmp_path / "t.xlsx", s=[header, row]))
    assert table.columns == columns
    assert len(table.rows[0]) == len(columns)
    assert "".join(table.rows[0]) == "".join(cell or "" for cell in row)


def test_xlsx_without_a_header(tmp_path):
    path = _workbook(tmp_path / "t.xlsx", s=[["1", "a"], [None, None], ["2", "b"]])
    table = read_xlsx(path, ReadOptions(has_header=False))
    assert table.columns == ["column 1", "column 2"]
    assert (table.rows, table.numbers) == ([["1", "a"], ["2", "b"]], [1, 3])


def test_xlsx_with_a_wrong_dimension_is_read_whole(tmp_path):
    whole = _workbook(tmp_path / "t.xlsx", s=[["id", "text"], ["1", "a"], ["2", "b"]])
    wrong = tmp_path / "wrong.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(wrong, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="A1:B3"', b'ref="A1"'))
    assert read_xlsx(wrong).rows == [["1", "a"], ["2", "b"]]


def _zip(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


@pytest.mark.parametrize(
    "kind", ["cut", "other zip", "broken xml", "cut sheet", "odd attribute", "text"]
)
def test_xlsx_that_is_none(tmp_path, kind):
    path = tmp_path / "t.xlsx"
    good = _workbook(tmp_path / "good.xlsx", s=[["id", "text"], ["1", "a"]])
    if kind == "cut":
        path.write_bytes(good.read_bytes()[:500])
    elif kind == "other zip":
        _zip(path, **{"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"})
    elif kind == "broken xml":
        _zip(path, **{"[Content_Types].xml": "<x"})
    elif kind in ("cut sheet", "odd attribute"):
        with zipfile.ZipFile(good) as old:
            members = {name: old.read(name).decode() for name in old.namelist()}
        if kind == "odd attribute":
            members = {n: t.replace("ContentType=", "Content=") for n, t in members.items()}
        else:
            members = {n: t[: len(t) // 2] if "sheet1" in n else t for n, t in members.items()}
        _zip(path, **members)
    else:
        path.write_bytes(b"id,text\n1,a\n")
    with pytest.raises(InputError, match=r"t\.xlsx is not an Excel workbook"):
        read_xlsx(path)


def test_xlsx_that_is_empty_or_not_there(tmp_path):
    with pytest.raises(InputError, match=r"Sheet 'void' of .* is empty"):
        read_xlsx(_workbook(tmp_path / "t.xlsx", void=[]))
    with pytest.raises(NotFoundError, match="There is no file"):
        read_xlsx(tmp_path / "none.xlsx")


def _lines(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_jsonl_keeps_nested_values_as_json(tmp_path):
    path = _lines(
        tmp_path / "t.jsonl",
        json.dumps({"id": 1, "text": "a\r\nb", "tags": ["x", {"é": None}]}),
        "",
        json.dumps({"id": 2, "text": "c", "more": True}),
    )
    table = read_jsonl(path)
    assert table.columns == ["id", "text", "tags", "more"]
    assert table.rows == [["1", "a\nb", '["x", {"é": null}]', ""], ["2", "c", "", "true"]]
    assert table.numbers == [1, 3]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": ', "Expecting value"),
        ("[1]", "a list where an object"),
        ("7", "a int where an object"),
        ("[" * 100_000, "nested too deeply"),
        ('{"n": ' + "1" * 5_000 + "}", "a number with too many digits"),
        (r'{"text": "half \ud83d"}', "half a character"),
    ],
)
def test_jsonl_lines_that_are_no_object(tmp_path, line, reason):
    table = read_jsonl(_lines(tmp_path / "t.jsonl", '{"text": "good"}', line))
    assert [problem.row for problem in table.problems] == [2]
    assert reason in table.problems[0].problem


def test_jsonl_reads_whole_pairs_of_surrogates(tmp_path):
    table = read_jsonl(_lines(tmp_path / "t.jsonl", r'{"text": "\ud83d\ude00"}'))
    assert table.rows == [["😀"]]
    assert not table.problems


def test_jsonl_without_an_object(tmp_path):
    with pytest.raises(InputError, match=r"No line of .* is a JSON object"):
        read_jsonl(_lines(tmp_path / "t.jsonl", "id,text", "1,a"))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "docs" / "deep").mkdir(parents=True)
    (tmp_path / "docs" / "b.md").write_text(
        "# Title of b\n\nLead-in.\n\n## One\n\nFirst paragraph of one, which is long enough.\n\n"
        "Short.\n\nSecond, and it is also long enough to stand alone.\n\n## Empty\n\n"
        "## Two\nEnd 😀.",
        encoding="utf-8",
    )
    (tmp_path / "docs" / "deep" / "a.TXT").write_bytes(b"\r\n\r\n  plain\r\ntext \r\n")
    (tmp_path / "docs" / "README.md").write_text("about")
    (tmp_path / "docs" / "c.png").write_bytes(b"\x89PNG")
    return tmp_path / "docs"


@pytest.mark.parametrize(
    ("split", "ids", "sections"),
    [
        ("none", ["b", "deep/a"], ["", ""]),
        ("sections", ["b#001", "b#002", "b#003", "deep/a#001"], ["Title of b", "One", "Two", ""]),
        (
            "paragraphs",
            ["b#001", "b#002", "b#003", "b#004", "deep/a#001"],
            ["Title of b", "One", "One", "Two", ""],
        ),
    ],
)
def test_folder_passages_keep_their_place(folder, split, ids, sections):
    table = read_folder(folder, ReadOptions(split=split))
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    assert [row["id"] for row in rows] == ids
    assert [row["section"] for row in rows] == sections
    assert {row["title"] for row in rows} == {"Title of b", "a"}
    assert [row["thread_id"] for row in rows] == [name.split("#")[0] for name in ids]
    for row in rows:
        whole = (folder / row["source"]).read_text(encoding="utf-8")
        assert row["text"] == whole[int(row["start"]) : int(row["end"])]
        assert whole[: int(row["start"])].count("\n") + 1 == int(row["line"])


@pytest.mark.parametrize("split", ["none", "sections", "paragraphs"])
def test_strategy_documents_lose_nothing_but_headings(split):
    table = read_folder(STRATEGIES, ReadOptions(split=split))
    place = {name: number for number, name in enumerate(table.columns)}
    files = {row[place["source"]] for row in table.rows}
    assert len(files) == 8
    for name in files:
        whole = (STRATEGIES / name).read_text(encoding="utf-8")
        rows = [row for row in table.rows if row[place["source"]] == name]
        spans = [(int(row[place["start"]]), int(row[place["end"]])) for row in rows]
        assert all(
            whole[at:to] == r[place["text"]] for (at, to), r in zip(spans, rows, strict=True)
        )
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
        between = whole
        for at, to in reversed(spans):
            between = between[:at] + between[to:]
        assert all(line.startswith("#") for line in between.split("\n") if line.strip())


def test_a_file_of_a_folder_that_cannot_be_read_is_a_problem_of_its_own(folder):
    (folder / "b1.txt").write_bytes(b"\x81\xff")
    table = read_folder(folder)
    assert [row[0] for row in table.rows] == ["b", "deep/a"]
    assert [(problem.row, problem.column) for problem in table.problems] == [(3, "b1.txt")]
    assert table.numbers == [2, 4]


def test_folders_without_text(tmp_path):
    with pytest.raises(InputError, match=r"has no document\. Name the folder"):
        read_folder(tmp_path)
    with pytest.raises(NotFoundError, match="There is no folder"):
        read_folder(tmp_path / "none")


def test_readers_are_chosen_by_ending(tmp_path):
    known = {ending for reader in READERS for ending in reader.endings}
    tables = {".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".jsonl", ".json", ".parquet"}
    documents = {".pdf", ".docx", ".odt", ".rtf", ".html", ".htm", ".md", ".txt", ".zip"}
    assert known >= tables | documents
    (tmp_path / "t.TSV").write_bytes(b"id\ttext\n1\ta\n")
    assert read_raw(tmp_path / "t.TSV").facts["separator"] == "tab"
    (tmp_path / "t.dat").write_bytes(b"id\ttext\n1\ta\n")
    assert read_raw(tmp_path / "t.dat", ReadOptions(reader="csv")).rows == [["1", "a"]]


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("t.dat", {}, "does not say of what kind it is"),
        ("t.csv", {"reader": "sas"}, "There is no reader 'sas'"),
        ("t.csv", {"sheet": "a"}, "--sheet has no meaning for the reader 'csv'"),
        ("t.csv", {"split": "sections"}, "--split has no meaning for the reader 'csv'"),
        ("t.xlsx", {"encoding": "utf-8"}, "--encoding has no meaning for the reader 'xlsx'"),
        ("t.jsonl", {"has_header": False}, "--no-header has no meaning for the reader 'jsonl'"),
        ("t.jsonl", {"separator": ";"}, "--separator has no meaning for the reader 'jsonl'"),
        (".", {"separator": ";"}, "--separator has no meaning for the reader 'folder'"),
    ],
)
def test_options_that_do_not_fit_are_refused(tmp_path, name, options, sentence):
    path = tmp_path / name
    if name != ".":
        path.write_bytes(b"id,text\n1,a\n")
    with pytest.raises(InputError, match=sentence):
        read_raw(path, ReadOptions(**options))


def test_no_file_at_all(tmp_path):
    with pytest.raises(NotFoundError, match="There is no file or folder"):
        read_raw(tmp_path / "none")
