"""Shares of whole threads from those of their messages."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.corpus import load_corpus
from textmine.errors import InputError
from textmine.topics import place_corpus
from textmine.topics.groups.shares import roll_up


def test_long_messages_weigh_more_and_nothing_is_lost(trained):
    placed = place_corpus(trained, "forum-topics", load_corpus(trained, "forum"), trained.settings)
    rolled = roll_up(placed, "thread_id")
    assert len(rolled) == 36
    assert sum(one.n_words for one in rolled) == sum(map(len, placed.units))
    first = rolled[0]
    rows = [i for i, cell in enumerate(placed.corpus.column("thread_id")) if cell == first.whole]
    lengths = np.array([len(placed.units[row]) for row in rows], dtype=float)
    expected = lengths @ placed.unit_topic[rows] / lengths.sum()
    assert first.shares == pytest.approx(expected)
    assert first.shares.sum() == pytest.approx(1)
    with pytest.raises(InputError, match="no column 'nothing'"):
        roll_up(placed, "nothing")
