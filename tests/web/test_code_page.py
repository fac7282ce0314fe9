"""Code in a browser: by keyboard alone and by mouse, at every width; nothing is lost."""

from __future__ import annotations

import socket
import threading

import pytest

from tests.browser.looking import WIDTHS
from tests.web.conftest import meeting, served, site_of
from tests.web.seats import all_kept, come_in, dealt_to, said_by, tab_to, wait_for, well_made
from textmine.codebook import Rule, find_codebook, save_codebook
from textmine.coding import open_codings

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    space = meeting(tmp_path_factory.mktemp("served") / "meeting", 60)
    site = site_of(space)
    with served(site) as address:
        yield space, site, address


def begin_as(page, address, coder):
    page.goto(f"{address}/code")
    page.fill("input[name=coder]", coder)
    page.click("text=Code as this person")
    page.click("text=Begin")
    wait_for(page, "#place", " of ")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_draw_is_coded_by_keyboard_alone(browser, town, width, tmp_path):
    space, site, address = town
    coder = f"key {width}"
    dealt_to(space, coder)
    with come_in(browser, site, address, width) as seen:
        page = seen.page
        tab_to(page, "nav a[href='/code']")
        page.keyboard.press("Enter")
        tab_to(page, "input[name=coder]")
        page.keyboard.type(coder)
        page.keyboard.press("Enter")
        tab_to(page, "button:has-text('Begin')")
        page.keyboard.press("Enter")
        wait_for(page, "#place", "1 of 3")
        well_made(seen, tmp_path, "code")
        for key in ("2", "1", "2", "Enter"):
            page.keyboard.press(key)
        wait_for(page, "#place", "2 of 3")
        for key in (",", "ArrowRight", "Shift+ArrowRight", "3"):
            page.keyboard.press(key)
        wait_for(page, "#message mark", "")
        all_kept(page)
        both = [("tone", "calm", None), ("tone", "cross", None), ("topic", "train", None)]
        [span] = set(said_by(space, coder)) - set(both)
        assert span[:2] == ("topic", "paint") and span[2] > 0
        page.keyboard.press("Backspace")
        page.locator("#message mark").wait_for(state="detached")
        all_kept(page)
        assert said_by(space, coder) == both
        for key in ("1", "?", "."):
            page.keyboard.press(key)
        page.keyboard.type("a doubt 1")
        page.keyboard.press("Escape")
        page.keyboard.press("-")
        wait_for(page, "#place", "3 of 3")
        page.keyboard.press("/")
        page.keyboard.type("paint")
        assert page.locator(".code:visible").count() == 1
        page.keyboard.press("Escape")
        page.keyboard.press("ArrowLeft")
        wait_for(page, "#place", "2 of 3")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_message_is_coded_by_mouse_alone(browser, town, width):
    space, site, address = town
    coder = f"mouse {width}"
    dealt_to(space, coder)
    with come_in(browser, site, address, width) as seen:
        page = seen.page
        begin_as(page, address, coder)
        box = page.locator("#message .text").bounding_box()
        page.mouse.move(box["x"] + 2, box["y"] + 12)
        page.mouse.down()
        page.mouse.move(box["x"] + 90, box["y"] + 12, steps=4)
        page.mouse.up()
        page.click(".dimension[data-dimension=topic] button[data-code=rent]")
        wait_for(page, "#message mark", "")
        page.click(".dimension[data-dimension=tone] [data-activate]")
        page.click(".dimension[data-dimension=tone] button[data-code=cross]")
        all_kept(page)
        page.click("[data-act=next]")
        wait_for(page, "#place", "2 of 3")
        page.click(".dimension[data-dimension=topic] [data-none]")
        all_kept(page)
        found = said_by(space, coder)
        assert found == [("tone", "cross", None), ("topic", "rent", 0), ("topic", None, None)]
        page.click("[data-act=undo]")
        all_kept(page)
        assert said_by(space, coder) == found[:2]


