"""Documents that are read in parts are those that are read whole."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from tests.corpus.duplicates.marked import with_duplicates
from textmine.coding.taking_back import turn
from textmine.corpus import document_files
from textmine.corpus.beside import Beside
from textmine.corpus.corpus import (
    Corpus,
    CorpusInfo,
    load_corpus,
    load_info,
    load_stored,
    load_texts,
    texts_digest,
)
from textmine.corpus.duplicates import (
    marking,
    store_duplicates,
    stored_duplicates,
)
from textmine.corpus.excluding import Judgement, judge_documents
from textmine.corpus.groups import stored_groups
from textmine.corpus.joined import JoinedTable, Participants
from textmine.corpus.saving import (
    change_corpus,
    rename_corpus,
    same_documents,
    save_corpus,
    save_documents,
)
from textmine.corpus.stored_documents import open_documents
from textmine.errors import InputError
from textmine.store import Workspace
from textmine.store.workspace import init_workspace

N = 47


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, rows in (("ONE_FILE", 20), ("PART", 12), ("GROUP", 4)):
        monkeypatch.setattr(document_files, name, rows)


def _documents(n: int = N) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": [f"d{place:03}" for place in range(n)],
            "text": [f"text of {place}" for place in range(n)],
            "author": [None if place % 7 == 0 else f"p{place % 5}" for place in range(n)],
            "created_at": pd.to_datetime(["2024-01-01"] * n).astype("datetime64[us]"),
            "position": [float(place) for place in range(n)],
            "meta.note": [None] * (n - 1) + ["end"],
        }
    )


def _saved(root: Path, n: int = N) -> Workspace:
    workspace = init_workspace(root)
    info = CorpusInfo(name="c", source={"name": "c.csv"}, columns={}, counts={})
    save_corpus(workspace, Corpus("c", _documents(n), info))
    return workspace


def _files(workspace: Workspace) -> list[str]:
    folder = workspace.root / "corpora" / "c"
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def _with_people(workspace: Workspace) -> None:
    rows = (("p1", "north", "x"), ("p2", "south", ""), ("p3", "north", "y"))
    people = JoinedTable(
        on="author", key="who", source="p.csv", sha256="", attributes=("area", "team"), rows=rows
    )
    teams = JoinedTable(
        on="meta.team", key="t", source="t.csv", sha256="", attributes=("boss",), rows=(("x", "B"),)
    )
    beside = Beside(participants=Participants(tables=(people, teams)))
    save_documents(
        workspace,
        load_info(workspace.root / "corpora" / "c"),
        pa.Table.from_pandas(_documents()),
        replace=True,
        beside=beside,
    )


def test_a_large_corpus_is_stored_in_parts_and_a_small_one_in_a_file(
    tmp_path: Path, small_parts: None
) -> None:
    large, small = _saved(tmp_path / "large"), _saved(tmp_path / "small", 20)
    parts = [f"documents/part-{number:05d}.parquet" for number in range(4)]
    assert _files(large) == ["corpus.toml", *parts]
    assert _files(small) == ["corpus.toml", "documents.parquet"]
    info = load_info(large.root / "corpora" / "c")
    assert (info.format, sorted(info.files)) == (2, parts)
    assert load_info(small.root / "corpora" / "c").format == 1


@pytest.mark.parametrize("n", [20, N])
def test_whole_and_in_parts_are_the_same(tmp_path: Path, small_parts: None, n: int) -> None:
    workspace = _saved(tmp_path / "w", n)
    pd.testing.assert_frame_equal(
        load_corpus(workspace, "c").to_frame(), _documents(n), check_dtype=False
    )
    texts = load_texts(workspace.root / "corpora" / "c")
    assert texts is not None and list(texts.items())[-1] == (f"d{n - 1:03}", f"text of {n - 1}")
    assert texts.digest == texts_digest(workspace.root / "corpora" / "c") != ""
    assert len(stored_groups(workspace.root / "corpora" / "c")) == n


@pytest.mark.parametrize("rows", [1, 4, 5, 13, 100])
def test_batches_are_the_documents_whatever_their_size(
    tmp_path: Path, small_parts: None, rows: int
) -> None:
    workspace = _saved(tmp_path / "w")
    _with_people(workspace)
    leave_out = Judgement(out=True, reason="spam", ids=("d000", "d013", "d046"))
    judge_documents(workspace, "c", leave_out)
    whole = load_corpus(workspace, "c")
    documents = open_documents(workspace, "c")
    batches = list(documents.batches(rows=rows))
    assert [len(one) for one in batches[:-1]] == [rows] * (len(batches) - 1)
    assert documents.columns == tuple(whole.documents.columns)
    assert (documents.n_documents, documents.excluded) == (len(whole), whole.excluded)
    for column in documents.columns:
        told = [cell for one in batches for cell in documents.corpus(one).column(column)]
        assert told == whole.column(column)
    assert set(whole.column("meta.boss")) == {"", "B"}
    assert documents.light(["meta.boss"]).column_names == ["meta.boss"]
    rows_wanted = [40, 0, 13, 13, 7]
    some = documents.corpus(documents.take(rows_wanted))
    for column in documents.columns:
        assert some.column(column) == [whole.column(column)[row] for row in rows_wanted]
    assert len(documents.take([], ["id"])) == 0
    with pytest.raises(IndexError):
        documents.take([44])
    assert len(open_documents(workspace, "c", whole=True)) == N


def test_the_bytes_do_not_depend_on_the_batches(tmp_path: Path, small_parts: None) -> None:
    table = pa.Table.from_pandas(_documents(), preserve_index=False)
    digests = []
    for size in (1, 3, 12, 50):
        draft = tmp_path / str(size)
        draft.mkdir()
        batches = (table.slice(start, size) for start in range(0, N, size))
        names = document_files.write_documents(draft, batches)
        digests.append([(draft / name).read_bytes() for name in names])
    assert all(one == digests[0] for one in digests)


def test_parts_come_and_go_with_the_corpus(tmp_path: Path, small_parts: None) -> None:
    workspace = _saved(tmp_path / "w")
    folder = workspace.root / "corpora" / "c"
    (folder / "documents" / "notes.txt").write_text("mine", encoding="utf-8")
    assert same_documents(folder, pa.Table.from_pandas(_documents(), preserve_index=False))
    assert not same_documents(folder, pa.Table.from_pandas(_documents(20), preserve_index=False))
    info = load_info(folder)
    save_documents(workspace, info, pa.Table.from_pandas(_documents(5)), replace=True)
    assert _files(workspace) == ["corpus.toml", "documents.parquet", "documents/notes.txt"]
    save_documents(workspace, info, pa.Table.from_pandas(_documents()), replace=True)
    change_corpus(
        workspace, "c", lambda s: type(s)(s.documents, s.info.model_copy(update={"licence": "L"}))
    )
    rename_corpus(workspace, "c", "e")
    assert len(load_stored(workspace, "e").documents) == N
    assert not (folder / "documents" / "part-00000.parquet").exists()


def test_a_part_that_is_missing_or_changed_is_a_sentence(tmp_path: Path, small_parts: None) -> None:
    workspace = _saved(tmp_path / "w")
    documents = open_documents(workspace, "c")
    part = workspace.root / "corpora" / "c" / "documents" / "part-00002.parquet"
    stored = part.read_bytes()
    part.write_bytes(stored[:-1])
    with pytest.raises(InputError, match=r"part-00002\.parquet is damaged or was edited"):
        open_documents(workspace, "c")
    part.unlink()
    with pytest.raises(InputError, match=r"part-00002\.parquet is missing"):
        load_corpus(workspace, "c")
    part.write_bytes(stored)
    rename_corpus(workspace, "c", "e")
    _saved_again = CorpusInfo(name="c", source={"name": "c.csv"}, columns={}, counts={})
    save_corpus(workspace, Corpus("c", _documents(), _saved_again))
    with pytest.raises(InputError, match="was changed while it was read"):
        list(documents.batches())


def test_the_columns_of_duplicates_are_the_same_in_parts_and_in_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    for one_file in (20, 100):
        for name, rows in (("ONE_FILE", one_file), ("PART", 12), ("GROUP", 4)):
            monkeypatch.setattr(document_files, name, rows)
        monkeypatch.setattr(marking, "ONE_FILE", one_file)
        workspace = _saved(tmp_path / str(one_file))
        frame = _documents()
        frame.loc[[3, 20, 44], "text"] = "Save our bus, which is late every day!"
        frame.loc[[5, 6], "text"] = "Another letter of five words or more"
        info = load_info(workspace.root / "corpora" / "c")
        save_documents(workspace, info, pa.Table.from_pandas(frame), replace=True)
        judge_documents(workspace, "c", Judgement(out=True, reason="spam", ids=("d020", "d001")))
        for _ in range(2):  # the second time in place of the columns of the first
            documents = open_documents(workspace, "c")
            store_duplicates(workspace, documents, stored_duplicates(documents))
        whole = load_corpus(workspace, "c", whole=True)
        told.append({name: whole.column(str(name)) for name in whole.documents.columns})
        assert load_info(workspace.root / "corpora" / "c").counts["excluded"] == 2
        found = stored_duplicates(open_documents(workspace, "c"))
        by_frame = with_duplicates(load_corpus(workspace, "c"), found)
        with pytest.raises(InputError, match="was changed"):
            store_duplicates(workspace, documents, found)
        assert by_frame.column("meta.duplicate_first") == load_corpus(workspace, "c").column(
            "meta.duplicate_first"
        )
    assert told[0] == told[1]
    assert told[0]["meta.duplicate_group"][5] in ("1", "2")
    assert told[0]["meta.duplicate_size"][20] == ""


def test_a_change_from_parts_to_one_file_can_be_taken_back(
    tmp_path: Path, small_parts: None
) -> None:
    workspace = _saved(tmp_path / "w")
    parts = _files(workspace)
    info = load_info(workspace.root / "corpora" / "c")
    save_documents(workspace, info, pa.Table.from_pandas(_documents(5)), replace=True)
    turn(workspace, None, back=True)
    assert _files(workspace) == parts
    assert load_corpus(workspace, "c").ids == [f"d{place:03}" for place in range(N)]
    turn(workspace, None, back=False)
    assert _files(workspace) == ["corpus.toml", "documents.parquet"]
