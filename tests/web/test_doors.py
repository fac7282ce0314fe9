"""The door: the one-time link, names and passwords, sessions, tokens, hosts, roles."""

from __future__ import annotations

import logging
import re

import pytest

from tests.helpers import visible_files
from tests.web.conftest import PASSWORD, at_door, by_link, signed_in, site_of
from textmine.web.routes import ROUTES


def test_the_link_opens_once(space):
    site = site_of(space)
    key = site.link.renewed()
    first, second = at_door(site), at_door(site)
    assert "Go on" in first.open("/enter", key=key)
    assert first.get("/").status_code == 200
    assert "This link was used already" in second.open("/enter", key=key)
    assert second.get("/").headers["location"] == "/enter"


def test_who_is_in_makes_a_link_for_another_browser(space):
    site = site_of(space)
    lea, second, third = by_link(site, "lea"), at_door(site), at_door(site)

    def made():
        page = lea.post("/link").text
        return re.search(r'value="http://127\.0\.0\.1:8765/enter\?key=([^"]+)"', page)[1]

    assert "enter?key=" not in lea.open("/link")
    old, new = made(), made()
    assert "used already" in second.open("/enter", key=old)
    assert "Go on" in second.open("/enter", key=new)
    assert "used already" in third.open("/enter", key=new)
    assert lea.get("/").status_code == second.get("/").status_code == 200
    team = signed_in(site_of(space, accounts={"lea": "lead"}), "lea")
    assert team.post("/link").status_code == team.get("/link").status_code == 404
    assert "another browser" in lea.open("/")
    assert "another browser" not in team.open("/")


def test_a_session_outlives_the_server_and_ends_when_it_is_left(space):
    site = site_of(space)
    ann = by_link(site, "ann")
    site.sessions.close()
    again = at_door(site_of(space))
    again.client.cookies = ann.client.cookies
    assert "coding as ann" in again.open("/")
    cookies = dict(again.client.cookies)
    assert again.post("/leave").headers["location"] == "/enter"
    again.client.cookies.update(cookies)
    assert again.get("/").status_code == 303


def test_the_number_of_a_session_is_new_behind_the_door(space):
    site = site_of(space, accounts={"lea": "lead"})
    lea = at_door(site)
    lea.open("/enter")
    before = dict(lea.client.cookies)
    assert lea.post("/enter", {"name": "lea", "password": PASSWORD}).status_code == 303
    assert dict(lea.client.cookies) != before
    other = at_door(site)
    other.client.cookies.update(before)
    assert other.get("/").status_code == 303


def test_cookies_are_strict(space):
    answer = at_door(site_of(space)).get("/enter")
    cookie = answer.headers["set-cookie"].casefold()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_wrong_passwords_wait(space):
    site = site_of(space, accounts={"lea": "lead"})
    clock = [0.0]
    site.slowing._clock = lambda: clock[0]
    lea = at_door(site)
    lea.open("/enter")
    tries = [lea.post("/enter", {"name": "lea", "password": "wrong"}).status_code for _ in range(7)]
    assert tries[:5] == [401] * 5
    assert tries[5:] == [429, 429]
    answer = lea.post("/enter", {"name": "lea", "password": PASSWORD})
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "1"
    clock[0] = 2.0
    assert lea.post("/enter", {"name": "lea", "password": PASSWORD}).status_code == 303


@pytest.mark.databases
def test_a_new_password_ends_what_was_open(space):
    site = site_of(space, accounts={"lea": "lead", "ann": "coder"})
    ann = signed_in(site, "ann")
    site.accounts.set_password("ann", "nine yellow ladders")
    site.forget_accounts()
    assert ann.get("/").status_code == 303


def asked_for(person, route):
    """Ask for a route as its page would, with nothing in it."""
    if route.method == "GET":
        return person.get(route.path)
    headers = {"x-textmine-token": person.token}
    return person.client.post(route.path, headers=headers, follow_redirects=False)


