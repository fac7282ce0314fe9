"""Positions of every way of counting are the same places in the text with LF."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.exchange.positions import (
    ALL_MODELS,
    Converter,
    PositionModel,
    RawText,
    Reverser,
    from_utf8_bytes,
)

MIXED = "\ufeffa😀\r\nb\r\ncé"


@pytest.mark.parametrize(
    ("model", "span"),
    [
        (PositionModel(), (5, 7)),
        (PositionModel("utf16"), (6, 8)),
        (PositionModel("characters", "two"), (7, 9)),
        (PositionModel("utf16", "two"), (8, 10)),
        (PositionModel("utf16", "two", "counted"), (9, 11)),
        (PositionModel("characters", "one", "uncounted", "inclusive"), (5, 6)),
    ],
)
def test_each_way_of_counting_finds_the_same_words(
    model: PositionModel, span: tuple[int, int]
) -> None:
    raw = RawText(MIXED)
    start, end = Converter(raw, model).span(*span)
    assert raw.text == "a😀\nb\ncé"
    assert raw.text[start:end] == "cé"


def test_a_place_within_a_pair_is_known() -> None:
    converter = Converter(RawText("😀 a"), PositionModel("utf16"))
    assert [converter.splits(at) for at in range(4)] == [False, True, False, False]


TEXTS = st.text(
    st.sampled_from("ab é\u0301😀\U0001f468\u200d\n\t\ufeff字"), min_size=1, max_size=30
).filter(lambda text: not text.startswith("\ufeff"))


@given(
    text=TEXTS,
    model=st.sampled_from(ALL_MODELS),
    ends=st.sampled_from(["\n", "\r\n"]),
    mark=st.booleans(),
    data=st.data(),
)
def test_what_is_counted_for_a_program_is_read_back(
    text: str, model: PositionModel, ends: str, mark: bool, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    stored = ("\ufeff" if mark else "") + text.replace("\n", ends)
    counted = Reverser(text, model, ends).span(start, end)
    shift = int(mark and model.bom == "counted")
    converter = Converter(RawText(stored), model)
    assert converter.span(counted[0] + shift, counted[1] + shift) == (start, end)


@given(text=st.text(max_size=20), data=st.data())
def test_bytes_of_utf8_are_code_points(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    assert from_utf8_bytes(text, [len(text[:at].encode())]) == [at]
