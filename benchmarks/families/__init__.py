"""One file a family of intervals and tests: the settings that are tried, and what is true there."""

from __future__ import annotations

import importlib
import pkgutil

from families.family import Family


def all_families() -> tuple[Family, ...]:
    """Return the `FAMILY` of every file of this folder, by name of the file."""
    names = [module.name for module in pkgutil.iter_modules(__path__) if module.name != "family"]
    return tuple(importlib.import_module(f"{__name__}.{name}").FAMILY for name in sorted(names))
