"""Exports of annotation tools as tables of codes: Label Studio, doccano, Prodigy."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from textmine.coding.statements import NO_CODE
from textmine.corpus.reading.raw import RawTable

SPANS = "spans"
"""The fact of a table that names its columns of places, as START,END."""

_CODER, _DIMENSION, _CODE, _START, _END = "coder", "dimension", "code", "start", "end"
_ADDED = (_CODER, _DIMENSION, _CODE, _START, _END)


@dataclass(frozen=True)
class _Given:
    """What an annotator gave a text: codes of one dimension, or a code of a span."""

    coder: str
    dimension: str
    codes: tuple[str, ...]
    start: str = ""
    end: str = ""


def unpacked(table: RawTable) -> RawTable:
    """Return the export of an annotation tool as a row a code; any other table as it is.

    Columns `coder`, `dimension`, `code`, `start` and `end` are added; those that hold annotations
    are left out. What was left out is remarked.
    """
    for shape in (_label_studio, _label_studio_table, _prodigy, _doccano):
        layout = shape(table)
        if layout is not None:
            return layout
    return table


def _label_studio(table: RawTable) -> RawTable | None:
    """Label Studio's JSON: tasks, each with annotations that hold results."""
    column = next((name for name in ("annotations", "completions") if name in table.columns), None)
    if column is None or not _holds(table, column, "result"):
        return None
    left: dict[str, int] = {}

    def read(row: Mapping[str, str]) -> Iterator[_Given]:
        for annotation in _objects(row[column]):
            if annotation.get("was_cancelled") or annotation.get("skipped"):
                left["skipped tasks"] = left.get("skipped tasks", 0) + 1
                continue
            coder = _person(annotation.get("completed_by"))
            results = annotation.get("result") or []
            for result in results:
                given_codes = _of_result(result, coder)
                if given_codes is None:
                    kind = f"results of type '{result.get('type', '?')}'"
                    left[kind] = left.get(kind, 0) + 1
                else:
                    yield given_codes
            if not results:
                left["annotations without a result"] = (
                    left.get("annotations without a result", 0) + 1
                )

    aside = ("predictions", "drafts", "meta", "agreement")
    return _long(table, "Label Studio", read, (column, *aside), left)


def _of_result(result: Mapping[str, Any], coder: str) -> _Given | None:
    value = result.get("value")
    kind = str(result.get("type", ""))
    if not isinstance(value, dict):
        return None
    chosen = value.get(kind, value.get("choices", value.get("labels")))
    if isinstance(chosen, (int, float)):
        chosen = [chosen]
    if kind == "textarea" or not isinstance(chosen, list):
        return None
    codes = tuple(
        " / ".join(map(str, part)) if isinstance(part, list) else str(part) for part in chosen
    )
    start, end = value.get("start"), value.get("end")
    dimension = str(result.get("from_name", "label"))
    if start is None or end is None:
        return _Given(coder, dimension, codes)
    return _Given(coder, dimension, codes, str(start), str(end))


def _label_studio_table(table: RawTable) -> RawTable | None:
    """Label Studio's CSV and JSON-MIN: a row an annotation, a column a question."""
    known = {"annotation_id", "annotator", "lead_time"}
    if len(known & set(table.columns)) < 2:
        return None
    aside = known | {"created_at", "updated_at", "agreement", "sentiment_id"}
    questions = [
        name
        for name in table.columns
        if name not in aside and name not in ("id", "text") and _is_answer(table.cells(name))
    ]

    def read(row: Mapping[str, str]) -> Iterator[_Given]:
        for name in questions:
            spans = [span for span in _objects(row[name]) if "start" in span]
            for span in spans:
                codes = tuple(map(str, span.get("labels") or span.get("label") or ()))
                yield _Given(
                    row.get("annotator", ""), name, codes, str(span["start"]), str(span["end"])
                )
            if not spans and row[name].strip():
                yield _Given(row.get("annotator", ""), name, (row[name],))

    return _long(table, "Label Studio", read, (*aside, *questions), {})


