"""Help of every command, wrong usage, and that heavy modules wait until they are needed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import typer.main

from tests.goldens import keep_steady
from textmine.cli.main import app
from textmine.cli.main import run as run_command


def _commands(group, path=()):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, (*path, name))
        else:
            yield " ".join((*path, name))


COMMANDS = sorted(_commands(typer.main.get_command(app)))


@pytest.fixture
def run(run_in, tmp_path_factory):
    """Run commands that read no workspace."""
    return run_in(tmp_path_factory.getbasetemp())


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example(run, command):
    ran = run(*command.split(), "-h")
    assert ran.code == 0
    assert f"Example: textmine {command}" in " ".join(ran.out.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_option_is_wrong_usage(run, command):
    ran = run(*command.split(), "--no-such-option")
    assert ran.code == 2
    assert "No such option" in ran.err
    assert ran.out == ""


@pytest.mark.parametrize("arguments", [["nonsense"], ["corpus", "nonsense"]])
def test_an_unknown_command_is_wrong_usage(run, arguments):
    ran = run(*arguments)
    assert ran.code == 2
    assert "No such command" in ran.err


def test_version(run):
    from textmine import __version__

    assert run("--version").out.strip() == f"textmine {__version__}"


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from textmine.cli.main import run; run(['--help']); "
        "heavy = {'spacy', 'sklearn', 'gensim', 'pandas', 'numpy', 'skops', 'sqlalchemy'}; "
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def _completing(typed):
    """Return the environment in which a shell asks for what can follow."""
    return {
        "_TEXTMINE_COMPLETE": "complete_bash",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(typed.count(" ")),
    }


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("textmine cod", ["codebook", "coding"]),
        ("textmine coding he", []),
        ("textmine tabulate ", ["forum"]),
        ("textmine tabulate forum --codebook ling", ["ling-martins-2015"]),
        ("textmine tabulate forum --dim", ["--dimension"]),
        ("textmine agreement forum --on l", ["lower"]),
    ],
)
def test_commands_options_and_names_are_completed(coded, typed, found, monkeypatch, capsys):
    keep_steady(monkeypatch)
    monkeypatch.chdir(coded.root)
    for name, value in _completing(typed).items():
        monkeypatch.setenv(name, value)
    run_command()
    assert capsys.readouterr().out.split() == found


def test_the_program_completes(coded):
    code = "import sys; sys.argv = ['textmine']; from textmine.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=coded.root,
        env={**os.environ, **_completing("textmine tabulate ")},
    )
    assert done.stdout.split() == ["forum"], done.stderr
