"""Every command in the README is run, and the output it shows is the output there is."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.golden_commands import QUICK, README, later_commands, readme_commands, write_tables
from tests.goldens import GOLDEN, SCHEMAS, Recorder, differences, keep_steady, unraised

PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.slow
def test_every_command_prints_what_the_readme_shows_and_what_it_printed_before(
    tmp_path: Path,
    run_in: Callable[[Path], Run],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_tables(tmp_path)
    keep_steady(monkeypatch)
    record = Recorder(run_in, tmp_path)
    wrong = []
    for command, shown in readme_commands():
        program, *arguments = shlex.split(command)
        if program == "cd":
            record.folder /= arguments[0]
            continue
        assert program == "textmine"
        ran = record(command, *arguments)
        assert ran.code == 0, f"{command}: {ran.err}"
        everything = squeezed(ran.out + "\n" + ran.err)
        parts = [squeezed(part) for line in shown for part in line.split("…")]
        wrong += [f"{command}: {part}" for part in parts if part not in everything]

    (record.folder / "textmine.toml").write_text(QUICK, encoding="utf-8")
    for command in later_commands():
        record(command, *shlex.split(command)[1:])
    texts = record.texts
    assert not unraised(texts[SCHEMAS]), "Raise the versions of these in present/table.py."
    difference = differences(GOLDEN, texts)
    assert not wrong, "The README shows what is not printed."
    if difference:
        pytest.fail(difference, pytrace=False)


@pytest.mark.slow
def test_every_script_runs_without_a_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_tables(tmp_path)
    monkeypatch.chdir(tmp_path)
    for script in PYTHON:
        exec(compile(script, "README.md", "exec"), {})
    printed = squeezed(capsys.readouterr().out)
    for part in ("alpha 0.704098 0.561660 0.800307", "0.4444444444444444", "(24, 6) my-topics"):
        assert part in printed
    assert re.search(r"'svm' agrees .* \{'logisticregression__C': 10, .*\} 0\.\d+$", printed)


def test_readme_names_every_command() -> None:
    from textmine.cli.main import app

    groups = {group.name: group.typer_instance for group in app.registered_groups}
    names = [command.name for command in app.registered_commands]
    names += [
        f"{group} {command.name}"
        for group, part in groups.items()
        for command in (part.registered_commands if part else ())
    ]
    missing = [name for name in names if f"textmine {name}" not in README]
    assert missing == []
