"""States of the frozen layers: each batch is read once, also by a run that was stopped."""

from __future__ import annotations

import json

import numpy as np
import pytest

from textmine.classify.learning import encoder_ground
from textmine.classify.learning.encoder_ground import EncoderRow, keep_states

WIDTH, LONGEST = 3, 40
ROWS = [EncoderRow(list(range(n)), 0, n) for n in (5, 33, 8, 1, 17, 33)]


class Reader:
    """Gives every piece of a row the number of the row; counts what it reads."""

    def __init__(self, stop_after=99):
        self.rows = []
        self.stop_after = stop_after

    def __call__(self, batch):
        if len(self.rows) >= self.stop_after:
            raise KeyboardInterrupt
        self.rows += batch.rows
        states = np.zeros((len(batch.rows), batch.length, WIDTH), dtype=np.float32)
        for place, row in enumerate(batch.rows):
            states[place] = row + np.arange(WIDTH) / 4
        return states


@pytest.fixture(autouse=True)
def _each_batch_is_noted(monkeypatch):
    monkeypatch.setattr(encoder_ground, "_STEP", 1)


@pytest.fixture(params=[True, False])
def folder(request, tmp_path):
    return tmp_path / "kept" if request.param else None


def test_a_batch_gets_its_rows_and_zeros_behind_them(folder):
    reader = Reader()
    kept = keep_states(ROWS, reader, WIDTH, LONGEST, folder)
    assert sorted(reader.rows) == list(range(len(ROWS)))
    found = kept.take([4, 0], 20)
    assert (found.shape, found.dtype) == ((2, 20, WIDTH), np.float32)
    assert (found[0, :17] == [4, 4.25, 4.5]).all()
    assert (found[1, :5] == [0, 0.25, 0.5]).all()
    assert not found[0, 17:].any()
    assert not found[1, 5:].any()


def test_a_run_that_was_stopped_goes_on(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        keep_states(ROWS, Reader(stop_after=2), WIDTH, LONGEST, tmp_path)
    second, third = Reader(), Reader()
    kept = keep_states(ROWS, second, WIDTH, LONGEST, tmp_path)
    assert sorted(second.rows) == [0, 2, 3, 4]
    assert all((kept.take([row], 40)[0, 0, 0] == row) for row in range(len(ROWS)))
    again = keep_states(ROWS, third, WIDTH, LONGEST, tmp_path)
    assert third.rows == []
    assert (np.asarray(again.states) == np.asarray(kept.states)).all()


@pytest.mark.parametrize("damage", ["{", "[]", json.dumps({"batches": 9}), None])
def test_what_is_not_whole_is_read_anew(tmp_path, damage):
    keep_states(ROWS, Reader(), WIDTH, LONGEST, tmp_path)
    if damage is None:
        (tmp_path / "done.json").unlink()
    else:
        (tmp_path / "done.json").write_text(damage)
        (tmp_path / "states.f16").write_bytes(b"")
    reader = Reader()
    keep_states(ROWS, reader, WIDTH, LONGEST, tmp_path)
    assert len(reader.rows) == len(ROWS)


def test_states_too_large_for_half_precision_are_cut():
    def read(batch):
        return np.full((len(batch.rows), batch.length, WIDTH), -1e9, dtype=np.float32)

    kept = keep_states(ROWS, read, WIDTH, LONGEST)
    assert (kept.take([0], 8)[0, :5] == -65504).all()
