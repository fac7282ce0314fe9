"""Columns such as open_code beside one with the coder: they hold codes, and name no coder."""

from __future__ import annotations

import pytest

from tests.helpers import raw
from textmine.coding.tables.code_columns import stage_columns
from textmine.coding.tables.layout import guess_layout

STAGES = ("open_code", "axial_code", "final_code", "selective_code", "in_vivo_code", "in vivo code")


def read(columns, dimensions, **said):
    layout = guess_layout(raw(columns, ["1"] * len(columns)), dimensions, **said)
    codes = [(one.column, one.dimension, one.coder or layout.coder) for one in layout.codes]
    return codes, layout.remark


@pytest.mark.parametrize("header", STAGES)
@pytest.mark.parametrize("coder", ["coder", "annotator", "coded by"])
def test_a_stage_is_no_coder(header, coder):
    told = read(["id", coder, header], ["code"])[0]
    assert told == [(header, "code", coder)]
    (dimension,) = stage_columns(raw(["id", coder, header])).values()
    assert read(["id", coder, header], [dimension])[0] == [(header, dimension, coder)]


def test_stages_are_dimensions_of_their_own():
    table = raw(["id", "coder", "open_code", "in vivo code", "zip_code", "text"])
    assert stage_columns(table) == {"open_code": "open_code", "in vivo code": "in_vivo_code"}
    assert stage_columns(raw(["id", "open_code", "axial_code"])) == {}
    assert stage_columns(raw(["id", "who", "open_code"]), "who") == {"open_code": "open_code"}


@pytest.mark.parametrize(
    ("columns", "dimensions", "read_as"),
    [
        (["id", "coder", "open_code"], ["open"], [("open_code", "open", "coder")]),
        (
            ["id", "coder", "code", "code_2"],
            ["tone"],
            [("code", "tone", "coder"), ("code_2", "tone", "coder")],
        ),
        (
            ["id", "coder", "code_1", "code_2"],
            ["code"],
            [("code_1", "code", "coder"), ("code_2", "code", "coder")],
        ),
        (["id", "coder", "code", "open_code"], ["tone"], [("code", "tone", "coder")]),
        (
            ["id", "coder", "goal", "goal:ann"],
            ["goal"],
            [("goal", "goal", "coder"), ("goal:ann", "goal", "ann")],
        ),
        (["id", "goal_ann", "goal_bob", "created_by"], ["goal"], None),
        (["id", "open_code", "axial_code"], ["code"], None),
    ],
)
def test_a_header_names_a_coder_only_where_no_column_does(columns, dimensions, read_as):
    told = read(columns, dimensions)[0]
    wide = [(one, dimensions[0], one.replace("goal_", "").replace("_code", "")) for one in columns]
    assert told == (read_as or [one for one in wide if one[0] not in ("id", "created_by")])


def test_what_is_not_read_is_said():
    remark = read(["id", "coder", "code", "open_code"], ["tone"])[1]
    assert "Not read, since 'code' holds the codes: 'open_code'" in remark
