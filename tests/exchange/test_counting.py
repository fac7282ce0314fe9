"""How positions are counted is found out by trying every way, or the deciding option is named."""

from __future__ import annotations

import pytest

from textmine.errors import InputError
from textmine.exchange.counting import CountedSpan, GivenCounts, choose_model
from textmine.exchange.positions import ALL_MODELS, PositionModel, RawText, Reverser

WORDS = (
    "Fares are too high 😀 for students\nand the café is loud 😀 at night.\n"
    "We want 😀 cycle lanes and trees\nby the road 😀 please."
)


def counted(
    model: PositionModel, ends: str, mark: str, *, names: bool = False
) -> tuple[list[RawText], list[CountedSpan]]:
    """A text as a program stores it, with a selection of every word of three letters or more."""
    spans, at = [], 0
    reverser = Reverser(WORDS, model, ends)
    shift = int(bool(mark) and model.bom == "counted")
    for word in WORDS.split():
        at = WORDS.index(word, at)
        if len(word) > 2 and word.isalpha():
            start, end = reverser.span(at, at + len(word))
            spans.append(CountedSpan(0, start + shift, end + shift, word if names else ""))
        at += len(word)
    return [RawText(mark + WORDS.replace("\n", ends))], spans


@pytest.mark.parametrize("model", ALL_MODELS, ids=str)
def test_every_way_is_found_from_where_words_begin_and_end(model: PositionModel) -> None:
    texts, spans = counted(model, "\r\n", "\ufeff")
    found = choose_model(texts, spans)
    assert found.model == model
    assert found.sure > 0.99
    assert found.fit == found.n == len(spans)


def test_the_words_that_a_file_gives_decide_where_edges_do_not() -> None:
    texts = [RawText("😀aaaaaaaa")]
    spans = [CountedSpan(0, 4, 6, "aa")]
    with pytest.raises(InputError, match="--unit"):
        choose_model(texts, spans, given=GivenCounts(end="exclusive"))
    named = [CountedSpan(0, 2, 10, "aaaaaaaa")]
    assert choose_model(texts, named).model.unit == "utf16"


def test_what_cannot_be_told_names_the_option_and_the_option_decides() -> None:
    texts = [RawText("a\r\n.,.,.,")]
    spans = [CountedSpan(0, 4, 5)]
    with pytest.raises(InputError) as caught:
        choose_model(texts, spans, given=GivenCounts(unit="characters", end="exclusive"))
    assert "--line-break" in caught.value.hint
    found = choose_model(texts, spans, given=GivenCounts(line_break="two"))
    assert found.model.line_break == "two"
    assert found.sure > 0.95


def test_the_program_decides_where_the_selections_say_nothing() -> None:
    texts, spans = [RawText("a 😀 .,.,")], [CountedSpan(0, 5, 6)]
    found = choose_model(texts, spans, "NVivo 12.6", GivenCounts(end="exclusive"))
    assert found.model.unit == "utf16"


def test_ways_that_give_the_same_spans_are_one() -> None:
    found = choose_model([RawText("plain words")], [CountedSpan(0, 0, 5)])
    assert found.model == PositionModel()
    assert found.next_best is not None
    assert found.next_best.unlike(found.model) == "ends inclusive"
