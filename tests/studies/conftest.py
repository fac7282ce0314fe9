"""A workspace with the invented studies, made once."""

from __future__ import annotations

import pytest

from tests.studies.made import add_study, study_002
from textmine.store import Workspace, init_workspace


@pytest.fixture(scope="session")
def studies(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The studies; a test does not change them."""
    folder = tmp_path_factory.mktemp("studies")
    space = init_workspace(folder / "ws")
    add_study(space, study_002(), folder)
    return space
