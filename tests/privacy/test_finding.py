"""What each rule finds, and what has the same form and is none."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.privacy.made import ruled, spans
from textmine.privacy.finding import Found, context_rules, count_casing, settle, streets
from textmine.privacy.finding.entities import judge


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Write to jo.b+x@mail.example.org.", "e-mail", "jo.b+x@mail.example.org"),
        ("jo@example. Com please", "e-mail", "jo@example. Com"),
        ("jo (at) example (dot) org", "e-mail", "jo (at) example (dot) org"),
        ("See https://example.org/a?b=1, then", "url", "https://example.org/a?b=1"),
        ("see www.example.com.", "url", "www.example.com"),
        ("at example.co.uk/x we", "url", "example.co.uk/x"),
        ("https: //ask. Example. Es/proposals/4", "url", "https: //ask. Example. Es/proposals/4"),
        ("thanks @jo_b!", "user", "@jo_b"),
        ("from 192.168.0.17 today", "ip", "192.168.0.17"),
        ("ring 0113 496 0123 now", "phone", "0113 496 0123"),
        ("ring 020 7946 0018", "phone", "020 7946 0018"),
        ("ring +44 (0)20 7946 0018", "phone", "+44 (0)20 7946 0018"),
        ("(555) 010-4477 x12", "phone", "(555) 010-4477 x12"),
        ("555-010-4477 808-555-0100", "phone", "808-555-0100"),
        ("0171/1234567 abends", "phone", "0171/1234567"),
        ("llame al 612 345 678", "phone", "612 345 678"),
        ("call me at 462643", "phone", "462643"),
        ("in Leeds LS1 4AP we", "postcode", "LS1 4AP"),
        ("Springfield, IL 62701", "postcode", "62701"),
        ("my zip code is 90210", "postcode", "90210"),
        ("Hauptstr. 3, 50667 Köln", "postcode", "50667"),
        ("calle Mayor 3, 28013 Madrid", "postcode", "28013"),
        ("C.P. 28013", "postcode", "28013"),
        ("pay GB82 WEST 1234 5698 7654 32 today", "account", "GB82 WEST 1234 5698 7654 32"),
        ("NI number AB 12 34 56 C", "account", "AB 12 34 56 C"),
        ("SSN 123-45-6789", "account", "123-45-6789"),
        ("card 4111 1111 1111 1111", "account", "4111 1111 1111 1111"),
        ("Mr Okonkwo said so", "person", "Okonkwo"),
        ("the mayor, Mrs. Ana de la Vega, left", "person", "Ana de la Vega"),
        ("Sra. Quintero, escuche", "person", "Quintero"),
        ("My name is Wim Peeters.", "person", "Wim Peeters"),
        ("Me llamo Lucía y", "person", "Lucía"),
        ("Ich heiße Kerstin Vogt.", "person", "Kerstin Vogt"),
        ("I am Rose Tanaka, a nurse", "person", "Rose Tanaka"),
        ("I like it.\nKind regards,\nPriya Nair", "person", "Priya Nair"),
        ("No.\n- Gus Ferro", "person", "Gus Ferro"),
        ("As Tilly noted above, no", "person", "Tilly"),
        ("Ruben wrote:\n> no", "person", "Ruben"),
        ("[quote=mo_77]no[/quote]", "person", "mo_77"),
        ("Dear Yolanda, thanks", "person", "Yolanda"),
        ("we live at 12 Elm Street.", "place", "12 Elm Street"),
        ("die Schillerstraße 5 ist", "place", "Schillerstraße 5"),
        ("por la calle de Alcalá 12", "place", "Alcalá 12"),
        ("Unter den Linden 77, 10117 Berlin", "place", "Unter den Linden 77"),
        ("Sie wohnen laut Liste Im Hof 4.", "place", "Im Hof 4"),
        ("au 12 bis, rue de la Paix", "place", "12 bis, rue de la Paix"),
        ("place de la République, 3", "place", "place de la République, 3"),
        ("op de Prinsengracht 263 in", "place", "Prinsengracht 263"),
        ("in Via Roma 12, dice", "place", "Via Roma 12"),
        ("unter +49 (0)251 / 12 34 56 an", "phone", "+49 (0)251 / 12 34 56"),
        ("ruf 0251 / 12 34 56 an", "phone", "0251 / 12 34 56"),
        ("au 01 42 68 53 00 le soir", "phone", "01 42 68 53 00"),
        ("all of Nebraska knows", "place", "Nebraska"),
    ],
)
def test_what_a_rule_finds(text, kind, found):
    assert (kind, found) in spans(text)


@pytest.mark.parametrize(
    "text",
    [
        "In 2013 and 2014-2015 we paid $12,345.00, 1,000,000 pounds and 50000 euros.",
        "Section 1692g of the act, rule 3001 and 15 U.S.C. 227",
        "12345 Menschen, in 2016 waren es 10.000 Euro",
        "version 3.8.0 of 10 12 2013 at 10:50:19",
        "Dear Sir or Madam, thank you for your time. Hello all!",
        "Mr President, Madam Speaker, Lord Chancellor",
        "Thanks again. Best, as ever",
        "e.g. this, i.e. that... And so on.The end",
        "A1 paper, B12 vitamins, the G20 and COVID19",
        "der Gehweg und die Straße am Parkplatz",
        "Landstraße 80, Autobahn 120, Hauptstraße, die Brücke 4-spurig",
        "Am Mittwoch 3 Leute, im Kapitel 5, Seite 12 der Liste",
        "a good place Names cannot tell, by route 66 via Email 2",
        "am 01.02.2013 und 01 02 2014",
        "Britain, Germany and the United States",
        "GB82 WEST 1234 5698 7654 33 is no account",
        "as the committee noted, as always",
    ],
)
def test_what_has_the_form_and_is_none(text):
    assert spans(text) == []


def test_names_of_authors_whole_in_part_and_in_any_case():
    names = ["Sarah Miller", "tfleeman88", "Hope", "12345", "anonymous"]
    text = "TFLEEMAN88, sarah miller and Miller met Hope. We hope so. Hope dies; 12345 anonymous."
    found = spans(text, names=names)
    assert [text for _, text in found] == [
        "TFLEEMAN88",
        "sarah miller",
        "Miller",
        "Hope",
        "Hope",
    ]


def test_a_name_that_is_a_word_is_put_before_a_person():
    text = "Hope is all. We hope, they hope, all hope and hope and hope."
    (found,) = ruled(text, names=["Hope"])
    assert (found.keep, found.certainty, found.start) == (True, "unsure", 0)


def test_capitals_tell_names_where_nouns_are_small():
    text = "El otro día vi a Zuberoa en Lugones. El Ayuntamiento calla y el ayuntamiento tala."
    assert ("name", "Zuberoa") in spans(text, "es")
    assert ("place", "Lugones") in spans(text, "es")
    assert all("Ayuntamiento" not in found for _, found in spans(text, "es"))
    assert spans("Wir sahen den Baum und das Haus.", "de") == []


def test_months_and_short_forms_are_no_names():
    text = "She said I'd better come in January or on a Monday, and I've time."
    assert spans(text, "en") == []


def test_a_name_found_twice_is_found_everywhere():
    text = "Mr Brandvold came. Mr Brandvold left. Then Brandvold called."
    assert spans(text) == [("person", "Brandvold")] * 3


@pytest.mark.parametrize(
    ("text", "label", "kept"),
    [
        ("the Fair Credit Reporting Act", "ORG", []),
        ("the Department of Transportation", "ORG", []),
        ("United States", "GPE", []),
        ("the Parrish Bank's", "ORG", ["Parrish Bank"]),
        ("Leeds City Council", "ORG", ["Leeds City Council"]),
        ("XXXX", "PERSON", []),
        ("debt", "ORG", []),
    ],
)
def test_what_is_left_of_spacys_entities(text, label, kept):
    casing = count_casing(["a debt is a debt"])
    found = [one for one in judge(text, 0, len(text), label, casing) if not one.keep]
    assert [text[one.start : one.end] for one in found] == kept


def test_an_acronym_is_asked_about():
    (found,) = judge("CFPB", 0, 4, "ORG", count_casing([]))
    assert (found.keep, found.certainty) == (True, "unsure")


SIGNS = st.text(alphabet="aB c@.,1é😀ש\n-", max_size=40)
FOUND = st.builds(
    Found,
    st.integers(0, 40),
    st.integers(0, 40),
    st.sampled_from(["person", "place", "phone", "e-mail"]),
    st.sampled_from(["one", "two", "spaCy ORG"]),
    st.sampled_from(["sure", "likely", "unsure"]),
    st.booleans(),
)


@given(SIGNS, st.lists(FOUND, max_size=8))
@settings(max_examples=100, deadline=None)
def test_settled_spans_never_overlap_and_leave_no_letter_of_a_name(text, given_spans):
    found = [one for one in given_spans if one.start < one.end <= len(text)]
    settled = settle(text, found)
    for one, other in pairwise(settled):
        assert one.end <= other.start
    for one in found:
        if not one.keep and one.kind in ("person", "place"):
            for place in range(one.start, one.end):
                if text[place].isalnum():
                    covered = [s for s in settled if s.start <= place < s.end and not s.keep]
                    assert covered


@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=20), max_size=3))
@settings(max_examples=80, deadline=None)
def test_any_text_can_be_searched(text, names):
    for lang in ("en", "de"):
        found = ruled(text, lang, names)
        assert all(0 <= one.start < one.end <= len(text) for one in found)
        assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "piece", ["a.b", "a@a.", "\n", " ", "1 ", "A ", "Aa. ", "Thanks,\n", "calle de la ", "[quote="]
)
def test_long_texts_of_one_piece_take_no_time(piece):
    before = time.process_time()
    ruled(piece * 8_000, "es", ["a b", "Aa"])
    assert time.process_time() - before < 5


SEEN_AT_ONCE = (
    "Meet at 12 Old Mill Lane, Bath.",
    "Vivo en la CALLE Mayor 3 y en el d\u0131strito Centro.",
    "Vivo en el di\u017ftrito Centro, avda. Goya.",
    "Der Kaiser-Wilhelm-Platz und die Hauptstraße 5, neben der Alten Brücke.",
    "Write to P.O. Box 12, or take the M25 to Greater Manchester.",
    "Nothing of it is here, not a lane, nor 25 boxes.",
)


def test_no_place_is_lost_where_a_text_is_not_searched_for_it(monkeypatch):
    quick = [list(streets.find_places(text)) for text in SEEN_AT_ONCE]
    monkeypatch.setattr(streets, "_can_stand", lambda text, words: [True] * len(streets._COMPILED))
    every = frozenset(" ".join(SEEN_AT_ONCE).split())
    monkeypatch.setattr(streets, "_REGION_WORDS", every)
    assert quick == [list(streets.find_places(text)) for text in SEEN_AT_ONCE]
    assert [len(found) for found in quick][:5] == [2, 2, 2, 3, 3]
    assert quick[5] == []


def test_no_name_is_lost_where_a_text_is_not_searched_for_its_cue(monkeypatch):
    texts = (
        "Dear Anna, my name is Carl Olson. Mr Lee and concejala Ruiz agree.",
        "As Maria said, ich heiße Karl Marx and soy Ana Lopez, from here.",
        'Me llamo Eva. Signed: Bob\n[quote="Tim"]\nJohn wrote: hello.\nRegards,\nSue Ellen',
        "Nobody says a name.",
    )
    casing = count_casing(texts)
    quick = [list(context_rules.find_cued_names(text, casing)) for text in texts]
    always = tuple((*cue[:3], frozenset()) for cue in context_rules._COMPILED)
    monkeypatch.setattr(context_rules, "_COMPILED", always)
    assert quick == [list(context_rules.find_cued_names(text, casing)) for text in texts]
    assert [len(found) for found in quick] == [4, 3, 5, 0]