def test_a_memo_that_is_written_first_goes_with_the_code_of_its_field(browser, town):
    space, site, address = town
    dealt_to(space, "wyn")
    with come_in(browser, site, address) as seen:
        page = seen.page
        begin_as(page, address, "wyn")
        page.fill("#memo", "first thought")
        page.click(".dimension[data-dimension=tone] button[data-code=calm]")
        all_kept(page)
        page.click("[data-act=next]")
        wait_for(page, "#place", "2 of 3")
        assert page.input_value("#memo") == ""
        page.keyboard.press(".")
        page.keyboard.type("second thought")
        page.keyboard.press("Escape")
        wait_for(page, "#state", "with the code that you give")
        page.keyboard.press("1")
        page.keyboard.press("ArrowLeft")
        wait_for(page, "#place", "1 of 3")
        assert page.input_value("#memo") == "first thought"
        page.click(".dimension[data-dimension=topic] button[data-code=rent]")
        all_kept(page)
    mine = [one for one in open_codings(space).current("town") if one.coder == "wyn"]
    memos = sorted((one.code, one.memo) for one in mine)
    assert memos == [("calm", ""), ("rent", "first thought"), ("rent", "second thought")]


def test_undo_takes_a_code_back_and_leaves_its_memo_in_the_field(browser, town):
    space, site, address = town
    dealt_to(space, "una")
    with come_in(browser, site, address) as seen:
        page = seen.page
        begin_as(page, address, "una")
        page.fill("#memo", "before the code")
        page.click(".dimension[data-dimension=topic] button[data-code=rent]")
        all_kept(page)
        page.click("[data-act=undo]")
        wait_for(page, "#place", "1 of 3")
        assert page.input_value("#memo") == "before the code"
        all_kept(page)
        assert said_by(space, "una") == []
        page.click(".dimension[data-dimension=topic] button[data-code=train]")
        page.click(".dimension[data-dimension=topic] [data-activate]")
        page.fill("#memo", "after the code")
        page.click("[data-act=undo]")
        wait_for(page, "#place", "1 of 3")
        assert page.input_value("#memo") == "after the code"
        page.click(".dimension[data-dimension=topic] button[data-code=rent]")
        all_kept(page)
    mine = [one for one in open_codings(space).current("town") if one.coder == "una"]
    assert [(one.code, one.memo) for one in mine] == [("rent", "after the code")]


def test_two_at_one_computer_take_turns_and_see_nothing_of_each_other(browser, town):
    space, site, address = town
    dealt_to(space, "eve", "fay")
    with come_in(browser, site, address) as seen:
        page = seen.page
        for coder, key in (("eve", "1"), ("fay", "2")):
            page.goto(f"{address}/code")
            page.fill("input[name=coder]", coder)
            page.click("text=Code as this person")
            wait_for(page, "h1", f"Code as {coder}")
            page.locator("button.main:has-text('Begin')").first.click()
            wait_for(page, "#place", "1 of 3")
            assert page.locator("[aria-pressed=true]").count() == 0
            page.keyboard.press(key)
            all_kept(page)
    assert said_by(space, "eve") == [("topic", "rent", None)]
    assert said_by(space, "fay") == [("topic", "train", None)]


def test_what_is_pressed_without_a_connection_is_sent_later_once(browser, town):
    space, site, address = town
    dealt_to(space, "gil")
    with come_in(browser, site, address) as seen:
        page = seen.page
        begin_as(page, address, "gil")
        page.context.set_offline(True)
        page.keyboard.press("1")
        page.keyboard.press("2")
        wait_for(page, "#state", "2 to be kept")
        assert said_by(space, "gil") == []
        page.context.set_offline(False)
        all_kept(page)
        assert said_by(space, "gil") == [("tone", "cross", None), ("topic", "rent", None)]
        seen.complaints.clear()


