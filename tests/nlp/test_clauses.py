"""Marks of clauses, from parses written by hand: no model is needed."""

from __future__ import annotations

import pytest

from textmine.nlp.clauses import Parsed, clause_marks

CALLED = Parsed(
    ["I", "was", "called", "."],
    ["I", "be", "call", "."],
    ["PRON", "AUX", "VERB", "PUNCT"],
    ["PRP", "VBD", "VBN", "."],
    ["nsubjpass", "auxpass", "ROOT", "punct"],
    [2, 2, 2, 2],
)
STOP = Parsed(
    ["They", "should", "not", "stop"],
    ["they", "should", "not", "stop"],
    ["PRON", "AUX", "PART", "VERB"],
    ["PRP", "MD", "RB", "VB"],
    ["nsubj", "aux", "neg", "ROOT"],
    [3, 3, 3, 3],
)
IDEA = Parsed(
    ["Great", "idea", "!"],
    ["great", "idea", "!"],
    ["ADJ", "NOUN", "PUNCT"],
    ["JJ", "NN", "."],
    ["amod", "ROOT", "punct"],
    [1, 1, 1],
)
THINK = Parsed(
    ["Rules", "require", "that", "we", "wait"],
    ["rule", "require", "that", "we", "wait"],
    ["NOUN", "VERB", "SCONJ", "PRON", "VERB"],
    ["NNS", "VBP", "IN", "PRP", "VB"],
    ["nsubj", "ROOT", "mark", "nsubj", "ccomp"],
    [1, 1, 4, 4, 1],
)


@pytest.mark.parametrize(
    ("text", "root", "subordinate"),
    [
        (CALLED, {"subject=i", "tense=VBD:be+VBN.passive", "verb=call", "first=i"}, set()),
        (STOP, {"subject=they", "tense=MD:should", "negated", "aux=should", "first=they"}, set()),
        (IDEA, {"verbless", "subject=none", "first=JJ"}, set()),
        (
            THINK,
            {"subject=NNS", "noun=rule", "has=ccomp", "verb|has=require|ccomp", "first=NNS"},
            {"subject=we", "link=ccomp", "verb=wait", "adverb=that"},
        ),
        (Parsed([], [], [], [], [], []), set(), set()),
    ],
)
def test_marks(text, root, subordinate):
    marks = clause_marks(text)
    assert root <= set(marks.root)
    assert subordinate <= set(marks.subordinate)
    assert bool(subordinate) == bool(marks.subordinate)
    assert not any(" " in mark for mark in marks.root + marks.subordinate)
