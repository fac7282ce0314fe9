"""The page of a report to look at."""

from __future__ import annotations

import pytest

from tests.made import reported_root


@pytest.fixture(scope="session")
def forum_page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the report of the sample forum, with codes, a model and topics."""
    told = reported_root(tmp_path_factory.getbasetemp())
    return (told / "reports" / "r" / "report.html").as_uri()
