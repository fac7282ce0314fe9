"""Small steps through the XML of office files, by local names and without recursion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from textmine.corpus.reading.archives import read_entry
from textmine.corpus.reading.limits import parse_xml
from textmine.errors import InputError
from textmine.lazily import etree

OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def part(archive: ZipFile, name: str, path: Path) -> etree._Element | None:
    """Return the root of an XML part of an archive, None when it is not there."""
    try:
        data = read_entry(archive, name)
    except KeyError:
        return None
    return parse_xml(data, f"{path.name} ({name})")


def refuse_locked(archive: ZipFile, path: Path, program: str) -> None:
    """Raise InputError for an OpenDocument file that is locked; `program` opens it."""
    manifest = "META-INF/manifest.xml"
    if manifest in archive.namelist() and b"encryption-data" in read_entry(archive, manifest):
        raise InputError(
            f"{path.name} is locked with a password.",
            hint=f"Open it in {program} and save it without a password.",
        )


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace ("" for what is no element)."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str:
    """Return an attribute by its local name, "" where it is missing."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """Return the first child with that name, or that child's child, and so on."""
    for name in names:
        element = next(children(element, name), None)
    return element


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Yield the children with that name."""
    if element is not None:
        yield from (node for node in element if local(node) == name)


def small_number(written: str, default: int) -> int:
    """Return a number of up to six digits, or the default for anything else."""
    return int(written) if re.fullmatch(r"[0-9]{1,6}", written) else default


def text_of(element: etree._Element | None) -> str:
    """Return all the text in an element."""
    return "" if element is None else "".join(map(str, element.itertext()))


def blocks(
    root: etree._Element, wanted: frozenset[str], containers: frozenset[str]
) -> Iterator[etree._Element]:
    """Yield the wanted elements below `root` in order, looking into containers and nothing else."""
    stack = [iter(root)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif local(element) in wanted:
            yield element
        elif local(element) in containers:
            stack.append(iter(element))
