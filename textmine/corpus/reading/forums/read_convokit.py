"""Read a corpus folder of ConvoKit."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from textmine.corpus.reading.dates import read_dates
from textmine.corpus.reading.forums.convokit_keys import (
    CONVERSATION,
    CORPUS_META,
    EMPTY,
    JSON_COLUMNS,
    SPEAKER,
    TIMESTAMP,
    column_of,
)
from textmine.corpus.reading.forums.records import Record, as_table, clean, read_json, some_of
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.errors import InputError, NotFoundError, RowProblem
from textmine.schema import META

_UTTERANCES = ("utterances.jsonl", "utterances.json")
_BINARY = "<##bin{"
_KNOWN = frozenset(
    "id speaker user conversation_id root reply-to reply_to timestamp text meta".split()
)


@dataclass
class _Cells:
    """Metadata of the rows: values by column."""

    rows: list[dict[str, object]] = field(default_factory=list)

    def json_columns(self) -> set[str]:
        """Columns with a value that plain text in a cell would not give back as it was."""
        return {name for row in self.rows for name, value in row.items() if not _plain(value)}


def read_convokit(path: Path, options: ReadOptions = ReadOptions()) -> RawTable:
    """Read the utterances of a ConvoKit folder, with their speakers' and conversations' metadata.

    Metadata that is not text stays as JSON in its column, and the facts name those columns, so that
    an export to ConvoKit gives back what was read. Pickled values (vectors, "bin") are not read.
    Raises InputError when there are no utterances or a file is no JSON.
    """
    if not path.exists():
        raise NotFoundError(f"There is no file or folder {path}.", hint="Check the name.")
    folder = path if path.is_dir() else path.parent
    source = (
        path
        if path.is_file()
        else next((path / n for n in _UTTERANCES if (path / n).is_file()), None)
    )
    if source is None:
        raise InputError(f"{path} has no utterances.jsonl.", hint="Name a ConvoKit corpus folder.")
    values = read_json(source, options.encoding)
    if len(values) == 1 and isinstance(values[0], list):
        values = values[0]
    speakers = _by_id(folder, ("speakers.json", "users.json"))
    conversations = _by_id(folder, ("conversations.json",))
    problems: list[RowProblem] = []
    records: list[Record] = []
    numbers: list[int] = []
    cells = _Cells()
    raw_values: list[Mapping[str, Any]] = []
    for number, value in enumerate(values, start=1):
        if not isinstance(value, dict):
            problems.append(RowProblem(number, "", "the utterance is no JSON object"))
            continue
        raw_values.append(value)
        numbers.append(number)
        records.append(_record(value))
        cells.rows.append(_meta_of(value, speakers, conversations))
    if not raw_values and not problems:
        raise InputError(f"{source} holds no utterance.", hint="Name a ConvoKit corpus folder.")
    _fill_threads(records)
    _add_times(records, cells, raw_values)
    in_json = cells.json_columns()
    for record, row in zip(records, cells.rows, strict=True):
        for name, value in row.items():
            record[META + name] = _text(value, in_json=name in in_json)
    facts = {"read as": "convokit", "conversations": str(len({r["thread_id"] for r in records}))}
    if in_json:
        facts[JSON_COLUMNS] = json.dumps(
            sorted(clean(name) for name in in_json), ensure_ascii=False
        )
    about = _object(folder / "corpus.json")
    if about:
        facts[CORPUS_META] = clean(json.dumps(about, ensure_ascii=False, sort_keys=True))
    remarks = _remarks(folder, records, cells, speakers, conversations)
    return as_table(path.name, records, facts, remarks, problems, numbers)


def _record(value: Mapping[str, Any]) -> Record:
    return {
        "id": _text(value.get("id")),
        "text": _text(value.get("text")),
        "author": _text(value.get("speaker", value.get("user"))),
        "created_at": "",
        "thread_id": _text(value.get("conversation_id", value.get("root"))),
        "parent_id": _text(value.get("reply_to", value.get("reply-to"))),
    }


def _meta_of(
    value: Mapping[str, Any],
    speakers: Mapping[str, Mapping[str, Any]],
    conversations: Mapping[str, Mapping[str, Any]],
) -> dict[str, object]:
    own = value.get("meta")
    meta = dict(own) if isinstance(own, dict) else {}
    columns: dict[str, object] = {column_of(str(key)): cell for key, cell in meta.items()}
    if own is not None and not isinstance(own, dict):
        columns[column_of("meta")] = own
    others = {key: cell for key, cell in value.items() if key not in _KNOWN and cell != []}
    text = value.get("text")
    if isinstance(text, str) and clean(text).strip() != text:
        others["text"] = text
    if others:
        columns[EMPTY] = others
    for prefix, key, known in (
        (SPEAKER, value.get("speaker", value.get("user")), speakers),
        (CONVERSATION, value.get("conversation_id", value.get("root")), conversations),
    ):
        of_other = known.get(_text(key), {})
        columns.update({prefix + str(name): cell for name, cell in of_other.items()})
    return columns


def _fill_threads(records: list[Record]) -> None:
    """Name the conversation of an utterance without one after the first of its ancestors."""
    by_id = {record["id"]: record for record in records}
    for record in records:
        at, path = record, {record["id"]}
        while not at["thread_id"] and at["parent_id"] in by_id and at["parent_id"] not in path:
            at = by_id[at["parent_id"]]
            path.add(at["id"])
        record["thread_id"] = record["thread_id"] or at["thread_id"] or at["id"]


def _add_times(records: list[Record], cells: _Cells, values: list[Mapping[str, Any]]) -> None:
    """Take timestamps for dates if all of them are; keep any that are not whole seconds as well."""
    stamps = [value.get("timestamp") for value in values]
    texts = [_text(stamp) if not isinstance(stamp, (bool, dict, list)) else "?" for stamp in stamps]
    times = read_dates(texts).times
    all_dates = all(
        bool(text) == bool(here) for text, here in zip(texts, times.notna(), strict=True)
    )
    whole = all(stamp is None or type(stamp) is int for stamp in stamps)
    seconds = whole and all(stamp is None or stamp < 1e11 for stamp in stamps)
    for record, row, stamp, time in zip(records, cells.rows, stamps, times, strict=True):
        if all_dates and stamp is not None:
            record["created_at"] = time.isoformat()
        if not (all_dates and seconds) and stamp is not None:
            row[TIMESTAMP] = stamp


def _plain(value: object) -> bool:
    return isinstance(value, str) and bool(value) and clean(value) == value


def _text(value: object, *, in_json: bool = False) -> str:
    if in_json:
        return json.dumps(value, ensure_ascii=False)
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _by_id(folder: Path, names: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """Return the metadata of speakers or conversations by id, in the newer or the older form."""
    for name in names:
        objects = _object(folder / name)
        if objects:
            return {
                str(key): value["meta"] if isinstance(value.get("meta"), dict) else value
                for key, value in objects.items()
                if isinstance(value, dict)
            }
    return {}


def _object(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    values = read_json(path)
    return values[0] if len(values) == 1 and isinstance(values[0], dict) else {}


def _remarks(
    folder: Path,
    records: list[Record],
    cells: _Cells,
    speakers: Mapping[str, object],
    conversations: Mapping[str, object],
) -> list[str]:
    remarks = []
    for what, known, column in (
        ("speakers", speakers, "author"),
        ("conversations", conversations, "thread_id"),
    ):
        silent = sorted(set(known) - {record[column] for record in records})
        if silent:
            remarks.append(f"{len(silent):,} {what} have no utterance: {some_of(silent)}")
    pickles = sorted(file.name for file in folder.glob("*.p"))
    binary = any(
        isinstance(value, str) and value.startswith(_BINARY)
        for row in cells.rows
        for value in row.values()
    )
    if pickles or binary:
        remarks.append(
            f"pickled values are not read, for a pickle can run a program: {some_of(pickles)}"
        )
    return remarks


def _recognises(path: Path) -> bool:
    if path.is_dir():
        return any((path / name).is_file() for name in _UTTERANCES)
    return path.name in _UTTERANCES and (path.parent / "speakers.json").is_file()


CONVOKIT = Reader(
    "convokit",
    "corpus folder of ConvoKit (utterances.jsonl, speakers.json, conversations.json)",
    read_convokit,
    (),
    frozenset({"encoding"}),
    _recognises,
)
