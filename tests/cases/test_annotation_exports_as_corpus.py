"""Exports of Label Studio, doccano and Prodigy: the texts come in, the annotations are named."""

from __future__ import annotations

import json

import pytest

from tests.helpers import write_csv
from textmine.corpus import read_documents

TEXTS = [f"Message {n} says that the ferry is too seldom" for n in range(6)]
SPANS = [[0, 7, "place"], [8, 9, "number"]]


def _studio(n):
    result = {"value": {"choices": ["ferry"]}, "from_name": "topic", "type": "choices"}
    return {"id": n, "annotations": [{"id": 9, "completed_by": 1, "result": [result] * 4}],
            "created_at": "2024-01-01T00:00:00Z"}  # fmt: skip


def _lines(path, rows):
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


@pytest.mark.parametrize("key", ["text", "comment", "Body of it", "q1"])
def test_label_studio(tmp_path, key):
    tasks = [
        _studio(n) | {"data": {key: text, "author": f"u{n % 2}", "ref": f"r{n}"}}
        for n, text in enumerate(TEXTS)
    ]
    path = tmp_path / "t.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    reading = read_documents(path)
    documents = reading.checked.documents
    assert list(documents["text"]) == TEXTS
    assert list(documents["id"]) == [str(n) for n in range(6)]
    assert documents["author"][1] == "u1"
    assert "created_at" not in documents
    assert any("Label Studio" in one and "coding import" in one for one in reading.checked.remarks)


def test_label_studio_as_a_table_has_a_row_an_annotation(tmp_path):
    header = ["id", "text", "stance", "annotator", "annotation_id", "lead_time", "created_at"]
    rows = [
        [n // 2, TEXTS[n // 2], "for", n % 2, n, 2.5, "2024-01-01T00:00:00Z"] for n in range(12)
    ]
    checked = read_documents(write_csv(tmp_path / "t.csv", header, rows)).checked
    assert list(checked.documents["text"]) == TEXTS
    assert any("12 records are of 6 texts" in one for one in checked.remarks)


@pytest.mark.parametrize(
    "rest",
    [
        {"label": ["bus", "rent"]},
        {"label": SPANS},
        {"labels": SPANS, "Comments": []},
        {"label": [], "meta": {}},
        {"annotations": [{"label": 1, "user": 2}]},
        {"entities": [{"start_offset": 0, "end_offset": 7, "label": "place"}], "relations": []},
    ],
)
@pytest.mark.parametrize("text", ["text", "data"])
def test_doccano(tmp_path, rest, text):
    rows = [{"id": 50 + n, text: said, **rest} for n, said in enumerate(TEXTS)]
    checked = read_documents(_lines(tmp_path / "t.jsonl", rows)).checked
    assert list(checked.documents["text"]) == TEXTS
    assert checked.documents["id"][0] == "50"
    assert any("doccano" in one for one in checked.remarks)


@pytest.mark.parametrize(
    "rest",
    [
        {"accept": ["bus"], "options": [{"id": "bus"}]},
        {"label": "bus"},
        {"spans": [{"start": 0, "end": 7, "label": "place"}], "tokens": []},
    ],
)
def test_prodigy_has_one_document_a_text(tmp_path, rest):
    rows = [
        {"text": said, "_input_hash": -100 - n, "_task_hash": 7 * n + at, "answer": "accept",
         "_session_id": f"s-{at}", **rest}
        for n, said in enumerate(TEXTS)
        for at in range(2)
    ]  # fmt: skip
    checked = read_documents(_lines(tmp_path / "t.jsonl", rows)).checked
    assert list(checked.documents["text"]) == TEXTS
    assert list(checked.documents["id"]) == [str(-100 - n) for n in range(6)]
    assert any("12 records are of 6 texts" in one for one in checked.remarks)


def test_other_json_lines_are_left_alone(tmp_path):
    rows = [{"id": n, "text": said, "tags": ["a"]} for n, said in enumerate(TEXTS)]
    reading = read_documents(_lines(tmp_path / "t.jsonl", rows))
    assert reading.mapping.how["text"] == "guessed from its name"
