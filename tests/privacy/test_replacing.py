from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.privacy import moved_span, replace_spans, restore_text
from textmine.privacy.replacing import Order

TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=60) | st.text(
    alphabet="ab 😀👨‍👩‍👧שלוםمرحبا\n[]1", max_size=60
)


@st.composite
def texts_and_orders(draw):
    text = draw(TEXT)
    bounds = sorted(set(draw(st.lists(st.integers(0, len(text)), max_size=10))))
    pairs = zip(bounds[::2], bounds[1::2], strict=False)
    return text, [Order(start, end, draw(TEXT)) for start, end in pairs]


@given(texts_and_orders())
@settings(max_examples=100, deadline=None)
def test_the_key_restores_the_original_and_says_where_replacements_stand(given_):
    text, orders = given_
    new, done = replace_spans(text, orders, "d1", "text")
    assert restore_text(new, done) == text
    for one in done:
        assert text[one.start : one.end] == one.original
        assert new[one.new_start : one.new_end] == one.replacement


@given(texts_and_orders(), st.integers(0, 60), st.integers(0, 60))
@settings(max_examples=100, deadline=None)
def test_a_moved_span_says_what_it_said(given_, one, other):
    text, orders = given_
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    new, done = replace_spans(text, orders)
    first, last = moved_span(start, end, done)
    assert 0 <= first <= last <= len(new)
    inside = [span for span in done if start <= span.start and span.end <= end]
    if all(span.end <= start or span.start >= end or span in inside for span in done):
        expected, _ = replace_spans(
            text[start:end],
            [Order(s.start - start, s.end - start, s.replacement) for s in inside],
        )
        assert new[first:last] == expected


def test_a_span_that_cuts_a_name_holds_all_of_the_alias():
    new, done = replace_spans("so Sarah Miller said", [Order(3, 15, "Anna")])
    assert new == "so Anna said"
    assert moved_span(0, 8, done) == (0, 7)
    assert moved_span(9, 20, done) == (3, 12)
    assert moved_span(3, 15, done) == (3, 7)
    assert moved_span(16, 20, done) == (8, 12)
