"""Commands and options that pages name are there, and each command is on a page."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import Page, read_page, written
from tests.golden_commands import tree

PAGES = [read_page(path) for path in written()]
COMMANDS = {path: command for path, command in tree() if path}
OPTIONS = {
    option
    for command in COMMANDS.values()
    for each in command.params
    for option in (*each.opts, *each.secondary_opts)
} | {"--version", "--help", "--install-completion", "--show-completion", "--format"}
OTHERS = {"--proxy-headers", "--nthreads", "--nworkers"}
"""Options of other programs."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_and_options_of_a_page_are_there(page: Page) -> None:
    typed = re.findall(r"`textmine((?: [a-z]+)+)", page.text)
    wrong = [words for words in typed if not _known(tuple(words.split()))]
    named = re.findall(r"(?<![\w-])--[a-z][a-z-]+", re.sub(r"<!--.*?-->", "", page.text))
    wrong += sorted({*named} - OPTIONS - OTHERS)
    assert wrong == []


def _known(words: tuple[str, ...]) -> bool:
    group = getattr(COMMANDS.get(words[:1]), "commands", None)
    return words[:1] in COMMANDS and (group is None or len(words) == 1 or words[:2] in COMMANDS)


def test_every_command_is_on_a_page() -> None:
    text = "\n".join(page.text for page in PAGES)
    ends = [path for path, command in COMMANDS.items() if not hasattr(command, "commands")]
    missing = [" ".join(path) for path in ends if f"textmine {' '.join(path)}" not in text]
    assert missing == []
