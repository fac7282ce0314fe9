"""Every command in the README is run, and the output it shows is the output there is."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from textmine.cli.main import run

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def commands_with_output() -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for block in CONSOLE:
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif line.strip() and line.strip() != "…":
                found[-1][1].append(line)
    return found


@pytest.mark.slow
def test_every_command_prints_what_the_readme_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = ROOT / "corpora" / "city-region-forum"
    shutil.copy(sample / "messages.csv", tmp_path / "messages.csv")
    shutil.copy(sample / "codings.csv", tmp_path / "codes.csv")
    shutil.copy(sample / "new-messages.csv", tmp_path / "new-messages.csv")
    monkeypatch.chdir(tmp_path)
    for command, shown in commands_with_output():
        if command.startswith("cd "):
            monkeypatch.chdir(Path.cwd() / command[3:])
            continue
        program, *arguments = shlex.split(command)
        assert program == "textmine"
        assert run(arguments) == 0, command
        printed = capsys.readouterr()
        everything = squeezed(printed.out + "\n" + printed.err)
        for line in shown:
            for part in line.split("…"):
                assert squeezed(part) in everything, f"{command}: {line}"
    monkeypatch.chdir(tmp_path)
    for script in PYTHON:
        exec(compile(script, "README.md", "exec"), {})
    printed = capsys.readouterr()
    assert printed.out.startswith("34\nknowledge_domain per cent agreement 0.824")
    assert len(printed.out.splitlines()) == 1 + 18 + 24


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
