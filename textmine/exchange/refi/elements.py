"""XML of REFI-QDA: elements by their local names, since programs write several namespaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from textmine.corpus.reading.markup import parse_xml
from textmine.errors import InputError
from textmine.exchange.guids import read_guid

if TYPE_CHECKING:
    from lxml.etree import _Element

_LONG_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_SHORT_COLOUR = re.compile(r"#[0-9a-fA-F]{3}")
_RGB = re.compile(r"rgba?\(\s{0,9}(\d{1,3})\s{0,9},\s{0,9}(\d{1,3})\s{0,9},\s{0,9}(\d{1,3})\b")


def parse_root(data: bytes, what: str, name: str) -> _Element:
    """Return the root element of a file; raise InputError where it is not called `name`."""
    root = parse_xml(data.removeprefix(b"\xef\xbb\xbf"), what)
    if local_name(root) != name:
        raise InputError(
            f"{what} is no REFI-QDA file: it begins with <{local_name(root)}>, not <{name}>.",
            hint="Export it again as a REFI-QDA project (.qdpx) or codebook (.qdc).",
        )
    return root


def local_name(element: _Element) -> str:
    """Return the name of an element without its namespace."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=256)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def children(element: _Element | None, *names: str) -> Iterator[_Element]:
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


def child(element: _Element | None, name: str) -> _Element | None:
    """Return the first child of a name, None where there is none."""
    return next(children(element, name), None)


def text_of(element: _Element | None, name: str) -> str:
    """Return the text of the first child of a name, without white space around it."""
    found = child(element, name)
    return "" if found is None else "".join(found.itertext()).strip()


def guid_of(element: _Element, attribute: str = "guid") -> str:
    """Return a GUID that an attribute holds, "" where there is none."""
    return read_guid(element.get(attribute) or "")


def targets(element: _Element | None, *names: str) -> tuple[str, ...]:
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
    said = (given or "").strip()
    if found := _RGB.match(said):
        red, green, blue = (min(255, int(part)) for part in found.groups())
        return f"#{red:02x}{green:02x}{blue:02x}"
    if found := _LONG_COLOUR.match(said):
        return found[0].lower()
    if _SHORT_COLOUR.fullmatch(said):
        return "#" + "".join(sign * 2 for sign in said[1:]).lower()
    return ""
