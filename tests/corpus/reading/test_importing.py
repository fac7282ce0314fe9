"""From files to stored corpora and back."""

from __future__ import annotations

import csv
import time
import tomllib

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import FORUM
from tests.helpers import LONG, visible_files, write_csv
from textmine.corpus import (
    About,
    ReadOptions,
    export_corpus,
    group_kind,
    group_labels,
    group_numbers,
    import_corpus,
    load_corpus,
    read_documents,
    reading_order,
    select_documents,
)
from textmine.errors import BadRowsError, InputError, NotFoundError, StoreError, TextmineError

HEADER = ["id", "text", "reply_to", "mood"]


def _import(workspace, path, name="c", rejected=None, **columns):
    reading = read_documents(path, columns=columns)
    return import_corpus(workspace, name, reading, About(), rejected, replacing=True)


def test_the_sample_forum(forum):
    corpus = load_corpus(forum, "forum")
    assert len(corpus) == 131
    assert corpus.info.synthetic
    assert corpus.info.counts == {
        "documents": 131,
        "words": 11_921,
        "threads": 36,
        "authors": 52,
        "first": "2013-09-02",
        "last": "2014-01-30",
        "rows_rejected": 0,
    }
    assert corpus.info.columns["parent_id"] == "reply_to"
    assert corpus.info.columns["group"] == "role"
    with (FORUM / "messages.csv").open(encoding="utf-8", newline="") as stream:
        source = list(csv.DictReader(stream))
    assert corpus.texts == [row["message"] for row in source]
    assert corpus.column("parent_id") == [row["reply_to"] for row in source]
    assert corpus.column("no such column") == [""] * 131


def test_what_is_written(workspace, tmp_path):
    path = write_csv(tmp_path / "t.csv", HEADER, [["1", LONG, "", "calm"]])
    imported = _import(workspace, path)
    folder = workspace.root / "corpora" / "c"
    assert sorted(file.name for file in folder.iterdir()) == ["corpus.toml", "documents.parquet"]
    written = tomllib.loads((folder / "corpus.toml").read_text(encoding="utf-8"))
    assert written["source"]["name"] == "t.csv"
    assert len(written["source"]["sha256"]) == 64
    assert written["files"]["documents.parquet"] == imported.corpus.info.files["documents.parquet"]
    loaded, saved = load_corpus(workspace, "c").documents, imported.corpus.documents
    pd.testing.assert_frame_equal(loaded.fillna(""), saved.fillna(""), check_dtype=False)


def test_importing_twice_gives_the_same_bytes(workspace, tmp_path):
    path = write_csv(tmp_path / "t.csv", HEADER, [["1", LONG, "", "calm"], ["2", "b", "1", ""]])
    _import(workspace, path)
    before = visible_files(workspace.root)
    _import(workspace, path)
    assert visible_files(workspace.root) == before


@pytest.fixture
def bad_rows(tmp_path):
    rows = [
        ["1", LONG, "", "calm"],
        ["2", "", "", "a, b"],
        ["3", "c", "9", ""],
        ["4", "d", "1", ""],
    ]
    return write_csv(tmp_path / "bad.csv", HEADER, rows)


def test_nothing_is_written_when_a_row_is_bad(workspace, bad_rows):
    before = visible_files(workspace.root)
    with pytest.raises(BadRowsError) as caught:
        _import(workspace, bad_rows, id="id")
    assert [problem.row for problem in caught.value.problems] == [3, 4]
    assert "2 rows of" in str(caught.value)
    assert "--skip-bad-rows FILE" in str(caught.value)
    assert visible_files(workspace.root) == before


def test_bad_rows_are_put_aside_and_no_others(workspace, bad_rows, tmp_path):
    imported = _import(workspace, bad_rows, rejected=tmp_path / "aside.csv", id="id")
    assert imported.rejected == 2
    assert imported.corpus.ids == ["1", "4"]
    assert imported.corpus.info.counts["rows_rejected"] == 2
    with (tmp_path / "aside.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream)) == [
            ["row", "problem", *HEADER],
            ["3", "the text is empty", "2", "", "", "a, b"],
            ["4", "there is no document '9' to be its parent", "3", "c", "9", ""],
        ]


