"""Work without the right to write everywhere, also as root, whom no mode of a file stops."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_VERSION = 0x20080522
_OVERRIDES = 0b110
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: what lets root pass by the modes of files."""

_Words = ctypes.c_uint32 * 6
"""Effective, permitted and inheritable capabilities, 32 of them and then the others."""


def may_be_stopped() -> bool:
    """Whether this process can be kept from writing by the modes of folders."""
    if not hasattr(os, "geteuid"):
        return False
    if os.geteuid():
        return True
    return hasattr(ctypes.CDLL(None), "capset")


@contextmanager
def without_rights() -> Iterator[None]:
    """Take root's right to pass by modes from this thread within the block."""
    if os.geteuid():
        yield
        return
    before = _capabilities()
    fewer = _Words(*before)
    fewer[0] &= ~_OVERRIDES
    _set(fewer)
    try:
        yield
    finally:
        _set(before)


@contextmanager
def closed(root: Path, mode: int = 0o555) -> Iterator[None]:
    """Close a folder and all that lies in it: folders get this mode, files the same without x."""
    paths = [*(path for path in root.rglob("*") if not path.is_symlink()), root]
    before = [(path, path.stat().st_mode) for path in paths]
    for path in paths:
        path.chmod(mode if path.is_dir() else mode & 0o666)
    try:
        yield
    finally:
        for path, kept in reversed(before):
            path.chmod(kept)


def _capabilities() -> ctypes.Array[ctypes.c_uint32]:
    words = _Words()
    if ctypes.CDLL(None).capget(_head(), words):
        raise OSError("the rights of this process cannot be read")
    return words


def _set(words: ctypes.Array[ctypes.c_uint32]) -> None:
    if ctypes.CDLL(None).capset(_head(), words):
        raise OSError("the rights of this process cannot be set")


def _head() -> ctypes.Array[ctypes.c_uint32]:
    return (ctypes.c_uint32 * 2)(_VERSION, 0)
