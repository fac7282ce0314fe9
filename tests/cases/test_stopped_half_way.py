"""A command that is stopped changed all or nothing, says which, and can be run again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers import visible_files, write_csv
from tests.made import filled, run_at
from textmine.coding import open_codings, open_draws
from textmine.corpus import load_corpus
from textmine.store import find_workspace, journal, replacing_file, whole

ROOT = Path(__file__).resolve().parents[2]
ROWS = [(str(n), f"Buses run late on line {n}", "Ada Bell") for n in range(1, 9)]
SAMPLE = "coding sample town --n 4 --include-coded --coders ann,bob --codebook plain --out sheets"
ALIAS = "corpus pseudonymise town --name alias --rules-only --carry-codings --review check.csv"
CHANGE = "codebook change add plain --dimension tone --code D --name d --reason r --list todo.csv"
COMMANDS = [
    (SAMPLE, "textmine.coding.sheets.exporting.sheet_workbook"),
    (ALIAS, "textmine.coding.copying.copy_codings"),
    (ALIAS, "textmine.privacy.decisions.write_review"),
    (CHANGE, "textmine.codebook.files.save_codebook"),
    ("codebook remove spare", "textmine.store.workspace.taking_away"),
    (
        "coding import cem.csv --corpus town --codebook own.toml --coder cem",
        "textmine.coding.store._insert",
    ),
    ("corpus import new.csv --name town --replace", "textmine.corpus.saving.sha256_of_file"),
    ("undo", "textmine.coding.taking_back._write"),
    ("report town", "textmine.report.folder.write_manifest"),
]


ONE = ("report town", 1)  # a report is one step: there is nothing after it


@pytest.fixture
def town(workspace, tmp_path_factory):
    """Eight messages coded by one coder, and files to import."""
    return filled(workspace, tmp_path_factory.getbasetemp(), "of-town-stopped", _make_town)


def _make_town(space):
    root = space.root
    write_csv(root / "town.csv", ["id", "text", "author"], ROWS)
    write_csv(root / "new.csv", ["id", "text"], [("1", "Other"), ("2", "Texts")])
    for coder, codes in (("ann", "ABABABAB"), ("cem", "AABBAABB")):
        rows = [(row[0], code) for row, code in zip(ROWS, codes, strict=True)]
        write_csv(root / f"{coder}.csv", ["document", "tone"], rows)
    for command in (
        "corpus import town.csv",
        "codebook new plain --dimension tone=A:good,B:bad,C:other",
        "coding import ann.csv --corpus town --codebook plain --coder ann",
        "codebook new own --from plain",
        "codebook new spare --from plain",
    ):
        run_at(space.root, *command.split())
    own = (root / "codebooks" / "own.toml").read_text(encoding="utf-8")
    (root / "own.toml").write_text(own.replace('"own"', '"mine"'), encoding="utf-8")


def state(space):
    """Return everything that counts: files, codings that stand, draws."""
    files = {n: d for n, d in visible_files(space.root).items() if not n.startswith("codings.db")}
    store = open_codings(space)
    codings = {
        one: sorted(map(str, store.rounds(one))) for one in store.corpora() if store.rounds(one)
    }
    return files, codings, [draw.name for draw in open_draws(space).all("town")]


def stop(*_, **__):
    raise KeyboardInterrupt


@pytest.mark.slow
@pytest.mark.parametrize(("command", "place"), COMMANDS)
def test_stopped_before_all_is_ready_nothing_is_changed(town, run, monkeypatch, command, place):
    before = state(town)
    with monkeypatch.context() as stopped:
        stopped.setattr(place, stop)
        ran = run(*command.split())
    assert ran.code == 130
    assert "Stopped: nothing was changed." in ran.err
    assert state(town) == before
    assert not any((town.root / ".textmine").glob("[lp]*"))
    ran = run(*command.split())
    assert ran.code == 0, ran.err


@pytest.mark.parametrize(
    ("command", "steps"),
    [(command, steps) for command, _ in COMMANDS for steps in (0, 1) if (command, steps) != ONE],
)
def test_killed_when_all_is_ready_the_next_start_finishes(
    town, run, monkeypatch, tmp_path, command, steps
):
    class KilledError(BaseException):
        pass

    put, done = journal._put, []

    def killed(*given):
        if len(done) == steps:
            raise KilledError
        done.append(given)
        put(*given)

    with monkeypatch.context() as patch:
        patch.setattr(journal, "_put", killed)
        patch.setattr(
            whole, "_close", lambda block: block.transaction and block.transaction.close()
        )
        with pytest.raises(KilledError):
            run(*command.split())
    ran = run("corpus", "list")
    assert ran.code == 0
    assert f"'textmine {command}' stopped when its results were ready" in ran.err
    finished = state(town)
    assert not any((town.root / ".textmine").glob("[lp]*"))
    assert run("undo", "--list").code == 0
    assert state(find_workspace(town.root)) == finished


def test_the_same_command_says_that_it_is_there(town, run, monkeypatch):
    def killed(*_):
        raise SystemExit(9)

    with monkeypatch.context() as patch:
        patch.setattr(journal, "_put", killed)
        patch.setattr(
            whole, "_close", lambda block: block.transaction and block.transaction.close()
        )
        assert run(*SAMPLE.split()).code == 9
    ran = run(*SAMPLE.split())
    assert ran.code == 0
    assert "there is nothing left to do" in ran.err
    assert [draw.name for draw in open_draws(town).all("town")] == ["draw-1"]
    assert len(list((town.root / "sheets").glob("*.xlsx"))) == 2


def test_pseudonyms_that_are_there_are_made_once(town, run):
    assert run(*ALIAS.replace(" --review check.csv", "").split()).code == 0
    key = (town.root / "keys" / "project.key.json").read_bytes()
    ran = run(*ALIAS.replace(" --review check.csv", "").split())
    assert ran.code == 0, ran.err
    assert "is just so" in ran.err
    assert (town.root / "keys" / "project.key.json").read_bytes() == key
    assert len(open_codings(town).current("alias")) == 8


def test_what_was_done_before_a_stop_is_named(town, run, monkeypatch):
    with monkeypatch.context() as stopped:
        stopped.setattr("textmine.coding.sheets.exporting.sheet_sentences", stop)
        ran = run(*SAMPLE.split())
    assert ran.code == 130
    assert "nothing was changed" not in ran.err
    assert "Done before that, and kept: 'draw-1' of 'town', 4 documents" in ran.err
    assert "town-draw-1-ann.xlsx written" in ran.err
    assert "town-draw-1-bob.xlsx written" in ran.err


def test_ctrl_c_while_things_move_waits_until_they_are_in_place(town, run, monkeypatch):
    put = journal._put

    def interrupted(*given):
        os.kill(os.getpid(), signal.SIGINT)
        put(*given)

    monkeypatch.setattr(journal, "_put", interrupted)
    ran = run("corpus", "import", "new.csv")
    assert ran.code == 130
    assert "kept: corpus 'new' made" in ran.err
    assert (town.root / "corpora" / "new" / "corpus.toml").is_file()
    assert not any((town.root / ".textmine").glob("[lp]*"))


def test_what_cannot_be_put_in_its_place_is_named_and_finished_later(town, run, monkeypatch):
    put = journal._put

    def busy(draft, target, parked):
        if target.name.endswith("bob.xlsx"):
            raise PermissionError(13, "Permission denied", str(target))
        put(draft, target, parked)

    with monkeypatch.context() as patch:
        patch.setattr(journal, "_put", busy)
        ran = run(*SAMPLE.split())
    assert ran.code == 1
    assert "Not everything is in its place yet: Permission denied" in ran.err
    assert "the next command here finishes it" in ran.err
    assert run("corpus", "list").code == 0
    assert len(list((town.root / "sheets").glob("*.xlsx"))) == 2


PAUSED = """
import os, signal, sys
from textmine.store import journal
rename = os.replace
def paused(old, new):
    if "corpora" in str(new):
        os.kill(os.getpid(), signal.SIGSTOP)
    return rename(old, new)
