"""Codings in PostgreSQL: every command says and keeps what it does with a file, and no secret."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.helpers import write_csv
from tests.made import copied, small_root
from tests.postgres import in_database
from textmine.coding import open_codings, open_draws
from textmine.coding.copying import copy_store
from textmine.coding.digest import corpus_codings_digest
from textmine.coding.memos.store import open_memos
from textmine.coding.sheets.written import written_sheets
from textmine.errors import ExtraMissingError, StoreError
from textmine.project.verify.repeat import scratch_workspace
from textmine.schema import Coding
from textmine.store.engines import DATABASE_URL
from textmine.store.history import changes

ROAD = """
coding sample small --n 6 --coders ann,bob --include-coded --name first
coding sheets small --codebook small-book --out sheets
coding import bob.csv --corpus small --codebook small-book --coder bob
coding import again.csv --corpus small --codebook small-book --coder bob
memo add Rents --document small:d000 --by ann
memo add Buses --corpus small --by bob
memo remove 1 --reason doubled
coding adjudicate small --majority --accept-single
coding remove small --coder bob
undo
coding sample small --n 3 --include-coded --name second
coding remove small --draw second
undo
undo --redo
coding batches small -f csv
coding draws small -f csv
coding history small d000 -f csv
memo list -f csv
agreement small --resamples 100 -f csv
undo --list -f csv
status
""".strip().splitlines()


@pytest.fixture
def small(tmp_path, tmp_path_factory):
    """Two workspaces with 48 documents that ann coded."""
    made = copied(small_root(tmp_path_factory.getbasetemp()), tmp_path / "file")
    for name, codes in (("bob", "aabb"), ("again", "cabb")):
        rows = [(f"d{place:03d}", code) for place, code in enumerate(codes)]
        write_csv(made.root / f"{name}.csv", ["document", "code"], rows)
    return made


@pytest.fixture
def served(small, tmp_path, _postgres):
    """The same workspace, with its codings copied into a server."""
    there = in_database(copied(small.root, tmp_path / "served"), _postgres.empty())
    assert copy_store(small.codings_url, there.codings_url) == 48
    (there.root / "codings.db").unlink()
    return there


def _settled(text):
    return re.sub(r"\d{4}-\d\d-\d\d(T[\d:.+]+)?|\d\d:\d\d(:\d\d)?", "TIME", text)


@pytest.mark.slow
def test_every_command_does_the_same(small, served, run_in):
    for line in ROAD:
        told = []
        for space in (small, served):
            ran = run_in(space.root)(*line.split())
            told.append(
                (
                    line,
                    ran.code,
                    _settled(ran.out),
                    _settled(ran.err).replace(str(space.root), "ROOT"),
                )
            )
        assert told[0] == told[1]
        assert told[0][1] == 0, told
    digests = {corpus_codings_digest(space.codings_url, "small") for space in (small, served)}
    assert len(digests) == 1
    assert not (served.root / "codings.db").exists()


def test_what_is_copied_goes_on_where_it_was(served):
    store = open_codings(served)
    done = store.append([Coding("small", "d000", "subject", "c", "cy", codebook="small-book")])
    assert (done.new, done.batch) == (1, 2)
    with scratch_workspace(served, served.settings) as copy:
        assert open_codings(copy).history("small") == store.history("small")
        open_codings(copy).append([Coding("small", "d001", "subject", "c", "cy")])
    assert len(store.history("small")) == 49


def test_nothing_is_made_by_looking(workspace, _postgres):
    space = in_database(workspace, _postgres.empty())
    assert open_codings(space).current("c") == open_draws(space).all("c") == []
    assert open_memos(space).standing() == written_sheets(space.codings_url) == []
    assert copy_store(space.codings_url, "sqlite:///none.db") == 0


def test_the_password_comes_from_the_environment_and_is_never_told(
    served, run_in, monkeypatch, _postgres
):
    run = run_in(served.root)
    url = served.codings_url
    secret = url.replace("tester@", "tester:s3cret@")
    settings = served.root / "textmine.toml"
    kept = [line for line in settings.read_text().splitlines() if "codings" not in line]
    bare = url.replace("tester@", "")
    settings.write_text("\n".join([*kept, "[codings]", f'url = "{bare}"']))
    monkeypatch.setenv(DATABASE_URL, secret.replace("+psycopg", ""))
    for words in ("coding batches small", "status", "topics fit small --name t --topics 3"):
        ran = run(*words.split())
        assert "s3cret" not in ran.out + ran.err
        assert ran.code == 0, ran.err
    monkeypatch.setenv(DATABASE_URL, secret.replace("tester:", "nobody:"))
    assert "s3cret" not in _refused(run, 'role "nobody" does not exist')
    monkeypatch.setenv(DATABASE_URL, secret.replace("/postgres?", "/other?"))
    assert "s3cret" not in _refused(run, f"{DATABASE_URL} name two databases")
    monkeypatch.setenv(DATABASE_URL, "s3cret")
    assert "s3cret" not in _refused(run, f"{DATABASE_URL} holds no SQLAlchemy URL")
    files = [path for path in served.root.rglob("*") if path.is_file()]
    assert files and not any(b"s3cret" in path.read_bytes() for path in files)


def _refused(run, sentence):
    ran = run("coding", "batches", "small")
    assert ran.code == 1
    assert sentence in " ".join(ran.err.split())
    return ran.out + ran.err


def test_a_server_that_is_not_there_is_a_sentence(workspace, tmp_path):
    pytest.importorskip("psycopg")
    url = f"postgresql+psycopg://ann:s3cret@/db?host={tmp_path}"
    with pytest.raises(StoreError, match="cannot be used: connection") as caught:
        open_codings(in_database(workspace, url)).current("c")
    assert "s3cret" not in str(caught.value)


def test_without_the_extra_its_name_is_told(workspace, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    space = in_database(workspace, "postgresql://host/db")
    with pytest.raises(ExtraMissingError, match=r"textmine\[postgres\]"):
        open_codings(space).current("c")


@pytest.mark.slow
@pytest.mark.databases
def test_nothing_is_lost_or_doubled_where_several_enter_at_once(workspace):
    """Three processes send eight codings each, every one of them twice."""
    code = (
        "import sys; from textmine.coding import open_codings; "
        "from textmine.schema import Coding; from textmine.store import find_workspace; "
        "space, coder = find_workspace(__import__('pathlib').Path(sys.argv[1])), sys.argv[2]; "
        "[open_codings(space).append([Coding('c', str(i), 'tone', 'p', coder, codebook='b', "
        "created_at='2026')], key=f'{coder} {i}') for i in [*range(8), *range(8)]]"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, workspace.root, coder]) for coder in "abc"
    ]
    assert [process.wait() for process in running] == [0] * 3
    found = open_codings(workspace).history("c")
    assert sorted(entry.batch for entry in found) == list(range(1, 25))
    assert len({(entry.coding.coder, entry.coding.document) for entry in found}) == 24
    assert [entry.batch for entry in found] == sorted(entry.batch for entry in found)
    assert len(changes(workspace.root)) == 3


@pytest.mark.databases
def test_what_was_sent_one_by_one_is_taken_back_together(workspace, run):
    def say(document, code, key):
        one = Coding("c", document, "tone", code, "ann", codebook="b", created_at="2026")
        return open_codings(workspace).append([one], key=key)

    def stands():
        return [(one.document, one.code) for one in open_codings(workspace).current("c")]

    for place in range(5):
        say(str(place), "p", f"k{place}")
    other = Coding("c", "0", "tone", "n", "bob", codebook="b", created_at="2026")
    open_codings(workspace).append([other])
    ran = run("undo", "1")
    assert ran.code == 0
    assert "by ann, entered one by one on" in ran.out + ran.err
    assert stands() == [("0", "n")]
    assert (say("0", "p", "k0").batch, say("9", "p", "k9").batch) == (1, 7)
    assert stands() == [("0", "n"), ("9", "p")]
    assert [change.stands for change in changes(workspace.root)] == [False, True, True]
    assert run("undo", "1", "--redo").code == 0
    assert len(stands()) == 7
    assert run("coding", "remove", "c", "--batch", "1").code == 0
    assert len(stands()) == 6
