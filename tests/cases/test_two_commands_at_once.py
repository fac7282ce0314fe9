"""Commands that run at once keep what each of them changed, or one says to run it again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.helpers import write_csv
from textmine.codebook import find_codebook, newest_codebook, replace_version
from textmine.codebook.changes import add_code
from textmine.codebook.codebook import Code
from textmine.coding import open_codings, open_draws
from textmine.coding.sampling.drawing import keep_draw, make_draw
from textmine.coding.sampling.request import SampleRequest
from textmine.errors import InputError, StoreError
from textmine.store import locking
from textmine.store.history import changes
from textmine.store.locking import locked

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")

ROOT = Path(__file__).resolve().parents[2]
FORKING = """
import contextlib, json, os, sys
from textmine.cli.main import run
import pandas, pyarrow.parquet, sqlalchemy
import textmine.coding, textmine.corpus, textmine.codebook, textmine.privacy
nowhere = os.open(os.devnull, os.O_RDWR)
for line in sys.stdin:
    folder, commands = json.loads(line)
    children = []
    for command in commands:
        child = os.fork()
        if not child:
            with contextlib.suppress(BaseException):
                for stream in range(3):
                    os.dup2(nowhere, stream)
                os.chdir(folder)
                os._exit(run(command.split()))
            os._exit(99)
        children.append(child)
    ends = [os.waitstatus_to_exitcode(os.waitpid(one, 0)[1]) for one in children]
    print(json.dumps(ends), flush=True)
