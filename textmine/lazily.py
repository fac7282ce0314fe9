"""Names of a room that are imported when they are first used, so that its door costs nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping


def lazily(room: str, modules: Mapping[str, str]) -> Callable[[str], object]:
    """Return the `__getattr__` of a room: module -> the names that it has, with blanks between.

    Modules are those of the room, or named from `textmine.` on.
    """
    module_of = {name: module for module, names in modules.items() for name in names.split()}

    def look_up(name: str) -> object:
        if name not in module_of:
            raise AttributeError(f"module '{room}' has no attribute '{name}'")
        from importlib import import_module

        module = module_of[name]
        path = module if module.startswith("textmine.") else f"{room}.{module}"
        attribute: object = getattr(import_module(path), name)
        setattr(sys.modules[room], name, attribute)
        return attribute

    return look_up
