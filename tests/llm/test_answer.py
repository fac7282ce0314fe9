"""An answer is a code of the codebook or none at all."""

from __future__ import annotations

import pytest

from textmine.codebook import Code, Dimension
from textmine.llm.answer import WHY_TOLD, read_answer

CODES = (
    Code(id="A", name="sharing"),
    Code(id="B2", name="pressing"),
    Code(id="old", name="old", retired=True),
    Code(id="top", name="heading", codable=False),
)
ONE = Dimension(id="goal", name="Goal", codes=CODES)
ANY = Dimension(id="theme", name="Theme", labels="multi", codes=CODES)


@pytest.mark.parametrize(
    "said",
    [
        '{"code": "A"}',
        ' {"code":"a"}\n',
        '```json\n{"code": "A"}\n```',
        'Here it is: {"code": "A", "reason": "it shares"}',
        '<think>\nB2? No: {"code": "B2"}\n</think>\n{"code": "A"}',
        "A",
        '"A".',
        "Sharing",
        '["A"]',
        '{"codes": ["A"]}',
    ],
)
def test_one_code_is_read(said):
    assert read_answer(ONE, said).codes == ("A",)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("<think> it could be A", "empty"),
        ('{"code": []}', "empty"),
        ('{"code": "A1"}', "unknown code"),
        ('{"code": "old"}', "unknown code"),
        ('{"code": "top"}', "unknown code"),
        ('{"code": null}', "no answer"),
        ('{"code": {"A": 1}}', "unknown code"),
        ('{"code": true}', "unknown code"),
        ('{"codes": ["A", "B2"]}', "several"),
        ('{"codes": ["A", "none"]}', "several"),
        ('{"code": "A"} or {"code": "B2"}', "no answer"),
        ("I think it is A", "no answer"),
        ("A or B2", "no answer"),
        ('The answer is "A"', "no answer"),
        ("A" * 100, "no answer"),
        ("{" * 5000, "no answer"),
        ("I'm sorry, I cannot help with that.", "refused"),
        ("I\u2019m unable to code this", "refused"),
        ("As an AI I do not judge people", "refused"),
    ],
)
def test_nothing_else_is_taken_for_a_code(said, why):
    found = read_answer(ONE, said)
    assert (found.codes, found.why) == ((), why)
    assert WHY_TOLD[found.why]


def test_what_the_server_says_of_an_answer_counts():
    assert read_answer(ONE, '{"co', "length").why == "cut off"
    assert read_answer(ONE, "", "length").why == "cut off"
    assert read_answer(ONE, '{"code": "A"}', "content_filter").why == "refused"
    assert read_answer(ONE, "", refusal="I will not").why == "refused"
    assert read_answer(ONE, "", too_long=True).why == "too long"


def test_none_is_an_answer():
    assert read_answer(ONE, '{"code": "none"}') == read_answer(ONE, "None")
    assert not read_answer(ONE, '{"code": "none"}').why
    assert not read_answer(ANY, '{"codes": []}').why
    taken = Dimension(id="x", name="X", codes=(Code(id="none", name="n"), Code(id="A", name="a")))
    assert read_answer(taken, '{"code": "none"}').codes == ("none",)


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ('{"codes": ["B2", "A", "A"]}', ("A", "B2")),
        ('{"codes": []}', ()),
        ('["none"]', ()),
        ("B2", ("B2",)),
    ],
)
def test_any_number_of_codes_is_read(said, codes):
    found = read_answer(ANY, said)
    assert (found.codes, found.why) == (codes, "")
