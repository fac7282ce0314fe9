"""Say things in words of the command that was typed: no option that it does not have."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from typing import Any

from textmine.advice import in_words_of

_TYPED: ContextVar[frozenset[str] | None] = ContextVar("options of the command", default=None)


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
