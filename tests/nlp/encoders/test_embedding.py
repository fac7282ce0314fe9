"""Vectors of texts: each distinct one is read once, kept, and gone on from after a stop."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.nlp.encoders import embed_texts, embedding

TEXTS = ["rent", "the bus is late", "tax", "rent", " ", "a park"]


class Counted:
    """An encoder that knows its letters, and which texts it was asked for."""

    title, dimension, digest = "letters", 3, "letters"

    def __init__(self) -> None:
        self.read: list[str] = []

    def encode(self, texts):
        self.read += texts
        return np.array([[len(text), ord(text[0]), 1] for text in texts], dtype=np.float32)


def test_rows_follow_the_texts_and_an_empty_one_has_zeros():
    vectors = embed_texts(TEXTS, Counted())
    assert vectors.dtype == np.float32
    assert vectors[:, 0].tolist() == [4, 15, 3, 4, 0, 6]
    assert not vectors[4].any()


@pytest.mark.parametrize("texts", [[], [""], [" ", "\n"]])
def test_nothing_to_read_is_not_read(texts):
    encoder = Counted()
    assert embed_texts(texts, encoder).shape == (len(texts), 3)
    assert not encoder.read


def test_each_text_is_read_once(workspace):
    encoder = Counted()
    first = embed_texts(TEXTS * 3, encoder, workspace)
    assert sorted(encoder.read) == ["a park", "rent", "tax", "the bus is late"]
    again = Counted()
    assert embed_texts([*TEXTS, "new"], again, workspace)[:6].tobytes() == first[:6].tobytes()
    assert again.read == ["new"]


def test_a_stopped_run_goes_on_from_what_it_had(workspace, monkeypatch):
    monkeypatch.setattr(embedding, "_STEP", 1)

    def stop(step, done, total):
        if done >= 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        embed_texts(TEXTS, Counted(), workspace, progress=stop)
    again, seen = Counted(), []
    embed_texts(TEXTS, again, workspace, progress=lambda step, done, total: seen.append(total))
    assert again.read == ["rent", "tax"]  # the longest came first
    assert set(seen) == {2}
    assert not list(workspace.scratch.rglob("*.tmp"))


def test_many_texts_are_kept_in_few_files(workspace, monkeypatch):
    monkeypatch.setattr(embedding, "_STEP", 2)
    monkeypatch.setattr(embedding, "_PART", 4)
    texts = [f"text {place}" for place in range(11)]
    vectors = embed_texts(texts, Counted(), workspace)
    assert len(list(workspace.scratch.rglob("*.parquet"))) == 3
    assert embed_texts(texts, Counted(), workspace).tobytes() == vectors.tobytes()
