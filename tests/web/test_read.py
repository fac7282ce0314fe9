"""Read: documents are found by what is said of them, and opened at any place; coders stay blind."""

from __future__ import annotations

import html
import re

import pytest

from tests.web.conftest import by_link, signed_in, site_of
from textmine.coding import open_codings
from textmine.coding.live.openings import set_opening
from textmine.coding.live.queue import Queues
from textmine.coding.live.visible import show_others
from textmine.coding.texts import coded_texts
from textmine.corpus import CorpusInfo
from textmine.schema import Coding
from textmine.web.pages.read_shown import Mark, pieces_of
from textmine.web.places import place_of


def text_of(space, document):
    from textmine.corpus import load_corpus

    corpus = load_corpus(space, "town")
    return corpus.texts[corpus.ids.index(document)]


def give(space, document, code, coder, start=None, end=None, origin="human"):
    coding = Coding(
        "town", document, "topic", code, coder, origin, "meeting", start=start, end=end, memo="why"
    )
    open_codings(space).append([coding])


@pytest.fixture
def lea(space):
    return by_link(site_of(space), "lea")


def found(page):
    return sorted({one[1:5] for one in page.split("/read/town/")[1:] for one in [f"/{one}"]})


def test_words_people_and_threads_narrow_the_list(space, lea):
    assert "12 documents" in lea.open("/read", corpus="town")
    word = text_of(space, "d004").split()[0].strip(".")
    page = lea.open("/read", corpus="town", q=word)
    assert "d004" in found(page)
    assert f'<mark class="found">{word}</mark>' in page
    assert found(lea.open("/read", corpus="town", thread="t01")) == ["d003", "d004", "d005"]
    assert found(lea.open("/read", corpus="town", author="PERSON 1")) == ["d001", "d008"]
    assert "No" not in lea.open("/read", corpus="town", author="nobody").split("<ol")[1]
    assert "0 of 12 documents" in lea.open("/read", corpus="town", author="nobody")


def test_passages_of_a_file_stand_in_a_file_and_not_in_a_thread(space, lea, monkeypatch):
    pages = [{"path": "/read", "corpus": "town"}, {"path": "/read/town/d004"}]
    for cut, whole in ((False, "thread"), (True, "file")):
        monkeypatch.setattr(CorpusInfo, "cut_files", cut)
        told = [lea.open(**page) for page in pages]
        assert f">{whole} t01</a>" in told[0] and f"<label>{whole.capitalize()} <input" in told[0]
        assert f"· {whole} t01 · document d004" in told[1]


def test_programs_search_too(space, lea):
    told = lea.get("/api/read", corpus="town", thread="t01").json()
    assert (told["n"], told["pages"]) == (3, 1)
    assert [one["document"] for one in told["documents"]] == ["d003", "d004", "d005"]
    assert told["documents"][0]["address"] == "/read/town/d003#text"
    assert lea.get("/api/read", corpus="town", q='"open').status_code == 422


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"q": '"open'}, "closing quotation mark is missing"),
        ({"since": "yesterday"}, "is no day"),
        ({"code": "x"}, "is no code"),
        ({"code": "/etc/passwd:topic=rent"}, "is not the name of a codebook"),
        ({"theme": "../x:T01"}, "has no topic model"),
    ],
)
def test_what_cannot_be_read_is_said(lea, asked, told):
    page = lea.open("/read", corpus="town", **asked)
    assert 'role="alert"' in page
    assert told in page


def test_a_text_opens_in_its_thread_at_any_place(space, lea):
    text = text_of(space, "d004")
    page = lea.open("/read/town/d004", at="3-9")
    assert f'<mark id="at" tabindex="-1" class="at">{text[3:9]}</mark>' in page
    assert page.index("/d003") < page.index("/d005")
    assert lea.get("/read/town/d004", at="9-3").status_code == 422
    assert lea.get("/read/town/nowhere").status_code == 404
    assert lea.get("/read/nowhere/d004").status_code == 404


def test_marks_show_codes_where_they_are_switched_on(space, lea):
    give(space, "d000", "rent", "ann", 0, 4)
    give(space, "d001", "train", "model:m", origin="machine")
    page = lea.open("/read/town/d000")
    assert "mark class" not in page
    page = lea.open("/read/town/d000", codes="1")
    assert f'<mark class="code">{text_of(space, "d000")[:4]}</mark>' in page
    assert "rent, ann" in page
    assert 'class="tag machine"' in page
    rent = {"corpus": "town", "code": "meeting:topic=rent"}
    assert found(lea.open("/read", **rent)) == ["d000"]
    give(space, "d002", "rent", "bob")
    assert found(lea.open("/read", **rent)) == ["d000", "d002"]
    assert found(lea.open("/read", **rent, by="machine")) == []


@pytest.fixture
def ann_and_bob(space):
    give(space, "d000", "rent", "ann", 0, 4)
    give(space, "d000", "train", "bob", 5, 9)
    give(space, "d001", "paint", "bob")
    give(space, "d002", "paint", "model:m", origin="machine")
    roles = {"lea": "lead", "ann": "coder", "rex": "reader"}
    return site_of(space, accounts=roles)


def told_of(page):
    """Who is named beside codes."""
    beside = re.findall(r'class="(?:label|tag [a-z]+)"[^>]*>(.*?)</', page, re.DOTALL)
    whole = re.findall(r"</b> (.*?)</span>", page)
    every = html.unescape(" ".join([*beside, *whole]))
    return {name for name in ("ann", "bob", "model 'm'") if name in every}


