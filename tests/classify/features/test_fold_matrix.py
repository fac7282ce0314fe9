"""Counting once gives what the stock vectorizers give, fold by fold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from textmine.classify.features.blocks import BLOCKS, choose_blocks, make_features, take_blocks
from textmine.classify.features.columns import NUMERIC, neighbourhood
from textmine.classify.features.fold_matrix import count_blocks, joined, learn_weights, weigh
from textmine.errors import InputError


def made_columns(n=60, seed=0):
    draw = np.random.default_rng(seed)
    words = [f"word{letter}" for letter in "abcdefghijklmnopqrstuvw"]
    texts = [" ".join(draw.choice(words, draw.integers(1, 12))) for _ in range(n)]
    table = {block.column: texts for block in BLOCKS.values() if not block.numeric}
    table["clauses"] = [""] * n
    table["before"] = ["<edge>"] * n
    for names in NUMERIC.values():
        table |= {name: draw.normal(size=n) for name in names}
    table["position_opens"] = np.zeros(n)
    return pd.DataFrame(table, index=[f"d{i}" for i in range(n)])


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_features_are_those_of_the_stock_transformer(seed):
    columns = made_columns(seed=seed)
    names = choose_blocks((), ())
    train = np.flatnonzero(np.random.default_rng(seed).random(60) < 0.6)
    _, counts = count_blocks(columns, names)
    mine = joined(weigh(counts, learn_weights(counts, train), names), names, 60)
    stock = make_features(names, columns.iloc[train])
    fitted = stock.fit_transform(columns.iloc[train])
    assert sparse.issparse(fitted)
    np.testing.assert_allclose(mine[train].toarray(), fitted.toarray(), atol=1e-12)
    rest = np.setdiff1d(np.arange(60), train)
    np.testing.assert_allclose(
        mine[rest].toarray(), stock.transform(columns.iloc[rest]).toarray(), atol=1e-12
    )


def test_rows_counted_later_are_weighted_alike():
    columns = made_columns()
    names = ("words", "characters", "rates")
    counter, counts = count_blocks(columns, names)
    learned = learn_weights(counts, np.arange(40))
    whole = joined(weigh(counts, learned, names), names, 60)
    later = counter.count(columns.iloc[45:], neighbourhood([list(columns.index[45:])]))
    part = joined(weigh(later, learned, names), names, 15)
    np.testing.assert_allclose(part.toarray(), whole[45:].toarray(), atol=1e-12)


def test_a_block_that_nothing_fills_is_left_out():
    columns = made_columns()
    names = [
        name for name, _, _ in make_features(("words", "clauses", "before"), columns).transformers
    ]
    assert names == ["words"]
    _, counts = count_blocks(columns, ("words", "clauses", "before"))
    assert set(learn_weights(counts, np.arange(60))) == {"words"}


def test_blocks_are_taken_from_the_whole():
    columns = made_columns()
    features = make_features(("words", "characters", "rates"), columns)
    table = features.fit_transform(columns)
    parts = [take_blocks(features, table, (name,)) for name in ("words", "characters", "rates")]
    assert (sparse.hstack(parts) != table).nnz == 0
    assert take_blocks(features, table, ("clauses",)).shape == (60, 0)


def test_blocks_can_be_named_added_and_left_out():
    assert choose_blocks(("words", "rates"), ()) == ("words", "rates")
    assert set(choose_blocks(("default", "lemmas"), ())) - set(choose_blocks((), ())) == {"lemmas"}
    assert "around" not in choose_blocks((), ("around",))
    with pytest.raises(InputError, match="There is no block of features 'word'"):
        choose_blocks(("word",), ())
    with pytest.raises(InputError, match="You left out every block of features"):
        choose_blocks(("words",), ("words",))
