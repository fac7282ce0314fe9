"""Settle and draw from pages: disagreements one by one, who settled them, and who codes what."""

from __future__ import annotations

import re

import pytest

from tests.web.conftest import by_link, signed_in, site_of
from textmine.coding import open_codings, open_draws
from textmine.schema import Coding


def coded(space, **by_coder):
    codings = [
        Coding("town", document, "topic", code, coder, codebook="meeting", memo=f"{coder} thinks")
        for coder, codes in by_coder.items()
        for document, code in zip(("d000", "d001", "d002"), codes, strict=True)
    ]
    open_codings(space).append(codings)


def settled(space):
    return {
        one.document: (one.code, one.entered_by, one.memo)
        for one in open_codings(space).current("town")
        if one.origin == "adjudicated"
    }


@pytest.fixture
def lea(space):
    coded(space, ann=("rent", "rent", "paint"), bob=("rent", "train", "train"))
    return by_link(site_of(space), "lea")


def form_of(page, action):
    found = re.search(rf'<form method="post" action="{action}".*?</form>', page, re.DOTALL)
    return dict(re.findall(r'name="([^"]+)" value="([^"]*)"', found[0].split("<fieldset")[0]))


@pytest.mark.databases
def test_cases_are_settled_one_by_one(space, lea):
    page = lea.open("/settle", corpus="town")
    assert "case 1 of 2" in page
    assert "ann thinks" in page and "bob thinks" in page
    assert 'href="/read/town/d001#text"' in page
    assert 'name="by" value="lea"' in page
    sent = {**form_of(page, "/settle/case"), "code": "train", "reason": "buses", "by": "lea"}
    assert lea.post("/settle/case", sent).headers["location"].startswith("/settle?corpus=town")
    assert settled(space) == {"d001": ("train", "lea", "buses")}
    page = lea.open("/settle", corpus="town")
    assert "case 1 of 1" in page
    assert "buses" in page
    assert lea.post("/settle/reopen", form_of(page, "/settle/reopen")).status_code == 303
    assert settled(space) == {}
    assert "case 1 of 2" in lea.open("/settle", corpus="town")


def test_what_cannot_be_settled_is_refused(space, lea):
    page = lea.open("/settle", corpus="town")
    sent = {**form_of(page, "/settle/case"), "reason": "", "by": "lea"}
    assert "You chose no code" in lea.post("/settle/case", sent).text
    assert lea.post("/settle/case", {**sent, "code": "rents"}).status_code == 422
    assert lea.post("/settle/case", {**sent, "code": "rent", "by": "majority"}).status_code == 422
    assert lea.post("/settle/case", {**sent, "code": "rent", "document": "d9"}).status_code == 404
    assert lea.post("/settle/case", {**sent, "codebook": "/etc/x.toml"}).status_code == 422
    assert settled(space) == {}


def test_a_majority_settles_and_ties_stay_open(space, lea):
    coded(space, cat=("rent", "train", "rent"))
    lea.open("/settle", corpus="town")
    assert lea.post("/settle/majority", {"corpus": "town"}).status_code == 303
    assert settled(space)["d001"][:2] == ("train", "majority")
    assert "case 1 of 1" in lea.open("/settle", corpus="town")


def test_agreement_is_shown_to_the_lead(space, lea):
    page = lea.open("/settle/agreement", corpus="town")
    assert "Krippendorff" in page or "alpha" in page
    assert "rent" in page
    assert "What they mix up" in page


@pytest.mark.databases
def test_messages_are_drawn_and_dealt(space):
    lea = by_link(site_of(space), "lea")
    lea.open("/draws")
    sent = {"corpus": "town", "n": "4", "coders": "cat, dan", "shared": "50"}
    assert lea.post("/draws", sent).headers["location"] == "/draws"
    draw = open_draws(space).find("town", "draw-1")
    assert draw.coders == ["cat", "dan"]
    assert len(draw.drawn) == 4
    assert "cat: 0 of 3 coded" in lea.open("/draws")


@pytest.mark.parametrize(
    "wrong",
    [
        {"n": "none"},
        {"n": "0"},
        {"n": "999999"},
        {"coders": " , "},
        {"coders": "model:m"},
        {"coders": "cat,CAT"},
        {"shared": "101"},
        {"corpus": "nowhere"},
        {"corpus": "../town"},
        {"by": "nothing"},
    ],
)
def test_a_draw_that_cannot_be_made_is_refused(space, wrong):
    lea = by_link(site_of(space), "lea")
    lea.open("/draws")
    sent = {"corpus": "town", "n": "4", "coders": "cat, dan", **wrong}
    answer = lea.post("/draws", sent)
    assert answer.status_code in (404, 422)
    assert len(open_draws(space).all("town")) == 1


def test_agreement_is_not_for_coders(space):
    coded(space, ann=("rent", "rent", "paint"), bob=("rent", "train", "train"))
    site = site_of(space, accounts={"lea": "lead", "ann": "coder", "rex": "reader"})
    for name in ("ann", "rex"):
        person = signed_in(site, name)
        assert person.get("/settle", corpus="town").status_code == 403
        assert person.get("/settle/agreement", corpus="town").status_code == 403
        page = person.open("/")
        assert "alpha" not in page
        assert ">bob<" not in page
