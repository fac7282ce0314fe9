"""What the tests of the studies ask of the answers of commands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tests.conftest import Ran

Rows = list[dict[str, Any]]


def good(ran: Ran) -> Ran:
    """The answer of a command that went well."""
    assert ran.code == 0, ran.err
    return ran


def not_verbatim(rows: Iterable[Mapping[str, Any]], texts: Mapping[str, str]) -> list[str]:
    """The quotations that are not what stands at their offsets in the text of the fixture."""
    return [
        f"{row['document']} {row['start']}-{row['end']}: {row['text']}"
        for row in rows
        if texts[row["document"]][int(row["start"]) : int(row["end"])] != row["text"]
    ]


def counts(rows: Rows, columns: str, unit: str = "documents") -> dict[tuple[str, str], int]:
    """Count by row and column of a table of codes, without its margins and empty cells."""
    return {
        (row["row"], row["column"]): row["count"]
        for row in rows
        if row["columns"] == columns
        and row["unit"] == unit
        and "all" not in (row["row"], row["column"])
        and row["count"]
    }


def alone(rows: Rows, dimension: str) -> dict[str, int]:
    """Count by code of a dimension that is counted alone, in one unit."""
    return {row[dimension]: row["count"] for row in rows}


def by_unit(rows: Rows, unit: str) -> dict[str, int]:
    """Count by code of a dimension that is counted alone, in several units."""
    return {row["row"]: row["count"] for row in rows if row["unit"] == unit}
