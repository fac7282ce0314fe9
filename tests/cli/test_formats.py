"""Every command with --format: JSON that parses, CSV with the same rows."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

COMMANDS = (
    "corpus list",
    "corpus info forum",
    "codebook list",
    "codebook show ling-martins-2015",
    "tabulate forum",
    "tabulate forum --coder coder-1",
    "tabulate forum --dimension goal_orientation",
    "agreement forum --resamples 100",
    "agreement forum --resamples 100 --by thread",
    "evaluate forum-model forum",
    "topics show forum-topics",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_json_and_csv_hold_the_same_rows(in_trained, command):
    as_json = in_trained(*command.split(), "--format", "json")
    as_csv = in_trained(*command.split(), "--format", "csv")
    assert (as_json.code, as_csv.code) == (0, 0)
    printed = json.loads(as_json.out, parse_constant=pytest.fail)
    rows = printed["rows"]
    assert re.fullmatch(r"textmine/[a-z_]+/[1-9]", printed["schema"])
    assert rows
    assert len({tuple(row) for row in rows}) == 1
    told = list(csv.DictReader(io.StringIO(as_csv.out)))
    assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows] == told
