from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.corpus.reading.documents.passages import split_paragraphs, split_sections, whole

WORDS = "a first sentence that is long enough to stand"


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("", [("", "")]),
        ("no heading\n", [("", "no heading")]),
        ("# A\nb\n", [("A", "b")]),
        ("lead\n# A #\n\n## B\nb", [("", "lead"), ("A > B", "b")]),
        ("# T\nt\n## A\n### A1\na\n## B\nb", [("T", "t"), ("A > A1", "a"), ("B", "b")]),
        ("# A\n## A1\n# B\n### B1\nb\n## B2\nc", [("B > B1", "b"), ("B > B2", "c")]),
        ("# A\na\n#B\nb\n#\tC\nc", [("A", "a"), ("B", "b"), ("C", "c")]),
        ("# A\n#" + "x" * 200 + "\n####### b", [("A", "#" + "x" * 200 + "\n####### b")]),
        ("# only a heading", [("", "# only a heading")]),
    ],
)
def test_sections(text, sections):
    assert [(part.section, part.text) for part in split_sections(text)] == sections


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        (f"{WORDS}\n\n{WORDS}", [WORDS, WORDS]),
        (f"short\n\n{WORDS}\n \n{WORDS}", [f"short\n\n{WORDS}", WORDS]),
        (f"{WORDS}\nnext line\n\nend", [f"{WORDS}\nnext line", "end"]),
        (f"# A\nshort\n# B\n{WORDS}", ["short", WORDS]),
    ],
)
def test_paragraphs(text, paragraphs):
    assert [part.text for part in split_paragraphs(text)] == paragraphs


@pytest.mark.parametrize(
    ("text", "longest"),
    [
        ("word " * 1_000, 1_500),
        ("A sentence of some words here. " * 100, 1_500),
        ("a line\n" * 500, 1_500),
        ("x" * 4_000, 1_500),
        ("x" + " " * 4_000 + "y", 1),
    ],
)
def test_long_paragraphs_are_cut_and_lose_nothing(text, longest):
    passages = split_paragraphs(text)
    assert max(len(passage.text) for passage in passages) <= longest
    assert all(passage.text == text[passage.start : passage.end] for passage in passages)
    assert "".join("".join(p.text for p in passages).split()) == "".join(text.split())


@given(st.text(st.sampled_from("# \n\tab😀é\u2003xxxxxxxxxxxxxxxxxxxxxxxx"), max_size=300))
def test_a_passage_is_its_place_in_the_whole(text):
    for cut in (split_sections, split_paragraphs, lambda text: [whole(text)]):
        passages = cut(text)
        for passage in passages:
            assert passage.text == text[passage.start : passage.end] == passage.text.strip()
            assert passage.line == text[: passage.start].count("\n") + 1
        places = [(passage.start, passage.end) for passage in passages]
        assert places == sorted(places)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(places))