@pytest.mark.parametrize(
    ("name", "aside", "error"),
    [
        ("no name", "aside.csv", InputError),
        ("c", "none/aside.csv", StoreError),
        ("c", ".", StoreError),
    ],
)
def test_nothing_is_put_aside_when_nothing_can_be_saved(
    workspace, bad_rows, tmp_path, name, aside, error
):
    before = visible_files(tmp_path)
    with pytest.raises(error):
        _import(workspace, bad_rows, name, tmp_path / aside, id="id")
    assert visible_files(tmp_path) == before


def test_what_is_left_aside_is_remarked(tmp_path):
    book = openpyxl.Workbook()
    for name in ("first", "second"):
        sheet = book.create_sheet(name)
        sheet.append(["id", "text"])
        sheet.append([1, LONG])
    book.remove(book.worksheets[0])
    book.save(tmp_path / "two.xlsx")
    remarks = read_documents(tmp_path / "two.xlsx").checked.remarks
    assert remarks == [
        "sheets left out: second (see --sheet NAME, --sheet all)",
        "second has the same columns as 'first', and its rows are not read",
    ]
    named = read_documents(tmp_path / "two.xlsx", ReadOptions(sheet="second"))
    assert named.checked.remarks == []
    rows = [("1", LONG, "13/02/2024"), ("2", f"{LONG} Yes.", "02/25/2024"), ("3", "", "")]
    rows.append(("4", "", ""))
    path = write_csv(tmp_path / "t.csv", ["id", "text", "date"], rows)
    (remark,) = read_documents(path).checked.remarks
    assert "'date' is called like a date and stays under meta." in remark
    assert "02/25/2024" in remark


def test_what_to_do_is_about_the_rows_that_are_bad(workspace, tmp_path):
    path = write_csv(tmp_path / "t.csv", ["id", "text"], [("1", LONG), ("2", "")])
    with pytest.raises(BadRowsError) as caught:
        import_corpus(workspace, "t", read_documents(path))
    assert "--skip-bad-rows" in caught.value.hint
    assert "--keep-orphans" not in caught.value.hint
    path = write_csv(tmp_path / "t.csv", ["id", "text", "parent_id"], [("1", LONG, "9")])
    with pytest.raises(BadRowsError, match="--keep-orphans"):
        import_corpus(workspace, "t", read_documents(path))


def test_no_good_row_at_all(workspace, tmp_path):
    path = write_csv(tmp_path / "t.csv", ["id", "text"], [["1", "a\0"], ["2", "\0" * 30]])
    with pytest.raises(BadRowsError, match="No good row is left"):
        _import(workspace, path, rejected=tmp_path / "aside.csv")
    assert not (tmp_path / "aside.csv").exists()


def test_a_folder_with_nothing_but_broken_files(workspace, tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_bytes(b"\x81\xff")
    with pytest.raises(BadRowsError, match=r"a\.txt is not in UTF-8"):
        _import(workspace, tmp_path / "docs")


def test_a_damaged_corpus_is_a_sentence(forum):
    folder = forum.root / "corpora" / "forum"
    (folder / "documents.parquet").write_bytes(b"PAR1")
    with pytest.raises(InputError, match=r"documents\.parquet is damaged"):
        load_corpus(forum, "forum")
    (folder / "documents.parquet").unlink()
    with pytest.raises(InputError, match=r"documents\.parquet is missing"):
        load_corpus(forum, "forum")
    (folder / "corpus.toml").write_text("name = ")
    (folder / "documents.parquet").write_bytes(b"")
    with pytest.raises(InputError):
        load_corpus(forum, "forum")
    with pytest.raises(NotFoundError, match=r"no corpus 'froum'.*Did you mean 'forum'"):
        load_corpus(forum, "froum")


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".jsonl", ".xlsx"])
def test_export_and_import_give_the_corpus_back(forum, tmp_path, ending):
    corpus = load_corpus(forum, "forum")
    target = tmp_path / f"out{ending}"
    assert export_corpus(corpus, target) == 131
    _import(forum, target, "again")
    pd.testing.assert_frame_equal(load_corpus(forum, "again").documents, corpus.documents)


