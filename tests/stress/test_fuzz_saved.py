"""The short form of the fuzzing of what is saved."""

from __future__ import annotations

import pytest

from tests.stress.fuzz_saved import KINDS, fuzz, made


@pytest.mark.slow
def test_no_saved_file_gives_a_traceback_a_hang_or_half_a_file(tmp_path):
    space = made(tmp_path)
    for kind, forms in KINDS.items():
        counts = fuzz(space, forms, 30, seed=16)
        assert counts.inputs == 30, kind
        wrong = counts.tracebacks, counts.hangs, counts.half_written
        assert wrong == (0, 0, 0), (kind, counts.said)
        assert counts.refused > 3, kind
