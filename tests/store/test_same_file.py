"""A result is never written over the file that it is made from."""

from __future__ import annotations

import pytest

from textmine.errors import InputError
from textmine.store import refuse_same_file


def test_the_input_is_refused_as_output_under_any_name(tmp_path):
    source = tmp_path / "data.csv"
    source.write_text("text\nhello\n", encoding="utf-8")
    with pytest.raises(InputError, match="would be lost"):
        refuse_same_file(tmp_path / "." / "data.csv", source)
    refuse_same_file(tmp_path / "other.csv", source)


def test_rejected_rows_do_not_replace_the_table(workspace, run, tmp_path):
    source = workspace.root / "data.csv"
    source.write_text("id,text\n1,hello there all\n1,hello there again\n", encoding="utf-8")
    before = source.read_bytes()
    ran = run("corpus", "import", str(source), "--skip-bad-rows", str(source))
    assert ran.code == 1
    assert "would be lost" in ran.err
    assert source.read_bytes() == before
