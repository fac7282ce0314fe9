"""The store of codings: append-only, a later batch supersedes."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace

import pytest

from textmine.coding import CodingStore, open_codings
from textmine.errors import StoreError
from textmine.schema import Coding
from textmine.store import find_workspace

ONE = Coding("c", "1", "tone", "p", "ann", codebook="b", created_at="2014-01-01")
TWO = replace(ONE, document="2", code="n")

pytestmark = pytest.mark.databases


@pytest.fixture
def store(workspace):
    return open_codings(workspace)


def _said(store):
    return [entry.coding for entry in store.history("c")]


def test_a_round_trip_keeps_every_field(store):
    full = Coding(
        "c", "1", "tone", None, "clf", "machine", "b", 3, 9, "m1", 0.25, "2014-01-01", "é\n😀", 0.5
    )
    done = store.append([full, ONE])
    assert (done.new, done.unchanged) == (2, 0)
    assert store.current("c") == _said(store) == [full, ONE]
    assert store.current("other") == []
    assert store.of_codebook("b") == [full, ONE]
    assert store.of_codebook("none") == []


def test_a_later_batch_supersedes_and_the_history_stays(store):
    store.append([ONE, TWO])
    changed = replace(ONE, code="n", created_at="2014-01-02")
    assert store.append([changed]).new == 1
    assert store.current("c") == [TWO, changed]
    assert _said(store) == [ONE, TWO, changed]
    assert store.append([replace(ONE, created_at="2014-01-03")]).new == 1
    assert [coding.code for coding in store.current("c")] == ["n", "p"]
    assert len(store.history("c")) == 4


def test_what_stands_there_already_adds_nothing(store):
    store.append([ONE, TWO])
    again = [replace(coding, created_at="2020-01-01") for coding in (ONE, TWO)]
    assert store.compare(again) == store.append(again)
    assert (store.append(again).new, store.append(again).unchanged) == (0, 2)
    assert _said(store) == [ONE, TWO]


def test_the_same_coding_twice_in_one_batch_counts_once(store):
    done = store.append([ONE, ONE, TWO])
    assert (done.new, done.unchanged) == (2, 1)
    assert _said(store) == [ONE, TWO]


@pytest.mark.parametrize(
    "other",
    [
        {"coder": "bob"},
        {"dimension": "topic"},
        {"document": "9"},
        {"corpus": "d"},
    ],
)
def test_another_unit_supersedes_nothing(store, other):
    store.append([ONE])
    store.append([replace(ONE, code="n", **other)])
    assert ONE in store.current("c")


def test_several_codes_of_a_document_are_one_statement(store):
    a, b = replace(ONE, code="a"), replace(ONE, code="b")
    store.append([a, b])
    assert store.append([b, a]).new == 0
    done = store.append([a, replace(ONE, code="c")])
    assert done.new == 2
    assert [coding.code for coding in store.current("c")] == ["a", "c"]
    store.append([replace(ONE, code=None)])
    assert [coding.code for coding in store.current("c")] == [None]


def test_spans_of_a_document_are_one_statement(store):
    spans = [replace(ONE, start=0, end=4), replace(ONE, start=5, end=9, code="n")]
    store.append(spans)
    store.append(spans[:1], complete=True)
    assert store.current("c") == spans[:1]


def test_the_first_round_stands_and_the_same_code_again_is_kept(store):
    again = replace(ONE, round=2)
    store.append([ONE])
    assert store.append([again]).new == 1
    assert store.current("c") == [ONE]
    mended = replace(ONE, code="n")
    store.append([mended])
    assert store.current("c") == [mended]
    assert store.rounds("c") == [again, mended]
    assert [entry.standing for entry in store.history("c")] == [False, False, True]
    assert [entry.batch for entry in store.history("c", "1")] == [1, 2, 3]
    assert store.history("c", "2") == []


@pytest.mark.databases("sqlite")
def test_a_store_of_an_earlier_textmine_gets_the_new_columns(store, workspace):
    with sqlite3.connect(workspace.root / "codings.db") as old:
        old.execute(
            "CREATE TABLE codings (id INTEGER PRIMARY KEY, batch INTEGER NOT NULL, corpus TEXT, "
            "document TEXT, dimension TEXT, code TEXT, coder TEXT, origin TEXT, codebook TEXT, "
            '"start" INTEGER, "end" INTEGER, model TEXT, probability FLOAT, created_at TEXT, '
            "memo TEXT, sampling_probability FLOAT)"
        )
        old.execute(
            "INSERT INTO codings VALUES (1, 1, 'c', '1', 'tone', 'p', 'ann', 'human', 'b', NULL, "
            "NULL, NULL, NULL, '2014-01-01', '', NULL)"
        )
    assert store.current("c") == [ONE]
    assert store.append([ONE, TWO]).new == 1


@pytest.mark.databases("sqlite")
def test_a_few_documents_are_not_looked_for_in_all_codings_of_a_corpus(store, workspace):
    store.append([ONE])
    file = workspace.root / "codings.db"
    asked = "EXPLAIN QUERY PLAN SELECT * FROM codings WHERE corpus IN (?) AND document IN (?, ?)"
    with sqlite3.connect(file) as old:
        old.execute("CREATE INDEX ix_codings_corpus ON codings (corpus)")
        steps = old.execute(f"{asked} ORDER BY id", ["c", "1", "2"]).fetchall()
    assert "ix_codings_corpus" in str(steps)
    assert store.append([TWO]).new == 1
    with sqlite3.connect(file) as now:
        steps = now.execute(f"{asked} ORDER BY id", ["c", "1", "2"]).fetchall()
    assert "USING INDEX ix_codings_document (corpus=? AND document=?)" in str(steps)


@pytest.mark.databases("sqlite")
def test_another_file_in_the_place_of_a_store_is_looked_at_anew(store, workspace):
    store.append([ONE])
    store.append([ONE])  # the tables were there
    with sqlite3.connect(workspace.root / "codings.db") as other:  # the same file number
        version = other.execute("PRAGMA schema_version").fetchone()[0]
        other.execute("ALTER TABLE codings DROP COLUMN text_digest")
        other.execute(f"PRAGMA schema_version = {version}")
    assert store.append([TWO]).new == 1
    assert [entry.coding for entry in store.history("c")] == [ONE, TWO]


def test_comparing_and_looking_write_nothing(store, workspace):
    before = sorted(workspace.root.rglob("*"))
    assert store.compare([ONE, TWO]).new == 2
    assert store.current("c") == store.history("c") == store.of_codebook("b") == []
    assert sorted(workspace.root.rglob("*")) == before


def test_a_batch_is_all_or_none(store):
    store.append([ONE])
    with pytest.raises(StoreError, match="cannot be used"):
        store.append([TWO, replace(ONE, dimension=None)])
    assert _said(store) == [ONE]


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense", "cannot be reached: Could not parse SQLAlchemy URL"),
        ("klingon://host/db", "cannot be reached"),
        ("sqlite:///none/codings.db", "cannot be used: unable to open database file"),
        ("sqlite:///textmine.toml", "cannot be used: file is not a database"),
    ],
)
def test_a_store_that_cannot_be_used_is_a_sentence(workspace, url, sentence):
    (workspace.root / "textmine.toml").write_text(f'codings = "{url}"\n' + "# x\n" * 300)
    store = open_codings(find_workspace(workspace.root))
    with pytest.raises(StoreError, match=sentence + r"(?s:.*)Check 'codings' in textmine\.toml"):
        store.append([ONE])


def test_a_password_is_not_shown():
    store = CodingStore("sqlite://ann:secret@host/db")
    with pytest.raises(StoreError) as caught:
        store.append([ONE])
    assert "secret" not in str(caught.value)


def test_codebooks_with_a_dimension_of_the_same_name_do_not_mix(store):
    other = replace(ONE, code="n", codebook="b2")
    store.append([ONE])
    store.append([other])
    assert store.current("c") == [ONE, other]


def test_replaced_statements_are_counted(store):
    assert store.append([ONE, TWO]).replaced == 0
    assert store.append([replace(ONE, code="n"), TWO]).replaced == 1


@pytest.mark.slow
def test_two_imports_at_once_get_batches_of_their_own(store, workspace):
    code = (
        "import sys; from textmine.coding.store import CodingStore; "
        "from textmine.schema import Coding; "
        "CodingStore(sys.argv[1]).append([Coding('c', str(i), 'tone', sys.argv[2], 'ann', "
        "codebook='b') for i in range(3000)])"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, workspace.codings_url, answer])
        for answer in "pn"
    ]
    assert [process.wait() for process in running] == [0, 0]
    assert len(store.history("c")) == 6000
    assert len(store.current("c")) == 3000
    assert len({coding.code for coding in store.current("c")}) == 1
