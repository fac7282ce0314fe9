"""What was added to and left out of a copied text, and the corpus of the additions."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.duplicates.marked import corpus_duplicates, with_duplicates
from tests.corpus.duplicates.test_grouping import LETTER, OWN, SHORT
from textmine.corpus.corpus import Corpus, CorpusInfo
from textmine.corpus.duplicates import (
    added_passages,
    copy_groups,
    find_duplicates,
    find_edits,
)
from textmine.corpus.duplicates.shingles import words_of
from textmine.errors import InputError

MINE = "My mother, 81 😀, needs it on Tuesdays!"
TEXTS = [
    LETTER,
    LETTER,
    f"{MINE} {LETTER}",
    LETTER.replace("the number nine bus", "the tram"),
    LETTER.replace(" before the vote in May", ""),
]


def _edits(texts):
    return [
        (each.document, each.kind, each.text, each.start, each.end)
        for each in find_edits(texts, find_duplicates(texts))
    ]


def test_added_changed_and_left_out():
    tram = LETTER.index("number")
    end = len(TEXTS[4])
    assert _edits(TEXTS) == [
        (2, "added", MINE, 0, len(MINE)),
        (3, "left out", "number nine bus,", tram, tram),
        (3, "added", "tram,", tram, tram + 5),
        (4, "left out", "before the vote in May.", end, end),
    ]


def test_all_words_outside_a_quotation_are_added():
    text = f"{OWN}. {SHORT} Yes!"
    start = len(text) - 4
    assert _edits([SHORT, text]) == [
        (1, "added", f"{OWN}.", 0, len(OWN) + 1),
        (1, "added", "Yes!", start, start + 4),
    ]


words = st.lists(st.sampled_from("new some 😀 É more".split()), max_size=4)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 33), words, st.integers(0, 2)), max_size=6))
def test_edits_make_the_document_of_the_template(changes):
    texts = [LETTER, LETTER]
    for at, new, gone in changes:
        mine = LETTER.split()
        mine[at : at + gone] = new
        texts.append(" ".join(mine))
    found = find_duplicates(texts)
    for edit in find_edits(texts, found):
        text = texts[edit.document]
        assert edit.text
        if edit.kind == "added":
            assert text[edit.start : edit.end] == edit.text
        else:
            assert edit.start == edit.end <= len(text)
        assert len(words_of(edit.text)) == edit.words
    templates = {place: group.template for group in found.groups for place in group.copies}
    for place, template in templates.items():
        mine = [each for each in find_edits(texts, found) if each.document == place]
        gain = sum(each.words * (1 if each.kind == "added" else -1) for each in mine)
        assert len(words_of(texts[place])) == len(words_of(texts[template])) + gain


def _corpus(texts, **columns):
    frame = pd.DataFrame({"id": [f"m{n}" for n in range(len(texts))], "text": texts, **columns})
    frame["position"] = range(len(texts))
    info = CorpusInfo(name="c", source={}, columns={}, counts={}, licence="MIT", synthetic=True)
    return Corpus("c", frame, info)


def test_passages_keep_who_when_and_where():
    n = len(TEXTS)
    corpus = _corpus(
        TEXTS,
        author=[f"p{place}" for place in range(n)],
        created_at=pd.date_range("2020-01-01", periods=n, tz="UTC"),
        parent_id=[None, None, "m0", None, None],
        thread_id=[None, None, "t", None, None],
    )
    found = corpus_duplicates(corpus)
    made = added_passages(corpus, list(find_edits(corpus.texts, found)), "added")
    assert made.texts == [MINE]
    row = made.documents.iloc[0]
    assert row["id"] == f"m2:0-{len(MINE)}"
    assert (row["meta.document"], row["meta.parent_id"], row["thread_id"]) == ("m2", "m0", "t")
    assert (row["author"], row["created_at"].day) == ("p2", 3)
    assert (row["meta.start"], row["meta.end"]) == (0, len(MINE))
    assert "parent_id" not in made.documents
    assert made.info.synthetic
    assert made.info.licence == "MIT"


def test_no_addition_of_five_words():
    corpus = _corpus([LETTER, LETTER + " Thank you"])
    edits = list(find_edits(corpus.texts, corpus_duplicates(corpus)))
    assert len(edits) == 1
    with pytest.raises(InputError, match="5 words"):
        added_passages(corpus, edits, "added")


def test_columns_are_joined_and_nothing_else_changes():
    corpus = _corpus([LETTER, "Else.", LETTER.upper(), f"{OWN} {LETTER} {OWN} {OWN}"])
    marked = with_duplicates(corpus, corpus_duplicates(corpus))
    assert marked.column("meta.duplicate_group") == ["1", "", "1", "1"]
    assert marked.column("meta.duplicate_kind") == ["exact", "", "exact", "quotes"]
    assert marked.column("meta.duplicate_size") == ["3", "1", "3", "3"]
    assert marked.column("meta.duplicate_first") == ["yes", "yes", "no", "yes"]
    pd.testing.assert_frame_equal(marked.documents[corpus.documents.columns], corpus.documents)
    assert copy_groups(marked) == {"m0": "1", "m2": "1"}
    with pytest.raises(InputError, match="looked for duplicates"):
        copy_groups(corpus)


def test_the_older_document_is_the_one_quoted():
    shared = " ".join(f"s{place}" for place in range(30))
    texts = [f"{shared} {OWN}", f"{LETTER} {shared}"]
    dates = pd.to_datetime(["2020-02-01", "2020-01-01"], utc=True)
    assert list(corpus_duplicates(_corpus(texts, created_at=dates)).quotes) == [0]
    assert list(corpus_duplicates(_corpus(texts)).quotes) == [1]
