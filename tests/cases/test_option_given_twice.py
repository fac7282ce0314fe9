"""An option that is given twice: both values count, or the command says no."""

from __future__ import annotations

import pytest
import typer.main

from textmine.cli.main import OnceCommand, app


@pytest.mark.parametrize(
    "arguments",
    [
        "tabulate c --coder ann --coder=bob",
        "prevalence m c --dimension a --dimension b",
        "suspect m --dimension a --dimension b",
        "agreement c --codebook a --codebook b",
        "coding adjudicate c --by a --by b",
        "tabulate c -f json --format csv",
    ],
)
def test_the_last_value_never_stands_alone(run, arguments):
    ran = run(*arguments.split())
    assert (ran.code, ran.out) == (2, "")
    assert "given 2 times; it takes one value" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        "topics crosswalk t --dimension a --dimension b",
        "agreement c --coders ann --coders bob",
        "train c --blocks a --blocks b",
    ],
)
def test_lists_with_commas_say_so(run, arguments):
    ran = run(*arguments.split())
    assert ran.code == 2
    assert "given 2 times; put several into one, with commas" in ran.err


@pytest.mark.parametrize("command", ["train", "curve", "benchmark", "tabulate"])
def test_options_that_may_be_repeated_take_both(run, command):
    system = ("--system", "m") if command == "benchmark" else ()
    ran = run(command, "c", *system, "--dimension", "a", "--dimension", "b")
    assert "There is no corpus 'c'" in ran.err


def test_every_command_takes_its_options_once():
    def leaves(group):
        for command in group.commands.values():
            yield from leaves(command) if hasattr(command, "commands") else (command,)

    commands = list(leaves(typer.main.get_command(app)))
    assert len(commands) > 40
    assert all(isinstance(command, OnceCommand) for command in commands)
