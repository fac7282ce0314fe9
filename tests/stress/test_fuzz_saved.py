"""The short form of the fuzzing of what is saved."""

from __future__ import annotations

from tests.stress.fuzz_saved import fuzz


def test_no_saved_file_gives_a_traceback_a_hang_or_half_a_file(tmp_path):
    counts = fuzz(tmp_path, 200, seed=16)
    assert counts.inputs == 200
    assert (counts.tracebacks, counts.hangs, counts.half_written) == (0, 0, 0), counts.said
    assert counts.refused > 100
