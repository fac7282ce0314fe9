"""Errors and remarks name no option that the command typed does not have."""

from __future__ import annotations

import re

import pytest
import typer.main

from tests.conftest import Run
from tests.helpers import write_csv
from textmine.advice import in_words_of
from textmine.cli.main import app

_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


@pytest.mark.parametrize(
    ("options", "text", "said"),
    [
        ({"--a"}, "Do it. Say --a or --b.", "Do it."),
        ({"--b"}, "Do it with --b. Say --a.", "Do it with --b."),
        (set(), "There are 3 (see --sheet NAME).", "There are 3."),
        (set(), "Run 'textmine coding import --codebook X' first.",
         "Run 'textmine coding import --codebook X' first."),
        (set(), "Mend it, or say --a, or leave it.", "Mend it, or leave it."),
        (set(), "Say --a.", "Say --a."),
        (set(), "Taken back: change 5 (textmine corpus import a.csv --name b).",
         "Taken back: change 5 (textmine corpus import a.csv --name b)."),
        ({"--unit"}, "Name it: --document COLUMN.", "Name it: --unit COLUMN."),
        (set(), "no option -- at all", "no option -- at all"),
    ],
)  # fmt: skip
def test_advice_that_cannot_be_followed_is_left_out(options, text: str, said: str) -> None:
    assert in_words_of(options, text) == said


def _options(*path: str) -> set[str]:
    command = typer.main.get_command(app)
    for name in path:
        command = command.commands[name]  # type: ignore[attr-defined]
    return {option for param in command.params for option in param.opts}


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        (("agreement",), ["t.csv"]),
        (("coding", "import"), ["t.csv", "--corpus", "forum", "--codebook", "ling-martins-2015"]),
        (("corpus", "import"), ["t.csv", "--name", "t"]),
        (("coding", "plan"), ["t.csv"]),
    ],
)
@pytest.mark.parametrize(
    "rows",
    [
        [["x", "y"], ["1"], ["2", "3", "4"]],
        [["id", "label"], ["1", "nonsense"], ["1", "more"]],
        [["id", "a", "b"], ["1", "rent;late", "rent;late"], ["2", "fares", "fares"]],
        [["id", "a", "b"], ["1", "99", "1"], ["2", "2", "2"], ["3", "1", "1"]],
    ],
)
def test_shared_readers_speak_the_words_of_each_command(
    forum, run: Run, command: tuple[str, ...], arguments: list[str], rows: list[list[str]]
) -> None:
    write_csv(forum.root / "t.csv", rows[0], rows[1:])
    ran = run(*command, *arguments)
    own = re.sub(r"'textmine [^']*'|\(textmine [^()]*\)", "", ran.err)
    assert set(_OPTION.findall(own)) <= _options(*command) | {"--help"}, ran.err
