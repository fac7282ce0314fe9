"""People who sit at a browser: they come in by the link, choose who they are, and code."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.browser.looking import WIDTHS, Seen, opened
from textmine.coding import open_codings
from textmine.coding.sampling.drawing import draw_sample
from textmine.coding.sampling.request import SampleRequest
from textmine.store import Workspace


@contextmanager
def come_in(browser: Any, site: Any, address: str, width: int = 1440) -> Iterator[Seen]:
    """A page that came in by a new one-time link; what it should never do is checked at the end."""
    with opened(browser, f"{address}/enter?key={site.link.renewed()}", width) as seen:
        seen.page.wait_for_url(f"{address}/")
        yield seen
        assert seen.complaints == []
        assert seen.dialogs == []
        assert all(one.startswith(address) for one in seen.requests)


def wait_for(page: Any, selector: str, text: str) -> None:
    """Wait for a text, and for the modules of a page that has just been asked for."""
    page.locator(f"{selector}:has-text('{text}')").first.wait_for()
    page.wait_for_load_state()


def tab_to(page: Any, selector: str) -> None:
    """Go to an element by the tabulator alone."""
    wanted = page.locator(selector).first
    for _ in range(80):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by the tabulator")


def all_kept(page: Any) -> None:
    wait_for(page, "#state", "All is kept")


def dealt_to(space: Workspace, *coders: str, n: int = 3) -> None:
    request = SampleRequest("town", n=n, coders=coders, include_coded=True)
    draw_sample(space, request)


def said_by(space: Workspace, coder: str) -> list[tuple[str, str | None, int | None]]:
    mine = [one for one in open_codings(space).current("town") if one.coder == coder]
    return sorted(((one.dimension, one.code, one.start) for one in mine), key=str)


def well_made(seen: Seen, shots: Path, name: str) -> None:
    """A page fits its screen and has no serious fault of access."""
    assert seen.wider_by <= 0, seen.beyond
    assert seen.serious() == []
    _keep(seen, shots, name)


def well_made_everywhere(seen: Seen, shots: Path, name: str) -> None:
    """A page fits every screen and has no serious fault of access."""
    before = seen.page.viewport_size
    for width, height in WIDTHS.items():
        seen.page.set_viewport_size({"width": width, "height": height})
        assert seen.wider_by <= 0, (name, width, seen.beyond)
        _keep(seen, shots, name)
    assert seen.serious() == [], name
    seen.page.set_viewport_size(before)


def _keep(seen: Seen, shots: Path, name: str) -> None:
    """Keep a page as a picture to look at, where LOOK asks for it: drawing whole pages is slow."""
    if "LOOK" in os.environ:
        width = seen.page.viewport_size["width"]
        seen.page.screenshot(path=shots / f"{name}-{width}.png", full_page=True)