def _is_answer(cells: Sequence[str]) -> bool:
    used = [cell for cell in cells if cell.strip()]
    if any(cell.lstrip().startswith(("{", "[")) for cell in used):
        return True
    return bool(used) and len(set(used)) <= max(12, len(used) // 2) and max(map(len, used)) <= 60


def _prodigy(table: RawTable) -> RawTable | None:
    """Prodigy's JSON Lines: a task with an answer, and `accept`, `label` or `spans`."""
    if "answer" not in table.columns or not {"_input_hash", "_task_hash"} & set(table.columns):
        return None
    left: dict[str, int] = {}
    binary = "accept" not in table.columns and "spans" not in table.columns

    def read(row: Mapping[str, str]) -> Iterator[_Given]:
        coder = row.get("_annotator_id") or row.get("_session_id") or ""
        answer = row["answer"]
        if answer == "ignore" or (answer == "reject" and not binary):
            left[f"tasks answered '{answer}'"] = left.get(f"tasks answered '{answer}'", 0) + 1
            return
        if binary:
            yield _Given(coder, "label", (row["label"],) if answer == "accept" else ())
            return
        if "accept" in row:
            accepted = _value(row["accept"])
            yield _Given(coder, "label", tuple(map(str, accepted or ())))
        for span in _objects(row.get("spans", "")):
            label = (str(span.get("label", "")),)
            yield _Given(coder, "span", label, str(span.get("start")), str(span.get("end")))

    aside = ("answer", "accept", "label", "spans", "options", "tokens", "_view_id", "_timestamp")
    return (
        _together(_long(table, "Prodigy", read, aside, left))
        if binary
        else _long(table, "Prodigy", read, aside, left)
    )


def _together(table: RawTable) -> RawTable:
    """Put the yes-or-no answers on one text together: the codes that a coder accepted."""
    index_of = {name: at for at, name in enumerate(table.columns)}
    unit = next(name for name in ("_input_hash", "id", "text", "_task_hash") if name in index_of)
    rows: dict[tuple[str, str], list[str]] = {}
    numbers: dict[tuple[str, str], int] = {}
    accepted: dict[tuple[str, str], list[str]] = {}
    for number, row in zip(table.numbers, table.rows, strict=True):
        key = (row[index_of[unit]], row[index_of[_CODER]])
        rows.setdefault(key, row)
        numbers.setdefault(key, number)
        codes = accepted.setdefault(key, [])
        codes += [] if row[index_of[_CODE]] == NO_CODE else [row[index_of[_CODE]]]
    for key, row in rows.items():
        row[index_of[_CODE]] = json.dumps(list(dict.fromkeys(accepted[key])), ensure_ascii=False)
    return replace(table, rows=list(rows.values()), numbers=list(numbers.values()))


def _doccano(table: RawTable) -> RawTable | None:
    """doccano's JSON Lines: `label` lists codes or spans, `annotations` name labels and users."""
    column = next((c for c in ("label", "labels", "entities") if c in table.columns), None)
    if column is not None and _holds_spans(table, column):

        def read(row: Mapping[str, str]) -> Iterator[_Given]:
            for span in _value(row[column]) or ():
                start, end, code = _span(span)
                yield _Given("", column, (code,), start, end)

        return _long(table, "doccano", read, (column, "relations", "Comments"), {}, coder=False)
    if "annotations" in table.columns and _holds(table, "annotations", "user"):

        def old(row: Mapping[str, str]) -> Iterator[_Given]:
            by_user: dict[str, list[str]] = {}
            for annotation in _objects(row["annotations"]):
                by_user.setdefault(str(annotation.get("user", "")), []).append(
                    str(annotation.get("label", ""))
                )
            for user, codes in by_user.items():
                yield _Given(user, "label", tuple(codes))

        return _long(table, "doccano", old, ("annotations", "meta"), {})
    return None


def _holds_spans(table: RawTable, column: str) -> bool:
    for cell in table.cells(column):
        members = _value(cell) if cell.lstrip().startswith("[") else None
        if isinstance(members, list) and members:
            return all(_span(member)[2] != "" for member in members)
    return False


def _span(member: object) -> tuple[str, str, str]:
    """Return start, end and code of a span of doccano, or empty strings."""
    if isinstance(member, list) and len(member) == 3 and isinstance(member[0], int):
        return str(member[0]), str(member[1]), str(member[2])
    if isinstance(member, dict):
        start = member.get("start_offset", member.get("start"))
        end = member.get("end_offset", member.get("end"))
        label = member.get("label")
        if isinstance(start, int) and isinstance(end, int) and label:
            return str(start), str(end), str(label)
    return "", "", ""


def _long(
    table: RawTable,
    tool: str,
    read: Callable[[Mapping[str, str]], Iterator[_Given]],
    aside: Sequence[str],
    left: Mapping[str, int],
    *,
    coder: bool = True,
) -> RawTable:
    added = [name for name in _ADDED if coder or name != _CODER]
    kept_columns = [
        (at, name)
        for at, name in enumerate(table.columns)
        if name not in aside and not any(name.startswith(f"{prefix}/") for prefix in aside)
    ]
    taken = {name for _, name in kept_columns}
    new = {name: f"{name} (given)" if name in taken else name for name in added}
    rows: list[list[str]] = []
    numbers: list[int] = []
    spans = False
    for number, row in zip(table.numbers, table.rows, strict=True):
        cells = dict(zip(table.columns, row, strict=True))
        for record in read(cells):
            spans = spans or bool(record.start)
            code = record.codes[0] if len(record.codes) == 1 else json.dumps(list(record.codes))
            fields = {
                _CODER: record.coder,
                _DIMENSION: record.dimension,
                _CODE: code if record.codes else NO_CODE,
                _START: record.start,
                _END: record.end,
            }
            rows.append([*(row[at] for at, _ in kept_columns), *(fields[name] for name in added)])
            numbers.append(number)
    remarks = [*table.remarks, f"Read as an export of {tool}."]
    if left:
        listed = ", ".join(f"{n:,} {what}" for what, n in left.items())
        remarks.append(f"Left out: {listed}.")
    return replace(
        table,
        columns=[*(name for _, name in kept_columns), *new.values()],
        rows=rows,
        numbers=numbers,
        facts={**table.facts, "tool": tool, **({SPANS: f"{_START},{_END}"} if spans else {})},
        remarks=remarks,
    )


def _holds(table: RawTable, column: str, key: str) -> bool:
    for cell in table.cells(column):
        objects = _objects(cell)
        if objects:
            return any(key in item for item in objects)
    return False


def _objects(cell: str) -> list[dict[str, Any]]:
    value = _value(cell)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _value(cell: str) -> Any:
    if not cell.lstrip().startswith(("[", "{")):
        return None
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return None


def _person(value: object) -> str:
    """Return who an annotation is by: an id, or the name or address that an object holds."""
    if isinstance(value, dict):
        return str(next((value[k] for k in ("email", "username", "id") if value.get(k)), ""))
    return "" if value is None else str(value)
