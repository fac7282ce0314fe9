"""Workspaces with the invented studies, made once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.studies.made import add_study, study_002
from tests.studies.roads import forum_road, road_002, road_003
from textmine.store import Workspace, init_workspace


@pytest.fixture(scope="session")
def studies(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Study 002 as a table of passages; a test does not change it."""
    folder = tmp_path_factory.mktemp("studies")
    space = init_workspace(folder / "ws")
    add_study(space, study_002(), folder)
    return space


@pytest.fixture(scope="session")
def forum_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Studies 001 and 000; a test does not change what is in it."""
    return forum_road(tmp_path_factory.mktemp("forum"))


@pytest.fixture(scope="session")
def root_002(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Study 002; a test does not change what is in it."""
    return road_002(tmp_path_factory.mktemp("interviews"))


@pytest.fixture(scope="session")
def root_003(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Study 003; a test does not change what is in it."""
    return road_003(tmp_path_factory.mktemp("rounds"))


@pytest.fixture
def copy(tmp_path: Path, run_in: Callable[[Path], Run]) -> Callable[[Path], tuple[Run, Path]]:
    """Return a function that copies a workspace, and gives `run` in it and its folder."""

    def copied(root: Path) -> tuple[Run, Path]:
        shutil.copytree(root, tmp_path / "copy")
        return run_in(tmp_path / "copy"), tmp_path

    return copied
