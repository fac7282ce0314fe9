"""A model with an encoder of one's choice: told in its card, and refused when it is another."""

from __future__ import annotations

import json

import pytest

from tests.made import train_small
from tests.nlp.encoders.test_transformer import tiny_folder
from textmine.classify import load_model
from textmine.classify.applying import apply_model
from textmine.corpus import load_corpus
from textmine.errors import InputError


@pytest.mark.slow
def test_the_encoder_is_told_kept_and_held_to(small, tmp_path):
    pytest.importorskip("sentence_transformers", reason="needs the extra 'transformers'")
    folder = tiny_folder(tmp_path / "e5-tiny")
    train_small(small, embeddings=True, fine_tune=True, encoder=str(folder), folds=3)
    home = small.root / "models" / "m"
    assert "e5-tiny, which textmine does not know (weights " in (home / "README.md").read_text()
    told = json.loads((home / "manifest.json").read_text())["details"]["encoder"]
    assert (told["known"], told["prefix"]) == (False, "query: ")
    assert not (small.scratch / "fine-tuning").exists()
    whole = load_corpus(small, "small")
    model = load_model(small, "m")
    said = apply_model(small, model, whole, whole)["subject"]
    assert len(said.documents) == len(whole)


@pytest.mark.slow
def test_an_encoder_whose_weights_changed_is_refused(small, tmp_path):
    pytest.importorskip("sentence_transformers", reason="needs the extra 'transformers'")
    folder = tiny_folder(tmp_path / "tiny")
    train_small(small, blocks=("embeddings",), encoder=str(folder), folds=2, repeats=1)
    whole, model = load_corpus(small, "small"), load_model(small, "m")
    assert "embeddings" in model.blocks
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\0")
    with pytest.raises(InputError, match="other weights than when the model learned"):
        apply_model(small, model, whole, whole)
