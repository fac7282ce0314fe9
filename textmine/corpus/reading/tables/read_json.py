"""Read a JSON file that holds an array of objects."""

import json
from collections.abc import Iterator
from pathlib import Path

from textmine.corpus.reading.encoding import read_text
from textmine.corpus.reading.packed import PackedRows
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.corpus.reading.tables.flat import columns_of, flat_object, rows_of
from textmine.errors import InputError, RowProblem, did_you_mean

_HINT = 'The file must hold [{"text": "..."}, ...], alone or under a name.'
_DEEPEST = 3


def read_json(path: Path, options: ReadOptions = ReadOptions()) -> RawTable:
    """Read an array of objects, or the one array of objects that an object holds.

    The option `sheet` names it where there are several, such as "data/items". Objects in objects
    become columns with a slash, lists stay JSON text. Rows are numbered by their place in the
    array, from 1. Members that are no object become problems. Raises InputError when there is no
    such array.
    """
    decoded = read_text(path, options.encoding)
    try:
        content = json.loads(decoded.text)
    except RecursionError as error:
        raise InputError(f"{path} is nested too deeply.", hint=_HINT) from error
    except json.JSONDecodeError as error:
        raise InputError(
            f"{path} is not JSON: {error.msg} in line {error.lineno}.",
            hint="A file with one object a line is JSON Lines: say --reader jsonl.",
        ) from error
    except ValueError as error:
        raise InputError(f"{path} holds a number with too many digits.", hint=_HINT) from error
    name, members = _chosen(path, dict(_arrays(content)), options.sheet)
    problems: list[RowProblem] = []
    objects: list[dict[str, str]] = []
    for number, member in enumerate(members, start=1):
        if isinstance(member, dict):
            objects.append(flat_object(member))
        else:
            kind = type(member).__name__
            problems.append(RowProblem(number, "", f"a {kind} where an object {{...}} is needed"))
            objects.append({})
    columns = columns_of(objects)
    if not columns:
        raise InputError(f"{path} holds no object with values.", hint=_HINT)
    facts = {"encoding": decoded.encoding} | ({"array": name} if name else {})
    rows = PackedRows(rows_of(objects, columns), len(columns), path.name)
    numbers = list(range(1, len(objects) + 1))
    remarks = [decoded.remark] if decoded.remark else []
    return RawTable(path.name, columns, rows, numbers, facts, problems, remarks=remarks)


def _arrays(content: object, name: str = "", depth: int = 0) -> Iterator[tuple[str, list[object]]]:
    """Yield every array that holds an object, with its name."""
    if isinstance(content, list):
        if any(isinstance(member, dict) for member in content):
            yield name, content
    elif isinstance(content, dict) and depth < _DEEPEST:
        for key, value in content.items():
            yield from _arrays(value, f"{name}/{key}" if name else key, depth + 1)


def _chosen(
    path: Path, arrays: dict[str, list[object]], option: str | None
) -> tuple[str, list[object]]:
    if option is not None:
        if option not in arrays:
            raise InputError(f"{path} has no array '{option}'.", hint=did_you_mean(option, arrays))
        return option, arrays[option]
    if not arrays:
        raise InputError(f"{path} holds no array of objects.", hint=_HINT)
    if len(arrays) > 1:
        raise InputError(
            f"{path} holds several arrays: {', '.join(list(arrays)[:8])}.",
            hint="Name one with --sheet.",
        )
    return next(iter(arrays.items()))


JSON = Reader(
    "json",
    "JSON file with an array of objects (--sheet names one of several)",
    read_json,
    (".json",),
    frozenset({"encoding", "sheet", "question"}),
)
