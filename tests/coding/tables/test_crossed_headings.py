"""Headings that name coder and dimension: which side is which, and what is no such table."""

from __future__ import annotations

import pytest

from textmine.coding.agreement.code_table import read_code_tables
from textmine.coding.agreement.table_units import TableRequest
from textmine.coding.tables.crossed_headings import crossed_columns
from textmine.coding.tables.layout import dimensions_of_header
from textmine.corpus.reading.raw import RawTable

ROWS = ["rent,calm,rent,calm", "train,cross,train,calm", "rent,cross,train,cross"] * 4


def table_of(*headings):
    rows = [[f"u{number}", *row.split(",")] for number, row in enumerate(ROWS)]
    return RawTable("codes.csv", ["id", *headings], rows, list(range(2, 2 + len(rows))), {})


@pytest.mark.parametrize(
    "headings",
    [
        ("Ann / Topic", "Ann / Tone", "Bea / Topic", "Bea / Tone"),
        ("Topic/Ann", "Tone/Ann", "Topic/Bea", "Tone/Bea"),
        ("Topic (Ann)", "Tone (Ann)", "Topic (Bea)", "Tone (Bea)"),
        ("Ann [Topic]", "Ann [Tone]", "Bea [Topic]", "Bea [Tone]"),
        ("Ann - Topic", "Ann - Tone", "Bea - Topic", "Bea - Tone"),
    ],
)
def test_the_side_whose_codes_are_alike_is_the_dimension(headings):
    table = table_of(*headings)
    crossed = crossed_columns(table)
    assert (crossed.coders, crossed.dimensions) == (["Ann", "Bea"], ["Topic", "Tone"])
    assert dimensions_of_header(table) == ["Topic", "Tone"]
    read = read_code_tables([table])
    assert [matrix.dimension for matrix in read.matrices] == ["Topic", "Tone"]
    assert all(list(matrix.coders) == ["Ann", "Bea"] for matrix in read.matrices)
    assert f"'{headings[0]}' is Topic by Ann" in " ".join(read.remarks)


@pytest.mark.parametrize(
    "headings",
    [
        ("Ann / Topic", "Ann / Tone", "Bea / Topic", "Bea / Mood"),
        ("Ann", "Sure (Ann)", "Bea", "Sure (Bea)"),
        ("Rater (1)", "Weather", "Rater (2)", "Place"),
        ("Topic", "Tone", "Topic 2", "Tone 2"),
    ],
)
def test_other_tables_are_not_read_so(headings):
    assert crossed_columns(table_of(*headings)).columns == ()


def test_coders_that_are_named_are_those_of_headings():
    table = table_of("Ann / Topic", "Cay / Topic", "Bea / Topic", "Dan / Topic")
    assert crossed_columns(table).columns == ()  # codes of Cay are not of this dimension
    table = table_of("Ann / Topic", "Ann / Tone", "Bea / Topic", "Bea / Tone")
    read = read_code_tables([table], TableRequest(coders=("Bea", "Ann")))
    assert len(read.matrices) == 2
