"""Texts as spreadsheet cells."""

from __future__ import annotations

import doctest
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from textmine.cells import spreadsheet
from textmine.cells.spreadsheet import (
    CELL_LIMIT,
    CUT_NOTE,
    fitted_cell,
    neutralise,
    restore,
)

NUMBER = re.compile(r"[+-]?[\d.,eE+-]+\s?%?")
NASTY = st.text(alphabet=st.sampled_from("'=+-@\t\r\na1＝ \x00\ud800😀"), max_size=8) | st.text()


def test_the_examples_in_the_docstrings():
    assert doctest.testmod(spreadsheet).failed == 0


@given(NASTY)
def test_what_is_neutralised_comes_back_exactly_and_cannot_run(text):
    cell = neutralise(text)
    assert restore(cell) == text
    assert cell[:1] not in tuple("=+-@\t\r\n＝＋－＠") or NUMBER.fullmatch(cell)
    assert cell in (text, f"'{text}")


@pytest.mark.parametrize("text", ["one = 1", "'tis", "", "3 - 2", "(=x)"])
def test_harmless_texts_stay_as_they_are(text):
    assert neutralise(text) == text == restore(text)


@given(NASTY)
def test_a_fitted_cell_survives_a_workbook(text):
    cell = neutralise(fitted_cell(text))
    workbook = Workbook()
    workbook.active["A1"] = "x"
    workbook.active["A2"] = cell
    buffer = io.BytesIO()
    workbook.save(buffer)
    assert (load_workbook(buffer).active["A2"].value or "") == cell


@pytest.mark.parametrize("letter", ["a", "😀", "א"])
@pytest.mark.parametrize("start", ["", "="])
def test_a_long_text_is_cut_with_a_note(letter, start):
    cell = neutralise(fitted_cell(start + letter * 40_000))
    assert cell.endswith(CUT_NOTE)
    assert len(cell.encode("utf-16-le")) // 2 in (CELL_LIMIT - 2, CELL_LIMIT - 1, CELL_LIMIT)
    assert set(cell.removesuffix(CUT_NOTE)) <= set(letter + "'=")


def test_a_text_that_just_fits_is_whole():
    assert fitted_cell("a" * (CELL_LIMIT - 1)) == "a" * (CELL_LIMIT - 1)
    assert fitted_cell("a" * CELL_LIMIT).endswith(CUT_NOTE)


def test_what_no_cell_may_hold_stays_visible():
    assert fitted_cell("a\x00b\x1bc\x7fd\ufffe\ud800\r\ne\rf\tg") == "a␀b␛c␡d��\ne\nf\tg"
