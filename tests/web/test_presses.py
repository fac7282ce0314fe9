"""Presses: kept at once and once, checked, blind, and undone by saying what was said before."""

from __future__ import annotations

import pytest

from tests.web.conftest import by_link, signed_in, site_of
from textmine.coding import open_codings

ASKED = {"corpus": "town", "draw": "d1", "codebook": "meeting"}


def press(person, document, dimension="topic", codes=({"code": "rent"},), key="k" * 16, **more):
    body = {**ASKED, "document": document, "dimension": dimension, "key": key}
    body |= {"coder": "ann", "codes": list(codes), **more}
    return person.send("/api/code/press", body)


@pytest.fixture
def ann(space):
    person = by_link(site_of(space), "ann")
    person.open("/code")
    return person


def first(person) -> str:
    return person.get("/api/code/queue", **ASKED).json()["items"][0]["document"]


def said(space):
    return [
        (one.coder, one.document, one.dimension, one.code, one.start, one.end)
        for one in open_codings(space).current("town")
    ]


def test_a_press_is_kept_once(space, ann):
    document = first(ann)
    assert press(ann, document).json() == {"key": "k" * 16, "kept": True, "again": False}
    assert press(ann, document).json()["again"] is True
    assert said(space) == [("ann", document, "topic", "rent", None, None)]
    [coding] = open_codings(space).current("town")
    assert coding.text_digest
    assert (coding.suggested_by, coding.codebook, coding.round) == ("", "meeting", 1)


def test_a_press_takes_the_place_of_the_one_before_and_nothing_takes_it_back(space, ann):
    document = first(ann)
    press(ann, document)
    press(ann, document, codes=[{"code": "train"}], key="b" * 16, memo="a doubt")
    assert said(space) == [("ann", document, "topic", "train", None, None)]
    press(ann, document, codes=[], key="c" * 16)
    assert said(space) == []
    assert len(open_codings(space).history("town")) == 3


def test_several_codes_and_spans(space, ann):
    document = first(ann)
    press(ann, document, "tone", [{"code": "calm"}, {"code": "cross"}])
    spans = [{"code": "rent", "start": 0, "end": 3}, {"code": "train", "start": 4, "end": 7}]
    press(ann, document, codes=spans, key="b" * 16)
    assert len(said(space)) == 4
    press(ann, document, codes=spans[1:], key="c" * 16)
    assert ("ann", document, "topic", "train", 4, 7) in said(space)
    assert len(said(space)) == 3


@pytest.mark.parametrize(
    ("dimension", "codes"),
    [
        ("topic", [{"code": "rents"}]),
        ("topics", [{"code": "rent"}]),
        ("topic", [{"code": "rent"}, {"code": "train"}]),
        ("tone", [{"code": "calm"}, {"code": None}]),
        ("topic", [{"code": "rent"}, {"code": "train", "start": 0, "end": 3}]),
        (
            "topic",
            [{"code": "rent", "start": 0, "end": 5}, {"code": "train", "start": 3, "end": 8}],
        ),
        ("topic", [{"code": "rent", "start": 3, "end": 3}]),
        ("topic", [{"code": "rent", "start": 0, "end": 100_000}]),
        ("topic", [{"code": "rent", "start": 1}]),
        ("topic", [{"code": "rent", "start": -1, "end": 2}]),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(space, ann, dimension, codes):
    answer = press(ann, first(ann), dimension, codes)
    assert answer.status_code == 422
    assert answer.json()["error"].endswith(".")
    assert said(space) == []


def test_only_what_was_dealt_and_only_as_oneself(space, ann):
    dealt = {one["document"] for one in ann.get("/api/code/queue", **ASKED).json()["items"]}
    other = next(name for name in (f"d{n:03d}" for n in range(12)) if name not in dealt)
    assert press(ann, other).status_code == 403
    assert press(ann, first(ann), coder="bob").status_code == 409
    assert press(ann, first(ann), codebook="../meeting.toml").status_code == 422
    assert said(space) == []


def test_nobody_sees_what_another_coder_said(space):
    site = site_of(space, accounts={"lea": "lead", "ann": "coder", "bob": "coder"})
    ann, bob = signed_in(site, "ann"), signed_in(site, "bob")
    document = first(ann)
    press(ann, document, memo="my own thought", unsure=True)
    told = bob.get("/api/code/item", **ASKED, document=document).json()
    assert told["said"] == {}
    assert told["unsure"] == []
    pages = (bob.open("/"), bob.open("/code"), bob.open("/code", **ASKED))
    assert not any("my own thought" in page or ">ann<" in page for page in pages)
    assert bob.get("/api/code/queue", **ASKED).json()["items"][0]["done"] == []
    mine = ann.get("/api/code/item", **ASKED, document=document).json()
    assert mine["said"]["topic"] == {
        "codes": [{"code": "rent", "start": None, "end": None}],
        "memo": "my own thought",
    }
    assert mine["unsure"] == ["topic"]


def test_what_was_skipped_is_said_until_it_is_coded(ann):
    document = first(ann)
    press(ann, document, "*", [])
    assert ann.get("/api/code/queue", **ASKED).json()["items"][0]["skipped"] is True
    press(ann, document, key="b" * 16)
    item = ann.get("/api/code/queue", **ASKED).json()["items"][0]
    assert item["skipped"] is False
    assert item["done"] == ["topic"]
