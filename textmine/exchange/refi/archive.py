"""The archive of a project: what is in it is read by name from memory, and nothing is unpacked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import ZipFile

from textmine.corpus.reading.archives import open_zip, read_entry
from textmine.corpus.reading.limits import LIMITS
from textmine.errors import InputError
from textmine.exchange.guids import guid_in_path

_LIMITS = replace(LIMITS, entries=200_000, total_bytes=2**31)
_LARGEST_TEXT = 32 * 2**20
"""Bytes of one text."""


@dataclass(frozen=True)
class Archive:
    """An open project: its XML, and its files by their names in lower case, without folders."""

    path: Path
    project: bytes
    members: dict[str, str]
    zip: ZipFile

    def has(self, reference: str) -> bool:
        """Whether what a path in the XML refers to is in the archive."""
        return self._key(reference) in self.members

    def text(self, reference: str) -> str | None:
        """Return the text that a path in the XML refers to; None where there is none in UTF-8.

        Line ends and a byte order mark are left as they stand. Raises InputError for one that is
        too large.
        """
        key = self._key(reference)
        if key not in self.members:
            return None
        data = read_entry(self.zip, self.members[key], _LARGEST_TEXT)
        try:
            if data.startswith((b"\xff\xfe", b"\xfe\xff")):
                return "\ufeff" + data.decode("utf-16")
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return None

    @staticmethod
    def _key(reference: str) -> str:
        """Return the name of a file: internal://NAME, or the bare name that some programs write."""
        if reference.lower().startswith(("absolute://", "relative://")):
            return ""
        return reference.replace("\\", "/").rsplit("/", 1)[-1].strip().lower()


def file_guid(reference: str) -> str:
    """Return the GUID in the name of a file that a path refers to."""
    return guid_in_path(reference)


@contextmanager
def open_project(path: Path) -> Iterator[Archive]:
    """Open a .qdpx; raise NotFoundError, or InputError for one that is damaged or too large.

    Its XML may have any name that ends in .qde, and the folder of its files any case.
    """
    with open_zip(path, "a project (.qdpx)", _LIMITS) as archive:
        names = [zip_info.filename for zip_info in archive.infolist() if not zip_info.is_dir()]
        tops = [name for name in names if name.lower().endswith(".qde")]
        roots = [name for name in tops if "/" not in name.replace("\\", "/")]
        if len(roots or tops) != 1:
            found = f"{len(roots or tops)} files end in .qde" if tops else "no file ends in .qde"
            raise InputError(
                f"{path.name} is no REFI-QDA project: {found}, and there must be one.",
                hint="Export it again as a REFI-QDA project.",
            )
        members: dict[str, str] = {}
        for name in names:
            members.setdefault(name.replace("\\", "/").rsplit("/", 1)[-1].lower(), name)
        yield Archive(path, read_entry(archive, (roots or tops)[0]), members, archive)
