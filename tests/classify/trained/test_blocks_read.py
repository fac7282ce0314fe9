"""A model asks of new documents only what its classifiers read."""

from __future__ import annotations

import pytest

from tests.made import train_small
from textmine.classify import apply_model, load_model
from textmine.corpus import load_corpus


@pytest.mark.slow
def test_a_model_makes_only_the_features_that_it_reads_and_applies(small):
    train_small(small, "m", blocks=("default", "codebook"), repeats=1)
    model, corpus = load_model(small, "m"), load_corpus(small, "small")
    (part,) = model.dimensions
    read = {block for blocks in part.blocks.values() for block in blocks}
    assert set(model.blocks) <= read
    assert len(apply_model(small, model, corpus, corpus)["subject"]) == len(corpus)