def test_export_to_parquet_and_to_other_endings(forum, tmp_path):
    corpus = load_corpus(forum, "forum")
    export_corpus(corpus, tmp_path / "out.parquet")
    assert list(pd.read_parquet(tmp_path / "out.parquet")["text"]) == corpus.texts
    with pytest.raises(InputError, match=r"Cannot export to 'out\.doc'\..*\.csv, \.tsv"):
        export_corpus(corpus, tmp_path / "out.doc")
    with pytest.raises(StoreError, match="does not exist"):
        export_corpus(corpus, tmp_path / "none" / "out.csv")


def test_texts_that_look_like_formulas_stay_texts(workspace, tmp_path):
    texts = ["=1+1 is what they say", "+1", "-2", "@home", '=HYPERLINK("http://a.example","x")']
    path = write_csv(tmp_path / "t.csv", ["id", "text"], [[str(n), t] for n, t in enumerate(texts)])
    corpus = _import(workspace, path).corpus
    assert corpus.texts == texts
    export_corpus(corpus, tmp_path / "out.xlsx")
    cells = openpyxl.load_workbook(tmp_path / "out.xlsx").active["B"][1:]
    assert [cell.value for cell in cells] == texts
    assert {cell.data_type for cell in cells} == {"s"}
    assert _import(workspace, tmp_path / "out.xlsx", "again").corpus.texts == texts


@pytest.mark.parametrize(
    ("text", "meta", "column"), [("x" * 32_768, "", "text"), ("x", "y" * 40_000, "meta.mood")]
)
def test_what_no_excel_cell_holds_is_refused(workspace, tmp_path, text, meta, column):
    path = write_csv(tmp_path / "t.csv", HEADER, [["1", LONG, "", ""], ["2", text, "", meta]])
    corpus = _import(workspace, path).corpus
    with pytest.raises(InputError, match=f"Column '{column}' of document '2' has"):
        export_corpus(corpus, tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()


_TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1)


@pytest.mark.slow
@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    texts=st.lists(_TEXTS.filter(str.strip), min_size=1, max_size=8),
    cells=st.lists(_TEXTS, min_size=8, max_size=8),
    ending=st.sampled_from([".csv", ".tsv", ".jsonl"]),
)
def test_texts_and_ids_survive_a_round_trip(workspace, tmp_path, texts, cells, ending):
    rows = [[f"d{n}", text, cell] for n, (text, cell) in enumerate(zip(texts, cells, strict=False))]
    path = write_csv(tmp_path / "t.csv", ["id", "text", "note"], rows)
    given = {"id": "id", "text": "text"}
    first = _import(workspace, path, **given).corpus
    stored = [text.replace("\r\n", "\n").replace("\r", "\n").strip() for text in texts]
    assert first.texts == stored
    export_corpus(first, tmp_path / f"out{ending}")
    again = _import(workspace, tmp_path / f"out{ending}", "again", **given).corpus
    assert (again.ids, again.texts) == (first.ids, first.texts)
    assert again.column("meta.note") == first.column("meta.note")


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.one_of(
        st.binary(max_size=300),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
        st.text(',;|\t"\n\r ab=\0', max_size=200).map(str.encode),
        st.text('{}[]":,\\ud0a1\n', max_size=200).map(str.encode),
    ),
    ending=st.sampled_from([".csv", ".jsonl", ".xlsx"]),
    encoding=st.sampled_from([None, "utf-8", "utf-16", "cp1252", "ascii"]),
)
def test_any_bytes_end_in_documents_or_a_sentence(tmp_path, data, ending, encoding):
    from textmine.corpus.reading.reader import ReadOptions

    path = tmp_path / f"t{ending}"
    path.write_bytes(data)
    try:
        reading = read_documents(
            path, ReadOptions(encoding=None if ending == ".xlsx" else encoding)
        )
    except TextmineError as error:
        assert error.message
    else:
        good = len(reading.table.rows) - len({p.row for p in reading.checked.problems})
        assert len(reading.checked.documents) == good


