"""Files that were sent: each in a folder of its own in the scratch folder, for a day."""

import re
import secrets
import shutil
import time
from pathlib import Path
from typing import BinaryIO

from textmine.corpus.reading.importing import name_of
from textmine.errors import InputError, NotFoundError
from textmine.store import Workspace

MOST = 200 * 1024 * 1024
"""Bytes that a file may have which is sent through a page; larger ones go by the command."""
_DAY = 24 * 3600
_ENDING = re.compile(r"(?:\.[A-Za-z0-9]{1,10}){0,2}")
_NUMBER = re.compile(r"[0-9a-f]{32}")


def keep_upload(workspace: Workspace, name: str, content: BinaryIO) -> str:
    """Keep a file; return the number under which `find_upload` finds it.

    Of its name only letters, digits and its ending are kept.
    """
    base = _base(workspace)
    _forget_old(base)
    plain = name.replace("\\", "/").rpartition("/")[2]
    stem, ending = plain, ""
    for suffix in reversed(Path(plain).suffixes[-2:]):
        if _ENDING.fullmatch(suffix + ending):
            stem, ending = stem.removesuffix(suffix + ending), suffix + ending
    if not ending:
        raise InputError(f"'{plain}' has no ending.", hint="Send a file such as messages.csv.")
    number = secrets.token_hex(16)
    folder = base / number
    folder.mkdir(parents=True, mode=0o700)
    with (folder / f"{name_of(Path(stem))}{ending.lower()}").open("xb") as stream:
        shutil.copyfileobj(content, stream)
    return number


def find_upload(workspace: Workspace, number: str) -> Path:
    """Return a file that was sent; raise NotFoundError."""
    folder = _base(workspace) / number
    if _NUMBER.fullmatch(number) and folder.is_dir():
        for path in folder.iterdir():
            return path
    raise NotFoundError("The uploaded file is not here any more.", hint="Send it again.")


def drop_upload(workspace: Workspace, number: str) -> None:
    """Delete a file that was sent."""
    shutil.rmtree(find_upload(workspace, number).parent, ignore_errors=True)


def _base(workspace: Workspace) -> Path:
    return workspace.scratch / "web" / "uploads"


def _forget_old(base: Path) -> None:
    now = time.time()
    for folder in base.glob("*"):
        if now - folder.stat().st_mtime > _DAY:
            shutil.rmtree(folder, ignore_errors=True)
