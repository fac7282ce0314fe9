"""Say things in words of the command that was typed: no option that it does not have."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from contextvars import ContextVar
from typing import Any

_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
_OTHER_COMMAND = re.compile(r"'textmine [^']*'|textmine [a-z](?:[^.;()]|\.(?=\S))*")
_ASIDE = re.compile(r"(?<!\s)\s*+\([^()]*+\)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z'\"])")
_CLAUSE = re.compile(r"(; or |, or |; |, such as )")

_SAME: Mapping[str, Sequence[str]] = {
    "--document": ("--unit",),
    "--text": ("--question",),
    "--map": ("--code",),
}
"""An option of the library's words -> what other commands call the same."""


_TYPED: ContextVar[frozenset[str] | None] = ContextVar("options of the command", default=None)


def in_words_of(options: Collection[str], text: str) -> str:
    """Return a text without advice to use options that a command does not have.

    An option that the command calls otherwise is called so; a bracket, a clause or a sentence that
    names another is left out, unless nothing else would be left. Other commands that a text names
    keep their options.

    >>> in_words_of({"--unit"}, "Say which: --document COLUMN. Or leave it (see --sheet NAME).")
    'Say which: --unit COLUMN. Or leave it.'
    >>> in_words_of(set(), "Mend the rows, or put them aside with --skip-bad-rows FILE.")
    'Mend the rows.'
    """
    if "--" not in text:
        return text
    lines = [_line(options, line) for line in text.split("\n")]
    kept = "\n".join(line for line in lines if line.strip() or not text.strip())
    return kept if kept.strip() else text


def set_typed(command: Any, arguments: Sequence[str]) -> None:
    """Note which command the arguments name below `command`, the command of the program."""
    here = command
    for argument in arguments:
        found = getattr(here, "commands", {}).get(argument)
        if found is None:
            break
        here = found
    names = (name for param in here.params for name in (*param.opts, *param.secondary_opts))
    _TYPED.set(frozenset(names))


def in_typed_words(text: str) -> str:
    """Return a text in words of the command that was typed; as it is where none was noted."""
    options = _TYPED.get()
    return text if options is None else in_words_of(options, text)


def _line(options: Collection[str], line: str) -> str:
    said = _renamed(options, line)
    if not _absent(options, said):
        return said
    said = _ASIDE.sub(lambda found: "" if _absent(options, found[0]) else found[0], said)
    sentences = [_sentence(options, one) for one in _SENTENCE.split(said)]
    return " ".join(one for one in sentences if one)


def _sentence(options: Collection[str], sentence: str) -> str:
    if not _absent(options, sentence):
        return sentence
    pieces = _CLAUSE.split(sentence)
    kept = ""
    for place in range(0, len(pieces), 2):
        if not _absent(options, pieces[place]):
            kept += (pieces[place - 1] if kept else "") + pieces[place]
    return kept if not kept or kept.endswith((".", "!", "?", ":")) else f"{kept}."


def _renamed(options: Collection[str], text: str) -> str:
    for option, others in _SAME.items():
        other = next((name for name in others if name in options), None)
        if option not in options and other is not None:
            text = re.sub(rf"(?<![\w-]){option}(?![\w-])", other, text)
    return text


def _absent(options: Collection[str], text: str) -> bool:
    own = _OTHER_COMMAND.sub("", text)
    return any(option not in options for option in _OPTION.findall(own))
