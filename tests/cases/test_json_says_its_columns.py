"""What -f json prints says which columns its rows have; a changed column needs a new version."""

from __future__ import annotations

import json

import pytest

from tests.goldens import GOLDEN, SCHEMAS, unraised
from textmine.present import Column, table, table_of


def test_a_kind_has_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = table_of("scores_m", "", [Column("n", len)], ["a"], kind="scores")
    assert (mine.schema, table_of("n", "", [], []).schema) == ("textmine/scores/1", "textmine/n/1")
    monkeypatch.setattr(table, "VERSIONS", {"scores": 2})
    assert mine.schema == "textmine/scores/2"


def test_rows_of_a_command_and_none(run, coded):
    printed = json.loads(run("corpus", "list", "-f", "json").out)
    assert printed["schema"] == "textmine/corpora/1"
    assert [row["corpus"] for row in printed["rows"]] == ["forum"]
    assert run("codebook", "check", "ling-martins-2015", "-f", "json").rows == []


def test_a_changed_column_asks_for_a_new_version():
    kept = (GOLDEN / SCHEMAS).read_text(encoding="utf-8")
    assert unraised(kept) == []
    changed = kept.replace("textmine/corpus/1: fact | value", "textmine/corpus/1: fact | said")
    assert unraised(changed) == ["textmine/corpus/1"]
    assert unraised(changed.replace("textmine/corpus/1", "textmine/corpus/2")) == []
