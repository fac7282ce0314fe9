"""Pictures of the main pages, each of what it is for; SCREENSHOTS names the folder to keep them in.

They are those of the documentation: `SCREENSHOTS=docs/images pytest tests/web/test_screenshots.py`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.browser.looking import opened
from tests.web.conftest import served, site_of
from tests.web.pictures import small_png
from tests.web.seats import come_in, wait_for
from tests.web.showing import CORPUS, DRAW, LATER, QUEUE, consultation

FOLDER = os.environ.get("SCREENSHOTS")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(FOLDER is None, reason="SCREENSHOTS names no folder for the pictures."),
]
SIZE = {"width": 1280, "height": 800}
LARGEST = 150_000
_AT_TEN = """
() => [...document.querySelectorAll('.note')].filter(one => /^As it stood at/.test(one.textContent))
  .forEach(one => { one.textContent = 'As it stood at 10:00:00.'; })
"""
THREAD = f"/read/{CORPUS}/16?codes=1&themes=forum-topics"
PAGES = {
    "project": "/",
    "code": f"/code?corpus={LATER}&draw={DRAW}",
    "settle": f"/settle?corpus={LATER}",
    "review": f"/review?corpus={LATER}&draw={QUEUE}",
    "themes": "/themes",
    "read": THREAD,
}
READY = {"code": ("#place", "9 of 12"), "review": ("#place", "1 of 8")}


@pytest.fixture(scope="module")
def folder() -> Path:
    folder = Path(str(FOLDER))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def space(tmp_path_factory):
    return consultation(tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("shown"))


@pytest.fixture(scope="module")
def blank(browser):
    page = browser.new_page()
    yield page
    page.close()


def kept(page, blank, folder, name):
    """Keep what is in sight, as small as a picture of few colours can be."""
    path = folder / f"{name}.png"
    path.write_bytes(small_png(blank, page.screenshot(animations="disabled", caret="hide")))
    assert path.stat().st_size < LARGEST, name


def test_the_main_pages_are_worth_a_picture(browser, blank, space, folder):
    site = site_of(space)
    with served(site) as address, come_in(browser, site, address) as seen:
        page = seen.page
        page.set_viewport_size(SIZE)
        page.goto(f"{address}/code")
        page.fill("input[name=coder]", "ann")
        page.click("text=Code as this person")
        for name, path in PAGES.items():
            page.goto(f"{address}{path}")
            wait_for(page, *READY.get(name, ("main", "")))
            page.evaluate("() => document.activeElement?.blur()")
            page.evaluate(_AT_TEN)
            kept(page, blank, folder, f"web-{name}")


def test_the_report_is_worth_a_picture(browser, blank, space, folder):
    with opened(browser, (space.root / "reports" / "r" / "report.html").as_uri()) as seen:
        seen.page.set_viewport_size(SIZE)
        kept(seen.page, blank, folder, "report")
