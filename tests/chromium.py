"""A browser to look at pages with: the Chromium of the computer, no other is fetched."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chrome"))), None)
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Start Chromium once; without it the tests of pages are skipped."""
    api = pytest.importorskip(
        "playwright.sync_api", reason="Pages are not looked at: pip install playwright."
    )
    if CHROMIUM is None:
        pytest.skip("Pages are not looked at: there is no chromium or google-chrome.")
    with api.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield started
        started.close()
