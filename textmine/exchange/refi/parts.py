"""The parts of a REFI-QDA file: the archive, read by name from memory, its XML, codes and sets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from zipfile import ZipFile

from textmine.corpus.reading.archives import open_zip, read_entry
from textmine.corpus.reading.limits import LIMITS, parse_xml
from textmine.errors import InputError, NotFoundError
from textmine.exchange.naming import guid_in_path, made_guid, read_guid
from textmine.exchange.project import Grouping, Project, ProjectCode
from textmine.lazily import etree

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
            fault = f"{len(roots or tops)} files end in .qde" if tops else "no file ends in .qde"
            raise InputError(
                f"{path.name} is no REFI-QDA project: {fault}, and there must be one.",
                hint="Export it again as a REFI-QDA project.",
            )
        members: dict[str, str] = {}
        for name in names:
            members.setdefault(name.replace("\\", "/").rsplit("/", 1)[-1].lower(), name)
        yield Archive(path, read_entry(archive, (roots or tops)[0]), members, archive)


_LONG_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_SHORT_COLOUR = re.compile(r"#[0-9a-fA-F]{3}")
_RGB = re.compile(r"rgba?\(\s{0,9}(\d{1,3})\s{0,9},\s{0,9}(\d{1,3})\s{0,9},\s{0,9}(\d{1,3})\b")


def parse_root(data: bytes, what: str, name: str) -> etree._Element:
    """Return the root element of a file; raise InputError where it is not called `name`."""
    root = parse_xml(data.removeprefix(b"\xef\xbb\xbf"), what)
    if local_name(root) != name:
        raise InputError(
            f"{what} is no REFI-QDA file: it begins with <{local_name(root)}>, not <{name}>.",
            hint="Export it again as a REFI-QDA project (.qdpx) or codebook (.qdc).",
        )
    return root


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=256)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """Yield the children of these names, or all where none is given, in their order.

    They are of the namespace of their parent.
    """
    if element is None:
        return
    yield from element.iterchildren(*_in_space(element.tag, names or ("*",)))


@lru_cache(maxsize=256)
def _in_space(tag: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return names in the namespace of a tag."""
    space = tag[: tag.rfind("}") + 1]
    return tuple(space + name for name in names)


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of a name, None where there is none."""
    return next(children(element, name), None)


def text_of(element: etree._Element | None, name: str) -> str:
    """Return the text of the first child of a name, without white space around it."""
    node = child(element, name)
    return "" if node is None else "".join(node.itertext()).strip()


def guid_of(element: etree._Element, attribute: str = "guid") -> str:
    """Return a GUID that an attribute holds, "" where there is none."""
    return read_guid(element.get(attribute) or "")


def targets(element: etree._Element | None, *names: str) -> tuple[str, ...]:
    """Return the GUIDs that the children of these names refer to."""
    return tuple(
        guid_of(child, "targetGUID") or guid_of(child) for child in children(element, *names)
    )


def is_true(given: str | None) -> bool:
    """Whether an attribute of a yes or no says yes; one that is missing says so too."""
    return (given or "true").strip().lower() in ("true", "1")


def colour_of(given: str | None) -> str:
    """Return a colour as #rrggbb, "" for none; transparency is left out.

    >>> [colour_of(one) for one in ("#AB0", "rgb(1, 2, 255)", "#00AA0080", "red", None)]
    ['#aabb00', '#0102ff', '#00aa00', '', '']
    """
    colour = (given or "").strip()
    if match := _RGB.match(colour):
        red, green, blue = (min(255, int(part)) for part in match.groups())
        return f"#{red:02x}{green:02x}{blue:02x}"
    if match := _LONG_COLOUR.match(colour):
        return match[0].lower()
    if _SHORT_COLOUR.fullmatch(colour):
        return "#" + "".join(sign * 2 for sign in colour[1:]).lower()
    return ""


_LARGEST = 64 * 2**20


def read_qdc(path: Path) -> Project:
    """Read a codebook file; raise NotFoundError or InputError.

    What the schema forbids and programs write all the same, such as empty sets and other
    namespaces, is read, and remarked.
    """
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", hint="Check the name and the folder.")
    if path.stat().st_size > _LARGEST:
        raise InputError(f"{path} is too large for a codebook.", hint="Export the codes alone.")
    root = parse_root(path.read_bytes(), path.name, "CodeBook")
    codes = read_codes(root)
    remarks = []
    namespace = root.tag.rpartition("}")[0].removeprefix("{")
    if namespace != "urn:QDA-XML:codebook:1.0":
        remarks.append(f"The namespace is '{namespace}', which is none of the standard's: read.")
    for name in ("Codes", "Sets"):
        part = child(root, name)
        if part is not None and not len(part):
            remarks.append(f"<{name}> is empty, which the standard does not allow: read as none.")
    return Project(
        name=path.stem,
        origin=root.get("origin") or "",
        codes=codes,
        groupings=read_groupings(child(root, "Sets")),
        remarks=tuple(remarks),
    )


def read_codes(book: etree._Element | None) -> tuple[ProjectCode, ...]:
    """Return the codes below a <CodeBook>, each after the one that it stands under."""
    codes: list[ProjectCode] = []
    open_codes = [(code_element, "") for code_element in children(child(book, "Codes"), "Code")]
    open_codes.reverse()
    while open_codes:
        element, parent = open_codes.pop()
        name = (element.get("name") or "").strip()
        guid = guid_of(element) or made_guid("unnamed code", parent, name, len(codes))
        codes.append(
            ProjectCode(
                guid,
                name,
                parent,
                text_of(element, "Description"),
                colour_of(element.get("color")),
                is_true(element.get("isCodable")),
                targets(element, "NoteRef"),
            )
        )
        below = [(below_element, guid) for below_element in children(element, "Code")]
        open_codes += reversed(below)
    return tuple(codes)


def read_groupings(sets: etree._Element | None) -> tuple[Grouping, ...]:
    """Return the sets below <Sets>."""
    return tuple(
        Grouping(
            guid_of(element),
            element.get("name") or "",
            text_of(element, "Description"),
            targets(element, "MemberCode"),
            targets(element, "MemberSource"),
            targets(element, "MemberNote"),
        )
        for element in children(sets, "Set")
    )
