"""Pipelines in skops files: round trips, same bytes, and what is refused."""

from __future__ import annotations

import functools
import io
import zipfile

import numpy as np
import pandas as pd
import pytest
import skops.io
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from sklearn.svm import LinearSVC

from textmine.errors import InputError
from textmine.store.canonical_zip import zip_members
from textmine.store.skops_file import load_pipeline_file, save_pipeline_file

COLUMNS = pd.DataFrame(
    {
        "text": ["rent is high", "the tram is late", "rent and rooms", "a late bus 😀 مرحبا"] * 5,
        "size": [1.0, 2.0, 3.0, 4.0] * 5,
    }
)
GOLD = np.array([0, 1, 0, 1] * 5)


class Foreign(BaseEstimator, TransformerMixin):
    """A step that no stock library knows."""

    def fit(self, features, gold=None):
        return self

    def transform(self, features):
        return features


def fitted() -> Pipeline:
    features = ColumnTransformer(
        [
            ("words", TfidfVectorizer(), "text"),
            ("characters", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 3)), "text"),
            ("size", StandardScaler(), ["size"]),
        ],
        transformer_weights={"words": 1.0, "size": 0.5},
    )
    steps = [("features", features), ("classifier", LinearSVC(random_state=0))]
    return Pipeline(steps).fit(COLUMNS, GOLD)


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "p.skops"
    save_pipeline_file(path, fitted())
    return path


def test_round_trip_decides_alike(saved):
    expected = fitted().decision_function(COLUMNS)
    loaded = load_pipeline_file(saved)
    assert np.array_equal(loaded.decision_function(COLUMNS), expected)
    words = loaded[0].named_transformers_["words"]
    assert words.vocabulary_ == fitted()[0].named_transformers_["words"].vocabulary_
    assert list(words.get_feature_names_out()) == sorted(words.vocabulary_)


def test_saving_leaves_the_pipeline_as_it_was(tmp_path):
    pipeline = fitted()
    words = pipeline[0].named_transformers_["words"]
    before = dict(words.vocabulary_)
    save_pipeline_file(tmp_path / "p.skops", pipeline)
    assert words.vocabulary_ == before
    assert not any(name.startswith("terms") for name in vars(words))


def test_same_pipeline_same_bytes(saved, tmp_path):
    save_pipeline_file(tmp_path / "again.skops", fitted())
    save_pipeline_file(tmp_path / "loaded.skops", load_pipeline_file(saved))
    assert (tmp_path / "again.skops").read_bytes() == saved.read_bytes()
    assert (tmp_path / "loaded.skops").read_bytes() == saved.read_bytes()


def test_a_plain_skops_reader_needs_to_trust_nothing(saved):
    assert skops.io.get_untrusted_types(file=saved) == []


@pytest.mark.parametrize(
    ("step", "named"),
    [
        (Foreign(), "Foreign"),
        (FunctionTransformer(functools.partial(np.multiply, 2)), "partial"),
        (FunctionTransformer(eval), "eval"),
    ],
    ids=["class", "partial", "builtin"],
)
def test_foreign_types_are_refused(tmp_path, step, named):
    path = tmp_path / "foreign.skops"
    pipeline = Pipeline([("odd", step), ("classifier", LinearSVC())])
    path.write_bytes(skops.io.dumps(pipeline))
    with pytest.raises(InputError, match=r"types that textmine does not trust") as caught:
        load_pipeline_file(path)
    assert named in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("kept", [0, 1, 30, 500, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_refused(saved, kept):
    data = saved.read_bytes()
    saved.write_bytes(data[: int(kept * len(data)) if isinstance(kept, float) else kept])
    with pytest.raises(InputError, match="is damaged"):
        load_pipeline_file(saved)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_refused_or_reads_as_before(saved, seed):
    data = bytearray(saved.read_bytes())
    draw = np.random.default_rng(seed)
    for place in draw.integers(0, len(data), 1 + seed % 8):
        data[place] ^= int(draw.integers(1, 256))
    saved.write_bytes(data)
    try:
        loaded = load_pipeline_file(saved)
    except InputError as error:
        assert "is damaged" in str(error) or "does not trust" in str(error)
    else:
        assert np.array_equal(loaded.predict(COLUMNS), fitted().predict(COLUMNS))


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"schema.json": b"{}"},
        {"schema.json": b"[]"},
        {"schema.json": b"not json"},
        {"schema.json": b"\xff\xfe"},
        {"schema.json": b'{"__loader__": "NoSuchNode", "__module__": "x", "__class__": "y"}'},
    ],
)
def test_a_zip_of_something_else_is_refused(tmp_path, members):
    path = tmp_path / "p.skops"
    path.write_bytes(zip_members(members))
    with pytest.raises(InputError, match="is damaged"):
        load_pipeline_file(path)


@pytest.mark.parametrize("member", ["1.npy", "missing"])
def test_a_member_that_is_gone_or_garbled_is_refused(saved, member):
    source = zipfile.ZipFile(io.BytesIO(saved.read_bytes()))
    members = {name: source.read(name) for name in source.namelist()}
    name = next(name for name in members if name.endswith(".npy"))
    members[name] = b"no array"
    if member == "missing":
        del members[name]
    saved.write_bytes(zip_members(members))
    with pytest.raises(InputError, match="is damaged"):
        load_pipeline_file(saved)


@pytest.mark.parametrize("content", [[1, 2], {"a": 1}, LinearSVC(), StandardScaler()])
def test_a_skops_file_without_a_pipeline_is_refused(tmp_path, content):
    path = tmp_path / "p.skops"
    path.write_bytes(skops.io.dumps(content))
    with pytest.raises(InputError, match="is damaged"):
        load_pipeline_file(path)


def test_a_pipeline_without_its_terms_is_refused(tmp_path):
    """Such as skops itself would write it."""
    path = tmp_path / "p.skops"
    path.write_bytes(skops.io.dumps(fitted()))
    with pytest.raises(InputError, match="is damaged"):
        load_pipeline_file(path)


def test_a_missing_file_is_a_sentence(tmp_path):
    with pytest.raises(InputError, match=r"none\.skops is damaged"):
        load_pipeline_file(tmp_path / "none.skops")