journal.os.replace = paused
from textmine.cli.main import main
main()
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no process can be paused there")
@pytest.mark.parametrize("reader", ["corpus info town", "corpus list", "undo --list"])
def test_a_reader_leaves_alone_what_a_running_command_does(town, run, monkeypatch, reader):
    monkeypatch.setattr(journal, "_SHORT", 0.2)
    command = [sys.executable, "-c", PAUSED, *"corpus import new.csv --name town --replace".split()]
    writer = subprocess.Popen(
        command, cwd=town.root, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE
    )
    try:
        os.waitpid(writer.pid, os.WUNTRACED)
        left = visible_files(town.root)
        assert run(*reader.split()).code in (0, 1)
        assert visible_files(town.root) == left
    finally:
        writer.send_signal(signal.SIGCONT)
        _, said = writer.communicate()
    assert writer.returncode == 0, said
    assert len(load_corpus(town, "town")) == 2
    assert not any((town.root / ".textmine").glob("[lp]*"))


@pytest.mark.parametrize(
    ("target", "draft"),
    [
        ("{out}/profile", ".textmine/pending/x/profile"),
        ("../profile", ".textmine/pending/x/profile"),
        ("corpora/town", "{out}/profile"),
        ("link/profile", ".textmine/pending/x/profile"),
        ("{out}/profile", "{out}/.other.12345678.tmp"),
        ("{out}/profile", ""),
    ],
)
def test_a_journal_that_no_command_wrote_moves_nothing(town, run, tmp_path, target, draft):
    out = tmp_path / "home"
    out.mkdir()
    (out / "profile").write_text("mine")
    (out / ".other.12345678.tmp").write_text("draft")
    (town.root / "link").symlink_to(out)
    work = town.root / ".textmine" / "pending" / "x"
    work.mkdir(parents=True)
    (work / "profile").write_text("theirs")
    step = {"target": target.format(out=out), "draft": draft.format(out=out)}
    (work / "journal.json").write_text(json.dumps({"format": 1, "command": "x", "steps": [step]}))
    ran = run("corpus", "list")
    assert ran.code == 1
    assert "no place that a command here writes to" in ran.err
    assert (out / "profile").read_text() == "mine"


