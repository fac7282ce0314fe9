"""Exports of annotation tools as texts: Label Studio, doccano, Prodigy; their codes are no text."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from textmine.corpus.reading.column_values import TEXTS, kind_of_values, values_of
from textmine.corpus.reading.packed import PackedRows
from textmine.corpus.reading.raw import RawTable
from textmine.schema import DOCUMENT_FIELDS, ID, TEXT

_DATA = "data/"
_STUDIO = ("annotations", "completions", "predictions", "drafts")
_STUDIO_OWN = frozenset(
    {"annotation_id", "annotator", "lead_time", "created_at", "updated_at", "inner_id", "project",
     "updated_by", "file_upload", "total_annotations", "total_predictions", "comment_count",
     "unresolved_comment_count", "cancelled_annotations", "last_comment_updated_at",
     "comment_authors", "agreement", "meta"}
)  # fmt: skip
_PRODIGY_OWN = frozenset(
    {"_task_hash", "_session_id", "_annotator_id", "_view_id", "_timestamp", "answer", "accept",
     "label", "spans", "options", "tokens", "relations", "config"}
)  # fmt: skip
_DOCCANO = ("label", "labels", "entities", "annotations")
_DOCCANO_OWN = frozenset({*_DOCCANO, "relations", "Comments", "comments", "cats", "meta"})


@dataclass(frozen=True)
class _Export:
    """What an export is: the tool, its columns of codes, those of its own, and the texts' id."""

    tool: str
    codes: tuple[str, ...]
    own: frozenset[str]
    id: str = ID


def texts_of_export(table: RawTable) -> RawTable:
    """Return the export of an annotation tool with its fields known; any other table as it is.

    The tool's own columns are never guessed to be a field. Records of one text that have one id,
    as several annotators leave them, become one document. All of it is remarked.
    """
    if table.fields:
        return table
    export = _label_studio(table) or _prodigy(table) or _doccano(table)
    if export is None:
        return table
    own = {
        name
        for name in table.columns
        if name in export.own or name.split("/")[0] in (*export.codes, *export.own)
    }
    table = replace(table, own=frozenset(own))
    table = replace(table, fields=_fields(table, export))
    table = _one_document_a_text(table, table.fields.get(ID), table.fields.get(TEXT))
    codes = ", ".join(name for name in table.columns if name in export.codes)
    remark = (
        f"an export of {export.tool}: the codes in {codes} are no text; import them with "
        "textmine coding import FILE --corpus NAME --codebook NAME"
    )
    return replace(table, remarks=[*table.remarks, remark])


def _label_studio(table: RawTable) -> _Export | None:
    """JSON: tasks with `data` and `annotations`; CSV and JSON-MIN: an annotation a row."""
    held = next((name for name in _STUDIO[:2] if name in table.columns), None)
    if held and any(name.startswith(_DATA) for name in table.columns):
        codes = tuple(name for name in _STUDIO if name in table.columns)
        return _Export("Label Studio", codes, _STUDIO_OWN)
    if len({"annotation_id", "annotator", "lead_time"} & set(table.columns)) >= 2:
        return _Export("Label Studio", _short_or_lists(table, _STUDIO_OWN), _STUDIO_OWN)
    return None


def _prodigy(table: RawTable) -> _Export | None:
    hashes = {"_input_hash", "_task_hash"} & set(table.columns)
    if not hashes or TEXT not in table.columns:
        return None
    codes = tuple(name for name in ("label", "accept", "spans") if name in table.columns)
    return _Export("Prodigy", codes or ("answer",), _PRODIGY_OWN, sorted(hashes)[0])


def _doccano(table: RawTable) -> _Export | None:
    """`id`, `text` or `data`, and a list of labels or spans; JSON Lines, or `label` in a CSV."""
    codes = tuple(name for name in _DOCCANO if name in table.columns and _holds_lists(table, name))
    has_text = any(name in table.columns for name in (TEXT, "data"))
    plain = "label" in table.columns and {"id", "data"} <= set(table.columns)
    if not has_text or not (codes or plain):
        return None
    return _Export("doccano", codes or ("label",), _DOCCANO_OWN)


def _short_or_lists(table: RawTable, own: frozenset[str]) -> tuple[str, ...]:
    kinds = {n: kind_of_values(values_of(table, n)) for n in table.columns if n not in own}
    return tuple(
        n for n, kind in kinds.items() if n != ID and kind in ("codes", "lists or objects")
    )


def _holds_lists(table: RawTable, name: str) -> bool:
    cells = values_of(table, name)
    return bool(cells) and all(_is_list(cell) for cell in cells[:50])


def _is_list(cell: str) -> bool:
    if not cell.startswith("["):
        return False
    try:
        return isinstance(json.loads(cell), list)
    except (ValueError, RecursionError):
        return False


def _fields(table: RawTable, export: _Export) -> dict[str, str]:
    """Return what the format says: the text, its id where that is its alone, data of the task."""
    free = [name for name in table.columns if name not in table.own]
    fields: dict[str, str] = {}
    for spec in DOCUMENT_FIELDS:
        if spec.name == ID:
            continue
        keys = {_bare(name): name for name in reversed(free) if name.startswith(_DATA)}
        column = next((keys[alias] for alias in spec.aliases if alias in keys), None)
        if column and (spec.name != TEXT or kind_of_values(values_of(table, column)) == TEXTS):
            fields[spec.name] = column
    if TEXT not in fields:
        text = _longest(table, [n for n in free if n.startswith(_DATA) or n in (TEXT, "data")])
        fields |= {TEXT: text} if text else {}
    if export.id in table.columns and _names_texts(table, export.id, fields.get(TEXT)):
        fields[ID] = export.id
    return fields


def _bare(name: str) -> str:
    return "".join(sign for sign in name.removeprefix(_DATA).lower() if sign.isalnum())


def _longest(table: RawTable, names: Iterable[str]) -> str | None:
    lengths = {
        name: sum(map(len, cells)) / len(cells)
        for name in names
        if kind_of_values(cells := values_of(table, name)) == TEXTS
    }
    return max(lengths, key=lambda name: lengths[name], default=None)


def _names_texts(table: RawTable, identity: str, text: str | None) -> bool:
    """Whether every value of the id stands with one text alone."""
    ids = [cell.strip() for cell in table.cells(identity)]
    texts = table.cells(text) if text else ids
    pairs = {
        (identity_cell, wording.strip()) for identity_cell, wording in zip(ids, texts, strict=True)
    }
    return all(ids) and len({identity_cell for identity_cell, _ in pairs}) == len(pairs)


def _one_document_a_text(table: RawTable, identity: str | None, text: str | None) -> RawTable:
    if identity is None or text is None:
        return table
    first = _first_of_each(table.cells(identity))
    n = len(table.rows)
    if len(first) == n:
        return table
    first_rows = set(first.values())
    rows: Sequence[list[str]] = PackedRows(
        (row for index, row in enumerate(table.rows) if index in first_rows), len(table.columns)
    )
    remark = f"{n:,} records are of {len(first):,} texts: each text is one document"
    return replace(
        table,
        rows=rows,
        numbers=[number for index, number in enumerate(table.numbers) if index in first_rows],
        remarks=[*table.remarks, remark],
    )


def _first_of_each(cells: Sequence[str]) -> Mapping[str, int]:
    first: dict[str, int] = {}
    for index, cell in enumerate(cells):
        first.setdefault(cell.strip(), index)
    return first
