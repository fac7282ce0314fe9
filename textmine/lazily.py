"""What is imported when it is first used: the names of a room, and libraries that are heavy.

    from textmine.lazily import pa, pd

costs nothing until a function reads an attribute of `pa` or `pd`. A module that says these names
in annotations begins with `from __future__ import annotations`.
"""

import re
import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

__all__ = ["etree", "lazily", "np", "npt", "pa", "pc", "pd", "pq"]

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq
    from lxml import etree
else:

    class _Lazy:
        """A module that is imported at the first look at one of its names."""

        def __init__(self, module: str) -> None:
            self._module = module

        def __getattr__(self, name: str) -> Any:
            attribute = getattr(import_module(self._module), name)
            setattr(self, name, attribute)
            return attribute

    np, npt, pd = _Lazy("numpy"), _Lazy("numpy.typing"), _Lazy("pandas")
    pa, pc, pq = _Lazy("pyarrow"), _Lazy("pyarrow.compute"), _Lazy("pyarrow.parquet")
    etree = _Lazy("lxml.etree")

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
        attribute: object = getattr(import_module(module_of[name]), name)
        setattr(door, name, attribute)
        return attribute

    return look_up, sorted(module_of)
