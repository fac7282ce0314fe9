"""Marks of clauses, from parses written by hand: no model is needed."""

from __future__ import annotations

from itertools import chain

import numpy as np
import pytest

from textmine.nlp.clauses import Parsed, clause_marks
from textmine.nlp.tokens import tokens_of

CALLED = (
    ["I", "was", "called", "."],
    ["I", "be", "call", "."],
    ["PRON", "AUX", "VERB", "PUNCT"],
    ["PRP", "VBD", "VBN", "."],
    ["nsubjpass", "auxpass", "ROOT", "punct"],
    [2, 2, 2, 2],
)
STOP = (
    ["They", "should", "not", "stop"],
    ["they", "should", "not", "stop"],
    ["PRON", "AUX", "PART", "VERB"],
    ["PRP", "MD", "RB", "VB"],
    ["nsubj", "aux", "neg", "ROOT"],
    [3, 3, 3, 3],
)
IDEA = (
    ["Great", "idea", "!"],
    ["great", "idea", "!"],
    ["ADJ", "NOUN", "PUNCT"],
    ["JJ", "NN", "."],
    ["amod", "ROOT", "punct"],
    [1, 1, 1],
)
THINK = (
    ["Rules", "require", "that", "we", "wait"],
    ["rule", "require", "that", "we", "wait"],
    ["NOUN", "VERB", "SCONJ", "PRON", "VERB"],
    ["NNS", "VBP", "IN", "PRP", "VB"],
    ["nsubj", "ROOT", "mark", "nsubj", "ccomp"],
    [1, 1, 4, 4, 1],
)


def parsed(*texts):
    *layers, heads = zip(*texts, strict=True)
    return Parsed(*map(tokens_of, layers), np.array([*chain(*heads)], dtype=np.int64))


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
        (([], [], [], [], [], []), set(), set()),
    ],
)
def test_marks(text, root, subordinate):
    (marks,) = clause_marks(parsed(text))
    assert root <= set(marks.root)
    assert subordinate <= set(marks.subordinate)
    assert bool(subordinate) == bool(marks.subordinate)
    assert not any(" " in mark for mark in marks.root + marks.subordinate)


def test_texts_beside_each_other_keep_their_own_marks():
    texts = [CALLED, ([], [], [], [], [], []), STOP, IDEA, THINK]
    alone = [clause_marks(parsed(text))[0] for text in texts]
    assert clause_marks(parsed(*texts)) == alone
