"""Codes and sets of a codebook, in a project or in a file of their own (.qdc)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textmine.errors import InputError, NotFoundError
from textmine.exchange.naming import made_guid
from textmine.exchange.project import Grouping, Project, ProjectCode
from textmine.exchange.refi.parts import (
    child,
    children,
    colour_of,
    guid_of,
    is_true,
    parse_root,
    targets,
    text_of,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

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


def read_codes(book: _Element | None) -> tuple[ProjectCode, ...]:
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


def read_groupings(sets: _Element | None) -> tuple[Grouping, ...]:
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
