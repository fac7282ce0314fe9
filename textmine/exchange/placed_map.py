"""The file beside a project of threads that says where each document stands in its thread."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from textmine.errors import InputError, NotFoundError
from textmine.exchange.placed import Placed
from textmine.store.atomic import replacing_at_once

_FORMAT = 1
_LARGEST = 256 * 2**20
Places = Mapping[str, Sequence[Placed]]
"""Source, by GUID and by name -> where documents stand in it."""


def map_beside(project: Path) -> Path:
    """Return where the map of a project lies."""
    return project.with_name(f"{project.name}.map.json")


def write_map(path: Path, places: Places, names: Mapping[str, str]) -> None:
    """Write where each document stands in its source, by GUID; `names` are those of the sources.

    Places are code points into the text with LF line ends, end exclusive.
    """
    sources = [
        {
            "source": guid,
            "thread": names[guid],
            "documents": [
                {"id": placed.document, "start": placed.start, "end": placed.end} for placed in mine
            ],
        }
        for guid, mine in places.items()
    ]
    text = json.dumps({"format": _FORMAT, "sources": sources}, ensure_ascii=False, indent=1)
    with replacing_at_once(path) as draft:
        draft.write_text(text + "\n", encoding="utf-8")


def read_map(project: Path, given: Path | None = None) -> Places:
    """Read the map of a project: the one that is named, else the one beside it, else none.

    Raises NotFoundError, and InputError for a file that is none.
    """
    path = given or map_beside(project)
    if not path.is_file():
        if given is not None:
            raise NotFoundError(f"There is no file {given}.", hint="Check the name.")
        return {}
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("it is too large")
        content = json.loads(path.read_text(encoding="utf-8"))
        found: dict[str, list[Placed]] = {}
        for source in content["sources"]:
            places = [_placed(one) for one in source["documents"]]
            found[str(source["thread"])] = found[str(source["source"])] = places
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(
            f"{path} is no map of a project: {error}.",
            hint="Name the file that 'textmine exchange write' wrote, or take it away.",
        ) from error
    return found


def _placed(one: Mapping[str, object]) -> Placed:
    start, end = one["start"], one["end"]
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end):
        raise ValueError(f"{start}-{end} is no place")
    return Placed(str(one["id"]), start, end, -start)
