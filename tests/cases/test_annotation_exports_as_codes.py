"""Exports of annotation tools as tables of codes."""

from __future__ import annotations

import json

import pytest

from tests.cases.conftest import figures
from tests.conftest import Run
from tests.helpers import write_csv


def result(code: str, kind: str = "choices") -> dict:
    return {"from_name": "topic", "to_name": "text", "type": kind, "value": {kind: [code]}}


def label_studio(pairs: list[tuple[str, str]]) -> list[dict]:
    return [
        {
            "id": place,
            "data": {"text": f"message {place}"},
            "annotations": [
                {
                    "id": 1,
                    "completed_by": {"id": 1, "email": "ann@example.org"},
                    "result": [result(a)],
                },
                {"id": 2, "completed_by": 2, "result": [result(b)]},
            ],
        }
        for place, (a, b) in enumerate(pairs, start=1)
    ]


PAIRS = [("rent", "rent"), ("late", "late"), ("rent", "late"), ("rent", "rent")]


def test_label_studio_json_has_its_coders(run: Run, workspace, tmp_path) -> None:
    path = tmp_path / "ls.json"
    path.write_text(json.dumps(label_studio(PAIRS)), encoding="utf-8")
    ran = run("agreement", path, "-f", "csv", "--resamples", "100")
    assert figures(ran)["per cent agreement", ""] == pytest.approx(0.75)
    assert "Coders: 2, ann@example.org" in ran.err


def test_label_studio_csv(run: Run, workspace, tmp_path) -> None:
    header = ["annotation_id", "annotator", "id", "lead_time", "text", "topic"]
    rows = [
        [str(10 * n + who), str(who), str(n), "3.5", f"message {n}", code]
        for n, pair in enumerate(PAIRS)
        for who, code in enumerate(pair)
    ]
    path = write_csv(tmp_path / "ls.csv", header, rows)
    ran = run("agreement", path, "-f", "csv", "--resamples", "100")
    assert figures(ran)["per cent agreement", ""] == pytest.approx(0.75)


def test_prodigy_choices(run: Run, workspace, tmp_path) -> None:
    lines = [
        {"text": f"message {n}", "_input_hash": n, "_task_hash": 7, "accept": [code],
         "answer": "accept", "_annotator_id": who}
        for n, pair in enumerate(PAIRS)
        for who, code in zip(("set-ann", "set-bob"), pair, strict=True)
    ]  # fmt: skip
    lines.append({**lines[0], "_input_hash": 99, "answer": "ignore"})
    path = tmp_path / "prodigy.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    ran = run("agreement", path, "-f", "csv", "--resamples", "100")
    assert figures(ran)["per cent agreement", ""] == pytest.approx(0.75)
    assert "1 tasks answered 'ignore'" in ran.err


def test_prodigy_yes_or_no(run: Run, workspace, tmp_path) -> None:
    lines = [
        {"text": f"message {n}", "_input_hash": n, "_task_hash": 7, "label": label,
         "answer": "accept" if label == code else "reject", "_annotator_id": who}
        for n, pair in enumerate(PAIRS)
        for who, code in zip(("ann", "bob"), pair, strict=True)
        for label in ("rent", "late")
    ]  # fmt: skip
    path = tmp_path / "prodigy.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    ran = run("agreement", path, "-f", "csv", "--resamples", "100")
    assert figures(ran)["per cent agreement", ""] == pytest.approx(0.75)


def test_doccano_spans_are_spans(forum, run: Run, tmp_path) -> None:
    lines = [
        {"id": 1, "text": "x", "label": [[0, 4, "claim"], [5, 9, "premise"]]},
        {"id": 2, "text": "x", "label": [[0, 4, "claim"]]},
    ]
    path = tmp_path / "spans.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    ran = run("coding", "import", path, "--corpus", "forum", "--codebook", "found",
              "--create-codebook", "--coder", "ann")  # fmt: skip
    assert ran.code == 0, ran.err
    history = run("coding", "history", "forum", "1", "-f", "csv").out
    assert "0-4" in history
    assert "5-9" in history


def test_an_export_comes_in_as_corpus_and_as_codings(run: Run, workspace, tmp_path) -> None:
    path = tmp_path / "ls.json"
    path.write_text(json.dumps(label_studio(PAIRS)), encoding="utf-8")
    assert run("corpus", "import", path, "--name", "ls", "--text", "data/text").code == 0
    ran = run(
        "coding", "import", path, "--corpus", "ls", "--codebook", "found", "--create-codebook"
    )
    assert ran.code == 0, ran.err
    assert "coders: 2, ann@example.org" in ran.err
