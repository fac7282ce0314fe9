from __future__ import annotations

from pathlib import Path

import pytest

from tests.made import copied, reported_root, small_root, trained_root
from textmine.store import Workspace, find_workspace


@pytest.fixture
def trained(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Workspace:
    """A workspace with the forum, its codings, a model of the first messages, and topics."""
    return copied(trained_root(tmp_path_factory.getbasetemp()), tmp_path / "trained")


@pytest.fixture
def told(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The same with the whole report on the forum, r; only to be read."""
    return find_workspace(reported_root(tmp_path_factory.getbasetemp()))


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Workspace:
    """A workspace with 48 short coded documents."""
    return copied(small_root(tmp_path_factory.getbasetemp()), tmp_path / "small")
