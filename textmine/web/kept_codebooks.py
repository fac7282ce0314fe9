"""Codebooks that are read once, as long as their files stay what they are."""

from __future__ import annotations

from textmine.codebook import Codebook, find_codebook
from textmine.codebook.files import codebook_path
from textmine.store import Workspace
from textmine.web.places import codebook_named

_MOST = 50


class KeptCodebooks:
    """The codebooks that pages looked at last."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[tuple[object, ...], Codebook]] = {}

    def of(self, workspace: Workspace, name: str) -> Codebook:
        """Return a codebook by its name; raise NotFoundError, and InputError for a path."""
        path = codebook_path(codebook_named(name), workspace)
        status = path.stat()
        stamp = (path, status.st_mtime_ns, status.st_size, status.st_ino)
        kept = self._kept.get(name)
        if kept is not None and kept[0] == stamp:
            return kept[1]
        book = find_codebook(name, workspace)
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[name] = (stamp, book)
        return book
