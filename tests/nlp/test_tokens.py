"""Tokens as numbers: from lists and from columns, and back."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from textmine.nlp.tokens import tokens_in, tokens_of

TEXTS = [["we", "pay", "we"], [], ["no", "we"], []]


def column(texts):
    chunks = [texts[:1], texts[1:]]
    return pa.chunked_array([pa.array(chunk, pa.list_(pa.string())) for chunk in chunks])


@pytest.mark.parametrize("tokens", [tokens_of(TEXTS), tokens_in(column(TEXTS))])
def test_tokens_by_unit(tokens):
    assert len(tokens) == 4
    assert tokens.lengths.tolist() == [3, 0, 2, 0]
    assert [list(cells) for cells in tokens.by_unit(tokens.each())] == TEXTS
    assert tokens.each(str.upper) == ["WE", "PAY", "WE", "NO", "WE"]
    assert tokens.rows.tolist() == [0, 0, 0, 2, 2]
    assert tokens.times(("we", "us")).tolist() == [2, 0, 1, 0]
    lengths = np.array([float(len(kind)) for kind in tokens.names])
    assert tokens.sums(lengths).tolist() == [7, 0, 4, 0]


@pytest.mark.parametrize("texts", [[], [[]], [[], []]])
def test_no_tokens(texts):
    for tokens in (tokens_of(texts), tokens_in(column(texts))):
        assert len(tokens) == len(texts)
        assert tokens.each() == []
        assert tokens.times(("we",)).tolist() == [0] * len(texts)


def test_a_part_of_a_column():
    whole = column(TEXTS)
    tokens = tokens_in(whole.slice(2, 2))
    assert [list(cells) for cells in tokens.by_unit(tokens.each())] == TEXTS[2:]
