"""What coders type into cells: codes by id or name, several, with roles, or none."""

from __future__ import annotations

import pytest

from textmine.codebook import Code, Codebook, Dimension
from textmine.coding.statements import GivenCode
from textmine.coding.tables.code_cells import CellReader

CODES = (
    Code(id="a", name="alpha, first"),
    Code(id="b", name="beta"),
    Code(id="c", name="gamma", retired=True),
    Code(id="1", name="one"),
)
THEME = Dimension(id="theme", name="T", labels="multi", roles=("sender", "recipient"), codes=CODES)
TONE = Dimension(id="tone", name="T", codes=CODES)
BOOK = Codebook(name="b", dimensions=(THEME, TONE))


def _given(*pairs):
    return tuple(GivenCode(*pair) for pair in pairs)


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("a", _given(("a",))),
        ("A; Beta", _given(("a",), ("b",))),
        ("b|a", _given(("b",), ("a",))),
        ("b\na", _given(("b",), ("a",))),
        ("a, b", _given(("a",), ("b",))),
        ("alpha, first", _given(("a",))),
        ("alpha, first; b", _given(("a",), ("b",))),
        ("a;a;", _given(("a",))),
        ("1.0", _given(("1",))),
        ("a:sender", _given(("a", "sender"))),
        ("a (recipient)", _given(("a", "recipient"))),
        ("Beta:SENDER; b:recipient", _given(("b", "sender"), ("b", "recipient"))),
        ("-", _given((None,))),
        ("None", _given((None,))),
    ],
)
def test_several_codes(typed, given):
    read = CellReader(THEME, BOOK).read(typed)
    assert (read.given, read.problem) == (given, "")
    again = CellReader(THEME, BOOK).read("; ".join(code.typed for code in given))
    assert again.given == given


@pytest.mark.parametrize(
    ("dimension", "typed", "problem"),
    [
        (TONE, "a; b", "2 codes (a, b) where 'tone' takes one"),
        (TONE, "-", "'-' is not a code of 'tone'"),
        (TONE, "a:sender", "'sender' is not a role on 'tone' in codebook 'b' (roles: none)"),
        (THEME, "a; x", "'x' is not a code of 'theme' in codebook 'b'"),
        (THEME, "a:senda", "'senda' is not a role on 'theme' in codebook 'b' (roles: sender"),
        (THEME, "c", "'c' is retired from 'theme' and given no more"),
        (THEME, "betta", "Did you mean 'beta'?"),
        (THEME, "a, x", "'x' is not a code"),
    ],
)
def test_what_cannot_be_read(dimension, typed, problem):
    read = CellReader(dimension, BOOK).read(typed)
    assert read.given == ()
    assert problem in read.problem
