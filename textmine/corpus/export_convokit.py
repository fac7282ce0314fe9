"""Write a corpus as a folder that ConvoKit loads."""

import json
import shutil
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from textmine import schema
from textmine.corpus.corpus import Corpus
from textmine.corpus.reading.forums import convokit_keys
from textmine.errors import InputError, StoreError
from textmine.lazily import pd

FILES = ("utterances.jsonl", "speakers.json", "conversations.json", "corpus.json", "index.json")
_ANONYMOUS = "unknown"
_CLASSES = {
    str: "<class 'str'>",
    bool: "<class 'bool'>",
    int: "<class 'int'>",
    float: "<class 'float'>",
    list: "<class 'list'>",
    dict: "<class 'dict'>",
}


def export_convokit(corpus: Corpus, folder: Path) -> int:
    """Write the documents as utterances into a folder, which may be new; return how many.

    What came from ConvoKit goes back as it was: ids, order, times, parents and metadata. Of other
    corpora, columns become metadata of utterances; a document without an author was said by
    "unknown", and one without a thread is a conversation of its own. Raises InputError for a file
    or a folder in which something else stands.
    """
    is_own = folder.is_dir() and all(file.name in FILES for file in folder.iterdir())
    if folder.exists() and not is_own:
        raise InputError(
            f"{folder} is there already and is no ConvoKit corpus.", hint="Name a new folder."
        )
    from_convokit = corpus.info.source.get("read as") == "convokit"
    in_json = set(
        _loaded(corpus.info.source.get(convokit_keys.JSON_COLUMNS, ""), []) if from_convokit else []
    )
    utterances: list[dict[str, Any]] = []
    speakers: dict[str, dict[str, Any]] = {}
    conversations: dict[str, dict[str, Any]] = {}
    for row in _rows(corpus):
        meta = _own_meta(row, in_json)
        speaker = row.get(schema.AUTHOR) or _ANONYMOUS
        thread = row.get(schema.THREAD_ID) or row[schema.ID]
        speakers.setdefault(speaker, _meta_with(row, convokit_keys.SPEAKER, in_json))
        conversations.setdefault(thread, _meta_with(row, convokit_keys.CONVERSATION, in_json))
        utterance = {
            "id": row[schema.ID],
            "conversation_id": thread,
            "text": row[schema.TEXT],
            "speaker": speaker,
            "meta": meta,
            "reply-to": row.get(schema.PARENT_ID) or None,
            "timestamp": _timestamp(row, in_json),
            "vectors": [],
        }
        utterances.append(
            {**utterance, **_loaded(row.get(schema.META + convokit_keys.EMPTY, ""), {})}
        )
    about = (
        _loaded(corpus.info.source.get(convokit_keys.CORPUS_META, ""), {}) if from_convokit else {}
    )
    index = {
        "utterances-index": _types(utterance["meta"] for utterance in utterances),
        "speakers-index": _types(speakers.values()),
        "conversations-index": _types(conversations.values()),
        "overall-index": _types([about]),
        "version": 1,
        "vectors": [],
    }
    lines = "".join(json.dumps(utterance) + "\n" for utterance in utterances)
    whole = {key: {"meta": meta, "vectors": []} for key, meta in speakers.items()}
    threads = {key: {"meta": meta, "vectors": []} for key, meta in conversations.items()}
    written = [lines, *(json.dumps(value) for value in (whole, threads, about, index))]
    _write(folder, dict(zip(FILES, written, strict=True)))
    return len(utterances)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    """Write all files beside the folder first, then put them in its place in one step."""
    mark = uuid.uuid4().hex[:8]
    draft, old = (folder.with_name(f".{folder.name}.{mark}.{kind}") for kind in ("tmp", "old"))
    try:
        draft.mkdir(parents=True)
        for name, text in files.items():
            (draft / name).write_text(text, encoding="utf-8")
        if folder.exists():
            folder.rename(old)
        draft.rename(folder)
    except OSError as error:
        raise StoreError(f"{folder} cannot be written: {error}.", hint="Name another.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _rows(corpus: Corpus) -> Iterator[dict[str, str]]:
    """Yield the filled cells of every document, as text."""
    names = [str(name) for name in corpus.documents.columns]
    columns = [corpus.column(name) for name in names]
    for cells in zip(*columns, strict=True):
        yield {name: cell for name, cell in zip(names, cells, strict=True) if cell}


def _own_meta(row: Mapping[str, str], in_json: set[str]) -> dict[str, Any]:
    meta: dict[str, Any] = {
        name: row[name]
        for name in (schema.TITLE, schema.GROUP, schema.SOURCE, schema.LANG)
        if name in row
    }
    for name, cell in row.items():
        column = name.removeprefix(schema.META)
        if name == column or column in (convokit_keys.TIMESTAMP, convokit_keys.EMPTY):
            continue
        if not column.startswith((convokit_keys.SPEAKER, convokit_keys.CONVERSATION)):
            meta[convokit_keys.key_of(column)] = _value(column, cell, in_json)
    return meta


def _meta_with(row: Mapping[str, str], prefix: str, in_json: set[str]) -> dict[str, Any]:
    start = schema.META + prefix
    return {
        name.removeprefix(start): _value(prefix + name.removeprefix(start), cell, in_json)
        for name, cell in row.items()
        if name.startswith(start)
    }


def _value(column: str, cell: str, in_json: set[str]) -> Any:
    return _loaded(cell, cell) if column in in_json else cell


def _timestamp(row: Mapping[str, str], in_json: set[str]) -> Any:
    if schema.META + convokit_keys.TIMESTAMP in row:
        return _value(convokit_keys.TIMESTAMP, row[schema.META + convokit_keys.TIMESTAMP], in_json)
    if schema.CREATED_AT not in row:
        return None
    return int((pd.Timestamp(row[schema.CREATED_AT]) - pd.Timestamp(0)) // pd.Timedelta(seconds=1))


def _loaded(cell: str, otherwise: Any) -> Any:
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return otherwise


def _types(metas: Any) -> dict[str, list[str]]:
    types: dict[str, list[str]] = {}
    for meta in metas:
        for key, value in meta.items():
            kind = _CLASSES.get(type(value))
            kinds = types.setdefault(key, [])
            if kind and kind not in kinds:
                kinds.append(kind)
    return types
