"""Large tables lie in a temporary file: what comes of them is the same, memory does not grow."""

from __future__ import annotations

import gc

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases.memory import memory_watched
from tests.helpers import LONG, visible_files, write_csv
from textmine.corpus import document_files, import_corpus, read_documents, spilled
from textmine.corpus.reading import packed
from textmine.corpus.reading.tables import plain_csv
from textmine.corpus.spilled import Spill, let_go
from textmine.errors import BadRowsError

HEADER = ("id", "thread", "parent", "date", "text", "place")


@given(st.lists(st.lists(st.none() | st.text("aü\n"), max_size=5), min_size=1, max_size=3))
def test_columns_come_back_as_they_went_in(columns):
    spill = Spill()
    arrays = [pa.array(cells, pa.large_string()) for cells in columns]
    first, again = spill.put(arrays), spill.put(arrays[::-1])
    let_go()
    assert [cells.to_pylist() for cells in first] == columns
    assert [cells.to_pylist() for cells in again] == columns[::-1]


def test_nothing_stays_open_when_the_columns_are_gone():
    cells = Spill().put([pa.array(["a"], pa.large_string())])
    assert len(spilled._MAPS) > 0
    del cells
    gc.collect()
    assert len(spilled._MAPS) == 0


def _rows(n, last=LONG):
    for at in range(n):
        parent = f"m{at - 1}" if at % 10 else ""
        text = last if at == n - 1 else f"{LONG} {at} {' ' * (at % 50 == 0)}"
        yield f"m{at}", f"t{at // 10}", parent, f"2024-01-{at % 28 + 1:02}", text, "x" * (at % 3)


@pytest.fixture
def in_small_batches(monkeypatch):
    monkeypatch.setattr(packed, "BATCH", 7)
    monkeypatch.setattr(plain_csv, "_LEAST", 0)


def test_the_corpus_is_the_same_wherever_the_cells_lie(workspace, in_small_batches, monkeypatch):
    file = write_csv(workspace.root / "messages.csv", HEADER, _rows(300))
    infos = []
    for name, held in (("a", 10**9), ("b", 0), ("c", 2_000)):
        monkeypatch.setattr(packed, "HELD", held)
        infos.append(import_corpus(workspace, name, read_documents(file)).info)
    assert len({info.digest for info in infos}) == 1
    assert infos[0].counts == infos[1].counts == infos[2].counts


def test_an_error_in_the_last_row_leaves_nothing(workspace, in_small_batches, monkeypatch):
    monkeypatch.setattr(packed, "HELD", 0)
    file = write_csv(workspace.root / "messages.csv", HEADER, _rows(300, last="NULL"))
    before = visible_files(workspace.root)
    with pytest.raises(BadRowsError, match="row 301, column 'text': the text is empty: 'NULL'"):
        import_corpus(workspace, "a", read_documents(file))
    assert visible_files(workspace.root) == before
    aside = workspace.root / "bad.csv"
    done = import_corpus(workspace, "a", read_documents(file), rejected_to=aside)
    assert (done.info.counts["documents"], done.rejected) == (299, 1)
    assert "m299" in aside.read_text(encoding="utf-8")


@pytest.mark.slow
def test_four_times_the_texts_take_hardly_more_memory(workspace, monkeypatch):
    monkeypatch.setattr(packed, "HELD", 4_000_000)
    monkeypatch.setattr(packed, "BATCH", 1_000)
    monkeypatch.setattr(document_files, "ONE_FILE", 1_000)
    monkeypatch.setattr(document_files, "GROUP", 1_000)
    monkeypatch.setattr(document_files, "PART", 5_000)
    grown = []
    for name, n in (("warm", 2_000), ("small", 10_000), ("large", 40_000)):
        rows = ((f"m{at}", f"{LONG} {at} " * 30) for at in range(n))
        file = write_csv(workspace.root / f"{name}.csv", ("id", "text"), rows)
        with memory_watched() as seen:
            import_corpus(workspace, name, read_documents(file))
        grown.append(seen.most)
    if grown[-1] is None:
        pytest.skip("this system does not tell")
    assert grown[2] - grown[1] < 65_000_000  # the texts alone have 65 MB more, held several times
