"""What consultation platforms export: threads, votes, translations, attachments, archives."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.corpus.reading.platforms.made import DECIDIM, MADRID, POLIS, REGULATIONS
from textmine.corpus import READERS, ReadOptions, read_documents
from textmine.corpus.reading.readers import read_raw
from textmine.errors import BadRowsError, InputError, TextmineError


def _text(rows, separator=","):
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows(rows)
    return stream.getvalue()


def _folder(root: Path, tables, separator=","):
    for name, rows in tables.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(_text(rows, separator).encode("utf-8-sig"))
    return root


def _zipped(path: Path, tables, separator=","):
    with zipfile.ZipFile(path, "w") as archive:
        for name, rows in tables.items():
            archive.writestr(name, _text(rows, separator))
        archive.writestr("__MACOSX/._comments.csv", "junk")
    return path


def _as(kind, tmp_path, tables, separator=","):
    if kind == "zip":
        return _zipped(tmp_path / "d.zip", tables, separator)
    return _folder(tmp_path / "d", tables, separator)


def _column(reading, name):
    return list(reading.checked.documents[name].fillna(""))


@pytest.mark.parametrize("kind", ["folder", "zip"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_decidim(tmp_path, kind, separator):
    path = _as(kind, tmp_path, DECIDIM, separator)
    with_problem = read_documents(path).checked
    assert [str(one) for one in with_problem.problems] == [
        "open-data/proposal_comments.csv, row 5, column 'answers': there is no document "
        "'comment-99' to be its parent"
    ]
    reading = read_documents(path, keep_orphans=True)
    assert reading.table.facts["platform"] == "Decidim"
    ids = ["proposal-7", "proposal-8", "comment-7", "comment-9", "comment-10", "comment-11"]
    assert _column(reading, "id") == ids
    assert _column(reading, "parent_id") == ["", "", "proposal-7", "comment-7", "", ""]
    threads = ["proposal-7", "proposal-8", "proposal-7", "proposal-7", "meeting-3", "proposal-7"]
    assert _column(reading, "thread_id") == threads
    assert _column(reading, "title")[:2] == ["Trees", "Lamps"]
    assert _column(reading, "text")[0] == "Plant trees, please"
    assert _column(reading, "lang")[:3] == ["en", "en", "ca"]
    assert _column(reading, "author")[2:4] == ["5", "6"]
    assert _column(reading, "meta.body/ca")[0].startswith("Cal plantar")
    assert any("users.csv" in remark for remark in reading.checked.remarks)


def test_decidim_comments_alone_have_the_same_ids_and_threads(tmp_path):
    folder = _folder(tmp_path, DECIDIM)
    reading = read_documents(folder / "open-data/proposal_comments.csv", keep_orphans=True)
    assert _column(reading, "id")[0] == "comment-7"
    assert _column(reading, "parent_id") == ["", "comment-7", "", ""]
    assert _column(reading, "thread_id") == ["proposal-7", "proposal-7", "meeting-3", "proposal-7"]


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_decide_madrid(tmp_path, kind):
    path = _as(kind, tmp_path, MADRID)
    reading = read_documents(path, keep_orphans=True)
    assert _column(reading, "id") == ["proposal-7", "comment-7", "comment-12", "comment-13"]
    assert _column(reading, "parent_id") == ["", "proposal-7", "comment-7", ""]
    assert _column(reading, "meta.lost_parent")[3] == "comment-99"
    assert set(_column(reading, "thread_id")) == {"proposal-7"}
    assert str(reading.checked.documents["created_at"][1]) == "2015-09-15 10:50:19"
    assert _column(reading, "text")[0] == "Limpiar."


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_polis_of_many_conversations(tmp_path, kind):
    reading = read_documents(_as(kind, tmp_path, POLIS))
    assert reading.table.facts["conversations"] == "2"
    assert _column(reading, "id") == ["tax.0", "taxi.0", "taxi.1"]
    assert _column(reading, "author") == ["tax.4", "taxi.4", "taxi.5"]
    assert _column(reading, "group") == ["tax", "taxi", "taxi"]
    assert _column(reading, "title") == ["", *["Taxis, and who drives them"] * 2]
    assert _column(reading, "meta.votes_agree") == ["", "1", ""]
    assert _column(reading, "meta.votes_pass") == ["", "1", ""]
    assert _column(reading, "meta.votes_disagree") == ["", "0", ""]
    assert str(reading.checked.documents["created_at"][1]).startswith("2014-06-18")
    assert "thread_id" not in reading.checked.documents
    assert any("1 rejected (-1)" in remark for remark in reading.checked.remarks)


def test_polis_of_one_conversation(tmp_path):
    folder = _folder(tmp_path, POLIS)
    reading = read_documents(folder / "taxi" / "comments.csv")
    assert _column(reading, "id") == ["0", "1"]
    assert _column(reading, "group") == ["taxi", "taxi"]
    assert _column(read_documents(folder / "taxi"), "id") == ["0", "1"]


def test_regulations_gov(tmp_path):
    path = _folder(tmp_path, {"bulk.csv": REGULATIONS}) / "bulk.csv"
    reading = read_documents(path)
    assert reading.table.facts["platform"] == "regulations.gov"
    assert [str(problem) for problem in reading.checked.problems] == [
        "row 4, column 'Comment': the text is only in attachments: https://r.example/4.pdf"
    ]
    assert _column(reading, "id") == ["X-1-0002", "X-1-0003"]
    assert _column(reading, "author") == ["Ann Lee", ""]
    assert _column(reading, "group") == ["", "Trees Trust"]
    assert _column(reading, "meta.copies") == ["1204", "1"]
    assert _column(reading, "meta.only_in_attachments") == ["", "yes"]
    assert _column(reading, "meta.Comment on Document ID") == ["X-1-0001"] * 2
    assert "thread_id" not in reading.checked.documents
    remarks = " ".join(reading.checked.remarks)
    assert "1 rows stand for several letters: 1,206 in all" in remarks
    assert "1 comments say no more" in remarks


@pytest.mark.parametrize("name", ["decidim", "decide-madrid", "polis", "regulations-gov"])
def test_a_named_platform_that_it_is_not(tmp_path, name):
    path = tmp_path / "t.csv"
    path.write_text("id,text\n1,a\n")
    with pytest.raises(InputError):
        read_raw(path, ReadOptions(reader=name))


_CELLS = st.sampled_from(
    ["", "1", "7", "-1", "a text", "a\nb", "99", '"', "😀", "\0", "2024-01-01"]
)
_TABLES = (
    *DECIDIM.values(),
    *MADRID.values(),
    *POLIS.values(),
    REGULATIONS,
    [["Q1", "Q2"], ["Why?", "How?"], ['{"ImportId":"a"}', '{"ImportId":"b"}']],
)


@pytest.mark.slow
@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data(), table=st.sampled_from(_TABLES), separator=st.sampled_from(",;\t"))
def test_odd_cells_end_in_documents_or_a_sentence(tmp_path, data, table, separator):
    width = len(table[0])
    rows = data.draw(st.lists(st.lists(_CELLS, min_size=width - 1, max_size=width), max_size=6))
    head = data.draw(st.sampled_from([1, min(3, len(table))]))
    path = tmp_path / "t.csv"
    path.write_bytes(_text([*table[:head], *rows], separator).encode())
    _read_or_sentence(path, ReadOptions())
    _read_or_sentence(path, ReadOptions(), keep_orphans=True, cut_cycles=True)


@settings(
    deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.one_of(
        st.binary(max_size=200),
        st.text(',;\t"\n\r abQ=\0?-1', max_size=200).map(str.encode),
        st.sampled_from(_TABLES).map(lambda rows: _text(rows).encode()[:300]),
        st.text('{}[]":,\\ud0a1\n', max_size=200).map(str.encode),
    ),
    reader=st.sampled_from([one for one in READERS if one.name != "folder"]),
    questions=st.sampled_from([(), ("all",), ("a",)]),
    header_rows=st.sampled_from([None, 1, 2, 3]),
    packed=st.booleans(),
)
def test_any_bytes_end_in_documents_or_a_sentence(
    tmp_path, data, reader, questions, header_rows, packed
):
    path = tmp_path / "t.bin"
    if packed:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("comments.csv", data)
    else:
        path.write_bytes(data)
    questions = questions if "question" in reader.options else ()
    header_rows = header_rows if "header-rows" in reader.options else None
    options = ReadOptions(reader.name, header_rows=header_rows, questions=questions)
    _read_or_sentence(path, options)


def _read_or_sentence(path, options, **how):
    try:
        reading = read_documents(path, options, **how)
    except BadRowsError as error:
        assert error.problems
    except TextmineError as error:
        assert error.message
    else:
        documents = reading.checked.documents
        assert documents["id"].is_unique
        assert documents["text"].str.strip().ne("").all()
