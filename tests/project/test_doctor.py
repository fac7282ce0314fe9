"""The doctor: what is ok, to look at, or wrong, after things were broken on purpose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from textmine.errors import InputError
from textmine.project.attest import statement as statements
from textmine.project.attest.parts import Part
from textmine.project.attest.statement import Statement, write_statement
from textmine.project.attest.watched import Watched, watch_commands
from textmine.project.doctor import installed
from textmine.project.doctor.check import Check, worst
from textmine.project.doctor.doctor import examine
from textmine.project.doctor.workspace import workspace_checks
from textmine.store import Workspace


def _bad(checks: list[Check]) -> list[Check]:
    return [one for one in checks if one.state != "ok"]


def test_a_sound_workspace(coded: Workspace, run: Run) -> None:
    ran = run("doctor")
    assert ran.code == 0, ran.out
    told = [line for line in ran.out.splitlines() if str(coded.root) not in line]
    assert max(map(len, told)) <= 80
    rows = run("doctor", "-f", "json").rows
    assert {row["part"] for row in rows} > {"computer", "packages", "extras", "workspace"}
    assert _bad(workspace_checks(coded)) == []


def test_outside_of_a_workspace(run_in, tmp_path: Path) -> None:
    assert run_in(tmp_path)("doctor").code == 0
    assert run_in(tmp_path)("doctor", "-w", str(tmp_path)).code == 1


def test_a_changed_byte_and_a_missing_file_are_named(coded: Workspace, run: Run) -> None:
    path = coded.root / "corpora" / "forum" / "documents.parquet"
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    ran = run("doctor")
    assert ran.code == 1
    assert "documents.parquet is" in ran.out
    path.unlink()
    told = " ".join(run("doctor").out.split())
    assert "documents.parquet is missing" in told
    assert "Restore it from a copy" in told


def test_a_damaged_database(coded: Workspace, run: Run) -> None:
    (coded.root / "codings.db").write_bytes(b"SQLite format 3\0" + b"x" * 500)
    assert [one.name for one in _bad(workspace_checks(coded))] == ["codings"]


def test_a_folder_without_its_manifest(coded: Workspace) -> None:
    (coded.root / "models" / "m").mkdir()
    bad = _bad(workspace_checks(coded))
    assert [(one.name, one.state) for one in bad] == [("models/m", "wrong")]


def test_leftover_drafts(coded: Workspace) -> None:
    (coded.root / ".coded.csv.12345678.tmp").write_text("half")
    bad = _bad(workspace_checks(coded))
    assert [(one.name, one.state) for one in bad] == [("drafts", "look")]


def test_settings_that_cannot_be_read(coded: Workspace) -> None:
    (coded.root / "textmine.toml").write_text("seed = 'x'")
    bad = _bad(examine(coded.root))
    assert [one.name for one in bad] == ["textmine.toml"]
    assert worst(bad) == "wrong"


@pytest.mark.parametrize(
    ("versions", "state", "found"),
    [({"numpy": ""}, "wrong", "missing"), ({"numpy": "1.26.4"}, "wrong", "is needed")],
)
def test_packages_missing_or_too_old(
    monkeypatch: pytest.MonkeyPatch, versions: dict[str, str], state: str, found: str
) -> None:
    real = installed.installed_version
    monkeypatch.setattr(installed, "installed_version", lambda name: versions.get(name, real(name)))
    one = next(one for one in installed.package_checks() if one.name == "numpy")
    assert one.state == state
    assert found in one.found
    assert 'pip install "numpy' in one.do


def test_an_extra_that_is_there_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    real = installed.installed_version
    monkeypatch.setattr(
        installed, "installed_version", lambda name: "" if name == "topica" else real(name)
    )
    one = next(one for one in installed.package_checks() if one.name == "topics")
    assert one.state == "look"
    assert "topica is missing" in one.found


def _statement(**changes: object) -> Statement:
    part = Part("numpy", "2.4", "BSD-3-Clause", "0" * 64, 3, (), ())
    watched = Watched("textmine init", 0, {}, True)
    content = {"day": "2026-01-01", "system": "Python", "watched": (watched,), "parts": (part,)}
    return Statement(**(content | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"watched": (Watched("textmine init", 0, {"socket.connect": 1}, False),)},
        {"watched": (Watched("textmine init", 1, {}, True),)},
        {"parts": (Part("torch", "2", "BSD", "0" * 64, 3, (), ()),)},
        {"parts": (Part("numpy", "2", "BSD", "0" * 64, 3, ("numpy/a.py",), ()),)},
    ],
)
def test_a_statement_holds_only_where_all_was_found_so(changes: dict[str, object]) -> None:
    assert _statement().holds
    assert not _statement(**changes).holds


@pytest.mark.parametrize("form", [".md", ".json", ".csv"])
def test_a_statement_in_every_form(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"statement{form}"
    write_statement(path, _statement())
    text = path.read_text(encoding="utf-8-sig")
    assert "numpy" in text
    assert "0" * 64 in text
    if form == ".json":
        assert json.loads(text)["network"]["attempts"] == 0


def test_a_statement_in_no_known_form(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"ends in .md, .json, .csv"):
        write_statement(tmp_path / "statement.doc", _statement())


@pytest.mark.slow
def test_no_command_reaches_for_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    found = watch_commands()
    assert [(one.code, one.attempts, one.said) for one in found] == [(0, {}, "")] * len(found)


def test_an_attempt_is_seen_and_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from textmine.project.attest import watched

    reaching = watched._WATCHER.replace(
        "code = run(sys.argv[2:])",
        "import urllib.request\n"
        "try:\n    urllib.request.urlopen('http://127.0.0.1:9/')\n"
        "except OSError:\n    pass\n"
        "code = 0",
    ).replace("from textmine.cli.main import run\n", "")
    monkeypatch.setattr(watched, "_WATCHER", reaching)
    found = watched._watched(["init"], tmp_path)
    assert found.code == 0
    assert sum(found.attempts.values()) >= 1


def test_parts_are_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib import metadata

    from textmine.project.attest.parts import _part

    part = _part(metadata.distribution("simplemma"))
    assert part.changed == ()
    assert part.files > 5
    assert len(part.sha256) == 64
    assert part.licence != "not stated"
    assert part == _part(metadata.distribution("simplemma"))
    assert statements.GENERATIVE.isdisjoint({part.name})


def test_a_look_for_ipv6_is_no_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from textmine.project.attest import watched

    looking = watched._WATCHER.replace(
        "code = run(sys.argv[2:])",
        "import socket\n"
        "with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as one:\n"
        "    one.bind(('127.0.0.1', 0))\n"
        "code = 0",
    ).replace("from textmine.cli.main import run\n", "")
    monkeypatch.setattr(watched, "_WATCHER", looking)
    found = watched._watched(["init"], tmp_path)
    assert (found.code, found.attempts, found.own) == (0, {}, 1)
