"""Review: who may, what is shown, and how what is decided counts."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.web.conftest import by_link, signed_in, site_of
from tests.web.reviews import ALIKE, BLIND, SUGGESTED, leave_to_people
from textmine.coding import open_codings
from textmine.coding.live.reviewed import LONGEST, counts_of, decisions_of
from textmine.coding.suggested import blind_codings, how_given

QUEUE = {"corpus": "town", "draw": "review-1"}
PEOPLE = {"lea": "lead", "ann": "coder", "bob": "coder", "rex": "reader"}


@pytest.fixture
def site(space):
    leave_to_people(space)
    return site_of(space)


@pytest.fixture
def lea(site):
    person = by_link(site, "lea")
    person.open("/review")
    return person


def look(person, document):
    return person.send("/api/review/look", {**QUEUE, "document": document})


def decide(person, document, codes, what="decide", coder="lea", key="", **more):
    body = {**QUEUE, "document": document, "what": what, "codes": codes, "coder": coder}
    body |= {"key": key or f"key of {document} {coder}", **more}
    return person.send("/api/review/decision", body)


def both(topic, tone=None):
    return {"topic": [topic], "tone": [tone]}


def codings(space):
    return {(one.document, one.dimension): one for one in open_codings(space).current("town")}


def counts(space):
    return counts_of(decisions_of(space.codings_url, "town", "review-1"))


def test_only_who_is_let_reviews(space):
    leave_to_people(space)
    site = site_of(space, accounts=PEOPLE)
    lea, ann, bob = (signed_in(site, name) for name in ("lea", "ann", "bob"))

    def answers(person):
        page = person.get("/review", **QUEUE).status_code
        listed = person.get("/api/review/queue", **QUEUE).status_code
        sent = decide(person, "d000", {}, "pass", coder="ann").status_code
        return page, listed, look(person, "d000").status_code, sent

    assert answers(ann) == (403,) * 4
    assert "review-1" not in ann.open("/review")
    assert lea.post("/review/let", {**QUEUE, "coder": "rex", "may": "yes"}).status_code == 422
    assert lea.post("/review/let", {**QUEUE, "coder": "ann", "may": "yes"}).status_code == 303
    assert answers(ann) == (200,) * 4
    assert answers(bob)[:3] == (403,) * 3
    assert ann.post("/review/let", {**QUEUE, "coder": "bob", "may": "yes"}).status_code == 403
    assert "May review beside you: ann." in lea.open("/review")
    lea.post("/review/let", {**QUEUE, "coder": "ann"})
    assert answers(ann) == (403,) * 4
    assert signed_in(site, "rex").get("/review").status_code == 403


def test_a_document_comes_with_what_the_machine_says_and_why(lea):
    told = look(lea, "d000").json()
    assert told["by"] == "model 'm'"
    assert told["decide"] == ["topic: rent or train"]
    topic = told["machine"]["topic"]
    assert topic["codes"] == ["rent"]
    assert topic["possible"] == [{"code": "rent", "p": 0.61}, {"code": "train", "p": 0.33}]
    assert len(topic["words"]) == 2
    assert topic["why"][1] == "+0.70 words"
    assert told["machine"]["tone"]["codes"] == []


def test_what_is_accepted_or_corrected_never_scores_the_machine(space, lea):
    for document in ("d000", "d001"):
        look(lea, document)
    accepted = decide(lea, "d000", both("rent"), seconds=4).json()
    corrected = decide(lea, "d001", both("paint"), seconds=9e5).json()
    assert (accepted["what"], corrected["what"]) == ("accept", "correct")
    found = codings(space)
    assert {how_given(found["d000", one]) for one in ("topic", "tone")} == {"confirmed"}
    assert how_given(found["d001", "topic"]) == "after"
    assert how_given(found["d001", "tone"]) == "confirmed"
    assert blind_codings(found.values()) == []
    assert all(one.coder == "lea" and one.suggested_by == "model:m" for one in found.values())
    of = counts(space)["lea"]
    assert (of.accepted, of.corrected, of.passed) == (1, 1, 0)
    assert of.seconds == (4 + LONGEST) / 2


def test_a_decision_is_kept_once_and_changed_by_another_one(space, lea):
    look(lea, "d000")
    assert decide(lea, "d000", both("rent")).json()["again"] is False
    assert decide(lea, "d000", both("rent")).json()["again"] is True
    assert len(decisions_of(space.codings_url, "town", "review-1")) == 1
    assert len(open_codings(space).history("town")) == 2
    assert decide(lea, "d000", both("train", "calm"), key="another key").status_code == 200
    assert codings(space)["d000", "topic"].code == "train"
    assert look(lea, "d000").json()["said"] == {"topic": ["train"], "tone": ["calm"]}
    assert counts(space)["lea"].corrected == 1


def test_a_document_passed_on_has_no_code(space, lea):
    look(lea, "d000")
    assert decide(lea, "d000", {}, "pass").json()["what"] == "pass"
    assert codings(space) == {}
    items = lea.get("/api/review/queue", **QUEUE).json()["items"]
    assert [one["what"] for one in items] == ["pass", "", "", "", ""]


def test_beside_a_blind_document_nothing_is_shown(space, lea):
    told = look(lea, BLIND).json()
    assert (told["blind"], told["machine"], told["decide"]) == (True, {}, [])
    assert SUGGESTED[BLIND] == "train"
    assert decide(lea, BLIND, both("train")).json()["what"] == "correct"
    assert {one.suggested_by for one in codings(space).values()} == {""}


def test_texts_that_are_alike_stand_together_and_are_seen_together(space, lea):
    items = lea.get("/api/review/queue", **QUEUE).json()["items"]
    assert [one["document"] for one in items if one["alike"] == 1] == list(ALIKE)
    first, second = ALIKE
    assert [one["document"] for one in look(lea, first).json()["alike"]] == [second]
    decide(lea, second, both("paint"))
    assert how_given(codings(space)[second, "topic"]) == "after"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"codes": {"topic": ["rent"]}}, 422),
        ({"codes": both("rents")}, 422),
        ({"codes": {**both("rent"), "mood": ["rent"]}}, 422),
        ({"codes": {"topic": ["rent", "train"], "tone": [None]}}, 422),
        ({"coder": "ann"}, 409),
        ({"document": "d009"}, 403),
        ({"draw": "d1"}, 404),
        ({"what": "like"}, 422),
        ({"seconds": -1}, 422),
        ({"key": "short"}, 422),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(space, lea, change, status):
    body = {**QUEUE, "document": "d000", "what": "decide", "codes": both("rent")}
    body |= {"coder": "lea", "key": "k" * 16, **change}
    assert lea.send("/api/review/decision", body).status_code == status
    assert codings(space) == {}
    assert counts(space) == {}


def test_jobs_are_the_commands(site, lea, space):
    started = []
    site.jobs = SimpleNamespace(
        start=lambda words, by, then: (
            started.append((words, by, then)) or SimpleNamespace(number=7)
        ),
        all=list,
        close=lambda: None,
    )
    answer = lea.post("/review/start", {"kind": "retrain", **QUEUE, "name": "town-again"})
    assert answer.headers["location"] == "/jobs/one?number=7"
    words, by, then = started[0]
    assert " ".join(words) == (
        "train town --name town-again --codebook meeting --dimension topic --dimension tone"
    )
    assert (by, then) == ("lea", "/review")
    for wrong in ({"name": "../x"}, {"name": "a", "draw": "d1"}, {"name": "a", "kind": "shell"}):
        sent = {"kind": "retrain", **QUEUE, **wrong}
        assert lea.post("/review/start", sent).status_code in (404, 422)
    sent = {"kind": "queue", "model": "m", "corpus": "town"}
    assert lea.post("/review/start", sent).status_code == 404
    (space.root / "models" / "m").mkdir(parents=True)
    (space.root / "models" / "m" / "manifest.json").write_text("{}", encoding="utf-8")
    assert lea.post("/review/start", {**sent, "share": "0"}).status_code == 422
    assert lea.post("/review/start", {**sent, "share": "25"}).status_code == 303
    words = started[1][0]
    assert words[:6] == ["apply", "m", "town", "--record", "--review", "0.25"]
    assert {"--queue", "--why", "--out"} <= set(words)
