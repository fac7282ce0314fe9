"""The next steps as a page shows them: a sentence, a button, and the command."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from textmine.project.next_steps import Step

Button = tuple[str, str]
"""The words of a button, and the address that it leads to."""


@dataclass(frozen=True)
class ShownStep:
    """A step as a page shows it; `word` and `path` are "" where no page does it."""

    why: str
    command: str
    word: str = ""
    path: str = ""


def shown_step(step: Step) -> ShownStep:
    """Return a step with the page that does what its command does."""
    words = shlex.split(step.command)[1:]
    why = f"{step.why[:1].upper()}{step.why[1:]}."
    for first, button in _BUTTONS.items():
        if tuple(words[: len(first)]) == first:
            rest = words[len(first) :]
            word, path = button(rest)
            return ShownStep(_NOT_SHEETS.get(first, lambda _: why)(rest), step.command, word, path)
    return ShownStep(why, step.command)


def dealt_draw(step: Step) -> tuple[str, str] | None:
    """Return corpus and draw of a step that waits for coders, None for another one."""
    words = shlex.split(step.command)[1:]
    if words[:2] != ["coding", "sheets"]:
        return None
    return words[2], _option(words, "--draw")


def _to(word: str, path: str, *named: str) -> Callable[[Sequence[str]], Button]:
    """Return what makes a button of the words of a command; `named` are its first ones."""

    def button(words: Sequence[str]) -> Button:
        given = dict(zip(named, [one for one in words if not one.startswith("-")], strict=False))
        return word, f"{path}?{urlencode(given)}" if given else path

    return button


def _applied(words: Sequence[str]) -> Button:
    """Where some is left to people it is done on the page on which they review it."""
    given = {"model": words[0], "corpus": words[1]}
    if "--review" in words:
        return "Let it code", f"/review?{urlencode(given)}#queue"
    return "Apply it", f"/jobs?{urlencode(given)}"


def _came_back(words: Sequence[str]) -> Button:
    """A sheet that names no coder is a review queue."""
    return ("Review", "/review") if "--coder" in words else ("Code", "/code")


def _drawn(words: Sequence[str]) -> Button:
    given = {"corpus": words[0], "n": _option(words, "--n")}
    return "Draw messages", f"/draws?{urlencode({key: one for key, one in given.items() if one})}"


def _option(words: Sequence[str], name: str) -> str:
    return words[words.index(name) + 1] if name in words[:-1] else ""


_BUTTONS: dict[tuple[str, ...], Callable[[Sequence[str]], Button]] = {
    ("coding", "sheets"): _to("Code", "/code"),
    ("coding", "import"): _came_back,
    ("coding", "sample"): _drawn,
    ("coding", "adjudicate"): _to("Settle", "/settle", "corpus"),
    ("topics", "show"): _to("Themes", "/themes", "model"),
    ("topics", "fit"): _to("Find themes", "/jobs", "corpus"),
    ("topics", "update"): _to("Fit them again", "/jobs"),
    ("corpus", "import"): _to("Import a file", "/import"),
    ("codebook", "list"): _to("Choose or make a codebook", "/codebook"),
    ("train",): _to("Train", "/jobs", "corpus"),
    ("apply",): _applied,
    ("report",): _to("Make the report", "/reports", "corpus"),
}
"""The first words of commands -> what makes a button of the words behind them."""

_NOT_SHEETS: dict[tuple[str, ...], Callable[[Sequence[str]], str]] = {
    ("coding", "sheets"): lambda words: f"'{_option(words, '--draw')}' waits for its coders.",
    ("coding", "import"): lambda words: (
        "Some of what was dealt is not coded yet."
        if "--coder" not in words
        else "Messages that the machine is not sure of wait for people."
    ),
}
"""What to say where a command speaks of sheets: here people code on pages."""
