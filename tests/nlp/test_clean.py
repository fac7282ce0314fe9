"""Cleaning steps as tables of in and out."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.config import NlpSettings
from textmine.nlp import CLEANING_STEPS, clean_text

ALL = NlpSettings().cleaning


@pytest.mark.parametrize(
    ("step", "text", "cleaned"),
    [
        ("mojibake", "cafÃ© â€œgoodâ€\x9d", 'café "good"'),
        ("mojibake", "cafe\u0301", "café"),
        ("mojibake", "“curly” it’s", '"curly" it\'s'),
        ("mojibake", "café 😀 שלום", "café 😀 שלום"),
        ("quotes", "> old\nnew\n> > older\n", "new\n"),
        ("quotes", "On Monday, Ann wrote:\n> old\nnew", "new"),
        ("quotes", "Ann Smith wrote:\n\n> old\nnew", "\nnew"),
        ("quotes", "Ann wrote:\na letter", "Ann wrote:\na letter"),
        ("quotes", "[quote=Ann]old\nold[/quote]new", " new"),
        ("quotes", "[QUOTE]old[/QUOTE] new [quote]x[/quote]", "  new  "),
        ("quotes", "new\n-----Original Message-----\nFrom: Ann\nold", "new\n"),
        ("quotes", "5 > 3 and x -> y", "5 > 3 and x -> y"),
        ("signature", "text\n-- \nAnn\nDirector", "text\n"),
        ("signature", "text\n--\nAnn\n", "text\n"),
        ("signature", "text\n-- \n" + "line\n" * 11 + "last", "text\n"),
        ("signature", "text\n-- \n" + "line\n" * 13, "text\n-- \n" + "line\n" * 13),
        ("signature", "text -- with a dash", "text -- with a dash"),
        ("signature", "text\nSent from my phone\n", "text\n"),
        ("signature", "Sent from my window I see\nthe sea", "Sent from my window I see\nthe sea"),
        ("urls", "see https://a.example/x?y=1 or www.b.example.", "see URL or URL"),
        ("urls", "(http://a.example) <HTTPS://B.example>", "(URL) <URL>"),
        ("urls", "a.example has no mark", "a.example has no mark"),
        ("whitespace", " a \t b\u00a0c\n\n \n\nd\ne ", "a b c\n\nd\ne"),
    ],
)
def test_step(step, text, cleaned):
    assert CLEANING_STEPS[step](text) == cleaned


def test_steps_compose_in_their_order():
    text = "On Monday Ann wrote:\n> old\n\nSee  https://a.example\n\n\n-- \nBob"
    assert clean_text(text, ALL) == "See URL"
    assert clean_text(text, ()) == text
    assert clean_text("  a  ", ("urls",)) == "  a  "


@pytest.mark.parametrize(
    "text", ["> all\n> quoted", "[quote]x[/quote]", "-- \nAnn", "\u200b", "\x07a"]
)
def test_a_text_that_would_vanish_is_kept(text):
    assert clean_text(text, ALL).strip()


@given(st.text(st.sampled_from("> -\n[]quote/wrote:Sent from my.hp\u200b\x0cé")).filter(str.strip))
def test_no_text_is_emptied(text):
    assert clean_text(text, ALL).strip()


@given(st.text().filter(str.strip))
def test_whitespace_and_addresses_settle(text):
    once = clean_text(text, ("urls", "whitespace"))
    assert clean_text(once, ("urls", "whitespace")) == once


@pytest.mark.parametrize(
    "text",
    [
        "-- \n" + "a line of a signature that goes on\n" * 40,
        "On " + "on " * 20_000,
        "> " * 50_000,
        "-" * 50_000,
        "\n" * 50_000 + "x",
        " \n" * 50_000 + "x",
        "wrote:" * 10_000,
        "http://" * 10_000,
    ],
)
def test_no_text_takes_long(text):
    """A signature mark above a long letter once took minutes: patterns must not try all ways."""
    begin = time.process_time()
    for step in ("quotes", "signature", "urls", "whitespace"):
        CLEANING_STEPS[step](text)
    assert time.process_time() - begin < 2
