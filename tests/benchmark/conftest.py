from __future__ import annotations

from pathlib import Path

import pytest

from tests.made import copied, trained_root
from textmine.store import Workspace


@pytest.fixture
def trained(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Workspace:
    """A workspace with the forum, three coders' codes, and a model of the first messages."""
    return copied(trained_root(tmp_path_factory.getbasetemp()), tmp_path / "trained")
