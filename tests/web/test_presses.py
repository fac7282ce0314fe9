"""Presses: kept at once and once, checked, blind, and undone by saying what was said before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.web.conftest import by_link, signed_in, site_of
from textmine.codebook import Rule, find_codebook, redefine_code, save_codebook
from textmine.coding import open_codings, open_draws
from textmine.coding.changing import ChangeRequest, change_codebook
from textmine.coding.sampling.drawing import draw_sample
from textmine.coding.sampling.request import SampleRequest
from textmine.schema import Coding

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


@pytest.mark.databases
def test_a_press_is_kept_once(space, ann):
    document = first(ann)
    kept = {"key": "k" * 16, "kept": True, "again": False, "broken": []}
    assert press(ann, document).json() == kept
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


@pytest.mark.databases
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


@pytest.mark.databases
def test_what_was_skipped_is_said_until_it_is_coded(ann):
    document = first(ann)
    press(ann, document, "*", [])
    assert ann.get("/api/code/queue", **ASKED).json()["items"][0]["skipped"] is True
    press(ann, document, key="b" * 16)
    item = ann.get("/api/code/queue", **ASKED).json()["items"][0]
    assert item["skipped"] is False
    assert item["done"] == ["topic"]


def opened(site, space, what="codes", draw=""):
    lea = signed_in(site, "lea")
    lea.open("/draws")
    sent = {"what": what, "corpus": "town", "draw": draw}
    assert lea.post("/draws/open", sent).status_code == 303


@pytest.mark.databases
def test_others_are_seen_only_when_opened_and_after_ones_own_code(space):
    site = site_of(space, accounts={"lea": "lead", "ann": "coder", "bob": "coder"})
    ann, bob = signed_in(site, "ann"), signed_in(site, "bob")
    document = first(ann)
    press(ann, document, memo="a thought")
    see = {**ASKED, "document": document}
    press(bob, document, codes=[{"code": "train"}], key="b" * 16, coder="bob")
    press(bob, document, "tone", [{"code": "calm"}], key="c" * 16, coder="bob")
    assert bob.send("/api/code/others", see).status_code == 403
    opened(site, space)
    assert ann.send("/api/code/others", see).status_code == 403
    [told] = bob.send("/api/code/others", see).json()["codes"]
    assert (told["coder"], told["code"], told["memo"]) == ("ann", "rent", "a thought")
    answer = press(bob, document, codes=[{"code": "rent"}], key="d" * 16, coder="bob")
    assert answer.status_code == 422
    assert ("bob", document, "topic", "train", None, None) in said(space)


@pytest.mark.databases
def test_suggestions_are_kept_as_seen(space):
    draw = draw_sample(space, SampleRequest("town", n=3, coders=("ann",), name="d2"))
    names = [one.document for one in draw.drawn]
    suggested = {"topic": {name: ["rent"] for name in names}}
    design = {**draw.design, "purpose": "suggest", "suggestions_by": "model:m"}
    design |= {"suggested": suggested, "blind": names[2:]}
    open_draws(space).add(replace(draw, name="d3", design=design))
    site = site_of(space, accounts={"lea": "lead", "ann": "coder"})
    ann = signed_in(site, "ann")
    asked = {**ASKED, "draw": "d3"}
    see = {**asked, "document": names[0]}
    assert ann.send("/api/code/suggestion", see).status_code == 403
    opened(site, space, "suggestions", "d3")
    assert ann.get("/api/code/item", **see).json()["suggestions"] is True
    assert ann.send("/api/code/suggestion", see).json() == {
        "by": "model 'm'",
        "codes": {"topic": ["rent"]},
    }
    assert ann.send("/api/code/suggestion", {**see, "document": names[2]}).json()["codes"] == {}
    for place, name in enumerate(names):
        press(ann, name, key=f"{place}" * 16, draw="d3")
    press(ann, names[0], "tone", [{"code": "calm"}], key="z" * 16, draw="d3")
    came = {(one.document, one.dimension): one for one in open_codings(space).current("town")}
    assert came[names[0], "topic"].suggested_by == "model:m"
    assert came[names[0], "topic"].confirmed
    assert came[names[1], "topic"].suggested_by == ""
    assert came[names[2], "topic"].suggested_by == ""
    assert came[names[0], "tone"].suggested_by == ""


def test_codes_that_break_a_rule_are_named_at_once_and_kept(space, ann):
    book = find_codebook("meeting", space)
    rule = Rule(reason="Trains are loud.", when={"topic": ("train",)}, never={"tone": ("calm",)})
    save_codebook(space, book.model_copy(update={"rules": (rule,)}))
    document = first(ann)
    assert press(ann, document, codes=[{"code": "train"}]).json()["broken"] == []
    calm = press(ann, document, "tone", [{"code": "calm"}], key="b" * 16).json()
    assert calm["kept"] is True
    assert calm["broken"] == ["topic = train with tone = calm: Trains are loud."]
    assert ann.get("/api/code/item", **ASKED, document=document).json()["broken"]
    mended = press(ann, document, "tone", [{"code": "cross"}], key="c" * 16)
    assert mended.json()["broken"] == []


def test_what_a_changed_codebook_calls_back_comes_up_again(space, ann):
    document = first(ann)
    press(ann, document)
    press(ann, document, "tone", [{"code": "calm"}], key="b" * 16)
    assert ann.get("/api/code/queue", **ASKED).json()["items"][0]["done"] == ["topic", "tone"]
    request = ChangeRequest("meeting", "too wide", "lea")
    change_codebook(
        space,
        request,
        lambda book, why: redefine_code(book, "topic", "rent", definition="The price.", **why),
    )
    assert ann.get("/api/code/queue", **ASKED).json()["items"][0]["done"] == ["tone"]
    assert ann.get("/api/code/item", **ASKED, document=document).json()["again"] == ["topic"]
    press(ann, document, key="c" * 16)
    assert ann.get("/api/code/queue", **ASKED).json()["items"][0]["done"] == ["topic", "tone"]


def test_presses_of_a_day_are_one_row_of_the_batches(space, ann, run_in):
    for place, item in enumerate(ann.get("/api/code/queue", **ASKED).json()["items"][:3]):
        press(ann, item["document"], key=f"{place}" * 16)
    open_codings(space).append([Coding("town", "d000", "topic", "rent", "cat", codebook="meeting")])
    press(ann, first(ann), codes=[{"code": "train"}], key="d" * 16)
    ran = run_in(space.root)("coding", "batches", "town", "--format", "json")
    told = {row["coders"]: (str(row["batch"]), row["codings"], row["stand"]) for row in ran.rows}
    assert told == {"ann": ("1-3, 5", 4, 3), "cat": ("4", 1, 1)}
