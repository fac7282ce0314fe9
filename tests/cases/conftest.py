from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cases.merged import merged_root
from tests.conftest import Run
from tests.made import copied, small_root
from textmine.store import Workspace


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Workspace:
    """A workspace with 48 short coded documents."""
    return copied(small_root(tmp_path_factory.getbasetemp()), tmp_path / "small")


@pytest.fixture
def in_small(small: Workspace, run_in: Callable[[Path], Run]) -> Run:
    """Run the command line in the workspace of short documents."""
    return run_in(small.root)


@pytest.fixture
def merged(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Workspace:
    """A workspace with a model `m` of four topics, two of which are one theme."""
    return copied(merged_root(tmp_path_factory.getbasetemp()), tmp_path / "merged")


@pytest.fixture
def in_merged(merged: Workspace, run_in: Callable[[Path], Run]) -> Run:
    """Run the command line in the workspace with the merged theme."""
    return run_in(merged.root)