def test_what_is_refused_is_said_and_does_not_stand(browser, town):
    space, site, address = town
    dealt_to(space, "hal")
    with come_in(browser, site, address) as seen:
        page = seen.page
        begin_as(page, address, "hal")
        told = '{"error": "There is no such code.", "hint": "Choose another."}'
        kind = "application/json"
        page.route(
            "**/api/code/press",
            lambda route: route.fulfill(status=422, content_type=kind, body=told),
        )
        page.keyboard.press("1")
        wait_for(page, "#state.refused", "There is no such code. Choose another.")
        page.locator("[aria-pressed=true]").first.wait_for(state="detached")
        assert said_by(space, "hal") == []
        before = page.inner_text("#place")
        page.keyboard.press("ArrowRight")
        page.wait_for_function(
            "(before) => document.querySelector('#place').innerText !== before", arg=before
        )
        assert "There is no such code." in page.inner_text("#state.refused")
        seen.complaints.clear()


def test_a_broken_rule_is_said_at_once_and_the_page_is_not_left(browser, town):
    space, site, address = town
    dealt_to(space, "ivy")
    book = find_codebook("meeting", space)
    rule = Rule(reason="Trains are loud.", when={"topic": ("train",)}, never={"tone": ("calm",)})
    save_codebook(space, book.model_copy(update={"rules": (rule,)}))
    try:
        with come_in(browser, site, address) as seen:
            page = seen.page
            page.goto(f"{address}/code")
            page.fill("input[name=coder]", "ivy")
            page.click("text=Code as this person")
            page.click("text=Begin")
            wait_for(page, "#place", "1 of 3")
            page.keyboard.press("2")
            page.keyboard.press("1")
            wait_for(page, "#rules", "topic = train with tone = calm: Trains are loud.")
            page.keyboard.press("Enter")
            wait_for(page, "#place", "2 of 3")
            page.click("#rules button")
            wait_for(page, "#place", "1 of 3")
            page.keyboard.press("ArrowDown")
            page.click(".dimension[data-dimension=tone] button[data-code=calm]")
            page.click(".dimension[data-dimension=tone] button[data-code=cross]")
            page.locator("#rules").wait_for(state="hidden")
            page.keyboard.press("ArrowRight")
            page.keyboard.press("1")
            page.keyboard.press("ArrowRight")
            wait_for(page, "#rules", "There is no code on Tone.")
    finally:
        save_codebook(space, book)


class Stopping:
    """A server that can be stopped and started again at its port."""

    def __init__(self, space, port=0):
        from textmine.web.routes import ROUTES
        from textmine.web.serving.app import Server, application

        self.site = site_of(space)
        self.socket = socket.create_server(("127.0.0.1", port))
        self.port = self.site.port = self.socket.getsockname()[1]
        ready = threading.Event()
        self.server = Server(application(self.site, ROUTES), ready.set)
        self.thread = threading.Thread(target=self.server.run, args=([self.socket],), daemon=True)
        self.thread.start()
        assert ready.wait(20)

    def stop(self):
        self.server.should_exit = True
        self.server.force_exit = True
        self.thread.join(20)
        self.socket.close()
        self.site.close()


def test_a_server_that_starts_again_gets_what_was_pressed_meanwhile(browser, tmp_path):
    space = meeting(tmp_path / "meeting")
    first = Stopping(space)
    address = f"http://127.0.0.1:{first.port}"
    with come_in(browser, first.site, address) as seen:
        page = seen.page
        begin_as(page, address, "ann")
        wait_for(page, "#place", "1 of 6")
        first.stop()
        page.keyboard.press("3")
        wait_for(page, "#state", "1 to be kept")
        second = Stopping(space, first.port)
        try:
            all_kept(page)
            assert said_by(space, "ann") == [("topic", "paint", None)]
            page.reload()
            wait_for(page, "#place", "1 of 6")
            assert page.locator("button[data-code=paint][aria-pressed=true]").count() == 1
        finally:
            second.stop()
        seen.complaints.clear()
