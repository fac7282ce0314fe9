"""Who could be told by a quotation, by rules alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.privacy.made import made_corpus
from textmine.config import NlpSettings
from textmine.corpus.speakers import is_speaker, speakers
from textmine.privacy import QuotationRisk, is_public, judge_quotations, safer

PLAIN = "We would all like to have more trees and more benches in the park."
TEXTS = [PLAIN, f"{PLAIN} I agree.", f"So do I. {PLAIN}", "We sell gwibbers at 12,400 a year."]
PEOPLE = ["Ann", "Bob", "Cat", "Dee"]


def judged(text, *, document="d3", **how):
    columns = {"group": ["shop", "shop", "shop", how.pop("group", "shop")]}
    corpus = made_corpus([*TEXTS[:3], text], PEOPLE, **columns)
    settings = NlpSettings(lang="en")
    (found,) = judge_quotations(
        corpus, [(document, corpus.texts[int(document[1:])])], settings, rules_only=True, **how
    )
    return found


def test_words_of_everybody_tell_nothing():
    found = judged(TEXTS[3], document="d0")
    assert (found.level, found.reasons) == ("low", ())
    assert found.only_here == 0
    assert found.runs == 7


@pytest.mark.parametrize(
    ("text", "level", "reason"),
    [
        ("Write to dee@shop.example for more trees.", "high", "e-mail: dee@shop.example"),
        ("Call me on 020 7946 0018 about the trees.", "high", "phone: 020 7946 0018"),
        ("As Ann says, more trees would be good for us.", "high", "person: Ann"),
        ("Ich wohne Am Markt 3, wo die Bäume fehlen.", "high", "address: Am Markt 3"),
        ("Vor der Musterstraße 12 fehlt ein Baum.", "high", "address: Musterstraße 12"),
        ("Il n'y a pas d'arbre au 12 rue de la Paix.", "high", "address: 12 rue de la Paix"),
        ("From_ill_annoy and rider77 say so too.", "high", "user name: From_ill_annoy"),
        ("I'm in planning at the council.", "some", "tells of themselves: I'm in planning at the"),
        ("We sell gwibbers in the park.", "some", "words of nobody else: gwibbers"),
        ("It was 12,400 in 1999.", "some", "numbers of nobody else: 12,400"),
        ("My wife would like a park.", "some", "tells of themselves: My wife would like a park"),
    ],
)
def test_what_tells_who_speaks(text, level, reason):
    found = judged(text)
    assert found.level == level
    assert reason in found.reasons


def test_an_author_who_is_alone_with_what_is_known_of_them():
    found = judged(PLAIN, group="baker", k=2)
    assert (found.level, found.reasons) == ("some", ("its author alone is group baker",))
    found = judged("We sell gwibbers in the park.", group="baker", k=2)
    assert found.level == "high"
    two = made_corpus(TEXTS, PEOPLE, group=["shop", "shop", "baker", "baker"])
    (found,) = judge_quotations(two, [("d0", PLAIN)], NlpSettings(), rules_only=True)
    assert found.reasons == ("its author is one of 2 who are group shop",)


def test_a_search_finds_what_is_public():
    only_mine = "There would be room for so many trees if they moved the road."
    found = judged(only_mine, k=1)
    assert (found.level, found.only_here, found.runs) == ("low", 6, 6)
    found = judged(only_mine, k=1, public=True)
    assert found.level == "some"
    assert found.reasons == (
        "public: a search finds it (6 of its 6 eight-word strings are in no other text)",
    )
    assert judged(only_mine, k=1, public=False).level == "low"


def test_where_texts_are_public_is_told_by_how_they_came():
    corpus = made_corpus(TEXTS, PEOPLE)
    assert is_public(corpus) is None
    for source, public in (
        ({"name": "x", "read as": "discourse"}, True),
        ({"name": "x", "platform": "Polis"}, True),
        ({"name": "x", "read as": "interview"}, False),
    ):
        info = corpus.info.model_copy(update={"source": source})
        assert is_public(replace(corpus, info=info)) is public
    urls = [f"https://page.example/{place}" for place in range(4)]
    assert is_public(made_corpus(TEXTS, PEOPLE, meta__url=urls)) is True


def test_a_safer_one_is_the_first_that_tells_least():
    risks = [QuotationRisk(level) for level in ("high", "some", "low", "low")]
    assert safer(0, risks) == 2
    assert safer(0, risks, [1]) == 1
    assert safer(2, risks) is None
    assert safer(1, risks, [0]) is None


def test_an_author_is_a_speaker_only_where_it_names_somebody():
    assert [is_speaker(one) for one in ("Elm", "admin", "Anonymous", "import", "a/b.pdf")] == [
        True,
        False,
        False,
        False,
        False,
    ]
    assert speakers(made_corpus(TEXTS, ["Ann", "admin", "", "notes.docx"])) == ["Ann", "", "", ""]
    same = made_corpus(TEXTS, ["Ann"] * 4, thread_id=["1", "1", "2", "2"])
    assert speakers(same) == [""] * 4
    assert speakers(made_corpus(TEXTS, ["Ann"] * 4, thread_id=["1"] * 4)) == ["Ann"] * 4
