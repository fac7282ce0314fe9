"""Names that come from a browser: of what lies in the workspace, never a path."""

from __future__ import annotations

from textmine.errors import InputError


def codebook_named(name: str) -> str:
    """Return the name of a codebook; raise InputError for a path, which is opened elsewhere."""
    if name.endswith(".toml") or any(sign in name for sign in "/\\@") or name.startswith("."):
        raise InputError(f"'{name}' is not the name of a codebook.")
    return name
