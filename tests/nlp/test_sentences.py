"""Marks of clauses of real sentences, read by the real English model."""

from __future__ import annotations

import pytest

from textmine.config import NlpSettings
from textmine.nlp import prepare_texts
from textmine.nlp.clauses import Parsed, clause_marks

ROOT = {
    "I was called.": {"subject=i", "tense=VBD:be+VBN.passive", "verb=call", "subject|verb=i|call"},
    "They should stop.": {
        "subject=they",
        "tense=MD:should",
        "verb=stop",
        "tense|verb=MD:should|stop",
    },
    "Should they stop?": {"subject=they", "tense=MD:should", "first=should"},
    "We must not wait.": {"subject=we", "tense=MD:must", "negated", "negated|tense=MD:must"},
    "Rules require care.": {"subject=NNS", "noun=rule", "tense=VBP", "has=dobj", "dobj=care"},
    "Maren answered the question.": {"subject=PROPN", "noun=maren", "tense=VBD", "first=NNP"},
    "The board has agreed.": {"tense=VBZ:have+VBN", "aux=have", "noun|tense=board|VBZ:have+VBN"},
    "There is a problem.": {"subject=there", "attr", "is=problem", "subject|is=there|NOUN"},
    "The council is slow.": {"acomp", "is=slow", "noun=council", "tense|is=VBZ|ADJ"},
    "Who called you?": {"subject=who", "tense=VBD", "first=who", "dobj=you"},
    "Stop!": {"subject=none", "tense=VB", "verb=stop", "first=VB"},
    "What a lovely day!": {"verbless", "subject=none", "first=what"},
    "Thanks.": {"verbless", "form=NNS"},
    "I think that they should go.": {
        "subject=i",
        "verb=think",
        "has=ccomp",
        "verb|has=think|ccomp",
    },
}
SUBORDINATE = {
    "I think that they should go.": {
        "subject=they",
        "tense=MD:should",
        "link=ccomp",
        "adverb=that",
    },
    "He said he was told.": {"subject=he", "tense=VBD:be+VBN.passive", "link=ccomp"},
    "To be honest, nobody came.": {"subject=none", "tense=TO", "link=advcl", "is=honest"},
    "I was called.": set(),
}
NOTHING = ("", "...", "😀", "> > >")


@pytest.fixture(scope="session")
def marks():
    texts = sorted({*ROOT, *SUBORDINATE, *NOTHING, "They came. They saw."})
    prepared = prepare_texts(texts, NlpSettings())
    layers = [prepared.tokens(name) for name in ("words", "lemmas", "pos", "tags", "deps")]
    return dict(zip(texts, clause_marks(Parsed(*layers, prepared.heads())), strict=True))


@pytest.mark.parametrize("text", ROOT)
def test_root_clauses(marks, text):
    assert ROOT[text] <= set(marks[text].root)


@pytest.mark.parametrize("text", SUBORDINATE)
def test_subordinate_clauses(marks, text):
    found = set(marks[text].subordinate)
    assert SUBORDINATE[text] <= found
    assert bool(found) == bool(SUBORDINATE[text])


def test_a_statement_is_not_marked_as_what_it_is_not(marks):
    assert "negated" not in marks["They should stop."].root
    assert "verbless" not in marks["They should stop."].root
    assert not any("passive" in mark for mark in marks["They should stop."].root)


def test_every_root_clause_counts(marks):
    assert marks["They came. They saw."].root.count("subject=they") == 2


@pytest.mark.parametrize("text", NOTHING)
def test_texts_without_a_clause_have_no_subject(marks, text):
    assert not any(
        mark.startswith("subject=") and mark != "subject=none" for mark in marks[text].root
    )
    assert not marks[text].subordinate


def test_a_mark_is_one_word(marks):
    every = [mark for each in marks.values() for mark in (*each.root, *each.subordinate)]
    assert every
    assert not any(" " in mark or not mark for mark in every)