def test_coders_see_their_own_codes_alone(space, ann_and_bob):
    ann = signed_in(ann_and_bob, "ann")
    rex, lea = signed_in(ann_and_bob, "rex"), signed_in(ann_and_bob, "lea")
    asked = {"codes": "1", "themes": "any"}
    assert told_of(ann.open("/read/town/d000", **asked)) == {"ann"}
    assert told_of(rex.open("/read/town/d000", codes="1")) == set()
    assert told_of(lea.open("/read/town/d000", codes="1")) == {"ann", "bob", "model 'm'"}
    assert told_of(ann.open("/read", corpus="town", codes="1")) == {"ann"}
    assert told_of(lea.open("/read", corpus="town", codes="1")) == {"ann", "bob", "model 'm'"}
    code = {"corpus": "town", "code": "meeting:topic=paint"}
    assert found(lea.open("/read", **code)) == ["d001"]
    for by in ("people", "machine"):
        assert ann.get("/api/read", **code, by=by).json()["n"] == 0
        assert found(ann.open("/read", **code, by=by)) == []
        assert found(rex.open("/read", **code, by=by)) == []


def test_who_leads_and_codes_sees_others_behind_their_own_code(space):
    dealt = Queues().find(space.codings_url, "town", "d1").documents_of("ann")
    mine, other = dealt[0], next(f"d{n:03d}" for n in range(12) if f"d{n:03d}" not in dealt)
    for document in (mine, other):
        give(space, document, "train", "bob", 0, 4)
    ann = by_link(site_of(space), "ann")
    train = {"corpus": "town", "code": "meeting:topic=train"}
    assert found(ann.open("/read", **train)) == [other]
    page = ann.open(f"/read/town/{mine}", codes="1")
    assert "train, bob" not in page.split('id="text"')[1].split("</article>")[0]
    give(space, mine, "rent", "ann")
    assert found(ann.open("/read", **train)) == sorted([mine, other])
    assert "train, bob" in ann.open(f"/read/town/{mine}", codes="1")


def test_what_the_lead_opened_is_seen_by_those_who_asked(space, ann_and_bob):
    url = space.codings_url
    set_opening(url, "codes", "town", "", open=True, by="lea")
    ann, rex = signed_in(ann_and_bob, "ann"), signed_in(ann_and_bob, "rex")
    assert told_of(rex.open("/read/town/d000", codes="1")) == {"ann", "bob", "model 'm'"}
    assert told_of(ann.open("/read/town/d000", codes="1")) == {"ann"}
    assert Queues().find(url, "town", "d1")
    show_others(url, "town", "d000", "ann", "meeting", coded_texts(space))
    assert told_of(ann.open("/read/town/d000", codes="1")) == {"ann", "bob"}
    set_opening(url, "codes", "town", "", open=False, by="lea")
    assert told_of(ann.open("/read/town/d000", codes="1")) == {"ann"}
    assert told_of(rex.open("/read/town/d000", codes="1")) == set()


def test_a_coder_who_coded_a_text_may_ask_for_others_beside_it(space):
    site = site_of(space, accounts={"lea": "lead", "ann": "coder", "bob": "coder"})
    document, other = Queues().find(space.codings_url, "town", "d1").documents_of("ann")[:2]
    for one in (document, other):
        give(space, one, "train", "bob")
    give(space, document, "rent", "ann")
    ann = signed_in(site, "ann")
    sent = {"corpus": "town", "draw": "d1", "codebook": "meeting", "document": document}

    def offers(one):
        return "What others say" in ann.open(f"/read/town/{one}")

    assert not offers(document)
    set_opening(space.codings_url, "codes", "town", "", open=True, by="lea")
    assert not offers(document)
    assert ann.post("/read/others", sent).status_code == 403
    tone = Coding("town", document, "tone", "calm", "ann", codebook="meeting")
    open_codings(space).append([tone])
    assert offers(document)
    assert not offers(other)
    assert ann.post("/read/others", {**sent, "document": other}).status_code == 403
    address = ann.post("/read/others", sent).headers["location"]
    assert address == f"/read/town/{document}?codes=1#text"
    assert told_of(ann.open(f"/read/town/{document}", codes="1")) == {"ann", "bob"}
    assert not offers(document)


def test_pieces_hold_every_mark():
    marks = [Mark(0, 5, "code", "rent"), Mark(3, 8, "at"), Mark(9, 99, "found"), Mark(4, 4, "at")]
    pieces = pieces_of("abcdefghijkl", marks)
    assert [one.text for one in pieces] == ["abc", "de", "fgh", "i", "jkl"]
    assert [one.kinds for one in pieces] == [("code",), ("code", "at"), ("at",), (), ("found",)]
    assert [one.labels for one in pieces] == [(), ("rent",), (), (), ()]
    assert [one.begins for one in pieces] == [False, True, False, False, False]
    assert pieces_of("", []) == []
    many = [Mark(at, at + 1, "found") for at in range(0, 40_000, 2)]
    assert "".join(one.text for one in pieces_of("ab" * 20_000, many)) == "ab" * 20_000


@pytest.mark.parametrize(
    ("document", "address"),
    [
        ("d1", "/read/town/d1#text"),
        ("a/b c?", "/read/town/a%2Fb%20c%3F#text"),
        ("..", "/read/town/-?document=..#text"),
        ("a/../b", "/read/town/-?document=a%2F..%2Fb#text"),
    ],
)
def test_every_document_has_an_address(document, address):
    assert place_of("town", document) == address
