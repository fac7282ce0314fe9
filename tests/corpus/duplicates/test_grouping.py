"""Exact, near and quoted-within groups, and what each document is in its group."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.corpus.duplicates import find_duplicates
from textmine.corpus.duplicates.shingles import word_spans, words_of
from textmine.errors import InputError

LETTER = (
    "I write to ask the board to keep the number nine bus, which takes me and many others to the "
    "hospital every week, and I hope that somebody reads these letters before the vote in May."
)
SHORT = "Please keep the library open on Saturday mornings too."
OWN = " ".join(f"own{place}" for place in range(60))


def _groups(texts, **options):
    return [(group.kind.value, group.members) for group in find_duplicates(texts, **options).groups]


def test_the_three_kinds():
    texts = [SHORT, LETTER, f"{OWN}. {SHORT.upper()} {OWN}", LETTER.replace(",", ""), "Else."]
    texts += [LETTER.replace("nine", "seven"), SHORT + " Thanks"]
    found = find_duplicates(texts)
    assert [kind and kind.value for kind in found.kinds] == [
        "near", "exact", "quotes", "exact", None, "near", "near",
    ]  # fmt: skip
    assert _groups(texts) == [("near", (0, 2, 6)), ("near", (1, 3, 5))]
    assert found.groups[0].copies == (0, 6)
    assert found.n_copies == 3
    quote = found.quotes[2]
    assert (quote.source, quote.start, quote.end, quote.whole) == (0, 60, 69, True)


@pytest.mark.parametrize(("size", "quoted"), [(7, False), (8, True)])
def test_a_whole_text_counts_from_eight_words_on(size, quoted):
    short = " ".join(f"w{place}" for place in range(size))
    assert bool(_groups([short, f"{OWN} {short} {OWN}"])) == quoted


@pytest.mark.parametrize("at", [0, 1, 7, 20])
@pytest.mark.parametrize(("size", "quoted"), [(24, False), (25, True), (40, True)])
def test_a_run_counts_from_twenty_five_words_on(size, quoted, at):
    one = [f"a{place}" for place in range(70)]
    other = [f"b{place}" for place in range(50)]
    text = " ".join(other[:at] + one[at : at + size] + other[at:])
    found = find_duplicates([" ".join(one), text])
    assert bool(found.groups) == quoted
    if quoted:
        assert [kind.value for kind in found.kinds] == ["quoted", "quotes"]
        assert (found.quotes[1].start, found.quotes[1].end) == (at, at + size)


def test_the_earlier_of_two_is_the_one_quoted():
    shared = " ".join(f"s{place}" for place in range(30))
    texts = [f"{shared} {OWN}", f"{LETTER} {shared} {LETTER.upper()}"]
    assert list(find_duplicates(texts).quotes) == [1]
    assert list(find_duplicates(texts, order=[1, 0]).quotes) == [0]


def test_the_commonest_text_is_the_template_and_the_range_is_measured_from_it():
    texts = [LETTER.replace("nine", "ten"), LETTER, LETTER, LETTER.replace("May", "June")]
    (group,) = find_duplicates(texts).groups
    assert group.template == 1
    shingles = len(words_of(LETTER)) - 2
    assert group.low == pytest.approx((shingles - 3) / (shingles + 3))
    assert group.high == 1


def test_same_words_alone_at_the_highest_threshold():
    texts = [LETTER, LETTER.replace("nine", "ten"), LETTER.lower()]
    (group,) = find_duplicates(texts, similarity=1).groups
    assert (group.kind, group.copies, group.members) == ("exact", (0, 2), (0, 1, 2))


@pytest.mark.parametrize("similarity", [0.39, 1.01, float("nan"), -1])
def test_a_threshold_out_of_range_is_refused(similarity):
    with pytest.raises(InputError, match="threshold"):
        find_duplicates(["a"], similarity)


@pytest.mark.parametrize("texts", [[], [""], ["", " ", "…"], ["a"], ["a", "b"]])
def test_nothing_to_find(texts):
    assert find_duplicates(texts).groups == ()


words = st.lists(st.sampled_from("a b c d É ß İ 😀 שלום".split()), max_size=40).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(words, max_size=12))
def test_what_holds_of_any_texts(texts):
    found = find_duplicates(texts)
    placed = [place for group in found.groups for place in group.members]
    assert len(placed) == len(set(placed))
    assert all((kind is not None) == (place in placed) for place, kind in enumerate(found.kinds))
    for group in found.groups:
        assert len(group.members) > 1
        assert group.template in group.members
        assert 0 <= group.low <= group.high <= 1
    for place, quote in found.quotes.items():
        mine, theirs = words_of(texts[place]), words_of(texts[quote.source])
        run = mine[quote.start : quote.end]
        assert len(run) >= (8 if quote.whole else 25)
        assert any(theirs[at : at + len(run)] == run for at in range(len(theirs)))
        assert not quote.whole or run == theirs
    same = {}
    for place, text in enumerate(texts):
        same.setdefault(words_of(text), []).append(place)
    for text, places in same.items():
        if text and len(places) > 1:
            assert all(found.kinds[place] == "exact" for place in places)


@pytest.mark.slow
@given(st.text(max_size=60))
def test_spans_belong_to_the_words(text):
    spans = word_spans(text)
    assert tuple(text[start:end].casefold() for start, end in spans) == words_of(text)
