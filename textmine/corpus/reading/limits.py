"""The most that is opened of files that strangers made: limits that no honest file meets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from textmine.errors import InputError
from textmine.lazily import etree

_MIB = 2**20


@dataclass(frozen=True)
class Limits:
    """The most that is opened: entries, bytes unpacked, how far those may shrink, and nesting.

    The ratio counts for what is larger than `ratio_from`: a small file of blanks packs very well.
    """

    entries: int = 20_000
    directory_bytes: int = 32 * _MIB
    entry_bytes: int = 512 * _MIB
    total_bytes: int = 4096 * _MIB
    ratio: int = 100
    ratio_from: int = 4 * _MIB
    depth: int = 32
    markup_bytes: int = 128 * _MIB
    markup_tags: int = 4_000_000


LIMITS = Limits()

MOST_COLUMNS = 4_096
"""Columns that a table may have; tables of surveys have hundreds."""


_FREE_CELLS, _CELLS_A_SIGN = 10_000_000, 50


def refuse_empty(source: str, width: int, rows: int, cells: int, signs: int) -> None:
    """Raise InputError for a table that needs far more memory than its file has bytes.

    It may have ten million cells, and fifty more for every byte that stands in one.
    """
    if cells > _FREE_CELLS + _CELLS_A_SIGN * signs:
        raise InputError(
            f"{source} has {width:,} columns and over {rows:,} rows, and nearly all of its cells "
            "are empty.",
            hint="Take away what stands far from the table.",
        )


def refuse_wide(source: str, width: int) -> None:
    """Raise InputError for a table with more columns than can be meant."""
    if width > MOST_COLUMNS:
        raise InputError(
            f"{source} has {width:,} columns, and a table may have {MOST_COLUMNS:,}.",
            hint="Take away what stands far from the table, or keep the columns that you need.",
        )


def too_large(path: Path, why: str) -> InputError:
    """Return the error for a file that goes over a limit."""
    return InputError(
        f"{path.name} is not opened: {why}, which no honest file does.",
        hint="If you trust it, open or unpack it yourself and save what is in it again.",
    )


def check_markup(data: bytes, what: str, limits: Limits = LIMITS) -> None:
    """Raise InputError when a page or an XML part is too large to be held as a tree."""
    if len(data) > limits.markup_bytes or data.count(b"<") > limits.markup_tags:
        raise InputError(
            f"{what} is too large: over {limits.markup_bytes:,} bytes "
            f"or {limits.markup_tags:,} tags.",
            hint="Split it into several files.",
        )


def parse_xml(data: bytes, what: str) -> etree._Element:
    """Parse XML without entities, DTD, network or deep nesting; raise InputError.

    A document type is refused: no office format has one, and it is where entities are declared
    that grow without end or reach into other files.
    """
    check_markup(data, what)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    declared = any("<!DOCTYPE".encode(code) in data for code in ("utf-8", "utf-16-le", "utf-16-be"))
    try:
        root = None if declared else etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{what} is damaged: {error}.", hint="Save the file again.") from error
    if root is None or root.getroottree().docinfo.doctype:
        raise InputError(
            f"{what} declares a document type, which no office file needs.",
            hint="No word processor makes such a file; do not open it.",
        )
    return root
