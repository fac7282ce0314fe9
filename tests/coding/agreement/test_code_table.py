"""Which columns of a plain table are coders, and what its units are called."""

from __future__ import annotations

from textmine.coding import read_code_tables
from textmine.corpus.reading.raw import RawTable


def test_coders_are_the_columns_that_share_their_values():
    columns = ["unit_id", "kind", "sentences", "ann", "bob", "cem", "dataset"]
    rows = [
        ["u1", "claim", "1-2", "high", "low", "high", "D"],
        ["u2", "premise", "3-3", "low", "low", "mid", "D"],
        ["u3", "claim", "4-6", "mid", "mid", "mid", "D"],
    ]
    [matrix] = read_code_tables([RawTable("t.csv", columns, rows, [2, 3, 4], {})]).matrices
    assert matrix.coders == ("ann", "bob", "cem")
    assert matrix.units == ("u1", "u2", "u3")
    assert matrix.categories == ("high", "low", "mid")
