"""Themes: cards from which one reads on, and what people make of topics, with reasons."""

from __future__ import annotations

import re

import pytest

from tests.made import add_corpus, copied, small_documents
from tests.web.conftest import by_link, meeting, signed_in, site_of
from textmine.corpus import load_corpus
from textmine.topics import fit_topics
from textmine.topics.naming.themes import load_themes

MODEL = {"model": "town-topics"}


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    space = meeting(tmp_path_factory.mktemp("themes") / "meeting", 60)
    rows, _ = small_documents(60, "bc", seed=3)
    add_corpus(space, "lake", rows, space.root.with_suffix(".csv"))
    settings = space.settings.override("topics", n_topics=3)
    fit_topics(space, load_corpus(space, "town"), "town-topics", settings)
    return space.root


@pytest.fixture
def topical(fitted, tmp_path):
    return copied(fitted, tmp_path / "meeting")


@pytest.fixture
def lea(topical):
    person = by_link(site_of(topical), "lea")
    person.open("/themes")
    return person


def themes_of(space):
    found = load_themes(space.root / "models" / "town-topics")
    return {name: (one.topics, one.stage) for name, one in found.themes.items()}


def test_a_quotation_leads_to_its_place(topical, lea):
    page = lea.open("/themes", **MODEL)
    assert page.count('class="card"') == 3
    corpus = load_corpus(topical, "town")
    texts = dict(zip(corpus.ids, corpus.texts, strict=True))
    quoted = re.findall(r'<a href="/read/town/(d\d+)\?at=(\d+)-(\d+)#at"', page)
    assert quoted
    document, start, end = quoted[0]
    opened = lea.open(f"/read/town/{document}", at=f"{start}-{end}")
    assert f'class="at">{texts[document][int(start) : int(end)]}</mark>' in opened


def test_people_name_join_part_and_finish(topical, lea):
    sent = {**MODEL, "topic": "T01", "name": "Rents", "description": "Rooms", "reason": "read"}
    assert lea.post("/themes/name", sent).headers["location"].startswith("/themes?model=")
    joined = {**MODEL, "topic:T01": "yes", "topic:T02": "yes", "into": "Both", "reason": "alike"}
    assert lea.post("/themes/merge", joined).status_code == 303
    assert themes_of(topical)["Both"] == (("T01", "T02"), "prototype")
    page = lea.open("/themes", **MODEL)
    assert "T01+T02" in page
    assert "alike" in page
    assert lea.post("/themes/finish", {**MODEL, "name": "Both"}).status_code == 422
    done = {**MODEL, "name": "Both", "reason": "read all"}
    assert lea.post("/themes/finish", done).status_code == 303
    assert themes_of(topical)["Both"][1] == "final"
    assert lea.post("/themes/part", {**MODEL, "name": "Both"}).status_code == 303
    assert themes_of(topical) == {"Rents": (("T01",), "prototype")}


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/themes/name", {"topic": "T99", "name": "x"}),
        ("/themes/name", {"topic": "T01", "name": "T02"}),
        ("/themes/name", {"topic": "T01", "name": "x", "model": "../town-topics"}),
        ("/themes/name", {"topic": "T01", "name": "x", "model": "none"}),
        ("/themes/merge", {"topic:T01": "yes", "into": "x"}),
        ("/themes/part", {"name": "nothing"}),
        ("/themes/finish", {"name": "nothing", "reason": "x"}),
    ],
)
def test_what_cannot_be_is_refused(topical, lea, path, form):
    assert lea.post(path, {**MODEL, **form}).status_code in (404, 422)
    assert themes_of(topical) == {}


def test_documents_are_found_by_theme(lea):
    told = [
        int(re.search(r"(\d+) of 60 documents", lea.open("/read", corpus="town", theme=one))[1])
        for one in ("town-topics:T01", "town-topics:T02", "town-topics:T03")
    ]
    assert sum(told) <= 60
    assert all(told)
    page = lea.open("/read/town/d000", themes="town-topics")
    assert 'class="tag theme"' in page
    assert '<mark class="theme">' in page


def test_two_corpora_stand_side_by_side(lea):
    asked = {"first": "town", "second": "lake", **MODEL}
    page = lea.open("/themes/compare", **asked)
    assert "/read/town/" in page
    assert "/read/lake/" in page
    assert lea.get("/themes/compare", **{**asked, "second": "town"}).status_code == 422
    assert lea.get("/themes/compare", **{**asked, "second": "none"}).status_code == 404
    assert lea.get("/themes/compare", **{**asked, "model": "none"}).status_code == 422


def test_coders_see_no_themes_and_readers_change_none(topical):
    site = site_of(topical, accounts={"ann": "coder", "rex": "reader"})
    ann, rex = signed_in(site, "ann"), signed_in(site, "rex")
    assert ann.get("/themes", **MODEL).status_code == 403
    assert "theme" not in ann.open("/read/town/d000", themes="town-topics").split("<main")[1]
    assert "60 documents" in ann.open("/read", corpus="town", theme="town-topics:T01")
    assert "Name it" not in rex.open("/themes", **MODEL)
    assert rex.post("/themes/name", {**MODEL, "topic": "T01", "name": "x"}).status_code == 403
    assert themes_of(topical) == {}
