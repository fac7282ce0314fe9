"""The door: the one-time link, names and passwords, sessions, tokens, hosts, roles."""

from __future__ import annotations

import logging

import pytest

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


def test_a_new_password_ends_what_was_open(space):
    site = site_of(space, accounts={"lea": "lead", "ann": "coder"})
    ann = signed_in(site, "ann")
    site.accounts.set_password("ann", "nine yellow ladders")
    site.forget_accounts()
    assert ann.get("/").status_code == 303


@pytest.mark.parametrize("route", ROUTES, ids=lambda one: f"{one.method} {one.path}")
def test_every_route_asks_for_its_role(space, route):
    roles = {"lea": "lead", "ann": "coder", "rex": "reader"}
    site = site_of(space, accounts=roles)
    if not route.needs_session:
        assert route.path == "/enter"
        return
    nobody = at_door(site)
    answer = nobody.get(route.path) if route.method == "GET" else nobody.post(route.path)
    assert answer.status_code == (303 if route.method == "GET" and not route.is_api else 401)
    for name, role in roles.items():
        if role in route.roles:
            continue
        person = signed_in(site, name)
        answer = person.get(route.path) if route.method == "GET" else person.post(route.path)
        assert answer.status_code == 403


@pytest.mark.parametrize(
    "route", [one for one in ROUTES if one.method == "POST"], ids=lambda one: one.path
)
def test_nothing_is_changed_from_elsewhere(space, route):
    ann = by_link(site_of(space), "ann")
    ann.open("/")
    token = {"x-textmine-token": ann.token}
    foreign = (
        {"origin": "http://a.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://127.0.0.1:9999"},
    )
    for headers in foreign:
        answer = ann.client.post(route.path, headers={**token, **headers})
        assert answer.status_code == 403, headers
    for wrong in ("", "x", "é", ann.token[:-1], ann.token + "0"):
        sent = {"x-textmine-token": wrong.encode()}
        assert ann.client.post(route.path, headers=sent).status_code == 403


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
