"""A fitted transformer's features, counted once and shifted, are its own to the last bit."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from textmine.classify.features.blocks import BLOCKS, make_features, take_blocks
from textmine.classify.features.columns import neighbourhood, own_columns, threads_of, unit_columns
from textmine.classify.features.fold_matrix import count_blocks, fitted_blocks, joined
from textmine.config import NlpSettings
from textmine.corpus import Corpus, CorpusInfo
from textmine.nlp import prepare_texts

WORDS = (
    *"the bus is late again and nobody tells us why it should run on time don't 42 2,000".split(),
    *"İstanbul ΣΑΣ straße naïve www.example.org xxxx ?! <s> </s> <edge> a- \u00a0 東京".split(),
)
BY_THREADS = {
    "alone": [1] * 30,
    "short": [3, 1, 4, 2, 7, 5, 3, 5],
    "long": [70, 40, 1],
}


def drawn_corpus(lengths, seed):
    draw = np.random.default_rng(seed)
    rows = []
    for thread, n in enumerate(lengths):
        for place in range(n):
            text = " ".join(draw.choice(WORDS, draw.integers(0, 14))) or "."
            parent = f"{thread}-{draw.integers(n)}" if draw.random() < 0.5 else None
            author = draw.choice(["ann", "ben", ""])
            rows.append((f"{thread}-{place}", f"t{thread:02}", parent, author, place, text))
    names = ["id", "thread_id", "parent_id", "author", "position", "text"]
    table = pd.DataFrame(rows, columns=names)
    return Corpus("c", table, CorpusInfo(name="c", source={}, columns={}, counts={}))


def both_ways(corpus, train, profile):
    """Features of all documents by the stock transformer, and as they are read here."""
    prepared = prepare_texts(corpus.texts, NlpSettings(profile=profile))
    threads = threads_of(corpus)
    columns = unit_columns(corpus, prepared, threads)
    features = make_features([n for n in sorted(BLOCKS) if n != "codebook"], columns.iloc[train])
    features.fit(columns.iloc[train])
    blocks = fitted_blocks(features)
    tables = blocks.tables(own_columns(corpus, prepared, threads), neighbourhood(threads))
    return features, features.transform(columns), blocks, tables


@pytest.mark.parametrize("profile", ["fast", "full"])
@pytest.mark.parametrize("kind", BY_THREADS)
@pytest.mark.parametrize("seed", [0, 1])
def test_the_features_are_the_transformers_own(kind, seed, profile):
    corpus = drawn_corpus(BY_THREADS[kind], seed)
    train = np.flatnonzero(np.random.default_rng(seed).random(len(corpus)) < 0.6)
    features, stock, blocks, tables = both_ways(corpus, train, profile)
    assert set(blocks.names) >= {"words", "characters", "rates", "before", "after_2", "parent"} - (
        {"before", "after_2", "parent"} if kind == "alone" else set()
    )
    for names in (blocks.names, ("words", "before", "characters", "around"), ("rates",), ()):
        mine = joined(tables, names, len(corpus))
        expected = stock if names == blocks.names else take_blocks(features, stock, names)
        expected = sparse.csr_matrix(expected)
        assert (mine.indptr == expected.indptr).all()
        assert (mine.indices == expected.indices).all()
        assert (mine.data == expected.data).all()
        assert mine.shape == expected.shape


@pytest.mark.parametrize("kind", BY_THREADS)
def test_other_threads_are_counted_as_the_texts_of_their_neighbours_are(kind):
    corpus = drawn_corpus(BY_THREADS[kind], 3)
    prepared = prepare_texts(corpus.texts, NlpSettings(profile="full"))
    threads = threads_of(corpus)
    names = [name for name in BLOCKS if not BLOCKS[name].prefix]
    counter, expected = count_blocks(unit_columns(corpus, prepared, threads), names)
    found = counter.count(own_columns(corpus, prepared, threads), neighbourhood(threads))
    assert set(found.tables) == set(expected.tables)
    for name, table in expected.tables.items():
        difference = found.tables[name] != table
        assert not (difference.nnz if sparse.issparse(table) else difference.any()), name
