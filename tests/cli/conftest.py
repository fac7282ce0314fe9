from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.made import copied, small_root, trained_root
from textmine.store import Workspace


@pytest.fixture
def trained(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Workspace:
    """A workspace with the forum, its codings, a model of the first messages, and topics."""
    return copied(trained_root(tmp_path_factory.getbasetemp()), tmp_path / "trained")


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Workspace:
    """A workspace with 48 short coded documents."""
    return copied(small_root(tmp_path_factory.getbasetemp()), tmp_path / "small")


@pytest.fixture
def in_trained(trained: Workspace, run_in: Callable[[Path], Run]) -> Run:
    """Run the command line in the workspace with a model."""
    return run_in(trained.root)


@pytest.fixture
def in_small(small: Workspace, run_in: Callable[[Path], Run]) -> Run:
    """Run the command line in the workspace of short documents."""
    return run_in(small.root)
