"""A document that a model was trained on is known again: by id and text, elsewhere by its text."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from textmine.classify.scoring.evaluating import unseen_documents
from textmine.classify.trained.model import CodingModel, document_fingerprints, text_fingerprints
from textmine.codebook import find_codebook
from textmine.corpus import Corpus, CorpusInfo
from textmine.store import Manifest


def corpus(name: str, **texts: str) -> Corpus:
    documents = pd.DataFrame({"id": list(texts), "text": list(texts.values())})
    return Corpus(name, documents, CorpusInfo(name=name, source={}, columns={}, counts={}))


def test_the_same_text_under_another_id_counts_in_its_own_corpus_only():
    trained = corpus("forum", a="we agree", b="we do not")
    marks = document_fingerprints(trained) + text_fingerprints(trained)
    manifest = Manifest(
        kind="classifier",
        name="m",
        textmine="0",
        synthetic=False,
        seed=1,
        settings={},
        inputs={},
        details={"corpus": "forum"},
    )
    book = find_codebook("ling-martins-2015")
    model = CodingModel("m", book, {}, (), frozenset(marks), manifest)
    later = corpus("forum", a="we agree", z="we agree", y="something new")
    assert unseen_documents(model, later) == [False, True, True]
    assert unseen_documents(model, replace(later, name="other")) == [False, False, True]