def test_drafts_of_dead_commands_go_and_those_of_living_ones_stay(tmp_path):
    target = tmp_path / "codes.csv"
    (tmp_path / ".codes.csv.0badcafe.tmp").write_text("half")
    with replacing_file(target) as first:
        first.write_text("first")
        with replacing_file(target) as second:
            second.write_text("second")
        assert first.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["codes.csv"]
    assert target.read_text() == "first"


def test_a_full_disk_leaves_all_as_it_was(town, run, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    for command in (SAMPLE, ALIAS, CHANGE):
        before = state(town)
        with monkeypatch.context() as patch:
            patch.setattr(journal, "_sync", full)
            ran = run(*command.split())
        assert ran.code == 1
        assert "No space left on device" in ran.err
        assert state(town) == before


def test_a_workspace_that_is_held_for_too_long_is_a_sentence(town, run, monkeypatch):
    monkeypatch.setattr("textmine.store.whole.locked", _impatient)
    with _impatient(town.root / ".textmine" / "lock", "It"):
        ran = run(*CHANGE.split())
    assert ran.code == 1
    assert "is held by another command: textmine" in ran.err
    assert "Wait until that one ends, and run this one again." in ran.err


def _impatient(path, what):
    from textmine.store.locking import locked

    return locked(path, what, wait=0.1)
