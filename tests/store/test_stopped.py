"""What dead runs left is removed in time; what a living one has is not."""

from __future__ import annotations

import os
import time

import pytest

from textmine.store import Workspace
from textmine.store.locking import locked
from textmine.store.stopped import KEPT_FOR, PARTS, while_held


@pytest.fixture
def left(workspace: Workspace):
    """Make the folder of a run to which nothing was added for some seconds."""

    def make(name: str, seconds: float):
        folder = workspace.scratch / PARTS / name
        folder.mkdir(parents=True)
        (folder / "000000.parquet").write_bytes(b"part")
        then = time.time() - seconds
        os.utime(folder, (then, then))
        return folder

    return make


def test_the_next_command_that_writes_removes_old_parts_of_dead_runs(workspace, left):
    old, young, alive = left("old", 2 * KEPT_FOR), left("young", 60), left("alive", 2 * KEPT_FOR)
    with locked(alive.with_name("alive.lock"), "a run"), workspace.whole():
        pass
    assert (old.exists(), young.exists(), alive.exists()) == (False, True, True)
    with workspace.whole():
        pass
    assert not alive.exists()


def test_a_run_is_alive_until_its_last_result(workspace, left):
    folder = left("run", 2 * KEPT_FOR)
    for _ in while_held(folder, [1, 2]):
        with workspace.whole():
            pass
        assert folder.exists()
    with workspace.whole():
        pass
    assert not folder.exists()