@pytest.mark.parametrize(
    ("conditions", "kept"),
    [
        ([], ["1", "2", "3"]),
        (["mood=calm"], ["1", "3"]),
        (["meta.mood = calm "], ["1", "3"]),
        (["mood!=calm"], ["2"]),
        (["mood=calm", "parent_id="], ["1"]),
        (["parent_id!="], ["2", "3"]),
    ],
)
def test_select_documents(workspace, tmp_path, conditions, kept):
    rows = [["1", LONG, "", "calm"], ["2", "b", "1", "a=b"], ["3", "c", "1", "calm"]]
    corpus = _import(workspace, write_csv(tmp_path / "t.csv", HEADER, rows)).corpus
    assert select_documents(corpus, conditions).ids == kept


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ("author", "is not a condition"),
        ("autor=Maren", "no column 'autor'. Did you mean 'author'"),
        ("author=Nobody", "No document of 'forum' has author=Nobody"),
    ],
)
def test_conditions_that_cannot_be(forum, condition, sentence):
    with pytest.raises(InputError, match=sentence):
        select_documents(load_corpus(forum, "forum"), [condition])


def test_groups_are_threads_else_authors_else_documents(workspace, tmp_path):
    rows = [
        ["1", LONG, "T1", "Ann"],
        ["2", "b", "", "Ann"],
        ["3", "c", "", ""],
        ["4", "d", "T1", ""],
    ]
    path = write_csv(tmp_path / "t.csv", ["id", "text", "thread", "author"], rows)
    corpus = _import(workspace, path).corpus
    assert group_labels(corpus) == ["thread T1", "author Ann", "document 3", "thread T1"]
    assert group_kind(corpus) == "thread"
    numbers = group_numbers(corpus, ["4", "3", "1"])
    assert numbers[0] == numbers[2] != numbers[1]


def test_reading_order_is_thread_then_date(workspace, tmp_path):
    rows = [
        ["1", LONG, "T2", "2013-01-02"],
        ["2", "b", "T1", "2013-01-03"],
        ["3", "c", "T2", "2013-01-01"],
        ["4", "d", "", "2013-01-01"],
    ]
    path = write_csv(tmp_path / "t.csv", ["id", "text", "thread", "date"], rows)
    order = reading_order(_import(workspace, path).corpus.documents)
    assert list(order["id"]) == ["4", "2", "3", "1"]


@pytest.mark.slow
def test_fifty_thousand_rows_take_seconds(workspace, tmp_path):
    rows = ([str(n), f"{LONG} {n}", "" if n % 9 == 0 else str(n - 1), "x"] for n in range(50_000))
    path = write_csv(tmp_path / "t.csv", HEADER, rows)
    begin = time.process_time()
    corpus = _import(workspace, path).corpus
    assert len(corpus) == 50_000
    assert time.process_time() - begin < 15


def test_a_workbook_of_thousands_of_rows_is_written_in_seconds(workspace, tmp_path):
    """Each text is measured once; measuring every text for every row took minutes."""
    rows = ([str(n), f"{LONG} {n}"] for n in range(4_000))
    corpus = _import(workspace, write_csv(tmp_path / "t.csv", ["id", "text"], rows)).corpus
    begin = time.process_time()
    export_corpus(corpus, tmp_path / "out.xlsx")
    assert time.process_time() - begin < 4
