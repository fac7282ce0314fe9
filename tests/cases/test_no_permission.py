"""Who may not write somewhere is told where, and what to do; nothing is half written."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from tests.helpers import visible_files
from tests.stress.rights import closed, may_be_stopped, without_rights

pytestmark = pytest.mark.skipif(not may_be_stopped(), reason="nobody can be stopped here")

WRITING = [
    "corpus import m.csv --name new",
    "corpus import m.csv --name small --replace",
    "corpus duplicates small",
    "corpus pseudonymise small --name alias --rules-only",
    "corpus export small --out out.csv",
    "corpus export small --out out.xlsx",
    "coding sample small --n 4 --coders ann,bob --include-coded",
    "coding import c.csv --corpus small --codebook small-book --coder bob",
    "codebook new other --dimension tone=A:good,B:bad",
    "codebook change add small-book --dimension subject --code D --name more --reason seen",
    "codebook show small-book --format html --out book.html",
    "report small",
    "undo",
    "init sub",
]
READING = ["corpus list", "corpus info small", "tabulate small", "undo --list", "codebook list"]


@pytest.fixture
def town(small, in_small):
    """A workspace with tables to import and a change to take back."""
    (small.root / "m.csv").write_text("id,text\n1,Buses run late here\n2,Rents are high\n", "utf-8")
    (small.root / "c.csv").write_text("document,subject\nd000,a\nd001,b\n", "utf-8")
    ran = in_small("codebook", "new", "plain", "--dimension", "tone=A:good,B:bad")
    assert ran.code == 0, ran.err
    return small


@contextmanager
def _unchanged(root):
    before = visible_files(root)
    yield
    assert visible_files(root) == before
    assert not [path for path in root.rglob("*") if path.name.endswith((".tmp", "lock"))]
    assert not list(root.glob(".textmine/pending/*"))


def _refused(ran, *words):
    assert ran.code == 1, (ran.out, ran.err)
    assert "Traceback" not in ran.err
    assert ran.err.count("Error: ") == 1, ran.err
    for word in words:
        assert word in ran.err, ran.err


@pytest.mark.parametrize("command", WRITING)
def test_a_folder_that_may_only_be_read(town, run_in, command):
    with _unchanged(town.root), closed(town.root), without_rights():
        ran = run_in(town.root)(*command.split())
    place = "sub" if command == "init sub" else str(town.root)
    _refused(ran, place, "Permission denied. Ask its owner for the right")


@pytest.mark.parametrize("command", READING)
def test_who_may_only_read_reads(town, run_in, command):
    with _unchanged(town.root), closed(town.root), without_rights():
        ran = run_in(town.root)(*command.split())
    assert ran.code == 0, ran.err


@pytest.mark.parametrize("room", ["corpora", ".history", "codebooks", "codings.db"])
@pytest.mark.parametrize(
    "command",
    [
        "corpus import m.csv --name small --replace",
        "coding import c.csv --corpus small --codebook small-book --coder bob",
        "codebook new other --dimension tone=A:good,B:bad",
        "undo",
    ],
)
def test_a_room_that_may_only_be_read(town, run_in, room, command):
    before = visible_files(town.root)
    path = town.root / room
    with closed(path) if path.is_dir() else _mode(path, 0o444), without_rights():
        ran = run_in(town.root)(*command.split())
    assert "Traceback" not in ran.err
    if ran.code:
        _refused(ran, str(path))
        assert visible_files(town.root) == before
    assert not list(town.root.glob(".textmine/pending/*"))


@pytest.mark.parametrize("file", ["textmine.toml", "corpora/small/corpus.toml", "codings.db"])
@pytest.mark.parametrize(
    "command", ["tabulate small", "corpus import m.csv --name small --replace"]
)
def test_a_file_that_may_not_be_read(town, run_in, file, command):
    path = town.root / file
    with _unchanged(town.root), _mode(path, 0), without_rights():
        ran = run_in(town.root)(*command.split())
        assert ran.code == 1 or "import" in command, ran.err
    if ran.code:
        _refused(ran, str(path), "denied" if file != "codings.db" else "that you may write there")


@contextmanager
def _mode(path, mode):
    kept = path.stat().st_mode
    path.chmod(mode)
    try:
        yield
    finally:
        path.chmod(kept)
