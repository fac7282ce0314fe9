"""Names of a room that are imported when they are first used, so that its door costs nothing."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

_IMPORT = re.compile(
    r"^ {0,4}from (textmine\.[\w.]{1,99}+) import (?:\(([^)]{1,9999}+)\)|(.{1,99}+))$", re.MULTILINE
)


def lazily(room: str) -> tuple[Callable[[str], object], list[str]]:
    """Return the `__getattr__` and the `__all__` of a room.

    Its names are those that its door imports where only type checkers look, and says nowhere else.
    """
    door = sys.modules[room]
    spec = door.__spec__
    source = spec.loader.get_source(room) if spec else ""  # type: ignore[union-attr]
    module_of = {
        name: module
        for module, listed, single in _IMPORT.findall(source)
        for name in re.findall(r"\w+", (listed or single).partition("#")[0])
        if module != __name__
    }

    def look_up(name: str) -> object:
        if name not in module_of:
            raise AttributeError(f"module '{room}' has no attribute '{name}'")
        from importlib import import_module

        attribute: object = getattr(import_module(module_of[name]), name)
        setattr(door, name, attribute)
        return attribute

    return look_up, sorted(module_of)
