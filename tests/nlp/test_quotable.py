"""Which stretch of a text is quoted: whole sentences of somebody's own, as they stand."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from textmine.nlp.own_words import all_own
from textmine.nlp.quotable import MOST, quotable, stands_alone
from textmine.nlp.unlike import first_unlike, repeats

STEMS = {"studi", "rent"}
ASK = "The council should publish the plan before the vote in May."
LONG = " ".join(f"Sentence {i} says something about nothing in particular." for i in range(20))


def shown(text, stems=STEMS, **how):
    found = quotable(text, stems=stems, **how)
    return text[found.start : found.end]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("The rent is high.", "The rent is high."),
        (f"Hello. {LONG} The studio rent is high. Who pays it now?", None),
        ("no full stop about the rent of a studio", "no full stop about the rent of a studio"),
        (
            'He said "the studio rent rose." Then he left the room.',
            'He said "the studio rent rose." Then he left the room.',
        ),
        ("> Is the rent high?\nThe studio rent is high.", "The studio rent is high."),
        ("# Rent of studios\n\nWe ask for more room here.", "We ask for more room here."),
        (f"On Mon, 3 May 2014 at 10:12, Ann Bee <a@b.c> wrote:\n> Why?\n\n{ASK}", ASK),
        (f"On Mon, 3 May 2014 at 10:12, Ann\nBee <a@b.c> wrote:\n\n> Why?\n\n{ASK}", ASK),
        (f"Max schreibt:\n> Radwege fehlen.\n{ASK}", ASK),
        (f"Am 3.5.2014 um 10:12 schrieb Ann:\n\n> Nein.\n\n{ASK}", ASK),
        (f'[quote="bob"]We want old things back here.[/quote]\n{ASK}', ASK),
        (f"<blockquote>We want old things\nback here now.</blockquote>\n{ASK}", ASK),
        (f"The <b>new</b> plan is bad for us all. {ASK}", ASK),
        (f"This &amp; that is what we say to them. {ASK}", ASK),
        (f"We read [their plan](http://x.example) with great care. {ASK}", ASK),
        (f"[url=http://x.example]their plan[/url] is what we all read. {ASK}", ASK),
        (f"{ASK}\n\nBest regards,\nTom Example\nHead of Nothing", ASK),
        (f"{ASK}\n-- \nTom Example, who signs every letter with a whole sentence.", ASK),
        (f"{ASK}\n\nSent from my telephone while I was on the road.", ASK),
        (f"{ASK}\n----- Original Message -----\nThe studio rent is high in all of town.", ASK),
        (f"YES, it can happen,\n\n{ASK}", ASK),
        (f"But they never do that in any town here. {ASK}", ASK),
        (f"- {ASK}\n- Too short.", ASK),
        ("We met Mr. Example and Dr. Sample at 5 p.m. on Friday, e.g. for tea.", None),
    ],
)
def test_what_is_quoted(text, quoted):
    found = shown(text)
    if quoted is not None:
        assert found == quoted
    assert found in text


def test_a_telling_leaning_sentence_comes_before_one_that_tells_nothing():
    text = f"{ASK}\n\nBut the rent of a studio is too high for most of us."
    assert shown(text) == "But the rent of a studio is too high for most of us."
    assert shown(text, ()) == ASK


def test_a_quotation_does_not_run_over_what_a_reply_quotes():
    text = "The studio rent is high.\n> Is it, though?\nAsk the board."
    assert shown(text) == "The studio rent is high."
    assert quotable(text, stems=STEMS).told(text) == "The studio rent is high. …"


def test_wrapped_lines_are_one_sentence():
    line = (
        "The rent of a studio in the old mill by the river has risen by a third since\nthe spring."
    )
    assert shown(f"{line} Nobody said why.") == f"{line} Nobody said why."


def test_all_quoted_text_is_still_quoted():
    assert shown("> The studio rent is high.") == "> The studio rent is high."


def test_a_word_without_end_is_cut():
    text = "x" * 5000
    assert len(shown(text)) <= 1000
    assert quotable(text).more_after


@pytest.mark.parametrize(
    ("text", "clear"),
    [
        (ASK, True),
        ("YES, it can happen,", False),
        ("Too short to be understood.", False),
        ("It is the same with all of them every single time.", False),
        ("nobody starts this sentence with a capital letter today.", False),
    ],
)
def test_a_reader_understands_it_alone(text, clear):
    assert quotable(text).clear is clear


def test_no_more_words_than_asked_for_in_whole_sentences():
    assert shown(LONG, (), most=20).count(".") == 2
    assert len(shown(LONG, ()).split()) <= MOST
    one = f"{' '.join(['word'] * 40)}."
    assert shown(f"A{one} {ASK}", (), most=20) == f"A{one}"


def test_the_longest_run_across_paragraphs():
    text = f"{ASK}\n> Why?\n{ASK}\n\n{ASK} fine\n\n> No.\nNo."
    found = quotable(text, most=150, across=True)
    assert text[found.start : found.end] == f"{ASK}\n\n{ASK} fine"
    assert found.more_before
    assert found.more_after


TEXTS = st.text("ab .!?…\"”')(>#\nAÉ¿😀م\t[]<&;*-", min_size=1, max_size=120).filter(str.strip)


@given(TEXTS, st.booleans())
@example('He asked "why?" Nobody knew. (A pity.)', False)
@example("One…  Two.\n\nThree!", True)
@example(">", False)
def test_a_quotation_stands_in_the_text(text, across):
    found = quotable(text, stems=STEMS, across=across)
    assert 0 <= found.start < found.end <= len(text)
    assert text[found.start : found.end].strip()
    assert found.told(text).removeprefix("… ").removesuffix(" …") in re.sub(r"\s+", " ", text)


SENTENCES = st.lists(
    st.sampled_from(
        [ASK, f"It {ASK[0].lower()}{ASK[1:]}", "No.", "> Quoted by a reply.", "**Bold.**"]
    )
    | st.integers(3, 80).map(lambda n: "Word " * n + "ends."),
    min_size=1,
    max_size=7,
)


@given(SENTENCES, st.sampled_from([" ", "\n", "\n\n"]))
def test_what_stands_alone_is_what_is_quoted_clearly(sentences, between):
    text = between.join(sentences)
    assert stands_alone(text) == quotable(text).clear


@given(TEXTS)
def test_any_text_stands_alone_or_not(text):
    assert stands_alone(text) == quotable(text).clear


def test_own_words_throughout():
    assert all_own(f"{ASK}\n\n{ASK}")
    assert not all_own(f"> {ASK}\n{ASK}")
    assert not all_own(f"{ASK} &lt;")


def test_the_first_that_do_not_repeat_each_other():
    texts = [
        ASK,
        f"I say: {ASK}",
        "Something else that nobody said before.",
        ASK.upper(),
        "Yes",
        "yes!",
    ]
    assert first_unlike(texts) == [0, 2, 4]
    assert first_unlike(texts, 2) == [0, 2]
    assert repeats(ASK, texts[1])
    assert not repeats(ASK, texts[2])
    assert not repeats("", "")
