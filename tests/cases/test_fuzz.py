"""A short form of `python -m tests.stress.fuzz`: broken files are read or refused in a sentence."""

from __future__ import annotations

import signal

import pytest

from tests.stress.fuzz import run


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system cannot stop a reader")
def test_broken_files_give_no_traceback_and_no_hang(tmp_path):
    found = run(30, tmp_path, seed=3)
    failed = sorted(path.name for path in tmp_path.iterdir())
    for name, ends in found.items():
        assert ends["read"] + ends["refused"] == 30, (name, failed)
        assert not ends["half_written"], name
