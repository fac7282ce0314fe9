"""The computer: Python, memory, processors, language and encoding, SQLite."""

from __future__ import annotations

import locale
import os
import platform
import sqlite3
import sys

from textmine.config.threads import processors
from textmine.project.doctor.check import Check

_PART = "computer"
_OLDEST, _NEWEST = (3, 11), (3, 13)
_GB = 1e9
_LITTLE = 4 * _GB


def computer_checks() -> list[Check]:
    """Look at the computer."""
    return [_python(), _memory(), _processors(), _encoding(), _sqlite()]


def _python() -> Check:
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    fits = _OLDEST <= sys.version_info[:2] <= _NEWEST
    return Check(
        _PART,
        "Python",
        "ok" if fits else "wrong",
        found,
        "" if fits else "Install Python 3.11, 3.12 or 3.13 and textmine with it.",
    )


def _memory() -> Check:
    size = memory()
    if size is None:
        return Check(_PART, "memory", "ok", "not known on this system")
    few = size < _LITTLE
    return Check(
        _PART,
        "memory",
        "look" if few else "ok",
        f"{size / _GB:.1f} GB",
        "Corpora of some 100,000 messages want 4 GB: cut them, or use --profile fast."
        if few
        else "",
    )


def memory() -> float | None:
    """Return the bytes of memory that this process may use, None where that is not known."""
    try:
        size = float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):
        return None
    for path in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            with open(path, encoding="ascii") as stream:  # noqa: PTH123
                told = stream.read().strip()
        except OSError:
            continue
        if told.isdecimal():
            size = min(size, float(told))
    return size


def _processors() -> Check:
    n = processors()
    return Check(_PART, "processors", "ok", f"{n}: --processes {n} reads texts on all of them")


def _encoding() -> Check:
    screen = (getattr(sys.stdout, "encoding", None) or "unknown").lower()
    files = sys.getfilesystemencoding().lower()
    language = locale.setlocale(locale.LC_CTYPE)
    fine = all(one.replace("-", "") == "utf8" for one in (screen, files))
    return Check(
        _PART,
        "encoding",
        "ok" if fine else "look",
        f"screen {screen}, names of files {files}, locale {language}",
        ""
        if fine
        else "Texts are stored as UTF-8 all the same; set PYTHONUTF8=1 to see them rightly.",
    )


def _sqlite() -> Check:
    with sqlite3.connect(":memory:") as database:
        try:
            database.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
            fts = True
        except sqlite3.OperationalError:
            fts = False
    database.close()
    return Check(
        _PART,
        "SQLite",
        "ok" if fts else "look",
        f"{sqlite3.sqlite_version}, {'with' if fts else 'without'} full-text search (FTS5)",
        "" if fts else "Codings work; a Python with FTS5 is wanted for full-text search.",
    )