"""
"""What has loaded all libraries and runs nothing itself, but in processes forked from it."""


@cache
def _forking() -> subprocess.Popen[str]:
    """It waits for commands, for all tests of a worker, and ends when the worker does."""
    return subprocess.Popen(
        [sys.executable, "-c", FORKING],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def at_once(folder: Path, *commands: str) -> list[int]:
    """Run commands at the same time, each in a process of its own; return how they ended."""
    forking = _forking()
    assert forking.stdin is not None and forking.stdout is not None
    forking.stdin.write(json.dumps([str(folder), commands]) + "\n")
    forking.stdin.flush()
    codes: list[int] = json.loads(forking.stdout.readline())
    return codes


@pytest.fixture
def town(workspace, run):
    """Sixteen messages, a codebook, and tables of eight coders."""
    root = workspace.root
    rows = [(str(n), f"Buses run late on line {n}", f"Ada Bell{n % 4}") for n in range(16)]
    write_csv(root / "town.csv", ["id", "text", "author"], rows)
    write_csv(
        root / "city.csv", ["id", "text", "author"], [(*row[:2], "Ada Bell0") for row in rows]
    )
    for k in range(8):
        write_csv(root / f"c{k}.csv", ["document", "tone"], [(row[0], "AB"[k % 2]) for row in rows])
    for command in (
        "corpus import town.csv",
        "corpus import city.csv",
        "codebook new plain --dimension tone=A:good,B:bad",
    ):
        assert run(*command.split()).code == 0
    return workspace


@pytest.mark.slow
def test_eight_importers_lose_nothing(town):
    command = "coding import c{0}.csv --corpus town --codebook plain --coder p{0}"
    assert at_once(town.root, *(command.format(k) for k in range(8))) == [0] * 8
    codings = open_codings(town).current("town")
    assert {one.coder for one in codings} == {f"p{k}" for k in range(8)}
    assert len(codings) == 8 * 16
    assert len({change.number for change in changes(town.root)}) == 3 + 8


@pytest.mark.slow
def test_changes_of_a_codebook_at_once_all_stand(town):
    command = "codebook change add plain --dimension tone --code x{0} --name X{0} --reason r"
    assert at_once(town.root, *(command.format(k) for k in range(4))) == [0] * 4
    book = find_codebook("plain", town)
    assert book.version == 5
    assert {f"x{k}" for k in range(4)} <= {code.id for code in book.dimensions[0].codes}


@pytest.mark.slow
def test_a_codebook_is_made_once(town):
    command = "codebook new other --dimension theme=a,b"
    assert sorted(at_once(town.root, command, command)) == [0, 1]


@pytest.mark.slow
def test_two_corpora_pseudonymised_at_once_are_both_in_the_key(town):
    command = "corpus pseudonymise {0} --name {0}-a --rules-only"
    assert at_once(town.root, command.format("town"), command.format("city")) == [0, 0]
    key = json.loads((town.root / "keys" / "project.key.json").read_text(encoding="utf-8"))
    assert set(key["corpora"]) == {"town-a", "city-a"}
    assert len({person["name"] for person in key["people"]}) == len(key["people"]) == 4
    names = {path.name for path in (town.root / "keys").iterdir()}
    assert names == {".gitignore", "project.key.json"}


@pytest.mark.slow
def test_two_draws_at_once_share_no_document(town):
    command = "coding sample town --n 5"
    assert at_once(town.root, command, command) == [0, 0]
    first, second = open_draws(town).all("town")
    assert {one.document for one in first.drawn}.isdisjoint(one.document for one in second.drawn)


@pytest.mark.slow
def test_two_undo_at_once_take_two_changes_back(town):
    assert at_once(town.root, "undo", "undo") == [0, 0]
    assert [change.state for change in changes(town.root)] == ["done", "taken back", "taken back"]


@pytest.mark.slow
def test_two_imports_of_one_name_leave_one_of_them_whole(town):
    commands = [f"corpus import {name}.csv --name same" for name in ("town", "c0 --text tone")]
    commands[1] = "corpus import c0.csv --name same --text tone --id document"
    assert sorted(at_once(town.root, *commands)) == [0, 1]


@pytest.mark.slow
def test_themes_named_at_once_all_stand(small, tmp_path, run_in):
    assert run_in(small.root)("topics", "fit", "small", "--topics", "3", "--name", "t").code == 0
    commands = [f"topics name t T0{k} theme{k}" for k in (1, 2, 3)]
    assert at_once(small.root, *commands) == [0, 0, 0]
    themes = (small.root / "models" / "t" / "themes.toml").read_text(encoding="utf-8")
    assert all(f"theme{k}" in themes for k in (1, 2, 3))


def test_who_read_a_codebook_before_it_changed_is_told(town):
    old = newest_codebook(town, "plain")
    why = {"reason": "r", "by": "", "date": "2024-01-01"}
    for place, code in enumerate(("c", "d")):
        new = add_code(old, "tone", Code(id=code, name=code), **why)
        if place:
            with pytest.raises(InputError, match=r"somebody else saved it\. .* again"):
                replace_version(town, old, new)
        else:
            replace_version(town, old, new)


def test_who_drew_before_another_draw_was_kept_is_told(town):
    first, second = (make_draw(town, SampleRequest("town", n=5)) for _ in range(2))
    keep_draw(town, *first)
    with pytest.raises(InputError, match=r"another command wrote them\. Run this one again"):
        keep_draw(town, *second)


def test_a_lock_is_waited_for_and_then_said(tmp_path):
    lock = tmp_path / "lock"
    with locked(lock, "The key"), pytest.raises(StoreError, match=r"process \d+\), for more than"):
        locking.locked(lock, "The key", 0.05).__enter__()
    with locked(lock, "The key", 0.05):
        assert lock.exists()
    assert not lock.exists()


def test_a_lock_ends_with_the_process_that_holds_it(tmp_path):
    lock = tmp_path / "lock"
    child = os.fork()
    if not child:
        with locked(lock, "It"):
            os._exit(0)
    os.waitpid(child, 0)
    assert lock.exists()
    with locked(lock, "It", 0.05):
        assert lock.exists()


def test_a_child_holds_nothing_of_its_parent(tmp_path):
    lock = tmp_path / "lock"
    holding = locked(lock, "It")
    holding.__enter__()
    ready, told = os.pipe()
    child = os.fork()
    if not child:
        os.read(ready, 1)
        os._exit(0)
    holding.__exit__(None, None, None)
    with locked(lock, "It", 0.05):
        assert lock.exists()
    os.write(told, b"x")
    os.waitpid(child, 0)
