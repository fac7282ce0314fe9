"""Rules that are remembered say of every token what spaCy's own say."""

from __future__ import annotations

import pytest
import spacy
from spacy.pipeline import AttributeRuler

from textmine.config import NlpSettings
from textmine.nlp import remembered
from textmine.nlp.pipeline import choose_model, load_pipeline, spacy_pipeline
from textmine.nlp.prepare import default_layers
from textmine.nlp.remembered import RememberedRules

TEXTS = [
    "I ain't gonna pay. Let's go, c'mon! You gotta be kidding; they've gotten worse.",
    "That's the dog that barked, and this is what that means: no one's there, there's hope.",
    "Would've, shan't, y'all wanna leave?  It's been 20 years,\n\n hasn't it?",
    "Having had had he had, the better of the two (the best!) was left to us.",
    "The rates set by SMITH & Sons are set to rise; rates rise. Set!",
    "",
    " \n ",
    "🚌 :) %&$",
    "More people walk more. Most do not. It is most unfair to them, as that one is.",
]
READ = ("text", "lemma_", "pos_", "tag_", "dep_", "norm_", "morph", "is_sent_start")


def said(doc):
    return [
        (*(str(getattr(token, name)) for name in READ), token.head.i, token.ent_type_)
        for token in doc
    ]


@pytest.fixture(scope="module")
def pipelines():
    choice = choose_model(NlpSettings())
    layers = default_layers(choice)
    return spacy_pipeline(choice, layers), load_pipeline(choice, layers)


def test_documents_are_those_of_spacy(pipelines):
    stock, ours = pipelines
    expected = [said(doc) for doc in stock.pipe(TEXTS)]
    assert [said(doc) for doc in ours.pipe(TEXTS)] == expected
    assert [said(doc) for doc in ours.pipe(reversed(TEXTS))] == expected[::-1]


def test_what_is_forgotten_is_asked_again(pipelines, monkeypatch):
    stock, ours = pipelines
    monkeypatch.setattr(remembered, "_MOST", 3)
    assert [said(doc) for doc in ours.pipe(TEXTS)] == [said(doc) for doc in stock.pipe(TEXTS)]


RULES = [
    (
        [[{"LOWER": "bus"}], [{"LOWER": {"IN": ["tram", "train"]}}]],
        {"POS": "NOUN", "LEMMA": "x"},
        0,
    ),
    ([[{"ORTH": "Bus"}]], {"LEMMA": "named"}, 0),
    ([[{"LOWER": {"REGEX": "^tr"}}]], {"TAG": "T"}, 0),
    ([[{"LOWER": "bus"}, {"LOWER": "lane"}]], {"LEMMA": "of two"}, 0),
    ([[{"LOWER": "bus"}, {"LOWER": "lane"}]], {"LEMMA": "last"}, -1),
    ([[{"LOWER": "lane"}]], {"LEMMA": "lane", "POS": "NOUN"}, -1),
    ([[{"LOWER": "late", "OP": "+"}]], {"MORPH": "Degree=Pos"}, 0),
    ([[{"IS_SPACE": True}]], {"POS": "SPACE"}, 0),
]


@pytest.mark.parametrize("order", [1, -1])
def test_rules_of_every_kind_keep_their_order(order):
    nlp = spacy.blank("en")
    ruler = AttributeRuler(nlp.vocab)
    for patterns, attributes, index in RULES[::order]:
        ruler.add(patterns, attributes, index)
    ours = RememberedRules(ruler).pipe
    texts = ["Bus lane", "the bus  is late late", "Tram train trams", "bus", "lane bus lane", ""]
    expected = [said(doc) for doc in ruler.pipe(map(nlp.make_doc, texts))]
    assert [said(doc) for doc in ours(map(nlp.make_doc, texts))] == expected
    assert any(row[1] == "last" for row in expected[0]) == (order == -1)
