"""Workspaces with the invented studies, made once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.made import filled
from tests.once import made_once
from tests.studies.made import add_study_002
from tests.studies.roads import forum_road, road_002, road_003
from textmine.store import Workspace, init_workspace


@pytest.fixture(scope="session")
def studies(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Study 002 as a table of passages; a test does not change it."""

    space = init_workspace(tmp_path_factory.mktemp("studies") / "ws")
    return filled(space, tmp_path_factory.getbasetemp(), "of-study-002", add_study_002)


@pytest.fixture(scope="session")
def forum_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Studies 001 and 000; a test does not change what is in it."""
    return made_once(tmp_path_factory.getbasetemp(), "of-road-forum", forum_road) / "ws"


@pytest.fixture(scope="session")
def root_002(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Study 002; a test does not change what is in it."""
    return made_once(tmp_path_factory.getbasetemp(), "of-road-002", road_002) / "ws"


@pytest.fixture(scope="session")
def root_003(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Study 003; a test does not change what is in it."""
    return made_once(tmp_path_factory.getbasetemp(), "of-road-003", road_003) / "ws"


@pytest.fixture
def copy(tmp_path: Path, run_in: Callable[[Path], Run]) -> Callable[[Path], tuple[Run, Path]]:
    """Return a function that copies a workspace, and gives `run` in it and its folder."""

    def copied(root: Path) -> tuple[Run, Path]:
        shutil.copytree(root, tmp_path / "copy")
        return run_in(tmp_path / "copy"), tmp_path

    return copied