ROLES = {"lead": "lea", "coder": "ann", "reader": "rex"}


def test_every_route_asks_for_its_role(space):
    site = site_of(space, accounts={name: role for role, name in ROLES.items()})
    nobody = at_door(site)
    for route in ROUTES:
        if not route.needs_session:
            assert route.path == "/enter"
            continue
        status = asked_for(nobody, route).status_code
        assert status == (303 if route.method == "GET" and not route.is_api else 401), route
    for role, name in ROLES.items():
        person = signed_in(site, name)
        for route in ROUTES:
            if not route.needs_session or route.path in ("/leave", "/coder"):
                continue
            status = asked_for(person, route).status_code
            assert (status == 403) == (role not in route.roles), (role, route)
            assert status < 500, route


def test_a_token_of_another_session_says_nothing(space):
    site = site_of(space, accounts={"lea": "lead", "ann": "coder"})
    lea, ann = signed_in(site, "lea"), signed_in(site, "ann")
    for route in ROUTES:
        if route.method == "POST":
            headers = {"x-textmine-token": ann.token}
            answer = lea.client.post(route.path, headers=headers, follow_redirects=False)
            assert answer.status_code == 403, route


def test_nothing_is_changed_from_elsewhere(space):
    ann = by_link(site_of(space), "ann")
    ann.open("/")
    foreign = (
        {"origin": "http://a.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://127.0.0.1:9999"},
    )
    wrong = ("", "x", "é", ann.token[:-1], ann.token + "0")
    for route in ROUTES:
        if route.method != "POST":
            continue
        for headers in foreign:
            sent = {"x-textmine-token": ann.token, **headers}
            assert ann.client.post(route.path, headers=sent).status_code == 403, (route, headers)
        for token in wrong:
            sent = {"x-textmine-token": token.encode()}
            assert ann.client.post(route.path, headers=sent).status_code == 403, (route, token)


def test_what_only_shows_changes_nothing(space):
    lea = by_link(site_of(space), "lea")
    before = visible_files(space.root)
    for route in ROUTES:
        if route.method == "GET" and route.path != "/enter":
            assert asked_for(lea, route).status_code < 500, route
    after = visible_files(space.root)
    changed = {name for name in after if after[name] != before.get(name)}
    assert not {name for name in changed if not name.startswith("codings.db")}


@pytest.mark.parametrize(
    "host", ["a.example", "a.example:8765", "192.0.2.7", "127.0.0.1.a.example"]
)
def test_another_name_is_refused(space, host):
    ann = by_link(site_of(space), "ann")
    assert ann.client.get("/", headers={"host": host}).status_code == 421


def test_every_answer_has_a_strict_policy(space):
    ann = by_link(site_of(space), "ann")
    for path in ("/", "/code", "/nowhere", "/static/style.css", "/api/openapi.json", "/api/none"):
        policy = ann.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_large_bodies_are_refused(space):
    ann = by_link(site_of(space), "ann")
    answer = ann.post("/coder", {"coder": "x" * 300_000})
    assert answer.status_code == 413
    answer = ann.send("/api/code/press", {"key": "x" * 300_000})
    assert answer.status_code == 413


def test_secrets_are_not_logged(space, caplog):
    caplog.set_level(logging.DEBUG)
    site = site_of(space, accounts={"lea": "lead"})
    lea = signed_in(site, "lea")
    lea.post("/enter", {"name": "lea", "password": "wrong wrong wrong"})
    told = caplog.text
    assert PASSWORD not in told
    assert "wrong wrong wrong" not in told
    assert lea.token not in told


def test_the_api_describes_itself(space):
    told = by_link(site_of(space)).get("/api/openapi.json").json()
    assert set(told["paths"]) == {one.path for one in ROUTES if one.is_api}
    assert "SentPress" in told["components"]["schemas"]
