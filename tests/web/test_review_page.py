"""Review in a browser: one key a message, at every width, and by mouse."""

from __future__ import annotations

import pytest

from tests.browser.looking import WIDTHS
from tests.web.conftest import meeting, served, site_of
from tests.web.reviews import leave_to_people
from tests.web.seats import all_kept, come_in, said_by, wait_for, well_made
from textmine.coding.live.reviewed import counts_of, decisions_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    space = meeting(tmp_path_factory.mktemp("reviewed") / "meeting")
    site = site_of(space)
    with served(site) as address:
        yield space, site, address


def sit_down(page, address, reviewer, queue):
    page.goto(f"{address}/review")
    page.fill("input[name=coder]", reviewer)
    page.keyboard.press("Enter")
    card = page.locator(f"li:has(h2:text-is('town · {queue}'))")
    card.get_by_role("button", name="Begin").click()
    wait_for(page, "#place", "1 of 5")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_queue_is_reviewed_by_keyboard_alone(browser, town, width, tmp_path):
    space, site, address = town
    queue, reviewer = f"queue-{width}", f"key {width}"
    leave_to_people(space, queue)
    with come_in(browser, site, address, width) as seen:
        page = seen.page
        sit_down(page, address, reviewer, queue)
        assert page.locator("#message mark.spoke").count() == 2
        assert page.locator(".dimension.active [data-possible]").inner_text() == (
            "model 'm' says: rent; possible too: train."
        )
        page.keyboard.press("?")
        wait_for(page, "#why", "+0.70 words")
        assert seen.wider_by <= 0, seen.beyond
        page.keyboard.press("Enter")
        wait_for(page, "#place", "2 of 5")
        page.keyboard.press("3")
        wait_for(page, "#place", "3 of 5")
        wait_for(page, "#alike", "1 more")
        well_made(seen, tmp_path, "review-alike")
        page.keyboard.press("=")
        page.keyboard.press("Enter")
        wait_for(page, "#decide", "Drawn by lot")
        assert page.locator("#message mark").count() == 0
        page.keyboard.press("-")
        wait_for(page, "#state", "All 5 messages were seen")
        all_kept(page)
        codes = [code for dimension, code, _ in said_by(space, reviewer) if dimension == "topic"]
        assert sorted(codes) == ["paint", "paint", "paint", "rent"]
        of = counts_of(decisions_of(space.codings_url, "town", queue))[reviewer]
        assert (of.accepted, of.corrected, of.passed) == (2, 2, 1)
        assert 0 < of.seconds < 60
        page.goto(f"{address}/review")
        assert seen.wider_by <= 0, seen.beyond
        if width == max(WIDTHS):
            well_made(seen, tmp_path, "review-choose")


def test_a_decision_is_made_by_mouse_and_survives_a_lost_server(browser, town):
    space, site, address = town
    leave_to_people(space, "queue-mouse")
    with come_in(browser, site, address) as seen:
        page = seen.page
        sit_down(page, address, "mouse", "queue-mouse")
        page.route("**/api/review/decision", lambda route: route.abort())
        page.locator("button[data-code=train]").click()
        wait_for(page, "#place", "2 of 5")
        wait_for(page, "#state", "1 to be kept")
        assert said_by(space, "mouse") == []
        page.unroute("**/api/review/decision")
        page.reload()
        wait_for(page, "#place", "2 of 5")
        all_kept(page)
        assert ("topic", "train", None) in said_by(space, "mouse")
        page.locator('[data-act="accept"]').click()
        wait_for(page, "#place", "3 of 5")
        all_kept(page)
        seen.complaints.clear()
